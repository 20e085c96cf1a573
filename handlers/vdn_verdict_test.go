package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestVerdictsOfList: each result has its verdict; the list is filtered by it and by
// the codes that are mapped, and two results are picked for the comparison.
func TestVerdictsOfList(t *testing.T) {
	tests := map[string]struct {
		query, lang string
		want        []string // ID and verdict
	}{
		"by a code": {"?q=00145", "en", []string{"1402245660 retry_soon Retry soon", "1402245677 retry_soon Retry soon"}},
		"by a code without zeros": {"?q=0145", "zh-CN",
			[]string{"1402245660 retry_soon 尽快重试", "1402245677 retry_soon 尽快重试"}},
		"by a short part of a code": {"?q=08", "en", []string{"1402245665 retry_later Retry later"}},
		"by code and verdict":       {"?q=00145&verdict=no_retry", "en", nil},
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			doc := parse(t, get(t, console, "/vdns/40/results"+tt.query, "Accept-Language", tt.lang).Body.String())
			var got []string
			for _, tr := range doc.Find("tbody tr").EachIter() {
				v := tr.Find(".verdict")
				got = append(got, strings.Join([]string{tr.Find("input[name=id][form=pick]").AttrOr("value", ""),
					v.AttrOr("data-verdict", ""), v.Text()}, " "))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if form := doc.Find("form#pick"); tt.want != nil && form.AttrOr("action", "") != "/vdns/40/compare" {
				t.Errorf("two results are compared at %q", form.AttrOr("action", ""))
			}
		})
	}
}
