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
