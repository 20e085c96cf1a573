package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestReadQuery: damaged separators are mended at every door, and what cannot be
// read is refused instead of dropped.
func TestReadQuery(t *testing.T) {
	const pair = `1402245659 1402245660`
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for target, want := range map[string]string{
		"/vdns/40/batch.json?id=1402245659&id=1402245660":         pair,
		"/vdns/40/batch.json?id=1402245659&amp;id=1402245660":     pair,
		"/vdns/40/batch.json?id=1402245659&amp;amp;id=1402245660": pair,
		"/vdns/40/batch.json?id=1402245659;id=1402245660":         pair,
		"/vdns/40/compare?id=1402245659;id=1402245660":            pair,
		"/vdns/40/compare?id=1402245659&amp;id=1402245660":        pair,
	} {
		console.platform.ResetRequests()
		rec := get(t, console, target)
		if diff := cmp.Diff([]any{200, want}, []any{rec.Code, strings.Join(console.details(), " ")}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", target, diff)
		}
	}
	for _, door := range []string{
		"/", "/lookup", "/codes", "/codes.json", "/codes/00605", "/login", "/vdns/40", "/vdns/40/results",
		"/vdns/40/results.csv",
		"/vdns/40/codes/00605", "/vdns/40/batch", "/vdns/40/batch.json", "/vdns/40/compare", examplePath,
		examplePath + ".json",
	} {
		for _, query := range []string{"?id=1402245659%", "?id=%zz", "?id=1402245659;x=%ff"} {
			console.platform.ResetRequests()
			rec := get(t, console, door+query)
			if rec.Code != 400 || heading(t, rec) != "The parameters of this address cannot be read" &&
				rec.Header().Get("Content-Type") == htmlType ||
				len(console.platform.Requests()) != 0 {
				t.Errorf("%s%s: status %d: %s", door, query, rec.Code, heading(t, rec))
			}
		}
	}
}

// TestReverseMeant: a code that has lost its zeros leads to the one that is meant,
// in the same VDN.
func TestReverseMeant(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for lang, words := range map[string]string{"en": "Leading zeros may be lost. Did you mean:",
		"zh-CN": "可能丢失了前导零。你要查找的是否为："} {
		doc := parse(t, get(t, console, "/vdns/40/codes/8", "Accept-Language", lang).Body.String())
		meant := doc.Find("main > h1 + p + ul a")
		got := []string{doc.Find("main > h1 + p").Text(), meant.AttrOr("href", ""), meant.Text()}
		if diff := cmp.Diff([]string{words, "/vdns/40/codes/00008", "00008"}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", lang, diff)
		}
	}
	if got := jsonOf[reverseRead](t, get(t, console, "/vdns/40/codes/8.json")).Meant; !cmp.Equal(got, []string{"00008"}) {
		t.Errorf("JSON: %q", got)
	}
}
