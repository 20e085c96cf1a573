package handlers

import (
	"strconv"
	"strings"

	"isales-console/handlers/input"
	"isales-console/safetext"
	"isales-console/views"
)

// resultID names one external result.
type resultID struct {
	vdnID int
	defID int64
}

// path is the result's own URL.
func (q resultID) path() string {
	return "/vdns/" + strconv.Itoa(q.vdnID) + "/results/" + strconv.FormatInt(q.defID, 10)
}

// jsonLink is the Link header that leads from the result to its JSON.
func (q resultID) jsonLink() string {
	return "<" + q.path() + `.json>; rel="alternate"; type="application/json"`
}

// readLookup reads the form. A VDN that a text names beside its external result
// wins over the field of the VDN; that field may hold both when no other result is
// named.
func readLookup(vdn, def string, t *views.Messages) (resultID, error) {
	id, defReason := input.One(def)
	if defReason == "" && id.VDN != 0 {
		return resultID{id.VDN, id.Def}, nil
	}
	form := views.LookupForm{VDN: views.Field{Value: echo(vdn)}, Def: views.Field{Value: echo(def)}}
	vdnID, vdnReason := input.VDN(vdn)
	if pair, reason := input.One(vdn); reason == "" && pair.VDN != 0 {
		switch {
		case defReason == input.Empty, defReason == "" && id.Def == pair.Def:
			return resultID{pair.VDN, pair.Def}, nil
		case defReason == "":
			vdnReason = input.Several // the fields name two results
		}
	}
	form.VDN.Error, form.Def.Error = vdnProblem(vdnReason, t), defProblem(defReason, t)
	if form.Wrong() {
		return resultID{}, &inputError{form}
	}
	return resultID{vdnID, id.Def}, nil
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

// canonicalID reads a number from 1 to limit in its only right spelling: an
// address with another one is redirected (see redirectWrongPath).
func canonicalID(s string, limit int64) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 1 && n <= limit && strconv.FormatInt(n, 10) == s
}

// parsePath reads the IDs of a canonical URL.
func parsePath(vdn, def string) (q resultID, ok bool) {
	vdnID, okVDN := canonicalID(vdn, input.MaxVDN)
	defID, okDef := canonicalID(def, input.MaxID)
	return resultID{int(vdnID), defID}, okVDN && okDef
}
