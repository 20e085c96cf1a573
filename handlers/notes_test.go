package handlers

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"isales-console/dictionary"
	"isales-console/isales/isalestest"
)

// withNotes has the center's own notes, as in their file.
func withNotes(t testing.TB, file string) option {
	t.Helper()
	notes, err := dictionary.ParseNotes([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return func(w *wiring) { w.config.Notes = func() *dictionary.Notes { return &notes } }
}

// TestNotesEverywhere takes two notes through every page and export that shows
// their codes: one changes the action of a documented code, the other is all that is
// known of its code.
func TestNotesEverywhere(t *testing.T) {
	const text, author = "Xylophone", "Lin"
	mapped := []isalestest.Mapping{{MapID: "1", FailCode: "00605"}, {MapID: "2", FailCode: "09998"}}
	data := &isalestest.Data{VDNs: []isalestest.VDN{{ID: 7, Results: []isalestest.Result{
		{DefID: "1", DisplayResult: "One", Code: "001", Mappings: mapped},
		{DefID: "2", DisplayResult: "Two", Code: "002", Mappings: mapped},
	}}, {ID: 8, Results: []isalestest.Result{{DefID: "3", DisplayResult: "None"}}}}}
	console := newWhole(t, data, withoutLog,
		withNotes(t, "00605,,Xylophone 605,no_retry,Lin,2026-11-02\n09998,,Xylophone 9998,,Lin,\n02000007,,Xylophone API,,Lin,\n"))
	tests := map[string]int{ // how often a note is shown
		"/vdns/7/results/1":         2,
		"/codes/00605":              1,
		"/codes/09998":              1,
		"/codes/02000007":           1,
		"/codes":                    2,
		"/codes?kind=api":           1,
		"/codes?q=xylophone":        2,
		"/vdns/7/codes/00605":       1,
		"/vdns/7/codes/09998":       1,
		"/vdns/7/batch?id=1&id=2":   2,
		"/vdns/7/compare?id=1&id=2": 2,
		"/vdns/7":                   2, // mapped twice
		"/vdns/8":                   1, // not mapped, documented
		"/vdns/7/retry":             4,
		"/find?q=xylophone":         3,
		"/find?q=00605+02000007":    2,
		"/find?q=00000+00606":       0,
		"/codes/09997":              1, // looks like it
		"/vdns/8/results?q=09998":   1,
		"/vdns/8/results/9998":      0, // not with all its digits: another number
		"/vdns/8/results/605":       1,
	}
	for path, want := range tests {
		doc := parse(t, get(t, console, path).Body.String())
		notes := doc.Find("main .note")
		notes.Each(func(_ int, note *goquery.Selection) {
			if shown := note.Text(); !strings.Contains(shown, text) || !strings.Contains(shown, author) {
				t.Errorf("%s: the note says %q", path, shown)
			}
		})
		if notes.Length() != want {
			t.Errorf("%s: %d notes, want %d", path, notes.Length(), want)
		}
	}
	// In CSV the text of the note that changes the action is the sentence as well.
	for path, want := range map[string]int{
		"/vdns/7/results/1.json": 2, "/vdns/7/results/1.csv": 3, "/codes.json": 3, "/codes.csv": 4,
		"/vdns/7.json": 2, "/vdns/7.csv": 3,
		"/vdns/7/codes/00605.json": 1, "/vdns/7/codes/00605.csv": 4, "/vdns/7/batch.json?id=1": 2,
		"/vdns/7/batch.csv?id=1": 3,
		"/vdns/7/results.json":   2, "/find?q=xylophone": 3,
	} {
		rec := get(t, console, path, "Accept", "application/json")
		found := 0
		for line := range strings.Lines(rec.Body.String()) {
			if strings.Contains(path, ".csv") || strings.Contains(line, `"note": "`) ||
				strings.Contains(line, `"text": "`+text) {
				found += strings.Count(line, text)
			}
		}
		if found != want {
			t.Errorf("%s: %d notes, want %d in\n%s", path, found, want, rec.Body)
		}
	}
	// The note decides what follows, where its text has no place too.
	for path, want := range map[string]string{
		"/vdns/7/results.json": `"verdict": "cannot_tell"`, "/vdns/7/results.csv": "no_retry cannot_tell",
		"/vdns/7/retry.json": `"action": "no_retry"`, "/vdns/7/retry.csv": "cannot_tell",
	} {
		if body := get(t, console, path).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s: no %q in\n%s", path, want, body)
		}
	}
	if rec := get(t, console, "/find?q=09998"); rec.Header().Get("Location") != "/codes/09998" {
		t.Errorf("a code that only a note knows: %s", outcome(rec))
	}
}
