package users

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// VDNSet is the VDNs that a user may see; nil means all of them.
type VDNSet []vdnSpan

type vdnSpan struct{ first, last int }

// Has reports whether the VDN is in the set.
func (s VDNSet) Has(vdnID int) bool {
	for _, r := range s {
		if r.first <= vdnID && vdnID <= r.last {
			return true
		}
	}
	return s == nil
}

// union returns what is in any of the sets, in order and without overlaps.
func union(sets []VDNSet) VDNSet {
	var all, merged VDNSet
	for _, s := range sets {
		if s == nil {
			return nil
		}
		all = append(all, s...)
	}
	slices.SortFunc(all, func(a, b vdnSpan) int { return cmp.Compare(a.first, b.first) })
	for _, span := range all {
		if last := len(merged) - 1; last >= 0 && span.first <= merged[last].last {
			merged[last].last = max(merged[last].last, span.last)
			continue
		}
		merged = append(merged, span)
	}
	return merged
}

// Spans returns the set as spans of a first and a last VDN, in the order of the file;
// nil for all VDNs.
func (s VDNSet) Spans() (spans [][2]int) {
	for _, r := range s {
		spans = append(spans, [2]int{r.first, r.last})
	}
	return spans
}

// ParseVDNSet reads numbers and ranges up to maxVDN, "40,100-199", or "*" for all.
func ParseVDNSet(text string, maxVDN int) (VDNSet, error) {
	if strings.TrimSpace(text) == "*" {
		return nil, nil
	}
	var set VDNSet
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		r := vdnSpan{vdnNumber(from, maxVDN), vdnNumber(to, maxVDN)}
		if r.first == 0 || r.last < r.first {
			return nil, fmt.Errorf("%s is neither a VDN ID from 1 to %d nor a range like 100-199", shown(part), maxVDN)
		}
		set = append(set, r)
	}
	return set, nil
}

// vdnNumber returns 0 for anything but a VDN ID.
func vdnNumber(text string, maxVDN int) int {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 16)
	if err != nil || int(n) > maxVDN {
		return 0
	}
	return int(n)
}

// String writes the set as ParseVDNSet reads it, and "all".
func (s VDNSet) String() string {
	if s == nil {
		return "all"
	}
	var parts []string
	for _, r := range s {
		part := strconv.Itoa(r.first)
		if r.last != r.first {
			part += "-" + strconv.Itoa(r.last)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}
