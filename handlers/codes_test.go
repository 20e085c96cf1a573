package handlers

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// listed are the codes of a page, in its order.
func listed(doc *goquery.Document) []string { return texts(doc, "tbody th code") }

// TestCodesSearch: what a person would expect comes first, whatever the language
// of the page.
func TestCodesSearch(t *testing.T) {
	tests := []struct {
		query, first string
		hits         int // 0 for any number
	}{
		{"busy", "00145 00181 00537", 0},
		{"忙", "00145 00181 00537", 0},
		{"0060", "00601 00602 00603 00604 00605 00606", 6},
		{"00605", "00605", 1},
		{"空号", "00129 00538", 0},
		{"００６０５", "00605", 1},
		{"  00605 ", "00605", 1},
		{"BUSY", "00145 00181 00537", 0},
		{"605", "00605 34605", 2},
		{"0200001", "0200001 02000010 02000011", 3},
		{"02000007", "02000007", 1},
		{"0", "00000", 0},
		{"switched off", "00208 00548", 0},
		{"关机", "00208 00548", 0},
		{"answering machine", "00263 00162", 0},
		{"无人接听", "00146", 0},
		{"never retry", "00000 00129 00132", 0},
		{"不要重试", "00000 00129 00132", 0},
		{"platform issue", "00606 00702 00703", 0},
		{"平台原因", "00606 00702 00703", 0},
		{"undocumented", "01119 01153 01169 01288 34609", 5},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for i := range locales {
		for _, test := range tests {
			path := "/codes?" + url.Values{"q": {test.query}}.Encode()
			rec := get(t, console, path, "Accept-Language", locales[i].tag)
			doc := parse(t, rec.Body.String())
			codes := listed(doc)
			first := strings.Fields(test.first)
			heading := locales[i].messages.CodesFound.Of(len(codes))
			got := []any{rec.Code, codes[:min(len(first), len(codes))], join(texts(doc, "main h2")),
				doc.Find("[data-found]").AttrOr("data-found", ""),
				doc.Find("#q").AttrOr("value", ""), test.hits == 0 || test.hits == len(codes)}
			want := []any{200, first, heading, heading, strings.TrimSpace(test.query), true}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q in %s (-want +got)\n%s", test.query, locales[i].tag, diff)
			}
		}
	}
}

