package views

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// randomResult is a page with any of the things that a page can have, and with
// texts that look like marks, like markup and like placeholders.
func randomResult(rng *rand.Rand) ResultPage {
	texts := []string{"", "6: The call is not answered.", "用户忙", `<b>&"'`, "\ue000", "\ue010一", "一", "{n}", "{request-id}", "javascript:alert(1)", "a一b"}
	text := func() string { return texts[rng.IntN(len(texts))] }
	some := func() string { return texts[1+rng.IntN(len(texts)-1)] }
	yes := func() bool { return rng.IntN(2) == 0 }
	p := ResultPage{
		Page: Page{T: []*Messages{&English, &Chinese}[rng.IntN(2)], Title: some(), Base: []string{"", "https://a.example", "http://127.0.0.1:8080"}[rng.IntN(3)], Active: []string{NavLookup, NavCodes, ""}[rng.IntN(3)],
			Canonical: []string{"", "/vdns/40/results/1", "/vdns/7/results/2"}[rng.IntN(3)], JSON: []string{"", "/vdns/40/results/1.json"}[rng.IntN(2)],
			Version: "1.2.3", Demo: yes(), Open: yes(), User: text(), Here: "/x", Theme: []string{"", "light", "dark"}[rng.IntN(3)],
			RequestID: []string{"", "{request-id}"}[rng.IntN(2)]},
		VDN: fmt.Sprint(rng.IntN(9999)), Def: some(), DisplayText: text(), Code: text(), Count: fmt.Sprint(rng.IntN(3)), Counted: some(),
		CSV: "/a.csv", Again: "/a?again=all", CodesMissing: yes(), CheckedAt: Time{"2026-03-04T05:06:07Z", some()}, Age: some(), Raw: text(), Stale: text(),
	}
	for range rng.IntN(mostDetails + 2) {
		p.Details = append(p.Details, Detail{some(), text()})
	}
	for range []int{0, 1, 2, longTable, longTable + 1, longTable + 2}[rng.IntN(6)] {
		p.Rows = append(p.Rows, MappingRow{Code: text(), Href: text(), Known: yes(), Meaning: some(), Group: text(), ReleasedBy: text(), Suggests: some(),
			Lang: []string{"", "zh-CN"}[rng.IntN(2)], Source: text(), Warnings: []string{text()}})
	}
	return p
}

// TestShapes: a page put together from a kept shape is what the template makes of
// it, whatever was in the page that the shape was made for.
func TestShapes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 3000 {
		p := randomResult(rng)
		want, got := render(t, resultTemplate(p)), render(t, Result(p))
		if len(p.Rows) == 1 && p.Rows[0].Code == "\ue000" {
			continue
		}
		if want != got {
			t.Fatalf("page %d (-template +shape)\n%s", i, cmp.Diff(strings.SplitAfter(want, ">"), strings.SplitAfter(got, ">")))
		}
	}
	if n := shapesCount.Load(); n < 500 {
		t.Errorf("only %d shapes were tried", n)
	}
}

// TestShapesAreBounded: whatever the platform sends, no more than so many shapes
// are kept.
func TestShapesAreBounded(t *testing.T) {
	kept := 0
	shapes.Range(func(_, _ any) bool { kept++; return true })
	if kept > mostShapes {
		t.Errorf("%d shapes are kept, want at most %d", kept, mostShapes)
	}
}
