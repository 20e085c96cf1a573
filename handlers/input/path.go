package input

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// pages are the first parts of the console's addresses.
var pages = map[string]bool{"vdns": true, "codes": true, "lookup": true, "find": true, "explain": true, "help": true,
	"account": true, "login": true, "logout": true, "openapi": true, "healthz": true, "readyz": true, "metrics": true}

// vdnPages are the parts behind /vdns/{vdnId}/ and whether a value follows.
var vdnPages = map[string]bool{"results": true, "codes": true, "campaigns": true, "calls": true,
	"batch": false, "compare": false, "retry": false, "changes": false}

var extension = regexp.MustCompile(`(?i)\.(?:json|csv|xlsx)$`)

// Path returns how the path of an address of the console is rightly written,
// percent-encoded and without its query: small letters, no slash or punctuation at
// the end, IDs in plain digits. It differs from u.EscapedPath() where a redirect
// is due. ok is false for a path that is none of the console's.
//
// Words behind an address, which chats make part of a link, are no part of it, nor
// are parameters whose "?" was encoded or lost.
func Path(u *url.URL) (path string, ok bool) {
	if strings.Contains(strings.ToUpper(u.EscapedPath()), "%2F") || strings.ContainsFunc(u.Path, isHiddenControl) {
		return "", false
	}
	parts := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if len(parts) == 0 {
		return "/", true
	}
	last := len(parts) - 1
	format := ""
	parts[last], format = cutEnd(parts[last])
	if last > 0 && parts[last] == "" && format == "" {
		parts = parts[:last] // a slash and punctuation
	}
	if len(parts) == 1 && parts[0] == "" {
		return "/", format == ""
	}
	first := strings.ToLower(fold(parts[0]))
	if !pages[first] {
		return "", false
	}
	parts[0] = first
	switch {
	case first == "vdns":
		ok = vdnPath(parts[1:])
	case first == "codes" && len(parts) == 2:
		parts[1] = trim(fold(parts[1]))
		ok = parts[1] != ""
	default:
		ok = len(parts) == 1
	}
	if !ok {
		return "", false
	}
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return "/" + strings.Join(parts, "/") + format, true
}

// isHiddenControl reports whether r is a control character that is no white space.
func isHiddenControl(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

// vdnPath mends the parts behind /vdns in place.
func vdnPath(parts []string) bool {
	if len(parts) == 0 {
		return false
	}
	vdn, reason := Number(parts[0])
	if reason != "" || vdn > MaxVDN {
		return false
	}
	parts[0] = strconv.FormatInt(vdn, 10)
	if len(parts) == 1 {
		return true
	}
	parts[1] = strings.ToLower(fold(parts[1]))
	takesValue, known := vdnPages[parts[1]]
	switch {
	case !known || len(parts) > 2 && !takesValue:
		return false
	case len(parts) == 2:
		return true
	case parts[1] == "codes" || parts[1] == "calls":
		parts[2] = trim(fold(parts[2]))
		if parts[1] == "calls" {
			parts[2] = hyphens.Replace(parts[2])
		}
		return len(parts) == 3 && parts[2] != ""
	}
	id, reason := Number(parts[2])
	parts[2] = strconv.FormatInt(id, 10)
	if len(parts) == 4 && parts[1] == "campaigns" {
		parts[3] = strings.ToLower(parts[3])
		return reason == "" && parts[3] == "codes"
	}
	return reason == "" && len(parts) == 3
}

// hyphens writes what word processors make of the "-" of a call ID as it is.
var hyphens = strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-")

// cutEnd takes the punctuation and the words behind the last part of a path off
// it, and the name of the format.
func cutEnd(s string) (bare, format string) {
	if s = fold(s); strings.Contains(s, "..") {
		return s, "" // something shortened is not to be guessed
	}
	for i, r := range s {
		behind := r >= 0x2e80 && isASCII(s[:i]) || r == '&' || r == '?' || unicode.IsSpace(r) && hasDigit(s[:i])
		if i > 0 && behind && !hasDigit(s[i:]) {
			s = s[:i]
			break
		}
	}
	s = strings.TrimRightFunc(s, func(r rune) bool { return isOuter(r) || r == '.' })
	if at := extension.FindStringIndex(s); at != nil {
		return s[:at[0]], strings.ToLower(s[at[0]:])
	}
	return s, ""
}
