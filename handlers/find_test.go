package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales/isalestest"
)

// TestFind has texts that stand for one thing, for several, or for nothing, in
// the VDN of small and without one.
func TestFind(t *testing.T) {
	source := small()
	source.vdn.Results = append(source.vdn.Results,
		isalestest.Result{DefID: "605", DisplayResult: "Of the number of a code", Code: "OB99999"},
		isalestest.Result{DefID: "15", DisplayResult: "5: Zeros", Code: "003"})
	console := source.console(t)
	type answer struct {
		Status  int
		To      string
		Codes   []string
		Results []string
	}
	tests := []struct {
		query string
		want  answer
	}{
		{"q=00605&vdnId=7", answer{Status: 303, To: "/codes/00605?vdnId=7"}},
		{"q=00605", answer{Status: 303, To: "/codes/00605"}},
		{"q=605", answer{Status: 303, To: "/codes/00605"}},
		{"q=what+is+606&vdnId=7", answer{Status: 200, Codes: []string{"00606"}}},
		{"q=606&vdnId=7", answer{Status: 303, To: "/codes/00606?vdnId=7"}},
		{"q=605&vdnId=7", answer{Status: 200, Codes: []string{"00605"}, Results: []string{"605"}}},
		{"q=605+in+VDN+7", answer{Status: 200, Codes: []string{"00605"}, Results: []string{"605"}}},
		{"q=003&vdnId=7", answer{Status: 200, Codes: []string{"00003"}, Results: []string{"15"}}},
		{"q=002&vdnId=7", answer{Status: 303, To: "/vdns/7/results/12"}},
		{"q=11&vdnId=7", answer{Status: 200, Codes: []string{"00011"}, Results: []string{"11"}}},
		{"q=OB99999&vdnId=7", answer{Status: 303, To: "/vdns/7/results/605"}},
		{"q=ob99999&vdnId=7", answer{Status: 303, To: "/vdns/7/results/605"}},
		{"q=90001&vdnId=7", answer{Status: 303, To: "/codes/90001?vdnId=7"}},
		{"q=90001", answer{Status: 404}},
		{"q=1402245659&vdnId=7", answer{Status: 303, To: "/vdns/7/results/1402245659"}},
		{"q=1402245659", answer{Status: 422}},
		{"q=1402245659&vdnId=x", answer{Status: 422}},
		{"q=zeros&vdnId=7", answer{Status: 303, To: "/vdns/7/results/15"}},
		{"q=Not+answered&vdnId=7", answer{Status: 200, Codes: []string{"00603", "00147"}, Results: []string{"12"}}},
		{"q=blancmange&vdnId=7", answer{Status: 404}},
		{"q=-605&vdnId=7", answer{Status: 404}},
		{"q=", answer{Status: 200}},
		{"q=/vdns/7/codes/00605", answer{Status: 303, To: "/vdns/7/codes/00605"}},
		{"q=VDN+7", answer{Status: 303, To: "/vdns/7/results"}},
		{"q=00605+00606", answer{Status: 200, Codes: []string{"00605", "00606"}}},
	}
	for _, test := range tests {
		rec := get(t, console, "/find?"+test.query)
		got := answer{Status: rec.Code, To: rec.Header().Get("Location")}
		document := findDocument{}
		if program := get(t, console, "/find?"+test.query, "Accept", "application/json"); program.Code != rec.Code ||
			program.Header().Get("Location") != got.To {
			t.Errorf("%s: a program gets %s, people %s", test.query, outcome(program), outcome(rec))
		} else if rec.Code == 200 || rec.Code == 404 {
			if err := json.Unmarshal(program.Body.Bytes(), &document); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range document.Candidates {
			if c.Kind == "code" {
				got.Codes = append(got.Codes, c.Code)
			} else {
				got.Results = append(got.Results, c.DefID)
			}
			if rec.Code == 200 && !strings.Contains(rec.Body.String(), `href="`+strings.ReplaceAll(c.Path, "&", "&amp;")+`"`) {
				t.Errorf("%s: the page does not lead to %s", test.query, c.Path)
			}
		}
		if strings.HasPrefix(test.query, "q=Not") && len(got.Codes) > 2 {
			got.Codes = got.Codes[:2]
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.query, diff)
		}
	}
}

