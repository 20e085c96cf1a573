package views

import (
	"fmt"
	"math/rand/v2"
	"slices"
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
		row := MappingRow{Code: text(), Href: text(), Known: yes(), Meaning: some(), Group: text(), ReleasedBy: text(), Suggests: some(),
			Lang: []string{"", "zh-CN"}[rng.IntN(2)], Source: text(), Warnings: []string{text()}}
		p.Rows = append(p.Rows, row.Ready())
	}
	return p
}

// TestShapes: a page put together from a kept shape is what the template makes of
// it, whatever was in the page that the shape was made for.
func TestShapes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 3000 {
		p := randomResult(rng)
		want, got := render(t, resultTemplate(p)), render(t, resultPage(p))
		if want != got {
			t.Fatalf("page %d (-template +shape)\n%s", i, cmp.Diff(strings.SplitAfter(want, ">"), strings.SplitAfter(got, ">")))
		}
	}
	if n := len(shapes.of); n < 500 {
		t.Errorf("only %d shapes were tried", n)
	}
}

// TestResultIsMadeAtOnce: a page has its memory from the beginning, however long it
// is, and goes behind what is there.
func TestResultIsMadeAtOnce(t *testing.T) {
	for _, n := range []int{0, 2, 200} {
		p := sampleResult(n)
		want := render(t, resultTemplate(p))
		if got, err := AppendResult([]byte("before"), &p); string(got) != "before"+want || err != nil {
			t.Errorf("%d rows: error %v (-want +got)\n%s", n, err, cmp.Diff("before"+want, string(got)))
		}
		var page []byte
		once := testing.AllocsPerRun(10, func() { page = slices.Grow([]byte(nil), len(want)) })
		if made := testing.AllocsPerRun(10, func() { page, _ = AppendResult(nil, &p) }); made != once {
			t.Errorf("%d rows: %v allocations for %d bytes, want %v", n, made, len(page), once)
		}
	}
}

// TestShapesAreBounded: whatever the platform sends, no more than so many shapes
// are kept.
func TestShapesAreBounded(t *testing.T) {
	if n := len(shapes.of); n > mostShapes {
		t.Errorf("%d shapes are kept, want at most %d", n, mostShapes)
	}
}
