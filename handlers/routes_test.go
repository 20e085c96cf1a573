package handlers

import (
	"net/http"
	"slices"
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
		if len(middlewares) != 4 {
			t.Errorf("%s passes %d middlewares, want 4", route, len(middlewares))
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
		"GET /healthz",
		"GET /lookup",
		"GET /readyz",
		"GET /static/*",
		"GET /vdns/{vdnId}/results/{defId}",
		"GET /vdns/{vdnId}/results/{defId}.csv",
		"GET /vdns/{vdnId}/results/{defId}.json",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestMethods sends each method everywhere: nothing but reading exists.
func TestMethods(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	for _, path := range []string{"/", "/codes", "/lookup", "/healthz", "/readyz", "/static/x", examplePath, examplePath + ".json", examplePath + ".csv"} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"} {
			rec := askWithMethod(t, console, method, path)
			if diff := cmp.Diff([]any{405, "GET, HEAD"}, []any{rec.status, rec.allow}); diff != "" {
				t.Errorf("%s %s (-want +got)\n%s", method, path, diff)
			}
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE"} {
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
