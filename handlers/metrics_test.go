package handlers

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestMetricsAreForThisMachine: a request from elsewhere, or through a proxy, gets
// the page for an unknown address.
func TestMetricsAreForThisMachine(t *testing.T) {
	figures := func(w *wiring) {
		w.config.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("figures\n")) })
	}
	tests := []struct {
		address, header, value string
		there                  bool
	}{
		{"127.0.0.1:1", "", "", true}, {"127.8.9.10:1", "", "", true}, {"[::1]:1", "", "", true},
		{"[::ffff:127.0.0.1]:1", "", "", true},
		{"192.0.2.1:1", "", "", false}, {"[2001:db8::1]:1", "", "", false}, {"0.0.0.0:1", "", "", false},
		{"", "", "", false}, {"@", "", "", false}, {"127.0.0.1", "", "", false},
		{"127.0.0.1:1", "X-Forwarded-For", "127.0.0.1", false}, {"127.0.0.1:1", "x-forwarded-for", "", false},
		{"127.0.0.1:1", "Forwarded", "for=127.0.0.1", false}, {"127.0.0.1:1", "X-Real-IP", "127.0.0.1", false},
		{"192.0.2.1:1", "X-Forwarded-For", "127.0.0.1", false},
	}
	for _, with := range []bool{true, false} {
		var options []option
		if with {
			options = append(options, figures)
		}
		console := newConsole(t, isalestest.Options{}, append(options, withoutLog)...)
		for _, test := range tests {
			r := newRequest(t, http.MethodGet, "/metrics")
			r.RemoteAddr = test.address
			if test.header != "" {
				r.Header.Set(test.header, test.value)
			}
			rec := serve(console, r)
			there := rec.Code == 200 && rec.Body.String() == "figures\n"
			if there != (with && test.there) || !there && (rec.Code != 404 ||
				heading(t, rec) != "Page not found") || rec.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("from %q with %s %q, figures %v: status %d, %s", test.address, test.header, test.value,
					with, rec.Code, rec.Body)
			}
		}
	}
}

// told is what an Observer hears of a request.
type told struct {
	Route, Method string
	Status        int
}

type toldAll struct{ list []told }

func (all *toldAll) Request(route, method string, status int, took time.Duration) {
	if took >= 0 {
		all.list = append(all.list, told{route, method, status})
	}
}

// TestObserver: it hears of each request once, by its route, whatever came of it.
func TestObserver(t *testing.T) {
	all := new(toldAll)
	console := newConsole(t, isalestest.Options{}, func(w *wiring) { w.config.Observer, w.config.Log = all, discard })
	for _, request := range [][2]string{{"GET", examplePath}, {"HEAD", "/codes"}, {"BREW", "/codes"},
		{"PROPFIND", "/nowhere"}, {"DELETE", "/codes"}, {"GET", "/typed"}, {"GET", "/static/x"},
		{"GET", "/vdns/x/results/y"}} {
		askWithMethod(t, console, request[0], request[1])
	}
	want := []told{
		{"/vdns/{vdnId}/results/{defId}", "GET", 200}, {"/codes", "HEAD", 200}, {"", "other", 405},
		{"", "other", 404}, {"", "DELETE", 405},
		{"", "GET", 404}, {"/static/*", "GET", 404}, {"/vdns/{vdnId}/results/{defId}", "GET", 404},
	}
	if diff := cmp.Diff(want, all.list); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	arrived := make(chan struct{})
	console.platform.SetDecider(func(isalestest.Request, int) isalestest.Fault {
		close(arrived)
		return isalestest.FaultHang
	})
	ctx, leave := contextWithLeave(t, arrived)
	defer leave()
	serve(console, newRequest(t, http.MethodGet, examplePath).WithContext(ctx))
	if last := all.list[len(all.list)-1]; last.Status != 499 {
		t.Errorf("of a reader who left it hears %+v, want 499", last)
	}
}

// contextWithLeave returns the context of a reader who leaves at the event.
func contextWithLeave(t *testing.T, event <-chan struct{}) (context.Context, context.CancelFunc) {
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		select {
		case <-event:
			leave()
		case <-ctx.Done():
		}
	}()
	return ctx, leave
}
