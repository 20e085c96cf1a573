package handlers

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"isales-console/isales"
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

// pasted recognises what people copy instead of an ID: the address of a result
// page, or both IDs with a slash.
var pasted = regexp.MustCompile(`^(?:.*/vdns/)?([0-9]{1,20})/(?:results/)?([0-9]{1,20})(?:[/?#.].*)?$`)

// parseLookup reads the form. People paste IDs from chats and spreadsheets, so
// spaces, thousands separators, invisible characters and full-width digits are
// forgiven; what remains must be right.
func parseLookup(vdn, def string, t *views.Messages) (resultID, error) {
	form := views.LookupForm{VDN: views.Field{Value: echo(vdn)}, Def: views.Field{Value: echo(def)}}
	vdn, def = normalizeID(vdn), normalizeID(def)
	for _, field := range []string{vdn, def} {
		if ids := pasted.FindStringSubmatch(field); ids != nil {
			vdn, def = ids[1], ids[2]
		}
	}
	q := resultID{}
	q.vdnID, form.VDN.Error = parseVDN(vdn, t)
	q.defID, form.Def.Error = parseDef(def, t)
	if form.Wrong() {
		return q, &inputError{form}
	}
	return q, nil
}

func parseVDN(digits string, t *views.Messages) (int, string) {
	if digits == "" {
		return 0, t.VDNEmpty
	}
	n, ok := parseID(digits)
	if !ok || n > isales.MaxVDNID {
		return 0, t.VDNRange
	}
	return int(n), ""
}

func parseDef(digits string, t *views.Messages) (int64, string) {
	if digits == "" {
		return 0, t.DefEmpty
	}
	if strings.Trim(digits, "0123456789") != "" {
		return 0, t.DefDigits
	}
	n, ok := parseID(digits)
	if !ok {
		return 0, t.DefRange
	}
	return n, ""
}

// parseID reads a positive number of ASCII digits; leading zeros do not count.
func parseID(digits string) (int64, bool) {
	if strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil && n > 0
}

// clean takes out what people do not see or do not mean.
func normalizeID(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case '０' <= r && r <= '９':
			return r - '０' + '0'
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), r == ',', r == '，':
			return -1
		}
		return r
	}, s)
}

const maxEcho = 200

// typed is what the form shows again: as typed, within reason.
func echo(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if runes := []rune(s); len(runes) > maxEcho {
		s = string(runes[:maxEcho])
	}
	return s
}

// canonicalID reports whether an ID is written as we write it.
func canonicalID(id string) bool { return id[0] != '0' && strings.Trim(id, "0123456789") == "" }

// parsePath reads the IDs of a URL. canonical is false when another spelling of
// the same IDs is the right one; ok is false when they are no IDs at all.
func parsePath(vdn, def string) (q resultID, canonical, ok bool) {
	vdnID, okVDN := parseID(normalizeID(vdn))
	defID, okDef := parseID(normalizeID(def))
	if !okVDN || !okDef || vdnID > isales.MaxVDNID {
		return q, false, false
	}
	return resultID{int(vdnID), defID}, canonicalID(vdn) && canonicalID(def), true
}
