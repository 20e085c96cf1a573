package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/users"
)

// tokenOf40 is the token of a program for VDN 40; see withTokens.
const tokenOf40 = "isct_TESTTOKENOFVDN40"

// withTokens adds to withAliceAndBob a token for VDN 40.
func withTokens(w *wiring) {
	withAliceAndBob(w)
	limit, err := users.ParseVDNSet("40", isales.MaxVDNID)
	if err != nil {
		panic(err)
	}
	w.config.Tokens = fixedTokens{tokenOf40: {Name: "token:nightly", VDNs: limit}}
}

type fixedTokens map[string]*users.User

func (f fixedTokens) Authenticate(token string) *users.User { return f[token] }

// withToken sends a token.
func withToken(token string) func(testing.TB, *testConsole, *http.Request) {
	return func(_ testing.TB, _ *testConsole, r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

// refusedToken is what a program gets that may not do what it does.
func refusedToken(name, target string, status int, prepare func(testing.TB, *testConsole, *http.Request)) state {
	return state{name: name, target: target, status: status, options: []option{withTokens}, prepare: prepare,
		chinese: true}
}

func afterWrongTokens(t testing.TB, c *testConsole, r *http.Request) {
	for range triesByAddress {
		get(t, c, examplePath, "Authorization", "Bearer isct_none")
	}
	withToken("isct_none")(t, c, r)
}

var codeOfError = regexp.MustCompile(`"error": \{\s+"status": \d+,\s+"code": "(\w+)"`)

// errorCode is the code of a JSON error; the media type of anything else.
func errorCode(rec *httptest.ResponseRecorder) string {
	if found := codeOfError.FindStringSubmatch(rec.Body.String()); found != nil {
		return found[1]
	}
	media, _, _ := strings.Cut(rec.Header().Get("Content-Type"), ";")
	return media
}

// TestToken lists what a token for VDN 40 opens.
func TestToken(t *testing.T) {
	const right, wrong = "Bearer " + tokenOf40, "Bearer " + tokenOf40 + "x"
	const json, csv = "application/json", "text/csv"
	tests := []struct {
		request, authorization, accept string
		want                           string // status, form or code of the error, challenge
	}{
		{"GET " + examplePath, right, "*/*", "200 " + json},
		{"GET " + examplePath, right, "", "200 " + json},
		{"GET " + examplePath, right, "text/html", "200 " + json},
		{"GET " + examplePath, right, "text/html,*/*;q=0.8", "200 " + json},
		{"GET " + examplePath, "bearer  " + tokenOf40, csv, "200 " + csv},
		{"GET " + examplePath + ".csv", right, json, "200 " + csv},
		{"GET " + examplePath + ".xlsx", right, "", "200 " + formTypes[formXLSX]},
		{"HEAD " + examplePath, right, "", "200 " + json},
		{"GET /codes", right, "", "200 " + json},
		{"GET /codes/00605", right, "", "200 " + json},
		{"GET /codes/605.json", right, "", "301 text/html"},
		{"GET /vdns/40/results/999.csv", right, "", "404 result_not_found"},
		{"GET /nowhere", right, "", "404 page_not_found"},
		{"GET /openapi.json", wrong, "", "200 " + json}, // it is for everyone
		// What has no data, and what changes something.
		{"GET /", right, "", "403 data_only"},
		{"GET /help", right, "text/html", "403 data_only"},
		{"GET /account", right, "", "403 data_only"},
		{"GET /explain", right, "", "403 data_only"},
		{"GET /lookup?vdnId=40&defId=140", right, "", "403 data_only"},
		{"GET /vdns/40/codes", right, "", "403 data_only"},
		{"POST /vdns/40/batch", right, "", "403 data_only"},
		{"POST /logout", right, "", "403 data_only"},
		{"POST /account/end", right, "", "403 data_only"},
		{"PUT " + examplePath, right, "", "403 data_only"},
		{"DELETE /nowhere", right, "", "403 data_only"},
		// Without a token, or with a wrong one.
		{"GET " + examplePath, wrong, "text/html", `401 wrong_token Bearer error="invalid_token"`},
		{"GET " + examplePath + ".csv", wrong, "", `401 wrong_token Bearer error="invalid_token"`},
		{"POST /logout", wrong, "", `401 wrong_token Bearer error="invalid_token"`},
		{"GET " + examplePath, "Bearer", "", `401 wrong_token Bearer error="invalid_token"`},
		{"GET " + examplePath, "Basic " + tokenOf40, "", "303 text/html"},
		{"GET " + examplePath + ".xlsx", "Basic " + tokenOf40, "", "401 signed_out Bearer"},
		{"GET " + examplePath, "", formTypes[formXLSX], "401 signed_out Bearer"},
		{"GET " + examplePath, "", "text/html", "303 text/html"},
	}
	console := newConsole(t, isalestest.Options{}, withTokens)
	for _, cookie := range []bool{false, true} { // the cookie of a person who sees all: it does not count beside a token
		for _, tt := range tests {
			if cookie && !strings.HasPrefix(tt.authorization, "Bearer") {
				continue
			}
			method, path, _ := strings.Cut(tt.request, " ")
			r := newRequest(t, method, path)
			for name, value := range map[string]string{"Authorization": tt.authorization, "Accept": tt.accept} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			if cookie {
				as("alice")(t, console, r)
			}
			rec := serve(console, r)
			got := strings.TrimSpace(fmt.Sprint(rec.Code, " ", errorCode(rec), " ", rec.Header().Get("WWW-Authenticate")))
			if got != tt.want || rec.Header().Get("Set-Cookie") != "" {
				t.Errorf("%+v, cookie %t: %s, cookies %q", tt, cookie, got, rec.Header()["Set-Cookie"])
			}
		}
	}
	// A console whose tokens nobody reads has none: whoever is signed in stays so.
	open := newConsole(t, isalestest.Options{}, withAliceAndBob)
	for _, want := range []string{"401 signed_out", "200 text/html"} {
		r := newRequest(t, http.MethodGet, examplePath, "Authorization", right)
		if want[0] == '2' {
			as("alice")(t, open, r)
		}
		rec := serve(open, r)
		if got := fmt.Sprint(rec.Code, " ", errorCode(rec)); got != want {
			t.Errorf("without tokens: %s, want %s", got, want)
		}
	}
}

// TestTokenOfAnotherVDN: a token for VDN 40 opens nothing of VDN 41, neither by its address nor through a question.
func TestTokenOfAnotherVDN(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withTokens)
	paths := []string{"/find.json?q=1402245659&vdnId=41", "/find.json?q=VDN+41", "/find?q=/vdns/41/results/140",
		"/codes.json?vdnId=41", "/codes/00605.json?vdnId=41", "/codes/605?vdnId=41", "/vdns/41.json", "/vdns/41.xlsx",
		"/vdns/41/compare.json?id=140&id=141", "/vdns/41/batch.csv?id=140", "/vdns/041/results/140", "/vdns/40/../41/results.json"}
	for name, decision := range decisions {
		if method, route, _ := strings.Cut(name, " "); decision == "VDN" && method == http.MethodGet {
			paths = append(paths, fillRoute(route, "41"))
		}
	}
	console.platform.ResetRequests()
	for _, path := range paths {
		rec := get(t, console, path, "Authorization", "Bearer "+tokenOf40)
		if got := fmt.Sprint(rec.Code, " ", errorCode(rec)); got != "403 vdn_forbidden" && !strings.Contains(path, "..") {
			t.Errorf("%s: %s", path, got)
		}
		if strings.Contains(path, "..") && rec.Code == 200 {
			t.Errorf("%s opens", path)
		}
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}
	// Nor does the one VDN that it sees lead there: a number without a VDN is one of VDN 40.
	rec := get(t, console, "/find.json?q=1402245659", "Authorization", "Bearer "+tokenOf40)
	if got := outcome(rec); got != "303 /vdns/40/results/1402245659.json" {
		t.Errorf("a number: %s", got)
	}
}

// TestTokenThrottle: wrong tokens are limited by address; neither right ones nor sign-ins suffer from them.
func TestTokenThrottle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newTimed(t, func(w *wiring) { w.config.Tokens = fixedTokens{tokenOf40: {Name: "token:nightly"}} })
		ask := func(token string) string {
			rec := newBrowser(t, g).get("/codes", "Authorization", "Bearer "+token)
			return strings.TrimSpace(fmt.Sprint(rec.Code, " ", errorCode(rec), " ", rec.Header().Get("Retry-After")))
		}
		want := map[string]int{"200 application/json": 2 * triesByAddress, "401 wrong_token": triesByAddress,
			"429 token_throttled 62": 1}
		got := map[string]int{}
		for range triesByAddress {
			got[ask(tokenOf40)]++
			got[ask("isct_guess")]++
		}
		got[ask("isct_guess")]++
		for range triesByAddress {
			got[ask(tokenOf40)]++
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		newBrowser(t, g).signIn("alice")
		time.Sleep(2 * triesByAddressIn)
		if got := ask("isct_guess"); got != "401 wrong_token" {
			t.Errorf("two minutes later: %s", got)
		}
		var audited []string
		for _, r := range g.audited(t) {
			audited = append(audited, fmt.Sprint(r["action"], " ", r["user"]))
		}
		if n := len(audited); n != triesByAddress+3 || audited[0] != "token refused unknown token" ||
			audited[triesByAddress] != "token throttled unknown token" {
			t.Errorf("audited: %q", audited)
		}
	})
}

// TestTokenAudit: who reads with a token is named in both logs, and the token itself is in neither.
func TestTokenAudit(t *testing.T) {
	audits := new(logBuffer)
	g := &guarded{audits: audits}
	g.testConsole = newConsole(t, isalestest.Options{}, g.withSignIn(t, staff), func(w *wiring) {
		var other wiring
		withTokens(&other)
		w.config.Tokens = other.config.Tokens
	})
	for _, path := range []string{examplePath + ".json", "/vdns/41/results/140.json", "/codes.json"} {
		newBrowser(t, g).get(path, "Authorization", "Bearer "+tokenOf40)
	}
	want := []map[string]any{
		trace("look-up", "token:nightly", "vdn_id", 40.0, "def_id", "1402245659", "outcome", "ok"),
		trace("look-up refused", "token:nightly", "vdn_id", 41.0),
	}
	if diff := cmp.Diff(want, g.audited(t)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, r := range g.log.records(t) {
		if r["msg"] == "request" && r["user"] != "token:nightly" {
			t.Errorf("a record of a request: %v", r)
		}
	}
	if strings.Contains(g.log.String()+g.audits.String(), tokenOf40) {
		t.Error("a log has the token")
	}
}
