// Package catalog puts a VDN's external results and OBS result codes together.
// The platform answers for one result at a time; a catalog answers for the whole
// VDN: which results there are, which of them a code leads to, and which codes
// lead to none or to several.
//
// [Read] makes a [Catalog] from a [Source], usually an [isales.Client]. A result
// that cannot be read is kept with its error, so that the rest can be used.
//
// [ReadPolicies] reads the retry policies of a VDN's campaigns, [Checker] compares
// one with the results, and [CountFailures] adds up a campaign's failures per day.
package catalog

import (
	"slices"
	"time"

	"isales-console/isales"
)

// Result is an external result of a VDN with what is mapped to it.
type Result struct {
	// DefID identifies the result. It, DisplayResult and Code are as the VDN's
	// list of results has them.
	DefID, DisplayResult, Code string
	// Mappings are the codes mapped to the result, in the platform's order; nil
	// when there are none or the result could not be read.
	Mappings []isales.Mapping
	// Err is why the mappings could not be read; nil when they were. A result
	// that is listed and yet not found matches [isales.ErrNotFound].
	Err error
}

// CodeUse is an OBS result code with results that map it, in list order.
type CodeUse struct {
	Code    string
	Results []Result
}

// Contradiction is a mapping that names another VDN or another result than the
// one it was sent with.
type Contradiction struct {
	Result  Result
	Mapping isales.Mapping
}

// Catalog is what a VDN has. It is immutable and safe for concurrent use. The slices
// that its methods return belong to the caller, and nil stands for none; the Mappings
// of results are the catalog's own and read-only.
//
// Only results that were read have mappings: while Complete is false, a code may
// lead to more results than the catalog knows. A mapping without a code counts
// in Mappings and as a possible contradiction, and leads nowhere.
type Catalog struct {
	vdnID    int
	readAt   time.Time
	entries  []entry
	listErr  *isales.IncompleteError
	codes    []isales.OBSCodeText
	codesErr error
	index
}

// entry is a result with the identity that its mappings must agree with: the
// answer's, or what was asked for where the answer left it out.
type entry struct {
	Result
	is isales.ExternalResult
}

// VDNID returns the VDN that was read.
func (c *Catalog) VDNID() int { return c.vdnID }

// ReadAt returns the time that nothing in the catalog is older than: when its
// reading began or, if results were taken over from a previous catalog, the
// ReadAt of that one.
func (c *Catalog) ReadAt() time.Time { return c.readAt }

// Results returns all results in list order, also those that failed.
func (c *Catalog) Results() (all []Result) {
	for i := range c.entries {
		all = append(all, c.result(i))
	}
	return all
}

// Result returns the result with the ID, and whether the list has it.
func (c *Catalog) Result(defID string) (Result, bool) {
	i, ok := c.byID[defID]
	if !ok {
		return Result{}, false
	}
	return c.result(i), true
}

// Failed returns the results that could not be read, in list order.
func (c *Catalog) Failed() []Result { return c.pick(c.failed) }

// Complete reports whether every result was listed and read. Only then is Unmapped
// certain. The dictionary has its own CodesErr.
func (c *Catalog) Complete() bool { return len(c.failed) == 0 && c.listErr == nil }

// ListErr returns how the list of results does not add up, or nil.
func (c *Catalog) ListErr() *isales.IncompleteError { return c.listErr }

// Codes returns the VDN's dictionary in the platform's order, each code once. It
// is what came before the error when CodesErr is not nil.
func (c *Catalog) Codes() []isales.OBSCodeText { return slices.Clone(c.codes) }

// CodesErr returns why the dictionary could not be read whole, or nil.
func (c *Catalog) CodesErr() error { return c.codesErr }

// Text returns the dictionary's text of the code; empty when it has none.
func (c *Catalog) Text(code string) string { return c.texts[code] }

// Mappings returns how many mappings the results have together.
func (c *Catalog) Mappings() int { return c.mappings }

// Weight is about how many bytes the catalog takes.
func (c *Catalog) Weight() int {
	// An entry, its texts and its places in the index; a mapping with its ID; a code.
	weight := 1024 + 512*len(c.entries) + 128*c.mappings
	for _, code := range c.codes {
		weight += 128 + len(code.Text)
	}
	return weight
}

func (c *Catalog) result(i int) Result { return c.entries[i].Result }

// pick returns the results at the positions.
func (c *Catalog) pick(positions []int) (picked []Result) {
	for _, i := range positions {
		picked = append(picked, c.result(i))
	}
	return picked
}
