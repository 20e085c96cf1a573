package input

import (
	"strings"
	"unicode"
)

// readOurs reads /vdns/{1}/{2}{3}/{4}{5}?{6}.
func readOurs(m []string) (link Link, tail string, reason Reason) {
	vdn, page, value := m[1], strings.ToLower(m[2]), m[4]
	if page == "" {
		vdn = withoutExtension(vdn)
	}
	if link.VDN, reason = VDN(vdn); reason != "" {
		if m := leading.FindStringSubmatch(vdn); m != nil && page == "" && !hasDigit(m[2]) && !asciiLetter(m[2]) {
			link.VDN, reason = VDN(m[1])
		}
	}
	query, _ := Query(m[6])
	switch {
	case page == "":
		link.Kind = Coverage
	case page == "results" && value != "":
		link.Kind = Result
		id, rest, wrong := idSegment(value)
		link.Defs, tail = []int64{id}, rest
		if reason == "" {
			reason = wrong
		}
		if wrong != "" {
			link.Defs = nil
		}
	case page == "codes" && value != "":
		link.Kind, link.Code = Reverse, codeSegment(value)
	case page == "calls" && value != "":
		link.Kind, link.Call = Call, trim(withoutExtension(value))
	case page == "campaigns" && value != "":
		link.Kind = Campaign
		if n, _, wrong := idSegment(value); reason == "" {
			link.Campaign, reason = n, wrong
		}
	case page == "batch" || page == "compare":
		link.Kind = Kind(page)
		if wrong := link.add(query["id"]...); reason == "" && len(query["id"]) > 0 {
			reason = wrong
		}
	case page == "campaigns" || page == "retry" || page == "changes":
		link.Kind = Kind(page)
	case page == "codes":
		link.Kind = Coverage
	default:
		link.Kind = Results
	}
	return link, tail, reason
}

func readPlatform(m []string) (link Link, reason Reason) {
	link.VDN, reason = VDN(m[1])
	switch {
	case m[2] != "":
		link.Kind = Result
		if wrong := link.add(m[2]); reason == "" {
			reason = wrong
		}
	case strings.EqualFold(m[3], "queryOBSResults"):
		link.Kind = Results
	case m[3] != "":
		link.Kind = Coverage
	case m[4] != "":
		link.Kind = Campaign
		if n, wrong := Number(m[4]); reason == "" {
			link.Campaign, reason = n, wrong
		}
	default:
		link.Kind, link.Call = Call, m[5]
	}
	return link, reason
}

// add reads IDs of a query.
func (l *Link) add(values ...string) (reason Reason) {
	if len(values) == 0 {
		return OnlyVDN
	}
	for _, value := range values {
		n, wrong := Number(value)
		if wrong != "" {
			reason = wrong
			continue
		}
		l.Defs = append(l.Defs, n)
	}
	return reason
}

// idSegment reads the ID that a part of a path begins with; rest is what follows
// when that may be another value of a list.
func idSegment(s string) (id int64, rest string, reason Reason) {
	bare := withoutExtension(s)
	if n, reason := Number(bare); reason == "" {
		return n, "", ""
	}
	m := leading.FindStringSubmatch(fold(bare))
	if m == nil {
		_, reason = Number(bare)
		return 0, "", reason
	}
	if !hasDigit(m[2]) && !asciiLetter(m[2]) && !strings.HasPrefix(m[2], "..") {
		id, reason = Number(m[1])
		return id, "", reason
	}
	if len(m[1]) > 3 && strings.ContainsAny(m[2][:1], ",;|") {
		id, reason = Number(m[1])
		return id, m[2], reason
	}
	_, reason = Number(bare)
	return 0, "", reason
}

// asciiLetter reports whether s begins with a letter that may belong to a number's
// word; Chinese has no space before a word.
func asciiLetter(s string) bool {
	for _, r := range s {
		return r < 0x2e80 && (unicode.IsLetter(r) || r == '-' || r == '_' || r == '*') || r == '…'
	}
	return false
}

func codeSegment(s string) string { return trim(fold(withoutExtension(s))) }

// withoutExtension takes the name of a format off a part of a path, and what
// follows it.
func withoutExtension(s string) string {
	if m := extended.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return s
}
