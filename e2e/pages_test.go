package e2e

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// state is a page, or a page in one of its states. What holds for all pages is
// checked for each row of the table.
type state struct {
	name   string
	path   string
	status int
	before string     // a page to be opened first
	form   url.Values // sent by the form of the page; the status is that of the answer
	signIn bool       // of a console that needs a sign-in
}

var states = []state{
	{name: "home", path: "/", status: 200},
	{name: "home with recent look-ups", path: "/", status: 200, before: "/vdns/40/results/1402245673"},
	{name: "found: several", path: "/find?q=003&vdnId=40", status: 200},
	{name: "found: words", path: "/find?q=busy&vdnId=40", status: 200},
	{name: "found: nothing", path: "/find?q=zzzz&vdnId=40", status: 404},
	{name: "found: VDN missing", path: "/find?q=1402245659", status: 422},
	{name: "help", path: "/help", status: 200},
	{name: "explain", path: "/explain", status: 200},
	{name: "explain refused", path: "/explain", status: 422, form: url.Values{"rows": {""}}},
	{name: "explained", path: "/explain", status: 200,
		form: url.Values{"rows": {"phone\tfailCode\n0000\t605\n0001\t99999\n0002\t'00000\n0003\t\n"}}},
	{name: "explained results", path: "/explain", status: 200,
		form: url.Values{"rows": {"phone\texternalResultCode\n0000\t001\n0001\t999\n"}, "vdnId": {"40"}}},
	{name: "result that is a code", path: "/vdns/40/results/605", status: 404},
	{name: "look-up refused", path: "/lookup?vdnId=0&defId=12a", status: 422},
	{name: "result", path: "/vdns/40/results/1402245659", status: 200},
	{name: "result with 200 mappings", path: "/vdns/41/results/1402246011", status: 200},
	{name: "result without codes", path: "/vdns/40/results/1402245671", status: 200},
	{name: "result with a long text", path: "/vdns/40/results/1402245673", status: 200},
	{name: "result with markup in its text", path: "/vdns/40/results/1402245674", status: 200},
	{name: "page not found", path: "/nothing", status: 404},
	{name: "result not found", path: "/vdns/40/results/140", status: 404},
	{name: "parameter refused", path: "/vdns/41/results/1007", status: 422},
	{name: "key refused", path: "/vdns/41/results/1003", status: 502},
	{name: "throttled", path: "/vdns/41/results/1005", status: 503},
	{name: "timed out", path: "/vdns/41/results/1002", status: 504},
	{name: "codes", path: "/codes", status: 200},
	{name: "API codes", path: "/codes?kind=api", status: 200},
	{name: "codes found", path: "/codes?q=busy", status: 200},
	{name: "codes not found", path: "/codes?q=zzzz", status: 200},
	{name: "codes of a wrong VDN", path: "/codes?q=busy&vdnId=0", status: 422},
	{name: "OBS code", path: "/codes/00605", status: 200},
	{name: "API code", path: "/codes/0200001", status: 200},
	{name: "unknown code", path: "/codes/99999", status: 404},
	{name: "results of a VDN", path: "/vdns/40/results", status: 200},
	{name: "results filtered to none", path: "/vdns/40/results?q=zzzz", status: 200},
	{name: "results with failures", path: "/vdns/41/results?sort=codes", status: 200},
	{name: "results beyond the end", path: "/vdns/40/results?page=99", status: 200},
	{name: "coverage", path: "/vdns/40", status: 200},
	{name: "coverage with missing results", path: "/vdns/41", status: 200},
	{name: "campaigns", path: "/vdns/40/campaigns", status: 200},
	{name: "campaign", path: "/vdns/40/campaigns/7001", status: 200},
	{name: "fail codes of a campaign", path: "/vdns/40/campaigns/7001/codes", status: 200},
	{name: "fail codes of a campaign without calls", path: "/vdns/40/campaigns/7003/codes", status: 200},
	{name: "fail codes of wrong days", path: "/vdns/40/campaigns/7001/codes?from=x&to=2024-05-01", status: 422},
	{name: "call", path: "/vdns/40/calls/1700000000-1002", status: 200},
	{name: "retry", path: "/vdns/40/retry", status: 200},
	{name: "retry with missing results", path: "/vdns/41/retry", status: 200},
	{name: "campaign whose policy cannot be read", path: "/vdns/41/campaigns/8001", status: 200},
	{name: "call not found", path: "/vdns/40/calls/1-1", status: 404},
	{name: "code of several results", path: "/vdns/40/codes/00145", status: 200},
	{name: "code of no result", path: "/vdns/40/codes/00007", status: 200},
	{name: "code to results", path: "/vdns/40/codes", status: 200},
	{name: "batch form", path: "/vdns/40/batch", status: 200},
	{name: "batch refused", path: "/vdns/40/batch", status: 422, form: url.Values{"ids": {""}}},
	{name: "batch done", path: "/vdns/41/batch?id=1402246001&id=140&id=1003", status: 200},
	{name: "changes", path: "/vdns/40/changes", status: 200},
	{name: "changes refused", path: "/vdns/40/changes", status: 422, form: url.Values{"partial": {"1"}}},
	{name: "compare form", path: "/vdns/40/compare", status: 200},
	{name: "compared", path: "/vdns/40/compare?id=1402245660&id=1402245677", status: 200},
	{name: "sign-in", path: "/login", status: 200, signIn: true},
	{name: "sign-in refused", path: "/login", status: 401, form: url.Values{"user": {user}, "password": {"wrong"}}, signIn: true},
}

// show leads a tab to a state.
func (b *tab) show(s state) {
	b.t.Helper()
	if s.before != "" {
		b.open(s.before, http.StatusOK)
	}
	if s.form == nil {
		b.open(s.path, s.status)
		return
	}
	b.open(s.path, http.StatusOK)
	b.follow(s.status, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		fields, err := json.Marshal(s.form)
		if err != nil {
			return err
		}
		_, err = chromedp.Evaluate[chromedp.Void](`for (const [name, [value]] of Object.entries(`+string(fields)+`)) {
			document.querySelector("main [name=" + name + "]").value = value;
		}
		document.querySelector("main form[method=post]").requestSubmit()`)(ctx, t)
		return err
	}))
}

// guarded is the console that the pages of the sign-in are taken from.
var guarded = sync.OnceValues(func() (*console, error) {
	path, err := usersFile()
	if err != nil {
		return nil, err
	}
	// The provider is not asked before a sign-in there.
	flags, err := signOnFlags(scratch, "https://login.example")
	if err != nil {
		return nil, err
	}
	return launchShared(append(flags, "-demo", "-users-file", path)...)
})

// consoleOf returns the console that shows a state.
func consoleOf(t testing.TB, s state) *console {
	t.Helper()
	if !s.signIn {
		return demoConsole(t)
	}
	c, err := guarded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// file is the name of a state where no space may be.
func (s state) file() string { return strings.ReplaceAll(s.name, " ", "-") }

// forEachState runs a test for every page and state. The tabs are used again:
// to open one costs more than most of the tests.
func forEachState(t *testing.T, test func(t *testing.T, b *tab, s state)) {
	t.Helper()
	chromiumOf(t) // or there are as many reasons to skip as states
	idle := make(chan *tab, len(states))
	for _, s := range states {
		t.Run(s.file(), func(sub *testing.T) {
			sub.Parallel()
			var b *tab
			select {
			case b = <-idle:
			default:
				b = openTab(sub, t)
			}
			defer func() { idle <- b }()
			b.begin(sub, consoleOf(sub, s))
			test(sub, b, s)
			b.report()
		})
	}
}
