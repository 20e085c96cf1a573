// Package views renders the pages of the console. A page component takes one
// struct that is shaped like the screen and holds finished texts; the package
// knows neither HTTP nor the platform.
package views

import (
	"strings"
	"unicode"
)

// Page is what every page has.
type Page struct {
	// T holds the texts in the reader's language.
	T *Messages
	// Active is the navigation entry of the page: NavLookup, NavCodes or none.
	Active string
	// Base is the scheme and host of the console, in front of Canonical.
	Base string
	// Canonical is the path of the page itself; empty for pages that are not
	// worth a bookmark.
	Canonical string
	// JSON is the path of the same data as JSON; empty when there is none.
	JSON string
	// Version is the version of the console.
	Version string
	// Demo shows the banner that tells demo data from real data.
	Demo bool
	// Open shows the note that the console has no sign-in.
	Open bool
	// User is the name of who is signed in; empty for no one.
	User string
	// Theme is "light" or "dark"; empty for the system's.
	Theme string
	// Here is the path of the page, to come back to from another language.
	Here string
	// RequestID is shown at the foot; empty for not there.
	RequestID string
}

// colorScheme says in which colours a browser may begin, before the stylesheet is
// there.
func (p Page) colorScheme() string {
	if p.Theme != "" {
		return p.Theme
	}
	return "light dark"
}

// title is the page's own part of the document title. A page with an error in
// its form says so first: a screen reader reads the title before all else.
func (p Page) title(heading string, wrong bool) string {
	if wrong {
		return p.T.ErrorPrefix + heading
	}
	return heading
}

// Values of Page.Active.
const (
	NavLookup = "lookup"
	NavCodes  = "codes"
)

// Field is a text input with what was typed and what is wrong with it.
type Field struct{ Value, Error string }

// Time is a point in time for a machine and for a person.
type Time struct{ Machine, Human string }

// foreign returns the language of a text that is not in the page's language,
// for its lang attribute: customers' texts are often Chinese on English pages.
func (p Page) foreign(text string) string {
	for _, r := range text {
		if r > unicode.MaxLatin1 && unicode.Is(unicode.Han, r) {
			if p.T.Lang == "zh-CN" {
				return ""
			}
			return "zh-CN"
		}
	}
	return ""
}

// aroundAge returns the parts of [Messages.Age] around {time} and {age}, which
// every language has in this order.
func aroundAge(text string) (start, middle, end string) {
	start, rest, _ := strings.Cut(text, "{time}")
	middle, end, _ = strings.Cut(rest, "{age}")
	return start, middle, end
}
