package views

// MappingRow is one OBS result code, mapped to an external result or listed.
type MappingRow struct {
	Code string
	// Href leads to the code's explanation; empty when there is none.
	Href string
	// Known is false when Meaning says that nothing is documented.
	Known                      bool
	Meaning, Group, ReleasedBy string
	// Action is what follows in a word or a few, zero for an API status; Suggests is
	// the sentence of it.
	Action   Verdict
	Suggests string
	// Note is the center's own; nil for none.
	Note *Note
	// Lang is the language of Meaning where it is not the page's; else empty.
	Lang string
	// Source names the origin of Meaning; empty where Meaning says that there is none.
	Source string
	// Warnings say what contradicts the result.
	Warnings []string
}

// released is ReleasedBy; empty where Group says the same.
func (r MappingRow) released() string {
	if r.ReleasedBy == r.Group {
		return ""
	}
	return r.ReleasedBy
}

// Note is the center's own note on a code.
type Note struct {
	// Text may be empty: then the note has changed the action only.
	Text string
	// Lang is the language of Text where it is not the page's; else empty.
	Lang string
	// By is the author and the date, as they were written; it may be empty.
	By string
}
