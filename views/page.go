// Package views renders the pages of the console. A page component takes one
// struct that is shaped like the screen and holds finished texts; the package
// knows neither HTTP nor the platform.
package views

import (
	"strings"
	"unicode"
)

// Page is the frame of a page; every page component embeds it.
type Page struct {
	// T holds the texts in the reader's language; never nil.
	T *Messages
	// Active is the navigation entry of the page: NavLookup, NavCodes or empty.
	Active string
	// Base is the scheme and host of the console, to go before Canonical; it may be empty.
	Base string
	// Canonical is the path of the page itself; empty for a page that has
	// no address of its own.
	Canonical string
	// JSON is the path of the same data as JSON; empty when there is none.
	JSON string
	// Version is the version of the console.
	Version string
	// Demo shows the banner that tells demo data from real data.
	Demo bool
	// Contact is whom to ask; empty for none.
	Contact string
	// Open shows the note that the console has no sign-in.
	Open bool
	// User is the name of the signed-in user; empty without one.
	User string
	// Theme is "light" or "dark"; empty for the system's.
	Theme string
	// Find shows the box of /find in the header; FindVDN is the VDN that the page is
	// about, empty for none.
	Find    bool
	FindVDN string
	// Here is the path and query to which a changed language or theme leads back.
	Here string
}

// colorScheme tells the browser in which colours to begin while the stylesheet
// loads.
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

// Field is a text input: Value is what was typed, Error is what is wrong with
// it, empty for nothing.
type Field struct{ Value, Error string }

// Time is a point in time: Machine is RFC 3339, Human is in the reader's
// language.
type Time struct{ Machine, Human string }

// contactHref is the address of a contact that is one; empty for words.
func contactHref(contact string) string {
	switch {
	case strings.ContainsAny(contact, " \t\""):
		return ""
	case strings.HasPrefix(contact, "https://"), strings.HasPrefix(contact, "http://"):
		return contact
	case strings.Count(contact, "@") == 1 && !strings.HasPrefix(contact, "@") && !strings.HasSuffix(contact, "@"):
		return "mailto:" + contact
	}
	return ""
}

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
