package handlers

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/handlers/input"
	"isales-console/isales/isalestest"
	"isales-console/static"
)

// TestRequestLog compares the whole record of each kind of request; times are
// only checked to be there. The query, the cookie and the Authorization header
// of the reader stand in none.
func TestRequestLog(t *testing.T) {
	const (
		result = "/vdns/{vdnId}/results/{defId}"
		secret = "reader-secret"
	)
	tests := []struct {
		name, method, path string
		want               map[string]any // but for time, msg, request_id, method and bytes
		asked              bool
	}{
		{"home", "GET", "/", map[string]any{"level": "INFO", "route": "/", "status": 200.0}, false},
		{"HEAD", "HEAD", "/codes", map[string]any{"level": "INFO", "route": "/codes", "status": 200.0}, false},
		{"result", "GET", examplePath, map[string]any{"level": "INFO", "route": result, "status": 200.0,
			"upstream_outcome": "ok", "vdn_id": 40.0, "def_id": "1402245659"}, true},
		{"JSON", "GET", examplePath + ".json", map[string]any{"level": "INFO", "route": result + ".json",
			"status": 200.0, "upstream_outcome": "ok", "vdn_id": 40.0, "def_id": "1402245659"}, true},
		{"CSV", "GET", examplePath + ".csv", map[string]any{"level": "INFO", "route": result + ".csv",
			"status": 200.0, "upstream_outcome": "ok", "vdn_id": 40.0, "def_id": "1402245659"}, true},
		{"not found", "GET", "/vdns/40/results/140", map[string]any{"level": "INFO", "route": result,
			"status": 404.0, "vdn_id": 40.0, "def_id": "140",
			"upstream_outcome": "result_not_found", "error": "isales: no external result 140 in VDN 40"}, true},
		{"platform refuses", "GET", "/vdns/40/results/1003",
			map[string]any{"level": "ERROR", "route": result, "status": 502.0, "vdn_id": 40.0, "def_id": "1003",
				"upstream_outcome": "unauthorized", "error": `isales: HTTP status 401 (Unauthorized): ""`}, true},
		{"other spelling", "GET", "/vdns/040/results/1", map[string]any{"level": "INFO", "route": result,
			"status": 301.0, "def_id": "1"}, false},
		{"look-up", "GET", "/lookup?vdnId=40&defId=1", map[string]any{"level": "INFO", "route": "/lookup",
			"status": 303.0}, false},
		{"bad look-up", "GET", "/lookup?vdnId=" + secret, map[string]any{"level": "INFO", "route": "/lookup", "status": 422.0,
			"error": "bad look-up form: " + vdnRange + "; " + defEmpty}, false},
		{"unknown page", "GET", "/" + secret, map[string]any{"level": "INFO", "route": "", "status": 404.0,
			"error": "no such page"}, false},
		{"no ID", "GET", "/vdns/" + secret + "/results/1", map[string]any{"level": "INFO", "route": result,
			"status": 404.0, "def_id": "1", "error": "no such page"}, false},
		{"wrong method", "POST", "/codes", map[string]any{"level": "INFO", "route": "", "status": 405.0,
			"error": "method POST is not one of GET, HEAD"}, false},
		{"asset", "GET", static.URL("app.js"), map[string]any{"level": "INFO", "route": "/static/*", "status": 200.0}, false},
		{"unknown asset", "GET", "/static/" + secret, map[string]any{"level": "INFO", "route": "/static/*",
			"status": 404.0, "error": "no such page"}, false},
		{"healthz", "GET", "/healthz", map[string]any{"level": "DEBUG", "route": "/healthz", "status": 200.0}, false},
		{"readyz", "GET", "/readyz", map[string]any{"level": "DEBUG", "route": "/readyz", "status": 200.0}, false},
		{"readyz while draining", "GET", "/readyz", map[string]any{"level": "DEBUG", "route": "/readyz",
			"status": 503.0}, false},
		{"code", "GET", "/codes/00605", map[string]any{"level": "INFO", "route": "/codes/{code}", "status": 200.0}, false},
		{"unknown code", "GET", "/codes/" + secret, map[string]any{"level": "INFO", "route": "/codes/{code}",
			"status": 404.0, "error": "unknown code"}, false},
		{"search", "GET", "/codes?q=" + secret, map[string]any{"level": "INFO", "route": "/codes", "status": 200.0}, false},
		{"bad search", "GET", "/codes?vdnId=" + secret, map[string]any{"level": "INFO", "route": "/codes",
			"status": 422.0, "error": "bad search: " + vdnRange}, false},
		{"foreign host", "GET", "http://" + secret + ".example" + examplePath,
			map[string]any{"level": "INFO", "route": result, "status": 421.0,
				"error": "host is not that of -public-url"}, false},
		{"from another site", "POST", "/logout?cross-site", map[string]any{"level": "INFO", "route": "/logout",
			"status": 403.0,
			"error":  "sent from another site"}, false},
		{"bad query", "GET", "/codes?q=%zz", map[string]any{"level": "INFO", "route": "/codes", "status": 400.0,
			"error": input.ErrQuery.Error()}, false},
		{"no preference", "POST", "/preferences", map[string]any{"level": "INFO", "route": "/preferences", "status": 400.0,
			"error": "reading the form: no such language"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			console := newConsole(t, isalestest.Options{},
				func(w *wiring) { w.config.LoopbackOnly = test.name == "foreign host" })
			if strings.Contains(test.name, "draining") {
				console.Drain()
			}
			separator := "?"
			if strings.Contains(test.path, "?") {
				separator = "&"
			}
			site := "same-origin"
			if strings.Contains(test.path, "cross-site") {
				site = "cross-site"
			}
			rec := ask(t, console, test.method, test.path+separator+"token="+secret, "Sec-Fetch-Site", site,
				"Authorization", "Bearer "+secret, "Cookie", "session="+secret, "Referer", "https://console.example/"+secret)
			got := console.log.record(t)
			for key, want := range map[string]any{"msg": "request", "request_id": requestID, "address": "192.0.2.1",
				"method": test.method, "bytes": float64(rec.Body.Len())} {
				if got[key] != want {
					t.Errorf("%s is %v, want %v", key, got[key], want)
				}
			}
			durations := []string{"duration_ms"}
			if test.asked {
				durations = append(durations, "upstream_ms")
			}
			for _, key := range durations {
				if ms, ok := got[key].(float64); !ok || ms < 0 || ms > 60_000 {
					t.Errorf("%s is %v, want milliseconds", key, got[key])
				}
			}
			for _, key := range append(durations, "time", "msg", "request_id", "address", "method", "bytes") {
				delete(got, key)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if strings.Contains(console.log.String(), secret) {
				t.Errorf("the log has what the reader typed or sent:\n%s", console.log)
			}
		})
	}
}

// TestRequestIDs: each request has its own, and error page, header and log agree.
func TestRequestIDs(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, func(w *wiring) { w.config.NewRequestID = nil })
	ids := map[string]bool{}
	for range 20 {
		rec := get(t, console, "/nowhere")
		id := rec.Header().Get("X-Request-Id")
		ids[id] = true
		if len(id) != 16 || strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
			t.Fatalf("request ID %q, want 16 characters that can be read out", id)
		}
		if shown := texts(parse(t, rec.Body.String()), "dd code.id"); !slices.Equal(shown, []string{id}) {
			t.Errorf("the page shows %q, the header %q", shown, id)
		}
	}
	logged := map[string]bool{}
	for _, record := range console.log.records(t) {
		logged[text(record["request_id"])] = true
	}
	if len(ids) != 20 || !maps.Equal(ids, logged) {
		t.Errorf("%d different IDs in 20 answers, %d in the log", len(ids), len(logged))
	}
}

// TestReaderCannotChooseTheRequestID: a forged one would mix up the log.
func TestReaderCannotChooseTheRequestID(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	rec := ask(t, console, http.MethodGet, "/", "X-Request-Id", "forged")
	if got := rec.Header().Get("X-Request-Id"); got != requestID {
		t.Errorf("request ID %q, want %q", got, requestID)
	}
}
