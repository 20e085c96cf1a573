package e2e

import (
	"regexp"
	"strings"
	"testing"
)

var requestID = regexp.MustCompile(`Request ID\s+[A-Z2-7]{16}\b`)

// TestProblems: each way in which the platform fails has a page that says so,
// with a request ID and a way on.
func TestProblems(t *testing.T) {
	problems := map[string]struct {
		status  int
		heading string
		retry   bool
	}{
		"1002": {504, "The CC-iSales service did not answer in time", true},
		"1003": {502, "This console is not allowed to read from CC-iSales", false},
		"1004": {502, "This console is not allowed to read from CC-iSales", false},
		"1005": {503, "Too many requests to CC-iSales", true},
		"1006": {502, "CC-iSales gave an answer that is not its own", true},
		"1007": {422, "CC-iSales did not accept the request", false},
		"1008": {502, "The CC-iSales service has a problem", true},
		"1009": {502, "CC-iSales contradicted itself", true},
		"1010": {502, "The CC-iSales service broke off its answer", true},
		"1011": {502, "The answer of CC-iSales is too large", false},
		"1012": {502, "CC-iSales gave an answer that does not fit", false},
		"1013": {502, "CC-iSales gave an answer that is not its own", true},
		"1014": {502, "CC-iSales sent the console elsewhere", false},
		"1015": {502, "CC-iSales gave an answer that does not fit", false},
		"1018": {404, "No external result 1018 in VDN 41", false},
	}
	bothWays(t, func(t *testing.T, b *tab, _ bool) {
		for def, want := range problems {
			b.open("/vdns/41/results/"+def, want.status)
			b.wantText("h1", want.heading)
			if content := b.text("main"); !requestID.MatchString(content) {
				t.Errorf("%s: no request ID in:\n%s", def, content)
			}
			if want.retry {
				b.follow(want.status, click("link", "Try again"))
				b.wantAddress("/vdns/41/results/" + def)
			}
		}
	})
}

// TestPlatformDown: a platform that is gone has a page of its own, and so has a
// VDN that was to be read from it.
func TestPlatformDown(t *testing.T) {
	t.Parallel()
	c := start(t, "-isales-url", "https://127.0.0.1:"+closedPort(t), "-isales-ak", "e2e", "-isales-sk", "e2e")
	b := newTab(t, c)
	b.open("/", 200)
	b.do(fill("VDN ID", "40"), fill("External result ID", "1402245659"))
	b.follow(502, click("button", "Look up"))
	b.wantAddress(resultPath)
	b.wantText("h1", "The CC-iSales service is not available")
	b.follow(502, click("link", "Try again"))
	b.wantAddress(resultPath)

	b.open("/vdns/40", 502)
	b.wantText("h1", "The CC-iSales service is not available")

	b.open("/codes/00605", 200)
	if heading := b.text("h1"); !strings.HasPrefix(heading, "00605") {
		t.Errorf("the codes need the platform: %s", heading)
	}
}
