// Package dictionary explains the platform's codes to people: for every OBS
// result code and every API status that the vendor documents it holds the
// vendor's short text and this console's own explanation (what the code means
// for the call, likely causes, what to do and who does it) in English and
// Simplified Chinese. [Advise] says what follows from one code and [Judge] what
// follows for an external result from its codes; [Notes] are the center's own
// and come first.
//
// [Lookup] and [Find] find one code, [Search] finds codes by what a person
// types, and [Nearest] helps with a code that nobody knows. The explanations are embedded
// and parsed on first use. Everything here is safe for concurrent use.
package dictionary

import (
	"slices"

	"isales-console/isales"
)

// Kind tells the two sorts of code apart.
type Kind int

// The kinds.
const (
	KindOBS Kind = iota // OBS result code (failCode, obsCode): how a call ended
	KindAPI             // API status (outer resultCode, returnCode): how a request ended
)

// Actor is the person whose turn it is.
type Actor string

// The actors; the empty Actor goes with the empty [Action].
const (
	Nobody          Actor = "nobody"
	CampaignManager Actor = "campaign-manager"
	Administrator   Actor = "administrator"
	Agent           Actor = "agent"
)

// Entry is what the console knows about one code. The zero Entry knows
// nothing, and its methods return nothing.
type Entry struct {
	// Code is text; leading zeros belong to it.
	Code string
	Kind Kind
	// Group is the empty Group for an API status and for an OBS code that is
	// not documented well enough.
	Group isales.Group
	// ReleasedBy is the empty Releaser when no releasing side is documented.
	ReleasedBy isales.Releaser
	// Documented says whether the vendor's documents, as far as they are known,
	// give the code a text. Without one there is hardly ever an explanation.
	Documented bool
	// Action and Actor are empty for an API status. The Action of a code without
	// an explanation is [CannotTell].
	Action Action
	Actor  Actor
	// Reason is why the call ended as it did: never empty for a code of this
	// dictionary.
	Reason Reason

	obs isales.OBSCode
	api isales.APIStatus
	own *explanation
}

// Short returns the vendor's short text, or "" when there is none. For an API
// status it is the meaning that package isales gives. Chinese punctuation is in
// full width, see [FullWidth].
func (e Entry) Short(l isales.Language) string {
	if e.Kind == KindAPI {
		return FullWidth(e.api.Meaning(l))
	}
	return FullWidth(e.obs.Text(l))
}

// Detail returns the vendor's longer text, or "" for most codes, with Chinese
// punctuation in full width.
func (e Entry) Detail(l isales.Language) string { return FullWidth(e.obs.Detail(l)) }

// Meaning returns our explanation of what the code means for the call or the
// request, or "" when the code is not explained.
func (e Entry) Meaning(l isales.Language) string {
	if e.own == nil {
		return ""
	}
	return pick(l, e.own.Meaning)
}

// Causes returns likely causes as phrases without a full stop, or nil when the
// code is not explained. The caller may change the slice.
func (e Entry) Causes(l isales.Language) []string {
	if e.own == nil {
		return nil
	}
	return slices.Clone(pick(l, e.own.Causes))
}

// Advice returns what to do, in whole sentences of at most 160 characters in
// English; "" for the zero Entry only. A code without an explanation gets the
// sentence of [CannotTell].
func (e Entry) Advice(l isales.Language) string {
	if e.own == nil {
		return pick(l, actionSentences[e.Action])
	}
	return pick(l, e.own.Advice)
}

// Lookup finds a code that the vendor's documentation mentions. The code is
// compared as text: "605" is not "00605". Only "0" is taken for "00000", as in
// [isales.LookupOBSCode].
func Lookup(code string) (Entry, bool) {
	if e, ok := lookupOBS(code); ok {
		return *e, true
	}
	for _, e := range contents().api {
		if e.Code == code {
			return e, true
		}
	}
	return Entry{}, false
}

// lookupOBS returns the entry of a code, which the caller must not change.
func lookupOBS(code string) (*Entry, bool) {
	known, ok := isales.LookupOBSCode(code)
	if !ok {
		return nil, false
	}
	return &contents().obs[contents().position[known.Code]], true
}

// OBS returns every OBS result code that the documentation mentions, sorted by
// code. The caller may change the slice.
func OBS() []Entry { return slices.Clone(contents().obs) }

// API returns every documented API status, in the order of the vendor's table,
// success first. The caller may change the slice.
func API() []Entry { return slices.Clone(contents().api) }