// TestCodesFilters: group and action narrow the list, alone and together.
func TestCodesFilters(t *testing.T) {
	tests := []struct {
		name  string
		query url.Values
		want  func(dictionary.Entry) bool
	}{
		{"nothing", url.Values{}, func(dictionary.Entry) bool { return true }},
		{"blank", url.Values{"q": {" "}, "vdnId": {" "}}, func(dictionary.Entry) bool { return true }},
		{"punctuation", url.Values{"q": {" … "}}, func(dictionary.Entry) bool { return true }},
		{"a code as a spreadsheet has it", url.Values{"q": {"6.05E+02"}},
			func(e dictionary.Entry) bool { return e.Code == "00605" || e.Code == "34605" }},
		{"a code with its name", url.Values{"q": {"失败码：00605"}}, func(e dictionary.Entry) bool { return e.Code == "00605" }},
		{"group", url.Values{"group": {"tone"}}, func(e dictionary.Entry) bool { return e.Group == isales.GroupTone }},
		{"action", url.Values{"action": {"no_retry"}},
			func(e dictionary.Entry) bool { return e.Action == dictionary.NoRetry }},
		{"both", url.Values{"group": {"busy"}, "action": {"retry_soon"}},
			func(e dictionary.Entry) bool { return e.Group == isales.GroupBusy && e.Action == dictionary.RetrySoon }},
		{"action of an older address", url.Values{"action": {"never-retry"}},
			func(e dictionary.Entry) bool { return e.Action == dictionary.NoRetry }},
		{"both, and nothing", url.Values{"group": {"success"}, "action": {"retry_soon"}},
			func(dictionary.Entry) bool { return false }},
		{"text, group and action", url.Values{"q": {"忙"}, "group": {"busy"}, "action": {"retry_soon"}},
			func(e dictionary.Entry) bool {
				return e.Group == isales.GroupBusy && e.Action == dictionary.RetrySoon // all of this group are found by its name
			}},
		{"no such group", url.Values{"group": {"x"}}, func(dictionary.Entry) bool { return false }},
		{"no such action", url.Values{"action": {"Retry"}}, func(dictionary.Entry) bool { return false }},
		{"no such word", url.Values{"q": {"blancmange"}}, func(dictionary.Entry) bool { return false }},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for _, test := range tests {
		want := map[string]bool{}
		for _, e := range dictionary.OBS() {
			if test.want(e) {
				want[e.Code] = true
			}
		}
		rec := get(t, console, "/codes?"+test.query.Encode())
		doc := parse(t, rec.Body.String())
		found := map[string]bool{}
		for _, code := range listed(doc) {
			found[code] = true
		}
		if diff := cmp.Diff(want, found); diff != "" || rec.Code != 200 || len(found) != len(listed(doc)) {
			t.Errorf("%s: status %d, %d rows (-want +got)\n%s", test.name, rec.Code, len(listed(doc)), diff)
		}
		chosen := func(name string) string { return doc.Find("#"+name+" option[selected]").AttrOr("value", "") }
		wantChosen := []string{test.query.Get("group"), test.query.Get("action")}
		if strings.HasPrefix(test.name, "no such") {
			wantChosen = []string{"", ""}
		}
		if wantChosen[1] == "never-retry" {
			wantChosen[1] = "no_retry"
		}
		if diff := cmp.Diff(wantChosen, []string{chosen("group"), chosen("action")}); diff != "" {
			t.Errorf("%s: chosen (-want +got)\n%s", test.name, diff)
		}
		if _, open := doc.Find("form details").Attr("open"); open != (test.query.Get("group")+test.query.Get("action") != "") {
			t.Errorf("%s: the filters are open: %t", test.name, open)
		}
		if empty := len(want) == 0; empty != (doc.Find("h2:contains('No code found')").Length() == 1) ||
			empty == (doc.Find("table").Length() > 0) {
			t.Errorf("%s: %d codes, headings %q, %d tables", test.name, len(want), texts(doc, "h2"), doc.Find("table").Length())
		}
	}
}

// TestCodesSections: each heading of the whole list can be jumped to, and the
// codes below it are those of the group.
func TestCodesSections(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for i := range locales {
		l := &locales[i]
		doc := parse(t, get(t, console, "/codes", "Accept-Language", l.tag).Body.String())
		want := []string{}
		for _, g := range isales.Groups() {
			want = append(want, "#"+string(g)+" "+l.messages.Groups[string(g)])
		}
		want = append(want, "#other "+l.messages.GroupUnknown)
		got := doc.Find("ul.jump a").Map(func(_ int, a *goquery.Selection) string {
			return a.AttrOr("href", "") + " " + doc.Find(a.AttrOr("href", "")).Text()
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", l.tag, diff)
		}
		for _, h2 := range doc.Find("h2[id]").EachIter() {
			id := h2.AttrOr("id", "")
			for _, code := range h2.Next().Find("th code").EachIter() {
				entry, _ := dictionary.Lookup(code.Text())
				section := string(entry.Group)
				if section == "" {
					section = "other"
				}
				if section != id {
					t.Errorf("%s: code %s stands below %s", l.tag, code.Text(), id)
				}
			}
		}
	}
}

// TestCodesTabs: API statuses have a tab of their own, a search on one tab leads to
// what it finds on the other, and older addresses lead to what they named.
func TestCodesTabs(t *testing.T) {
	tests := []struct {
		query, current string
		codes          int
		also, alsoHref string
		tabs           string
		kind           string // of the next search
	}{
		{"", "OBS result codes", 81, "", "", "/codes /codes?kind=api", ""},
		{"?kind=api", "API statuses", 13, "", "", "/codes /codes?kind=api", "api"},
		{"?kind=x", "OBS result codes", 81, "", "", "/codes /codes?kind=api", ""},
		{"?q=0200001", "API statuses", 3, "", "", "/codes?kind=obs&q=0200001 /codes?kind=api&q=0200001", ""},
		{"?q=0200001&kind=obs", "OBS result codes", 0, "3 API statuses match", "/codes?kind=api&q=0200001",
			"/codes?kind=obs&q=0200001 /codes?kind=api&q=0200001", ""},
		{"?q=00605&kind=api", "API statuses", 0, "1 OBS result code matches", "/codes?q=00605",
			"/codes?q=00605 /codes?kind=api&q=00605", "api"},
		{"?q=system&group=platform", "OBS result codes", 2, "", "",
			"/codes?group=platform&q=system /codes?kind=api&q=system", ""},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for _, test := range tests {
		doc := parse(t, get(t, console, "/codes"+test.query).Body.String())
		also := doc.Find("[data-found] > p:not(.warn) a, .empty a")
		got := []any{doc.Find("[data-found] nav [aria-current]").First().Text(), len(listed(doc)), also.Text(),
			also.AttrOr("href", ""),
			strings.Join(doc.Find("[data-found] .sections a").Map(attribute("href")), " "),
			doc.Find("form [name=kind]").AttrOr("value", "")}
		want := []any{test.current, test.codes, test.also, test.alsoHref, test.tabs, test.kind}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.query, diff)
		}
		if n := doc.Find("#api").Length(); n != 1 && test.current != "API statuses" {
			t.Errorf("%s: an older address, /codes#api, leads to %d elements", test.query, n)
		}
	}
}

// TestEmptyParameters: a form sends fields that nobody filled in; they do not stay in
// the address of a page, and data takes them.
func TestEmptyParameters(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for target, want := range map[string]string{
		"/codes?q=busy&group=&action=&vdnId=":    "301 /codes?q=busy",
		"/codes?q=&group=tone":                   "301 /codes?group=tone",
		"/codes.json?q=busy&group=":              "200 ",
		"/vdns/40/results?q=&verdict=":           "301 /vdns/40/results",
		"/vdns/40/results?q=a+b&verdict=":        "301 /vdns/40/results?q=a+b",
		"/vdns/40/results?q=x&verdict=&sort=-id": "301 /vdns/40/results?q=x&sort=-id",
		"/vdns/40/results.csv?verdict=":          "200 ",
		"/find?q=busy&vdnId=":                    "301 /find?q=busy",
		"/find?q=":                               "200 ",
		"/find?q=00605;vdnId=40":                 "303 /codes/00605?vdnId=40", // mended first
	} {
		rec := get(t, console, target)
		if got := fmt.Sprint(rec.Code, " ", rec.Header().Get("Location")); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
}

// TestCodesVDN: with a VDN its own codes are found too, in the language of the
// page, and a VDN ID that is none is refused with all input kept.
func TestCodesVDN(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withDictionary, withoutLog)
	for _, test := range []struct{ lang, query, want string }{
		{"en", "q=gateway&vdnId=40", "90016 90017 90018"},
		{"zh-CN", "q=网关&vdnId=40", "90016 90017 90018"},
		{"en", "q=90016&vdnId=40", "90016"},
		{"en", "q=90016&vdnId=%EF%BC%94%EF%BC%90+", "90016"}, // full-width digits
		{"en", "q=90016&vdnId=040", "90016"},
		{"en", "q=90016&vdnId=41", ""},
		{"en", "q=90016", ""},
		{"en", "q=90016&vdnId=9999", ""}, // a VDN that the platform does not know
	} {
		rec := get(t, console, "/codes?"+test.query, "Accept-Language", test.lang)
		got := listed(parse(t, rec.Body.String()))
		if diff := cmp.Diff(strings.Fields(test.want), got[:min(len(got), 3)]); rec.Code != 200 || diff != "" &&
			len(test.want)+len(got) > 0 {
			t.Errorf("%s in %s: status %d (-want +got)\n%s", test.query, test.lang, rec.Code, diff)
		}
	}

	for _, vdn := range []string{"x", "0", "10000", "-1", "forty", "<b>", "18446744073709551656"} {
		query := url.Values{"q": {"忙 <i>"}, "group": {"busy"}, "action": {"retry_soon"}, "vdnId": {vdn}}.Encode()
		for lang, message := range map[string]string{"en": vdnRange, "zh-CN": "VDN ID 必须是 1 到 9999 之间的数字"} {
			for _, path := range []string{"/codes", "/codes/00605"} {
				console.platform.ResetRequests()
				rec := get(t, console, path+"?"+query, "Accept-Language", lang)
				doc := parse(t, rec.Body.String())
				field := doc.Find("#vdnId")
				got := []any{rec.Code, doc.Find("#vdnId-error").Text(), field.AttrOr("value", ""),
					field.AttrOr("aria-invalid", ""), field.AttrOr("aria-describedby", ""),
					doc.Find("#q").AttrOr("value", ""), doc.Find("#group [selected]").AttrOr("value", ""),
					doc.Find("#action [selected]").AttrOr("value", ""),
					len(console.platform.Requests()), rec.Header().Get("Link"), rec.Header().Get("Cache-Control"),
					strings.HasPrefix(doc.Find("title").Text(), map[string]string{"en": "Error: ", "zh-CN": "错误："}[lang])}
				want := []any{422, message, vdn, "true", "vdnId-hint vdnId-error", "忙 <i>", "busy", "retry_soon",
					0, "", "no-store", true}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s in %s, VDN %q (-want +got)\n%s", path, lang, vdn, diff)
				}
			}
			for _, form := range [][]string{{"/codes.json?" + query}, {"/codes?" + query, "Accept", "application/json"}} {
				rec := get(t, console, form[0], append(form[1:], "Accept-Language", lang)...)
				if diff := cmp.Diff([]any{422, jsonProblem(t, 422, "bad_input", message, "vdnId", "")},
					[]any{rec.Code, rec.Body.String()}); diff != "" {
					t.Errorf("%s in %s (-want +got)\n%s", form[0], lang, diff)
				}
			}
		}
	}
}
