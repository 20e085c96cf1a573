package handlers

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestReverse: the four answers for programs; the golden pages have their words.
func TestReverse(t *testing.T) {
	tests := map[string]struct {
		state string
		ids   []string
	}{
		"00008": {"once", []string{"1402245659"}},
		"00145": {"twice", []string{"1402245660", "1402245677"}},
		"90029": {"nowhere", []string{}},
		"77777": {"unknown", []string{}},
		"09999": {"once", []string{"1402245672"}}, // in no document and no dictionary, but mapped
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for code, test := range tests {
		path := "/vdns/40/codes/" + code
		document := jsonOf[reverseRead](t, get(t, console, path+".json"))
		ids := []string{}
		for _, r := range document.Results {
			ids = append(ids, r.DefID)
		}
		advice := document.adviceDocument // has a test of its own
		advice.OBSCode = code
		want := reverseRead{reverseDocument{2, 40, advice, test.state, true, 0, nil, document.ReadAt, nil}, document.Results}
		if diff := cmp.Diff([]any{want, test.ids}, []any{document, ids},
			cmp.AllowUnexported(want, want.reverseDocument)); diff != "" {
			t.Errorf("%s.json (-want +got)\n%s", path, diff)
		}
		lines := csvOf(t, get(t, console, path+".csv"))[1:]
		ids = ids[:0]
		for i, line := range lines {
			ids = append(ids, line[1])
			if want := strings.Join(document.Results[i].OBSCodes, " "); line[5] != want {
				t.Errorf("%s.csv has the codes %s, want %s", path, line[5], want)
			}
		}
		if diff := cmp.Diff(test.ids, ids); diff != "" {
			t.Errorf("%s.csv (-want +got)\n%s", path, diff)
		}
	}
}

// TestReverseUncertain: while results are missing, only a code that is mapped
// twice is sure.
func TestReverseUncertain(t *testing.T) {
	words := map[string]string{
		"en":    "Some results are missing, so a code that seems to lead nowhere may lead to one of them.",
		"zh-CN": "缺少部分外显结果，因此看似未关联的结果码可能与其中之一关联。",
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	console.failDetails(func(defID string) bool { return defID == "1402245661" || defID == "1402245659" })
	for code, want := range map[string]struct {
		uncertain bool
		state     string
	}{
		"00145": {false, "twice"},
		"00208": {true, "once"},
		"00008": {true, "nowhere"}, // of a result that is missing
		"00146": {true, "nowhere"},
		"77777": {true, "unknown"},
	} {
		path := "/vdns/40/codes/" + code
		document := jsonOf[reverseRead](t, get(t, console, path+".json"))
		if document.State != want.state || document.Complete {
			t.Errorf("%s: %s, complete %v, want %s", code, document.State, document.Complete, want.state)
		}
		for lang, note := range words {
			doc := parse(t, get(t, console, path, "Accept-Language", lang).Body.String())
			if got := slices.Contains(texts(doc, "p.warn"), note); got != want.uncertain {
				t.Errorf("%s in %s: uncertain %v, want %v", code, lang, got, want.uncertain)
			}
		}
	}
}
