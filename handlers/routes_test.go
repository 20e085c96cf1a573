package handlers

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestMethods sends each method everywhere: beyond reading only the five forms
// exist.
func TestMethods(t *testing.T) {
	const read = "GET, HEAD"
	allowed := map[string]string{
		"/": read, "/codes": read, "/codes.json": read, "/codes.csv": read, "/codes.xlsx": read, "/codes/00605": read, "/lookup": read, "/healthz": read, "/readyz": read, "/metrics": read,
		"/static/x": read, examplePath: read, examplePath + ".json": read, examplePath + ".csv": read, examplePath + ".xlsx": read,
		"/vdns/40": read, "/vdns/40.json": read, "/vdns/40.csv": read, "/vdns/40.xlsx": read, "/vdns/40/": read, "/vdns/40/results": read, "/vdns/40/results.json": read,
		"/vdns/40/results.csv": read, "/vdns/40/results.xlsx": read, "/vdns/40/retry": read, "/vdns/40/retry.json": read, "/vdns/40/retry.csv": read, "/vdns/40/retry.xlsx": read, "/vdns/40/campaigns": read, "/vdns/40/campaigns/7001": read,
		"/vdns/40/campaigns/7001/codes": read, "/vdns/40/campaigns/7001/codes.json": read, "/vdns/40/campaigns/7001/codes.csv": read, "/vdns/40/campaigns/7001/codes.xlsx": read,
		"/vdns/40/calls/1700000000-1002": read, "/vdns/40/codes": read, "/vdns/40/codes/00605": read, "/vdns/40/codes/00605.csv": read, "/vdns/40/codes/00605.xlsx": read, "/vdns/40/compare": read,
		"/vdns/40/batch.json": read, "/vdns/40/batch.csv": read, "/vdns/40/batch.xlsx": read, "/vdns/40/batch": "GET, HEAD, POST", "/vdns/40/changes": "GET, HEAD, POST",
		"/explain": "GET, HEAD, POST",
		"/login":   "GET, HEAD, POST", "/preferences": "POST", "/logout": "POST", "/recent/clear": "POST",
	}
	methods := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"}
	console := newConsole(t, isalestest.Options{})
	for path, allow := range allowed {
		if form := nextPath(path) == "/" && path != "/"; form != (allow == "POST") {
			t.Errorf("a sign-in leads back to %s: %t; it allows %s", path, !form, allow)
		}
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
