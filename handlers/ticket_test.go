package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// TestTicketOfResult: the text for the ticket has each advice once; up to 20 codes
// have their meaning there.
func TestTicketOfResult(t *testing.T) {
	few := isalestest.Result{DefID: "1", DisplayResult: "Few", Code: "001", Mappings: []isalestest.Mapping{
		{MapID: "1", FailCode: "00145"}, {MapID: "2", FailCode: "00129"}, {MapID: "3", FailCode: "00181"},
		{MapID: "4", FailCode: "00145"}}}
	many := isalestest.Result{DefID: "2", DisplayResult: "Many", Code: "002"}
	for _, e := range dictionary.OBS() {
		many.Mappings = append(many.Mappings, isalestest.Mapping{MapID: e.Code, FailCode: e.Code})
	}
	console := newWhole(t,
		&isalestest.Data{VDNs: []isalestest.VDN{{ID: 7, Results: []isalestest.Result{few, many}}}}, withoutLog)
	advice := func(code string) string {
		a := dictionary.Advise(code, *noNotes)
		return a.Action.Text(isales.English) + ": " + a.Sentence(isales.English)
	}
	ticket := func(path string) []string {
		text := parse(t, get(t, console, path).Body.String()).Find(".ticket pre").Contents().First().Text()
		return strings.Split(strings.TrimSpace(text), "\n")
	}
	want := []string{"External result: Few", "External result code: 001 · External result ID: 1 · VDN 7",
		"What follows: Mixed",
		advice("00145"), "- 00145 User busy", "- 00181 Busy tone", advice("00129"), "- 00129 Number does not exist",
		"http://example.com/vdns/7/results/1"}
	if diff := cmp.Diff(want, ticket("/vdns/7/results/1")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	want, codes := nil, map[string][]string{}
	for _, e := range dictionary.OBS() {
		if a := advice(e.Code); codes[a] == nil {
			want = append(want, a)
		}
		codes[advice(e.Code)] = append(codes[advice(e.Code)], e.Code)
	}
	got := ticket("/vdns/7/results/2")
	var lines []string
	for _, a := range want {
		lines = append(lines, a, strings.Join(codes[a], ", "))
	}
	if diff := cmp.Diff(lines, got[3:len(got)-1]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestVerdictLine: each count says what is counted, the verdict's own first.
func TestVerdictLine(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for codes, want := range map[string]string{
		"":                        "No codes",
		"00129":                   "Do not retry: 1 of 1 code",
		"00129 00538":             "Do not retry: 2 of 2 codes",
		"00145 09999":             "Cannot tell: 1 of 2 codes · Retry soon: 1 of 2",
		"00129 09999":             "Cannot tell: 1 of 2 codes · Do not retry: 1 of 2",
		"00145 00129":             "Mixed · Do not retry: 1 of 2 codes · Retry soon: 1 of 2",
		"00145 00008 00606 00181": "Retry later: 1 of 4 codes · Retry soon: 2 of 4 · Ask the administrator: 1 of 4",
	} {
		var r isales.ExternalResult
		for _, code := range strings.Fields(codes) {
			r.Mappings = append(r.Mappings, isales.Mapping{OBSCode: code})
		}
		console.Results = answering(r)
		doc := parse(t, get(t, console, examplePath).Body.String())
		if got := join(texts(doc, ".verdict-line")); got != want {
			t.Errorf("%s: %q, want %q", codes, got, want)
		}
	}
}

// TestHeldUses: the page of a code names the external results of the last VDN when
// the VDN was read before, and asks the platform for nothing.
func TestHeldUses(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	read := func(code string) []string {
		doc := parse(t, get(t, console, "/codes/"+code+"?vdnId=40").Body.String())
		return texts(doc, "h2:contains('Which external') + ul li, h2:contains('Which external') + p")
	}
	const link = "External results with this code in VDN 40"
	if diff := cmp.Diff([]string{link}, read("00145")); diff != "" {
		t.Errorf("before (-want +got)\n%s", diff)
	}
	get(t, console, "/vdns/40/results.json")
	console.platform.ResetRequests()
	want := []string{"1: 用户忙 1402245660 Retry soon", "19: 用户忙, 稍后重拨 1402245677 Retry soon"}
	if diff := cmp.Diff(want, read("00145")); diff != "" {
		t.Errorf("after (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"No external result of VDN 40 has this code"}, read("00007")); diff != "" {
		t.Errorf("none (-want +got)\n%s", diff)
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}
}
