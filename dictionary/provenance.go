package dictionary

import (
	"fmt"
	"slices"

	"isales-console/isales"
)

// Q850 returns the cause of ITU-T Q.850 that the code stands for; 0 for none.
// The codes 00129 to 00155 are these causes plus 128: all eight that the vendor
// documents agree. The release causes of the vendor's other interfaces are
// another range of numbers and say nothing about these codes.
func (e Entry) Q850() int {
	if e.own == nil {
		return 0
	}
	return e.own.Q850
}

// SIP returns the SIP statuses that RFC 3398 gives for the cause; nil for none.
// The caller may change the slice.
func (e Entry) SIP() []int {
	if e.own == nil {
		return nil
	}
	return slices.Clone(e.own.SIP)
}

// Provenance says in a sentence where the explanation comes from when it goes
// beyond the vendor's documents; "" otherwise.
func (e Entry) Provenance(l isales.Language) string {
	switch {
	case e.Q850() != 0 && l == isales.Chinese:
		return fmt.Sprintf("含义通过对照 ITU-T Q.850（原因值 %d）得出，并非来自厂商文档。", e.Q850())
	case e.Q850() != 0:
		return fmt.Sprintf("Found by comparison with ITU-T Q.850 (cause %d), not in the vendor's documents.", e.Q850())
	case e.own != nil && e.own.Diversion:
		return pick(l, bilingual[string]{
			English: "Very likely: found by comparison with the reasons of a call diversion in ITU-T Q.763 " +
				"and Q.931, not in the vendor's documents.",
			Chinese: "含义很可能如此：通过对照 ITU-T Q.763 和 Q.931 中的呼叫转移原因得出，并非来自厂商文档。"})
	}
	return ""
}

// causeNames are the numbers by which engineers of lines look for a code.
func (e Entry) causeNames() []string {
	var names []string
	if n := e.Q850(); n != 0 {
		names = append(names, fmt.Sprintf("Q.850 %d", n), fmt.Sprintf("Q850 %d", n), fmt.Sprintf("cause %d", n),
			fmt.Sprintf("原因值 %d", n))
	}
	for _, status := range e.SIP() {
		names = append(names, fmt.Sprintf("SIP %d", status))
	}
	return names
}
