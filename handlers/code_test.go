package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// attribute reads an attribute of each element.
func attribute(name string) func(int, *goquery.Selection) string {
	return func(_ int, s *goquery.Selection) string { return s.AttrOr(name, "") }
}

// fact is the value beside a label; empty when there is no such label.
func fact(doc *goquery.Document, label string) string {
	dt := doc.Find("dl.facts dt").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Text() == label })
	return strings.Join(strings.Fields(dt.Next().Text()), " ")
}

// explained is what the page of a code says in words of this console.
type explained struct {
	Status                       int
	Title, Heading               string
	Other, OtherLang             string
	Group, Action, Actor         string
	Own, Meaning, Advice, Reason string
	Causes                       []string
	Around                       []string // the codes next to one that is not explained
}

// readCode reads the page of a code.
func readCode(t testing.TB, h http.Handler, code string, l *locale) explained {
	t.Helper()
	rec := get(t, h, "/codes/"+code, "Accept-Language", l.tag)
	page := rec.Body.String()
	doc, m := parse(t, page), l.messages
	e := explained{Status: rec.Code, Title: doc.Find("title").Text(), Heading: doc.Find("h1").Text(),
		Action: doc.Find(".verdict-line > .verdict").Text(), Advice: doc.Find(".verdict-line > .sentence").Text(),
		Reason: fact(doc, m.CodeReason), Actor: fact(doc, m.CodeActor), Group: strings.TrimSpace(fact(doc, m.ColGroup))}
	e.Other, e.OtherLang = fact(doc, m.OtherName), doc.Find("dd[lang]").AttrOr("lang", "")
	for _, h2 := range doc.Find("main > h2").EachIter() {
		switch h2.Text() {
		case m.CodeMeaning:
			e.Meaning = h2.Next().Text()
		case m.CodeCauses:
			e.Causes, e.Own = texts(doc, "main > h2:contains('"+m.CodeCauses+"') + ul li"), h2.Next().Next().Text()
		case m.CodeNeighbours:
			e.Around = h2.Next().Find("a").Map(attribute("href"))
		}
	}
	return e
}

// TestEveryCode: each code has its page in both languages; what is documented is
// explained in all its parts, what is not is said to be so.
func TestEveryCode(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	count := map[bool]int{}
	for i := range locales {
		l, other := &locales[i], &locales[1-i]
		for _, entry := range append(dictionary.API(), dictionary.OBS()...) {
			m := l.messages
			heading := strings.TrimSpace(entry.Code + " " + entry.Short(l.platform))
			want := explained{Status: 200, Action: entry.Action.Text(l.platform), Actor: m.Actors[string(entry.Actor)],
				Advice: entry.Advice(l.platform), Other: entry.Short(other.platform), OtherLang: other.tag}
			if entry.Meaning(l.platform) != "" {
				want.Own = m.Sentences(m.SourceOwn, entry.Provenance(l.platform))
				want.Meaning, want.Causes = entry.Meaning(l.platform), entry.Causes(l.platform)
				if want.Meaning == "" || want.Advice == "" || len(want.Causes) == 0 ||
					entry.Kind == dictionary.KindOBS && (want.Action == "" || want.Actor == "") {
					t.Errorf("%s: the dictionary explains it by %+v", entry.Code, want)
				}
			} else {
				previous, next := dictionary.Neighbours(entry.Code)
				want.Around = []string{"/codes/" + previous.Code, "/codes/" + next.Code}
			}
			if !entry.Documented {
				text, _ := dictionary.Description(entry.Code, l.platform)
				heading += " " + text
				want.OtherLang = ""
			}
			if entry.Kind == dictionary.KindOBS {
				want.Reason = entry.Reason.Text(l.platform)
				count[entry.Documented]++
				group, ok := m.Groups[string(entry.Group)]
				if !ok {
					group = m.GroupUnknown
				}
				want.Group = group
				if by := m.ReleasedBy[string(entry.ReleasedBy)]; by != group {
					want.Group = strings.TrimSpace(group + " " + by)
				}
			}
			want.Heading, want.Title = heading, heading+" – "+m.Product
			if diff := cmp.Diff(want, readCode(t, console, entry.Code, l)); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", entry.Code, l.tag, diff)
			}
		}
	}
	if want := map[bool]int{true: 2 * 76, false: 2 * 5}; !cmp.Equal(want, count) || len(isales.OBSCodes()) != 81 ||
		len(isales.APIStatuses()) != 13 {
		t.Errorf("%v documented codes of %d and %d API statuses", count, len(isales.OBSCodes()), len(isales.APIStatuses()))
	}
}

