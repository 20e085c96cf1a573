package catalog

import (
	"maps"
	"slices"

	"isales-console/isales"
)

// index is what a catalog looks up, computed once. Numbers are positions in the
// list of results, ascending.
type index struct {
	byID     map[string]int
	failed   []int
	texts    map[string]string // of the dictionary
	uses     map[string][]int  // code to the results that map it, each once
	repeats  map[string][]int  // code to the results that map it more than once
	mapped   []string          // the codes in uses, sorted
	strays   []stray
	mappings int
}

// stray is the position of a contradictory mapping.
type stray struct{ result, mapping int }

func newIndex(entries []entry, codes []isales.OBSCodeText) index {
	x := index{
		byID:    make(map[string]int, len(entries)),
		texts:   make(map[string]string, len(codes)),
		uses:    make(map[string][]int),
		repeats: make(map[string][]int),
	}
	for i := range entries {
		x.add(i, &entries[i])
	}
	x.mapped = slices.Sorted(maps.Keys(x.uses))
	for _, c := range codes {
		x.texts[c.Code] = c.Text
	}
	return x
}

// add enters the result at position i, the highest so far.
func (x *index) add(i int, e *entry) {
	x.byID[e.DefID] = i
	if e.Err != nil {
		x.failed = append(x.failed, i)
	}
	x.mappings += len(e.Mappings)
	for n, m := range e.Mappings {
		if m.Contradicts(&e.is) {
			x.strays = append(x.strays, stray{i, n})
		}
		switch {
		case m.OBSCode == "":
		case !endsWith(x.uses[m.OBSCode], i):
			x.uses[m.OBSCode] = append(x.uses[m.OBSCode], i)
		case !endsWith(x.repeats[m.OBSCode], i):
			x.repeats[m.OBSCode] = append(x.repeats[m.OBSCode], i)
		}
	}
}

func endsWith(positions []int, i int) bool {
	return len(positions) > 0 && positions[len(positions)-1] == i
}

// ResultsFor returns the results that map the code, each once, in list order.
func (c *Catalog) ResultsFor(code string) []Result { return c.pick(c.uses[code]) }

// MappedCodes returns the codes that some result maps, sorted.
func (c *Catalog) MappedCodes() []string { return slices.Clone(c.mapped) }

// Unmapped returns the codes that no result maps, of the dictionary and of
// known (codes that the caller knows of otherwise), each once, sorted. See
// Complete and CodesErr for whether it can be relied on.
func (c *Catalog) Unmapped(known []string) []string {
	missing := make(map[string]bool)
	add := func(code string) {
		if code != "" && c.uses[code] == nil {
			missing[code] = true
		}
	}
	for _, e := range c.codes {
		add(e.Code)
	}
	for _, code := range known {
		add(code)
	}
	return slices.Sorted(maps.Keys(missing))
}

// MappedTwice returns the codes that more than one result maps, sorted, each
// with all of these results.
func (c *Catalog) MappedTwice() []CodeUse {
	return c.codeUses(func(code string) []int {
		if in := c.uses[code]; len(in) > 1 {
			return in
		}
		return nil
	})
}

// Repeated returns the codes that a result maps more than once, sorted, each
// with those results only.
func (c *Catalog) Repeated() []CodeUse {
	return c.codeUses(func(code string) []int { return c.repeats[code] })
}

// Contradictions returns the mappings that name another VDN or another result
// than their result's answer did or, where it left these out, than were asked
// for; in list order.
func (c *Catalog) Contradictions() []Contradiction {
	var found []Contradiction
	for _, s := range c.strays {
		found = append(found, Contradiction{c.result(s.result), c.entries[s.result].Mappings[s.mapping]})
	}
	return found
}

// codeUses returns the mapped codes for which choose names results.
func (c *Catalog) codeUses(choose func(code string) []int) []CodeUse {
	var found []CodeUse
	for _, code := range c.mapped {
		positions := choose(code)
		if len(positions) == 0 {
			continue
		}
		use := CodeUse{Code: code}
		for _, i := range positions {
			use.Results = append(use.Results, c.result(i))
		}
		found = append(found, use)
	}
	return found
}
