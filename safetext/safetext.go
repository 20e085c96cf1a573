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

// Controls that lay out a text of several lines, and a JSON text.
const (
	layout     = "\t\n"
	layoutJSON = "\t\n\r"
)

// lastControl is the greatest of the control characters.
const lastControl = '\u2069'

// isControl reports whether r is a control character in the sense of this package, but for those in kept.
func isControl(r rune, kept string) bool {
	// Nearly every character of a page, in English and Chinese, is none, and is not looked up.
	return (r < ' ' || '\u007f' <= r && r <= lastControl) && isInTables(r, kept)
}

func isInTables(r rune, kept string) bool {
	return !strings.ContainsRune(kept, r) && unicode.In(r, unicode.Cc, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
}

// Line writes a text on one line: control characters, line ends too, become visible symbols (␛, [U+202E]), and bytes
// that are no UTF-8 become U+FFFD.
func Line(s string) string { return replace(s, "", symbol) }

// Lines is [Line] for a text of several lines: tabs and line feeds stay, CR LF is a line feed.
func Lines(s string) string { return replace(strings.ReplaceAll(s, "\r\n", "\n"), layout, symbol) }

// JSON escapes the control characters in a JSON text as JSON does; white space between its parts stays.
func JSON(s string) string {
	return replace(s, layoutJSON, func(r rune) string { return fmt.Sprintf(`\u%04x`, r) })
}

// URL percent-encodes the control characters in a URL.
func URL(s string) string {
	return replace(s, "", func(r rune) string { return url.QueryEscape(string(r)) })
}

// Field returns what an input field of one line shows again: what was typed, with a space for control characters inside
// of it. They are not just dropped, because two numbers must not become one.
func Field(s string) string { return spaced(s, "") }

// Area is [Field] for a field of several lines: tabs and line feeds stay, CR LF is a line feed.
func Area(s string) string { return spaced(strings.ReplaceAll(s, "\r\n", "\n"), layout) }

// spaced writes one space for each run of controls, and nothing at the ends.
func spaced(s, kept string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return isControl(r, kept) })
	return strings.ToValidUTF8(strings.Join(parts, " "), "\ufffd")
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

// replace writes by for each control but those kept, and U+FFFD for bytes that are no UTF-8.
func replace(s, kept string, by func(rune) string) string {
	if isSafe(s, kept) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isControl(r, kept) {
			b.WriteString(by(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isSafe reports whether there is nothing in s to replace.
func isSafe(s, kept string) bool {
	for _, r := range s {
		if isControl(r, kept) {
			return false
		}
	}
	return utf8.ValidString(s)
}
