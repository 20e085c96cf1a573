package handlers

import (
	"strings"

	"isales-console/handlers/input"
	"isales-console/safetext"
	"isales-console/views"
)

// maxEcho is how many characters of a text are shown again.
const maxEcho = 200

// echo is what an input field shows again: as typed, within reason.
func echo(s string) string { return safetext.Field(excerpt(s)) }

// excerpt is the beginning of a text that is shown, but not to be typed again.
func excerpt(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if runes := []rune(s); len(runes) > maxEcho {
		s = string(runes[:maxEcho])
	}
	return s
}

// readVDNField reads a field for a VDN alone, also from an address of one of its pages.
func readVDNField(text string) (int, input.Reason) {
	if link, reason := input.Address(text); reason == "" && link.VDN != 0 {
		return link.VDN, ""
	}
	return input.VDN(text)
}

// vdnProblem is the sentence about a text that is no VDN; empty without a reason.
func vdnProblem(reason input.Reason, t *views.Messages) string {
	switch reason {
	case input.Empty:
		return t.VDNEmpty
	case input.NoNumber, input.Letters, input.Zero, input.TooLarge, input.Signed, input.OtherField:
		return t.VDNRange
	}
	return t.Reasons[string(reason)]
}

// defProblem is the sentence about a text that names no external result; empty
// without a reason.
func defProblem(reason input.Reason, t *views.Messages) string {
	switch reason {
	case input.Empty:
		return t.DefEmpty
	case input.NoNumber, input.Letters, input.Signed:
		return t.DefDigits
	case input.Zero, input.TooLarge:
		return t.DefRange
	}
	return t.Reasons[string(reason)]
}
