package e2e

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestResultsOfVDN: filter and order of the list.
func TestResultsOfVDN(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open(resultPath, 200)
		b.follow(200, click("link", "All results of VDN 40"))
		b.wantAddress("/vdns/40/results")
		b.wantParts("1 to 20 of 20")
		if got := len(b.rows()); got != 20 {
			t.Errorf("%d rows, want 20", got)
		}

		b.do(fill("Text, code or ID", "用户忙"))
		b.follow(200, click("button", "Search"))
		b.wantAddress("/vdns/40/results?q=%E7%94%A8%E6%88%B7%E5%BF%99")
		b.wantParts("1 to 2 of 2 Filtered from 20.")
		wantIDs(t, b, "1402245660", "1402245677")

		b.follow(200, click("link", "OBS codes"))
		b.wantText("[aria-sort=ascending]", "OBS codes")
		wantIDs(t, b, "1402245677", "1402245660")
		b.follow(200, click("link", "OBS codes"))
		b.wantText("[aria-sort=descending]", "OBS codes")
		wantIDs(t, b, "1402245660", "1402245677")

		b.do(fill("Text, code or ID", "zzzz"))
		b.follow(200, click("button", "Search"))
		b.wantParts("No external result matches")
	})
}

// TestPages: a page that the list does not have leads to one that it has.
func TestPages(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open("/vdns/40/results?page=9", 200)
		b.wantParts("This page is beyond the end of the list")
		b.follow(200, click("link", "Go to the last page"))
		b.wantParts("1 to 20 of 20")
	})
}

var digits = regexp.MustCompile(`^\d+$`)

// wantIDs asserts the external results that a page lists.
func wantIDs(t *testing.T, b *tab, want ...string) {
	t.Helper()
	var got []string
	for _, row := range b.rows() {
		if digits.MatchString(row[2]) {
			got = append(got, row[2])
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the results are %q, want %q", got, want)
	}
}

// TestCoverage: from the numbers to the codes behind them.
func TestCoverage(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open("/vdns/40/results", 200)
		b.follow(200, click("link", "Coverage"))
		b.wantAddress("/vdns/40")
		b.wantText("h1", "Coverage of VDN 40")
		if got, want := b.texts("dl.numbers dd"), []string{"20", "55", "66", "2", "1"}; !slices.Equal(got, want) {
			t.Errorf("the numbers are %q, want %q", got, want)
		}
		b.do(click("link", "66"))
		if got := eval[string](b, `document.querySelector(":target").innerText`); got != "Unmapped codes" {
			t.Errorf("66 leads to %q", got)
		}
		b.do(run(`document.querySelectorAll("details").forEach((d) => d.open = true)`))
		b.follow(200, click("link", "00537"))
		b.wantAddress("/vdns/40/codes/00537")
		b.wantText("h1", "Code 00537 leads to 2 external results")
		wantIDs(t, b, "1402245660", "1402245677")
	})
}

// TestCoverageWithMissing: what could not be read is named and can be read
// again.
func TestCoverageWithMissing(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open("/vdns/41", 200)
		b.wantParts("16 external results could not be read.",
			"Some results are missing, so a code that seems to lead nowhere may lead to one of them.")
		b.do(click("DisclosureTriangle", "Which ones"))
		b.wantParts("演示 1003: 密钥被拒绝 (key refused, 401)")
		b.follow(200, click("link", "Read them again"))
		b.wantParts("16 external results could not be read.")
	})
}

// TestReverse: codes of several results, of one and of none, and an unknown one.
func TestReverse(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		for code, heading := range map[string]string{
			"00145": "Code 00145 leads to 2 external results",
			"00000": "Code 00000 leads to one external result",
			"00007": "Code 00007 leads to no external result",
			"99999": "Code 99999 is unknown",
		} {
			b.open("/vdns/40/codes/"+code, 200)
			b.wantText("h1", heading)
		}
	})
}

// TestBatch: many IDs at once; one that fails does not stop the others.
func TestBatch(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open("/vdns/41/batch", 200)
		b.do(fill("External result IDs", "1402246001\n140\n1003\n1402246001\nabc"))
		b.follow(200, click("button", "Look up"))
		b.wantParts("4 IDs.", "4 of 4")
		got := map[string]string{}
		for _, row := range b.rows() {
			if len(row) >= 5 {
				got[row[0]] = row[1]
			}
		}
		for id, state := range map[string]string{
			"1402246001": "✓ Found",
			"140":        "✗ Not found No external result 140 in VDN 41",
			"1003":       "↻ Failed This console is not allowed to read from CC-iSales",
			"abc":        "✗ No ID External result ID must contain only digits",
		} {
			if got[id] != state {
				t.Errorf("%s is %q, want %q", id, got[id], state)
			}
		}
		if len(got) != 4 {
			t.Errorf("%d rows, want 4: %q", len(got), got)
		}
		b.follow(200, click("button", "Try 1 failed ID again"))
		b.wantParts("1 ID.", "↻ Failed")

		b.open("/vdns/41/batch", 200)
		b.follow(422, click("button", "Look up"))
		b.wantText("[role=alert] a", "Enter at least one external result ID")
	})
}

// TestCompare: what two results have in common, and what not.
func TestCompare(t *testing.T) {
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		b.open("/vdns/40/compare", 200)
		b.do(fill("First external result ID", "1402245660"), fill("Second external result ID", "1402245677"))
		b.follow(200, click("button", "Compare"))
		b.wantAddress("/vdns/40/compare?id=1402245660&id=1402245677")
		got := b.texts("main h2")
		want := []string{"In both (2)", "Only in 1402245660 (2)", "Only in 1402245677 (1)"}
		if !slices.Equal(got, want) {
			t.Errorf("the parts are %q, want %q", got, want)
		}
		var codes []string
		for _, row := range b.rows() {
			codes = append(codes, row[0])
		}
		if got, want := strings.Join(codes, " "), "00145 00537 00005 00181 00006"; got != want {
			t.Errorf("the codes are %s, want %s", got, want)
		}
	})
}
