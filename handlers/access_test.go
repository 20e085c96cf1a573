package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"
)

// everyMethod are those that chi knows and one that it does not.
var everyMethod = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"}

// decisions say of every route who reaches it; a new route needs one.
var decisions = map[string]string{
	"GET /login":                               "public",
	"POST /login":                              "public",
	"GET /oidc/start":                          "public",
	"GET /oidc/callback":                       "public",
	"POST /preferences":                        "public",
	"GET /openapi.json":                        "public",
	"GET /healthz":                             "public",
	"GET /readyz":                              "public",
	"GET /metrics":                             "public", // but for this machine only
	"GET /static/*":                            "public",
	"GET /":                                    "signed in",
	"GET /lookup":                              "signed in",
	"GET /help":                                "signed in",
	"GET /explain":                             "signed in",
	"POST /explain":                            "signed in",
	"GET /find.json":                           "signed in",
	"GET /find":                                "signed in", // TestFindVDN has the VDNs that it names
	"GET /codes":                               "signed in",
	"GET /codes.json":                          "signed in",
	"GET /codes.csv":                           "signed in",
	"GET /codes.xlsx":                          "signed in",
	"GET /codes/{code}":                        "signed in",
	"POST /recent/clear":                       "signed in",
	"POST /logout":                             "signed in",
	"GET /account":                             "signed in",
	"POST /account/end":                        "signed in",
	"GET /vdns/{vdnId}/":                       "VDN",
	"GET /vdns/{vdnId}/results":                "VDN",
	"GET /vdns/{vdnId}/results.json":           "VDN",
	"GET /vdns/{vdnId}/results.csv":            "VDN",
	"GET /vdns/{vdnId}/results.xlsx":           "VDN",
	"GET /vdns/{vdnId}/retry":                  "VDN",
	"GET /vdns/{vdnId}/retry.json":             "VDN",
	"GET /vdns/{vdnId}/retry.csv":              "VDN",
	"GET /vdns/{vdnId}/retry.xlsx":             "VDN",
	"GET /vdns/{vdnId}/campaigns":              "VDN",
	"GET /vdns/{vdnId}/campaigns.json":         "VDN",
	"GET /vdns/{vdnId}/campaigns.csv":          "VDN",
	"GET /vdns/{vdnId}/campaigns.xlsx":         "VDN",
	"GET /vdns/{vdnId}/campaigns/{campaignId}": "VDN",
	"GET /vdns/{vdnId}/campaigns/{campaignId}/codes":      "VDN",
	"GET /vdns/{vdnId}/campaigns/{campaignId}/codes.json": "VDN",
	"GET /vdns/{vdnId}/campaigns/{campaignId}/codes.csv":  "VDN",
	"GET /vdns/{vdnId}/campaigns/{campaignId}/codes.xlsx": "VDN",
	"GET /vdns/{vdnId}/calls/{callId}":                    "VDN",
	"GET /vdns/{vdnId}/codes":                             "VDN",
	"GET /vdns/{vdnId}/codes/{failCode}":                  "VDN",
	"GET /vdns/{vdnId}/batch":                             "VDN",
	"GET /vdns/{vdnId}/batch.json":                        "VDN",
	"GET /vdns/{vdnId}/batch.csv":                         "VDN",
	"GET /vdns/{vdnId}/batch.xlsx":                        "VDN",
	"POST /vdns/{vdnId}/batch":                            "VDN",
	"GET /vdns/{vdnId}/compare":                           "VDN",
	"GET /vdns/{vdnId}/compare.json":                      "VDN",
	"GET /vdns/{vdnId}/compare.csv":                       "VDN",
	"GET /vdns/{vdnId}/compare.xlsx":                      "VDN",
	"GET /vdns/{vdnId}/changes":                           "VDN",
	"POST /vdns/{vdnId}/changes":                          "VDN",
	"GET /vdns/{vdnId}/results/{defId}":                   "VDN",
	"GET /vdns/{vdnId}/results/{defId}.json":              "VDN",
	"GET /vdns/{vdnId}/results/{defId}.csv":               "VDN",
	"GET /vdns/{vdnId}/results/{defId}.xlsx":              "VDN",
}

// fillRoute makes an address of a route, below a VDN.
func fillRoute(route, vdn string) string {
	return strings.NewReplacer("{vdnId}", vdn, "{defId}", "1402245659", "{code}", "00008", "{failCode}", "00008",
		"{campaignId}", "7001", "{callId}", "1700000000-1002", "*", "x").Replace(route)
}

