package handlers

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestRoutes is the complete list of addresses; a new one is added here too.
func TestRoutes(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	var got []string
	err := chi.Walk(console.router, func(method, route string, _ http.Handler, middlewares ...func(http.Handler) http.Handler) error {
		got = append(got, method+" "+route)
		if want := guards(route); len(middlewares) != want {
			t.Errorf("%s %s passes %d middlewares, want %d", method, route, len(middlewares), want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	want := []string{
		"GET /",
		"GET /codes",
		"GET /codes.csv",
		"GET /codes.json",
		"GET /codes/{code}",
		"GET /healthz",
		"GET /login",
		"GET /lookup",
		"GET /metrics",
		"GET /readyz",
		"GET /static/*",
		"GET /vdns/{vdnId}/",
		"GET /vdns/{vdnId}/batch",
		"GET /vdns/{vdnId}/batch.csv",
		"GET /vdns/{vdnId}/batch.json",
		"GET /vdns/{vdnId}/codes/{failCode}",
		"GET /vdns/{vdnId}/compare",
		"GET /vdns/{vdnId}/results",
		"GET /vdns/{vdnId}/results.csv",
		"GET /vdns/{vdnId}/results.json",
		"GET /vdns/{vdnId}/results/{defId}",
		"GET /vdns/{vdnId}/results/{defId}.csv",
		"GET /vdns/{vdnId}/results/{defId}.json",
		"POST /login",
		"POST /logout",
		"POST /preferences",
		"POST /recent/clear",
		"POST /vdns/{vdnId}/batch",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// guards is how many middlewares stand before a route: seven before any, then
// whether someone is signed in, then whether they may see the VDN.
func guards(route string) int {
	switch {
	case strings.HasPrefix(route, "/vdns/"):
		return 9
	case slices.Contains([]string{"/login", "/preferences", "/healthz", "/readyz", "/metrics", "/static/*"}, route):
		return 7
	}
	return 8
}

// TestMethods sends each method everywhere: beyond reading only the five forms
// exist.
func TestMethods(t *testing.T) {
	const read = "GET, HEAD"
	allowed := map[string]string{
		"/": read, "/codes": read, "/codes.json": read, "/codes.csv": read, "/codes/00605": read, "/lookup": read, "/healthz": read, "/readyz": read, "/metrics": read,
		"/static/x": read, examplePath: read, examplePath + ".json": read, examplePath + ".csv": read,
		"/vdns/40": read, "/vdns/40.json": read, "/vdns/40.csv": read, "/vdns/40/": read, "/vdns/40/results": read, "/vdns/40/results.json": read,
		"/vdns/40/results.csv": read, "/vdns/40/codes/00605": read, "/vdns/40/codes/00605.csv": read, "/vdns/40/compare": read,
		"/vdns/40/batch.json": read, "/vdns/40/batch.csv": read, "/vdns/40/batch": "GET, HEAD, POST",
		"/login": "GET, HEAD, POST", "/preferences": "POST", "/logout": "POST", "/recent/clear": "POST",
	}
	methods := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"}
	console := newConsole(t, isalestest.Options{})
	for path, allow := range allowed {
		for _, method := range methods {
			if slices.Contains(strings.Split(allow, ", "), method) {
				continue
			}
			rec := askWithMethod(t, console, method, path)
			if diff := cmp.Diff([]any{405, allow}, []any{rec.status, rec.allow}); diff != "" {
				t.Errorf("%s %s (-want +got)\n%s", method, path, diff)
			}
		}
	}
	// What no page has is not found whatever the method, even one that no one
	// ever heard of.
	for _, method := range append(methods, "BREW") {
		rec := askWithMethod(t, console, method, "/nowhere")
		if diff := cmp.Diff([]any{404, ""}, []any{rec.status, rec.allow}); diff != "" {
			t.Errorf("%s /nowhere (-want +got)\n%s", method, diff)
		}
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times, want never", n)
	}
}

type refused struct {
	status int
	allow  string
}

// askWithMethod sets the method afterwards, since httptest.NewRequest reads
// the target of CONNECT differently.
func askWithMethod(t *testing.T, h http.Handler, method, path string) refused {
	t.Helper()
	r := newRequest(t, http.MethodGet, path)
	r.Method = method
	rec := serve(h, r)
	return refused{rec.Code, rec.Header().Get("Allow")}
}