// TestFindAdvice: where two things may be meant, each is shown with what follows.
func TestFindAdvice(t *testing.T) {
	source := small()
	doc := parse(t, get(t, source.console(t), "/find?q=11&vdnId=7").Body.String())
	want := []string{"00011", dictionary.Advise("00011", *noNotes).Sentence(locales[0].platform), "Retry soon"}
	rows := doc.Find("tbody tr")
	got := []string{rows.Eq(0).Find("th").Text(), rows.Eq(0).Find("td.follows > span:not(.verdict)").Text(),
		strings.TrimSpace(rows.Eq(1).Find("td").Last().Text())}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestFindPlatformDown: a code is shown although the VDN's results cannot be
// searched, and the page says so.
func TestFindPlatformDown(t *testing.T) {
	source := small()
	source.list = platformDown
	rec := get(t, source.console(t), "/find?q=605&vdnId=7")
	doc := parse(t, rec.Body.String())
	want := []string{"00605", "External results of VDN 7: not searched. The CC-iSales service has a problem."}
	got := append(texts(doc, "tbody th"), texts(doc, "main li")[1:]...)
	if diff := cmp.Diff(want, got); rec.Code != http.StatusOK || diff != "" {
		t.Errorf("status %d (-want +got)\n%s", rec.Code, diff)
	}
}

// TestFindVDN: a VDN that the user may not see is refused however it is named, and
// the platform is not asked.
func TestFindVDN(t *testing.T) {
	console := newGuarded(t)
	bob := newBrowser(t, console).signIn("bob") // VDN 41 is not his
	console.platform.ResetRequests()
	for _, query := range []url.Values{
		{"q": {"busy"}, "vdnId": {"41"}}, {"q": {"00605"}, "vdnId": {"041"}}, {"q": {"VDN 41"}},
		{"q": {"1402245659 in VDN 41"}}, {"q": {"41 1402245659"}}, {"q": {"https://x.example/vdns/41/codes/00605"}},
		{"q": {"1683-204 VDN 41"}},
	} {
		for _, accept := range []string{"text/html", "application/json"} {
			if rec := bob.do("GET", "/find?"+query.Encode(), "", "Accept", accept); rec.Code != http.StatusForbidden {
				t.Errorf("%v as %s: %s, want 403", query, accept, outcome(rec))
			}
		}
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}
}

// TestLastVDN: numbers belong to the VDN of the latest look-up that the user may
// see, else to the only one there is.
func TestLastVDN(t *testing.T) {
	tests := map[string]struct {
		options []option
		prepare func(testing.TB, *testConsole, *http.Request)
		want    string
	}{
		"latest":   {nil, withRecent, "303 /vdns/40/results/1402245659"},
		"only one": {[]option{withAliceAndBob}, as("bob"), "303 /vdns/41/results/1402245659"},
		"any":      {[]option{withAliceAndBob}, as("alice"), "422"},
		"none":     {nil, func(testing.TB, *testConsole, *http.Request) {}, "422"},
	}
	for name, test := range tests {
		console := newConsole(t, isalestest.Options{}, test.options...)
		r := httptest.NewRequest(http.MethodGet, "/find?q=1402245659", nil)
		test.prepare(t, console, r)
		rec := serve(console, r)
		if got := strings.TrimSpace(fmt.Sprint(rec.Code, " ", rec.Header().Get("Location"))); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestFindBox: the box is in the header of every page of people who are let in, with
// the page's own VDN, and nowhere twice.
func TestFindBox(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withAliceAndBob)
	for target, want := range map[string][]string{
		"/codes": {""}, "/codes/00605": {""}, "/nowhere": {""}, examplePath: {"40"}, "/vdns/40/results": {"40"},
		"/find?q=blancmange": nil, "/login": nil,
	} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		if target != "/login" {
			as("alice")(t, console, r)
		}
		doc := parse(t, serve(console, r).Body.String())
		var got []string
		for _, form := range doc.Find("header form[role=search][action='/find']").EachIter() {
			got = append(got, form.Find("[name=vdnId]").AttrOr("value", ""))
		}
		if n := doc.Find("#find").Length(); !slices.Equal(got, want) || n > 1 {
			t.Errorf("%s: boxes for VDN %q, want %q; %d fields", target, got, want, n)
		}
	}
}