// TestEveryRouteIsDecided walks the router: nobody but who may reaches a page.
func TestEveryRouteIsDecided(t *testing.T) {
	console := newGuarded(t)
	bob := newBrowser(t, console).signIn("bob")
	walked := map[string]bool{}
	err := chi.Walk(console.router, func(method, route string, _ http.Handler,
		_ ...func(http.Handler) http.Handler) error {
		name := method + " " + route
		walked[name] = true
		switch decisions[name] {
		case "public":
			return nil // TestSignedOut has them
		case "signed in", "VDN":
		default:
			t.Errorf("%s has no decision: public, signed in or VDN?", name)
			return nil
		}
		if (decisions[name] == "VDN") != strings.Contains(route, "{vdnId}") {
			t.Errorf("%s names a VDN or not, but its decision is %q", name, decisions[name])
		}
		if decisions[name] == "VDN" {
			console.platform.ResetRequests()
			for _, vdn := range []string{"41", "041", "%EF%BC%94%EF%BC%91"} {
				rec, asked := bob.do(method, fillRoute(route, vdn), ""), len(console.platform.Requests())
				if rec.Code != 403 || asked != 0 {
					t.Errorf("%s of VDN %s: status %d after %d questions to the platform", name, vdn, rec.Code, asked)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range decisions {
		if !walked[name] {
			t.Errorf("%s is decided, but is no route", name)
		}
	}
}

// TestSignedOut sends every method to every address: nothing but what is public
// answers, whatever else there is or is not.
func TestSignedOut(t *testing.T) {
	public := map[string]int{"GET /openapi.json": 200, "GET /login": 200, "POST /login": 401, "POST /preferences": 400,
		"GET /healthz": 200, "GET /readyz": 200, "GET /metrics": 404,
		"GET /static/x": 404, "GET /oidc/start": 404, "GET /oidc/callback": 404} // a console without single sign-on
	paths := []string{"/nowhere", "/codes/", "//codes", "/vdns/41", "/vdns/41/results", "/vdns/x/results/y", "/LOGIN",
		"/login/", "/login/x", "/healthz/", "/static", "/oidc/"}
	for name := range decisions {
		_, route, _ := strings.Cut(name, " ")
		if path := fillRoute(route, "40"); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	console := newGuarded(t)
	for _, path := range paths {
		for _, method := range everyMethod {
			read := method == "GET" || method == "HEAD"
			to, next := "/login", localPath(path)
			if read && next != "/" {
				to += "?next=" + url.QueryEscape(next)
			}
			routed := method
			if read {
				routed = "GET"
			}
			want, program := "303 "+to, "401"
			if status, ok := public[routed+" "+path]; ok {
				want = fmt.Sprint(status)
				program = want
			}
			if strings.HasPrefix(path, "/static/") && read {
				want, program = "404", "404"
			}
			if want == "303 "+to && isPublic(path) { // not "sign in first": nobody may
				want, program = "405", "405"
			}
			if formOf(path) != formHTML {
				want = program
			}
			b := newBrowser(t, console)
			b.address = fmt.Sprintf("192.0.2.%d:1", len(method)) // not throttled
			r := httptest.NewRequest(http.MethodGet, "http://example.com"+path, nil)
			r.Method, r.RemoteAddr = method, b.address
			rec := serve(console, r)
			if got := outcome(rec); got != want {
				t.Errorf("%s %s: %s, want %s", method, path, got, want)
			}
			if rec.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s %s sets a cookie", method, path)
			}
			r = r.Clone(t.Context())
			r.Header.Set("Accept", "application/json")
			rec = serve(console, r)
			if got := outcome(rec); got != program {
				t.Errorf("%s %s for a program: %s, want %s", method, path, got, program)
			}
			wrong := rec.Header().Get("Content-Type") != jsonType || rec.Header().Get("Cache-Control") != "no-store" ||
				rec.Header().Get("WWW-Authenticate") != "Bearer" || rec.Body.String() != errorDocument(t, 401, "signed_out",
				"Nobody is signed in. Sign in, or send a token: Authorization: Bearer TOKEN.")
			if program == "401" && path != "/login" && wrong {
				t.Errorf("%s %s for a program:\n%v %s", method, path, rec.Header(), rec.Body)
			}
		}
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}
}

// TestSignedInRefusals: a signed-in user is told what is wrong; the other methods are in TestMethods.
func TestSignedInRefusals(t *testing.T) {
	console := newGuarded(t)
	alice := newBrowser(t, console).signIn("alice")
	for request, want := range map[string]string{
		"GET /nowhere":         "404 ",
		"POST /nowhere":        "404 ",
		"GET /vdns/40/nowhere": "404 ",
		"POST /vdns/40":        "405 GET, HEAD",
		"GET /logout":          "405 POST",
		"GET /login":           "303 ",
	} {
		method, path, _ := strings.Cut(request, " ")
		rec := alice.do(method, path, "")
		if got := fmt.Sprint(rec.Code, " ", rec.Header().Get("Allow")); got != want {
			t.Errorf("%s (-want +got)\n%s", request, cmp.Diff(want, got))
		}
	}
}
