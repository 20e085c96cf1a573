package input

import (
	"net/url"
	"regexp"
	"strings"
)

// Kind is the kind of page that an address leads to.
type Kind string

// The kinds, with the fields of [Link] that each sets.
const (
	Result    Kind = "result"    // VDN, Defs: one
	Results   Kind = "results"   // VDN
	Coverage  Kind = "coverage"  // VDN
	Reverse   Kind = "reverse"   // VDN, Code
	Batch     Kind = "batch"     // VDN, Defs: any number
	Compare   Kind = "compare"   // VDN, Defs: any number
	Retry     Kind = "retry"     // VDN
	Changes   Kind = "changes"   // VDN
	Campaigns Kind = "campaigns" // VDN
	Campaign  Kind = "campaign"  // VDN, Campaign
	Call      Kind = "call"      // VDN, Call
	CodePage  Kind = "code"      // Code
	Codes     Kind = "codes"
)

// Link is an address of the console or of the platform's interface, read.
type Link struct {
	Kind     Kind
	VDN      int
	Defs     []int64
	Code     string
	Campaign int64
	Call     string
}

// maxDecodings is how often an address is percent-decoded: a link inside another
// is encoded once, and some mail gateways encode it again.
const maxDecodings = 2

var (
	ours = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])vdns/([^/?#\s&]+)` +
		`(?:/([a-z]+)(\.[a-z]+)?(?:/([^/?#\s&]*))?)?([^?#\s]*)(?:\?([^#\s]*))?`)
	lookup   = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:lookup|find)/?\?([^#\s]*)`)
	platform = regexp.MustCompile(`(?i)(?:^|/)campaigns/(\d+)/(?:(\d+)/queryObsResultDetail\b|` +
		`(queryOBSResults|queryOBSResultCode)\b|(?:retryPolicy/)(\d+)|callresultdetail/([\w-]+))`)
	codes    = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])codes(?:/([^/?#\s&]+))?(?:[?#&]|$)`)
	extended = regexp.MustCompile(`(?i)^(.*?)\.(?:json|csv|xlsx)\b`)
	leading  = regexp.MustCompile(`^(\d+)(.*)$`)
	escapes  = regexp.MustCompile(`(?:%[0-9A-Fa-f]{2})+`)
	runs     = regexp.MustCompile(`[A-Za-z\pN\-._~:/?#\[\]@!$&'()*+,;=%]+`)
	goesOn   = regexp.MustCompile(`^(?:…|⋯|[ \x{a0}\x{2009}\x{202f}]\d{3}(?:\D|$))`)
	restarts = regexp.MustCompile(`(?i)[,;|()\[\]](?:https?:/)?/`)
)

// Address finds the first address of ours or of the platform in a text, also
// inside another address (a mail gateway's link, "next="). The reason is NoNumber
// when there is none, and otherwise tells what is wrong with its numbers.
func Address(text string) (Link, Reason) {
	for _, f := range addresses(text) {
		return f.link, f.reason
	}
	return Link{}, NoNumber
}

// found is an address in a text, from byte from to byte to.
type found struct {
	from, to int
	link     Link
	reason   Reason
}

func addresses(text string) (list []found) {
	for _, run := range runs.FindAllStringIndex(text, -1) {
		for from := run[0]; from < run[1]; {
			to := run[1]
			if next := restarts.FindStringIndex(text[from+1 : to]); next != nil {
				to = from + 1 + next[0] + 1
			}
			if link, used, reason, ok := readAddress(text[from:to]); ok {
				if used > 0 {
					to = from + used
				}
				if goesOn.MatchString(text[to:]) && endsShort(text[from:to]) && reason == "" {
					link.Defs, reason = nil, Shortened
				}
				list = append(list, found{from, to, link, reason})
			}
			from = to
		}
	}
	return list
}

// endsShort reports whether an address ends in digits that what follows may belong to.
func endsShort(s string) bool {
	digits := s[len(strings.TrimRight(s, "0123456789")):]
	return digits != "" && len(digits) < 10
}

// readAddress reads the address in a run of URL characters. used is how much of
// the run it takes; 0 stands for all of it.
func readAddress(run string) (link Link, used int, reason Reason, ok bool) {
	if !strings.ContainsAny(run, "/%?") {
		return Link{}, 0, "", false
	}
	whole := run
	run = unwrap(run)
	for range maxDecodings + 1 {
		// A clean reading of the decoded text wins: punctuation may be encoded.
		if l, tail, wrong, matched := matchAddress(run); matched && (!ok || wrong == "") {
			link, used, reason, ok = l, 0, wrong, true
			if tail != "" && strings.HasSuffix(whole, tail) {
				used = len(whole) - len(tail)
			}
			if wrong == "" {
				break
			}
		}
		decoded := escapes.ReplaceAllStringFunc(run, func(s string) string {
			s, _ = url.PathUnescape(s)
			return s
		})
		if decoded == run {
			break
		}
		run = decoded
	}
	return link, used, reason, ok
}

// Proofpoint, a mail gateway, writes addresses in ways of its own.
var (
	proofpoint2 = regexp.MustCompile(`(?i)urldefense\.(?:proofpoint\.)?com/v2/url\?u=([^&]*)`)
	proofpoint3 = regexp.MustCompile(`(?i)urldefense\.com/v3/__(.*?)__;`)
)

// unwrap takes an address out of that of a mail gateway which writes it otherwise than percent-encoded.
func unwrap(run string) string {
	if m := proofpoint2.FindStringSubmatch(run); m != nil {
		return strings.NewReplacer("-", "%", "_", "/").Replace(m[1])
	}
	if m := proofpoint3.FindStringSubmatch(run); m != nil {
		return m[1]
	}
	return run
}

func matchAddress(s string) (link Link, tail string, reason Reason, ok bool) {
	if m := ours.FindStringSubmatch(s); m != nil {
		link, tail, reason = readOurs(m)
		return link, tail, reason, true
	}
	if m := platform.FindStringSubmatch(s); m != nil {
		link, reason = readPlatform(m)
		return link, "", reason, true
	}
	if m := lookup.FindStringSubmatch(s); m != nil {
		query, err := Query(m[1])
		if _, noNumber := Number(query.Get("q")); noNumber == "" {
			query.Set("defId", query.Get("q")) // of the box
		}
		names := query.Has("defId") || query.Has("vdnId")
		if query.Has("q") { // also words, and numbers of no VDN
			names = query.Has("defId") && query.Get("vdnId") != ""
		}
		if err != nil || !names {
			return Link{}, "", "", false
		}
		link, reason = Link{Kind: Result}, ""
		link.VDN, reason = VDN(query.Get("vdnId"))
		if reason == "" {
			reason = link.add(query["defId"]...)
		}
		return link, "", reason, true
	}
	if m := codes.FindStringSubmatch(s); m != nil && strings.ContainsAny(s, "/") {
		if m[1] == "" {
			return Link{Kind: Codes}, "", "", true
		}
		return Link{Kind: CodePage, Code: codeSegment(m[1])}, "", "", true
	}
	return Link{}, "", "", false
}
