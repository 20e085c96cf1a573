// Package input reads what people type, paste and click: a number, a code, an
// address of the console or of the platform, a list of IDs. Every page, form and
// address uses it, so that all of them forgive the same things.
//
// Three rules hold for all functions: two numbers are never joined into a third,
// one number is never split into several, and no digit is dropped in silence: it
// is part of a value or of a [Reason].
package input

// Reason says why a text has no value; "" when it has one. It is a key for
// messages, not a text for people.
type Reason string

// The reasons.
const (
	Empty         Reason = "empty"          // nothing but white space, quotes and punctuation
	NoNumber      Reason = "no_number"      // no digit at all
	Letters       Reason = "letters"        // letters or signs beside the digits
	Several       Reason = "several"        // more than one number where one is asked for
	Grouping      Reason = "grouping"       // one number with odd groups or several numbers: it cannot be told
	Shortened     Reason = "shortened"      // 1.40225E+09, ####, 1402…: digits are missing
	Fraction      Reason = "fraction"       // 1.5
	Signed        Reason = "signed"         // -5, +86
	Zero          Reason = "zero"           // 0
	TooLarge      Reason = "too_large"      // above MaxID or, for a VDN, above MaxVDN
	ForeignDigits Reason = "foreign_digits" // digits other than 0-9 and their full-width forms
	Hidden        Reason = "hidden"         // a character that cannot be seen stands inside
	OtherField    Reason = "other_field"    // named as something else: "phone: 0000"
	OtherPage     Reason = "other_page"     // an address, but not one of an external result
	OnlyVDN       Reason = "only_vdn"       // a VDN without an external result
	BadVDN        Reason = "bad_vdn"        // an external result whose VDN cannot be read
	ListNumber    Reason = "list_number"    // the "1." of a numbered list
)

// Limits of the platform's numbers; both begin at 1.
const (
	MaxVDN = 9999
	MaxID  = 9223372036854775807
)

// ID names an external result. VDN is 0 where the text does not name it.
type ID struct {
	VDN int
	Def int64
}
