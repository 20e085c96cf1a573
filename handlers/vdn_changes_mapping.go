package handlers

import (
	"maps"
	"slices"
	"strings"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales/catalog"
	"isales-console/safetext"
)

// mappingState is which OBS codes lead to which external results of a VDN at one time, as far as it is known.
type mappingState struct {
	results map[string]knownResult // by ID
	order   []string               // the IDs in their order
	listed  bool                   // a result that is not in results does not exist
	named   bool                   // the results have their texts and codes
	loose   bool                   // a spreadsheet program may have dropped the zeros of codes
}

// knownResult is an external result; obsCodes are nil, and unknown, when it was not read.
type knownResult struct {
	displayResult, code string
	obsCodes            []string
	read                bool
}

func newMappingState() mappingState { return mappingState{results: map[string]knownResult{}} }

// add takes a result; one that is there already is replaced. A mapping without a code leads nowhere.
func (s *mappingState) add(defID string, r knownResult) {
	defID = strings.TrimLeft(defID, "0")
	if _, ok := s.results[defID]; !ok {
		s.order = append(s.order, defID)
	}
	codes := slices.DeleteFunc(distinct(r.obsCodes), func(code string) bool { return code == "" })
	s.results[defID] = knownResult{comparable(r.displayResult), comparable(r.code), codes, r.read}
}

// comparable writes a text as all exports have it.
func comparable(text string) string { return strings.TrimSpace(safetext.Line(text)) }

// currentState is what a VDN has now.
func currentState(read *catalog.Catalog) mappingState {
	s := newMappingState()
	s.listed, s.named = read.ListErr() == nil, true
	for _, r := range read.Results() {
		s.add(r.DefID, knownResult{r.DisplayResult, r.Code, codesOf(r), r.Err == nil})
	}
	return s
}

// codes are those that lead to a result; known is false when it cannot be told.
func (s *mappingState) codes(defID string) (codes []string, known bool) {
	if r, ok := s.results[defID]; ok {
		return r.obsCodes, r.read
	}
	return nil, s.listed
}

// unread are the results whose codes are not known.
func (s *mappingState) unread() (ids []string) {
	return slices.DeleteFunc(slices.Clone(s.order), func(id string) bool { return s.results[id].read })
}

func (s *mappingState) whole() bool { return s.listed && len(s.unread()) == 0 }

// mend gives the codes of a table their zeros back, where only one known code can be meant.
func (s *mappingState) mend(now mappingState) {
	known := map[string]bool{}
	for _, entry := range dictionary.OBS() {
		known[entry.Code] = true
	}
	for _, r := range now.results {
		for _, code := range r.obsCodes {
			known[code] = true
		}
	}
	list := slices.Sorted(maps.Keys(known))
	mended := map[string]string{}
	for id, r := range s.results {
		for i, code := range r.obsCodes {
			if known[code] {
				continue
			}
			if _, ok := mended[code]; !ok {
				mended[code] = code
				if c, _ := input.ParseCode(code, list); len(c.Candidates) == 1 {
					mended[code] = c.Candidates[0]
				}
			}
			r.obsCodes[i] = mended[code]
		}
		if now := now.results[id]; r.code != now.code && sameButZeros(r.code, now.code) {
			r.code = now.code
			s.results[id] = r
		}
	}
}

// sameButZeros reports whether two numbers differ in leading zeros alone.
func sameButZeros(a, b string) bool {
	isNumber := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return isNumber(a) && isNumber(b) && strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0")
}

// changes are what is certain to have changed: what was not known at one of the two times is in none of the lists.
type changes struct {
	Added, Removed, Renamed []string // IDs
	// Moved codes left a result and lead to another one; Mapped codes led nowhere, Unmapped ones lead nowhere now;
	// Others lead to more or fewer results than before.
	Moved, Mapped, Unmapped, Others []codeChange
	// NotCompared are the IDs of results whose codes were not read at one of the times.
	NotCompared  []string
	earlier, now mappingState
}

// codeChange is a code with the IDs of the results that it led to earlier, and of those that it leads to now.
type codeChange struct {
	OBSCode string   `json:"obsCode"`
	Earlier []string `json:"earlier"`
	Now     []string `json:"now"`
}

// compareMappings says what has changed between two times.
func compareMappings(earlier, now mappingState) changes {
	if earlier.loose {
		earlier.mend(now)
	}
	c := changes{earlier: earlier, now: now}
	for _, id := range now.order {
		old, ok := earlier.results[id]
		switch current := now.results[id]; {
		case !ok && earlier.listed:
			c.Added = append(c.Added, id)
		case ok && earlier.named && (old.displayResult != current.displayResult || old.code != current.code):
			c.Renamed = append(c.Renamed, id)
		}
	}
	for _, id := range earlier.order {
		if _, ok := now.results[id]; !ok && now.listed {
			c.Removed = append(c.Removed, id)
		}
	}
	c.compareCodes()
	return c
}

// compareCodes finds the codes whose results have changed.
func (c *changes) compareCodes() {
	all, lost, gained := map[string]*codeChange{}, map[string]bool{}, map[string]bool{}
	of := func(code string) *codeChange {
		if all[code] == nil {
			all[code] = &codeChange{OBSCode: code}
		}
		return all[code]
	}
	for _, id := range c.ids() {
		before, knownBefore := c.earlier.codes(id)
		after, knownNow := c.now.codes(id)
		for _, code := range before {
			of(code).Earlier = append(of(code).Earlier, id)
			lost[code] = lost[code] || knownBefore && knownNow && !slices.Contains(after, code)
		}
		for _, code := range after {
			of(code).Now = append(of(code).Now, id)
			gained[code] = gained[code] || knownBefore && knownNow && !slices.Contains(before, code)
		}
		_, was := c.earlier.results[id]
		_, is := c.now.results[id]
		if was && !knownBefore || is && !knownNow {
			c.NotCompared = append(c.NotCompared, id)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(all)) {
		change := *all[code]
		switch {
		case lost[code] && gained[code]:
			c.Moved = append(c.Moved, change)
		case gained[code] && change.Earlier == nil && c.earlier.whole():
			c.Mapped = append(c.Mapped, change)
		case lost[code] && change.Now == nil && c.now.whole():
			c.Unmapped = append(c.Unmapped, change)
		case lost[code] || gained[code]:
			c.Others = append(c.Others, change)
		}
	}
}

// ids are the IDs of both times, those of now first.
func (c *changes) ids() []string {
	return append(slices.Clone(c.now.order), slices.DeleteFunc(slices.Clone(c.earlier.order), func(id string) bool {
		_, ok := c.now.results[id]
		return ok
	})...)
}

// result is the result as it is now or, without one, as it was.
func (c *changes) result(id string) knownResult {
	if r, ok := c.now.results[id]; ok {
		return r
	}
	return c.earlier.results[id]
}

// none reports whether nothing is found to have changed.
func (c *changes) none() bool {
	return len(c.Added)+len(c.Removed)+len(c.Renamed)+len(c.Moved)+len(c.Mapped)+len(c.Unmapped)+len(c.Others) == 0
}
