package handlers

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestMethods sends each method to each address: what the decisions do not have is not allowed, and the Allow header
// says what is.
func TestMethods(t *testing.T) {
	allowed := map[string][]string{"/vdns/40": {"GET", "HEAD"}, "/vdns/40.csv": {"GET", "HEAD"}}
	for name := range decisions {
		method, route, _ := strings.Cut(name, " ")
		path := fillRoute(route, "40")
		if allowed[path] = append(allowed[path], method); method == "GET" {
			allowed[path] = append(allowed[path], "HEAD")
		}
	}
	console := newConsole(t, isalestest.Options{})
	for path, methods := range allowed {
		slices.Sort(methods)
		allow := strings.Join(methods, ", ")
		if form := nextPath(path) == "/" && path != "/"; form != (allow == "POST" || isSignOnPath(path)) {
			t.Errorf("a sign-in leads back to %s: %t; it allows %s", path, !form, allow)
		}
		for _, method := range everyMethod {
			if slices.Contains(methods, method) {
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
	for _, method := range append(slices.Clone(everyMethod), "BREW") {
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
