package handlers

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales/isalestest"
)

// retryExpected computes from the simulator's data and the action of each code, without
// Judge, which external result codes are never to be retried and which are mixed.
func retryExpected(vdn isalestest.VDN) (noRetry, mixed []string) {
	for _, r := range vdn.Results {
		if r.Unlisted {
			continue
		}
		actions := map[dictionary.Action]bool{}
		reached := len(r.Mappings) > 0
		for _, m := range r.Mappings {
			a := dictionary.Advise(m.FailCode, dictionary.Notes{})
			actions[a.Action] = true
			reached = reached && a.Reason == dictionary.ReasonAnswered
		}
		others := maps.Clone(actions)
		delete(others, dictionary.NoRetry)
		delete(others, dictionary.CannotTell)
		switch {
		case reached || !actions[dictionary.NoRetry]:
		case len(others) > 0:
			mixed = append(mixed, r.Code)
		case !actions[dictionary.CannotTell]:
			noRetry = append(noRetry, r.Code)
		}
	}
	return noRetry, mixed
}

// TestRetryList: page, JSON and CSV agree with an independent computation, in both
// languages.
func TestRetryList(t *testing.T) {
	data := isalestest.Sample()
	noRetry, mixed := retryExpected(data.VDNs[0])
	if want := []string{"004", "007", "019"}; !slices.Equal(noRetry, want) {
		t.Fatalf("the demo has %q not to retry, want %q", noRetry, want)
	}
	console := newWhole(t, data, withoutLog)
	get(t, console, "/vdns/40/retry.json")
	for lang, words := range map[string][]string{
		"en":    {"Do not retry", "Mixed", "2 of 4 codes say never: 00149, 00604"},
		"zh-CN": {"不重试", "混合", "4 个结果码中有 2 个不重试： 00149, 00604"},
	} {
		doc := parse(t, get(t, console, "/vdns/40/retry", "Accept-Language", lang).Body.String())
		want := []string{"004,007,019", `["004","007","019"]`}
		if diff := cmp.Diff(want, texts(doc, "code.id")); diff != "" {
			t.Errorf("%s: lists (-want +got)\n%s", lang, diff)
		}
		if n := doc.Find("code.id + button.copy[aria-label]").Length(); n != 2 {
			t.Errorf("%s: %d buttons to copy, want 2", lang, n)
		}
		got := map[string][]string{}
		for _, tr := range doc.Find("[aria-labelledby=verdicts] tbody tr").EachIter() {
			cells := texts(parse(t, "<table><tr>"+html(t, tr)+"</tr></table>"), "th, td")
			got[cells[0]] = append(got[cells[0]], cells[2])
			if cells[2] == "010" && cells[3] != words[2] {
				t.Errorf("%s: 010 says %q, want %q", lang, cells[3], words[2])
			}
		}
		if diff := cmp.Diff([][]string{noRetry, mixed}, [][]string{got[words[0]], got[words[1]]}); diff != "" {
			t.Errorf("%s: verdicts (-want +got)\n%s", lang, diff)
		}
		splits := texts(doc, "[aria-labelledby=mixed] tbody th, [aria-labelledby=mixed] td:not(.wrap)")
		if !strings.Contains(strings.Join(splits, "|"), "010|00149, 00604|00601, 00551|") {
			t.Errorf("%s: 010 is split as %q", lang, splits)
		}
	}
	document := jsonOf[retryRead](t, get(t, console, "/vdns/40/retry.json?verdict=mixed"))
	var inJSON, inCSV []string
	for _, r := range document.Results {
		inJSON = append(inJSON, r.NamedCode.text())
	}
	for _, line := range csvOf(t, get(t, console, "/vdns/40/retry.csv?verdict=mixed"))[1:] {
		inCSV = append(inCSV, line[5])
	}
	var inXLSX []string
	for _, line := range sheetsOf(t, get(t, console, "/vdns/40/retry.xlsx?verdict=mixed").Body.String())[0].Cells[1:] {
		inXLSX = append(inXLSX, line[5])
	}
	want := [][]string{noRetry, mixed, mixed, mixed}
	if diff := cmp.Diff(want, [][]string{document.NoRetry, inJSON, inCSV, inXLSX}); diff != "" {
		t.Errorf("JSON, CSV and XLSX (-want +got)\n%s", diff)
	}
	counts := map[dictionary.Verdict]int{"no_retry": 3, "mixed": len(mixed), "reached": 1, "unread": 0}
	for _, c := range document.Counts {
		if n, ok := counts[c.Verdict]; ok && c.Count != n {
			t.Errorf("%d results are %s, want %d", c.Count, c.Verdict, n)
		}
	}
}

// TestRetryListIncomplete: while a result is missing there is no list.
func TestRetryListIncomplete(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	console.failDetails(func(defID string) bool { return defID == "1402245662" || defID == "1402245663" })
	rec := get(t, console, "/vdns/40/retry")
	doc := parse(t, rec.Body.String())
	want := "2 results not read: do not paste yet."
	if got := texts(doc, "p.warn"); rec.Code != 200 || !slices.Contains(got, want) || doc.Find("code.id").Length() != 0 {
		t.Errorf("status %d, warnings %q and %d lists", rec.Code, got, doc.Find("code.id").Length())
	}
	if document := jsonOf[retryRead](t, get(t, console, "/vdns/40/retry.json")); document.Complete ||
		document.NoRetry != nil {
		t.Errorf("JSON has the list %q, complete %v", document.NoRetry, document.Complete)
	}
}

// TestRetryListShared: results that share an external result code are listed only
// when all of them are not to be retried; one without a code never is.
func TestRetryListShared(t *testing.T) {
	result := func(id, code, obs string) isalestest.Result {
		return isalestest.Result{DefID: id, Code: code, Mappings: []isalestest.Mapping{{MapID: id, FailCode: obs}}}
	}
	data := &isalestest.Data{VDNs: []isalestest.VDN{{ID: 7, Results: []isalestest.Result{
		result("11", "A", "00129"), result("12", "A", "00145"), result("13", "B", "00129"),
		result("14", "B", "00538"), result("15", "", "00129"), result("16", "C", "00000"),
	}}}}
	console := newWhole(t, data, withoutLog)
	got := jsonOf[retryRead](t, get(t, console, "/vdns/7/retry.json")).NoRetry
	if diff := cmp.Diff([]string{"B"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// html returns the inner HTML of an element.
func html(t testing.TB, s *goquery.Selection) string {
	t.Helper()
	text, err := s.Html()
	if err != nil {
		t.Fatal(err)
	}
	return text
}
