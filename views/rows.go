package views

// MappingRow is one OBS result code, mapped to an external result or listed.
type MappingRow struct {
	Code string
	// Href leads to the code's explanation; empty when there is none.
	Href string
	// Known is false when Meaning says that nothing is documented.
	Known                      bool
	Meaning, Group, ReleasedBy string
	// Action is what follows in a word or a few, Suggests the sentence of it.
	Action, Suggests string
	// Lang is the language of Meaning where it is not the page's; else empty.
	Lang string
	// Source says whose text Meaning is; empty when it is nobody's.
	Source string
	// Warnings say what contradicts the result.
	Warnings []string
}
