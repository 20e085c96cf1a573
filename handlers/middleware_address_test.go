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

// TestChoices: a value that a parameter does not have is refused, in the words of the reader; one that it has is not.
func TestChoices(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for target, said := range map[string]string{ // empty when the value is known
		"/vdns/40/results.json?verdict=zzz":    "“verdict” has no value “zzz”, so the console did nothing.",
		"/vdns/40/retry.csv?verdict=no-retry":  "“verdict” has no value “no-retry”",
		"/vdns/40/campaigns.json?status=x":     "“status” has no value “x”",
		"/vdns/40/retry.json?campaigns=yes":    "“campaigns” has no value “yes”",
		"/codes.json?schema=3":                 "“schema” has no value “3”",
		"/codes.json?schema=3&lang=zh":         "地址中的取值“3”无法识别，本控制台未作处理。",
		"/vdns/40/retry.json?verdict=unread":   "",
		"/vdns/40/results.json?verdict=mixed":  "",
		"/vdns/40/campaigns.json?status=3":     "",
		"/codes.json?kind=obs&schema=2&status": "",
	} {
		rec := get(t, console, target)
		want := 200
		if said != "" {
			want = 400
		}
		if rec.Code != want || !strings.Contains(rec.Body.String(), said) {
			t.Errorf("%s: status %d, want %d and %q:\n%s", target, rec.Code, want, said, rec.Body)
		}
	}
}
