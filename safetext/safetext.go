// Package safetext makes texts from outside (the platform, forms, the center's notes, files) safe to show: control
// characters never reach a page, a table, a terminal or a log as they are. It does not escape for HTML, CSV or JSON;
// that is done by what writes them.
//
// Control characters are those of Unicode's category Cc (C0, DEL, C1), the controls of writing direction, which turn
// the text around them, and the two separators of lines and paragraphs.
package safetext

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isControl reports whether r is a control character in the sense of this package.
func isControl(r rune) bool {
	if r < unicode.MaxASCII { // nearly every character of a page
		return r < ' '
	}
	return isControlBeyondASCII(r)
}

func isControlBeyondASCII(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

// isInline reports the same for the controls that do not lay out a text of several lines.
func isInline(r rune) bool { return isControl(r) && r != '\n' && r != '\t' }

// Line writes a text on one line: control characters, line ends too, become visible symbols (␛, [U+202E]), and bytes
// that are no UTF-8 become U+FFFD.
func Line(s string) string { return replace(s, isControl, symbol) }

// Lines is [Line] for a text of several lines: tabs and line feeds stay, CR LF is a line feed.
func Lines(s string) string { return replace(strings.ReplaceAll(s, "\r\n", "\n"), isInline, symbol) }

// JSON escapes the control characters in a JSON text as JSON does; white space between its parts stays.
func JSON(s string) string {
	white := func(r rune) bool { return isInline(r) && r != '\r' }
	return replace(s, white, func(r rune) string { return fmt.Sprintf(`\u%04x`, r) })
}

// URL percent-encodes the control characters in a URL.
func URL(s string) string {
	return replace(s, isControl, func(r rune) string { return url.QueryEscape(string(r)) })
}

// Field returns what an input field of one line shows again: what was typed, with a space for control characters inside
// of it. They are not just dropped, because two numbers must not become one.
func Field(s string) string { return spaced(s, isControl) }

// Area is [Field] for a field of several lines: tabs and line feeds stay, CR LF is a line feed.
func Area(s string) string { return spaced(strings.ReplaceAll(s, "\r\n", "\n"), isInline) }

// spaced writes one space for each run of controls, and nothing at the ends.
func spaced(s string, control func(rune) bool) string {
	return strings.ToValidUTF8(strings.Join(strings.FieldsFunc(s, control), " "), "\ufffd")
}

// symbol is the visible form of a control character.
func symbol(r rune) string {
	switch {
	case r < ' ':
		return string('\u2400' + r)
	case r == '\u007f':
		return "\u2421"
	}
	return fmt.Sprintf("[U+%04X]", r)
}

// replace writes by for each rune that control reports, and U+FFFD for bytes that are no UTF-8.
func replace(s string, control func(rune) bool, by func(rune) string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, control) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if control(r) {
			b.WriteString(by(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