// TestUnknownCode: 404 with the codes that look most like it.
func TestUnknownCode(t *testing.T) {
	tests := []struct {
		code, heading string
		nearest       string // links
	}{
		{"006055", "006055", "/codes/00605"},
		{"02000077", "02000077", "/codes/02000007"},
		{"99999999999", "99999999999", ""},
		{"busy", "busy", ""},
		{"<script>alert(1)</script>", "<script>alert(1)</script>", ""},
		{"{code}", "{code}", ""},
		{"a\x00\"'", "a␀\"'", ""},
		{"\xff", "\ufffd", ""},
		{strings.Repeat("外", 300), strings.Repeat("外", 200), ""},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	want := skeleton(t, get(t, console, "/codes/x").Body.String(), "value")
	for _, test := range tests {
		rec := get(t, console, "/codes/"+url.PathEscape(test.code))
		doc := parse(t, rec.Body.String())
		links := doc.Find("main > ul:not(.actions) a").Map(attribute("href"))
		first := strings.Fields(test.nearest)
		got := []any{rec.Code, doc.Find("h1").Text(), len(links) == 0, strings.Join(links[:min(1, len(links))], "")}
		if diff := cmp.Diff([]any{404, "No code " + test.heading, len(first) == 0,
			strings.Join(first[:min(1, len(first))], "")}, got); diff != "" {
			t.Errorf("%.50q (-want +got)\n%s", test.code, diff)
		}
		if len(links) > 5 {
			t.Errorf("%.50q: %d codes look like it, want at most 5", test.code, len(links))
		}
		if len(first) == 0 {
			if diff := cmp.Diff(want, skeleton(t, rec.Body.String(), "value")); diff != "" {
				t.Errorf("%.50q (-harmless +hostile)\n%s", test.code, diff)
			}
		}
		for _, link := range links {
			if rec := get(t, console, link); rec.Code != 200 {
				t.Errorf("%.50q: the link to %s is answered with %d", test.code, link, rec.Code)
			}
		}
		rec = get(t, console, "/codes/"+url.PathEscape(test.code), "Accept", "application/json")
		if rec.Code != 404 || !strings.Contains(rec.Body.String(), `"code": "code_not_found"`) {
			t.Errorf("%.50q: to a program: status %d\n%s", test.code, rec.Code, rec.Body)
		}
	}
}

// TestHostileDictionary: whatever code a VDN has, its link leads to its page.
func TestHostileDictionary(t *testing.T) {
	for _, s := range hostile {
		if parsed, _ := input.ParseCode(s, nil); parsed.Text != s || s == "" || s == "00008" ||
			strings.ToValidUTF8(s, "") != s || strings.ContainsAny(s, "/#?%\x00") {
			continue // these are other codes, or none, or their links are not escaped
		}
		console := newConsole(t, isalestest.Options{}, withoutLog, withCodeLists(listing(
			func(codesKey) ([]isales.OBSCodeText, error) {
				return []isales.OBSCodeText{{Code: s, Text: "text " + s}}, nil
			})),
			withResults(answering(isales.ExternalResult{DefID: "1", Mappings: []isales.Mapping{{OBSCode: s}}})))
		// On a busy machine the list may come later than a page waits for it.
		console.waitForCodes(t.Context())
		link := parse(t, get(t, console, "/vdns/40/results/1").Body.String()).Find("tbody a").AttrOr("href", "")
		rec := get(t, console, link)
		if got := parse(t, rec.Body.String()).Find("h1 code").Text(); rec.Code != 200 || got != s {
			t.Errorf("code %q: its link %q is answered with %d and code %q", s, link, rec.Code, got)
		}
	}
}
