package handlers

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
	"isales-console/static"
)

// safe are the headers that every answer has.
var safe = http.Header{
	"Content-Security-Policy":      {"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	"Referrer-Policy":              {"same-origin"},
	"Vary":                         {"Accept, Accept-Encoding, Accept-Language, Authorization, Cookie"},
	"X-Content-Type-Options":       {"nosniff"},
	"X-Request-Id":                 {requestID},
}

// asset returns the headers of what is the same for everybody.
func asset(namesAndValues ...string) http.Header {
	h := and(namesAndValues...)
	h["Vary"] = assetVary
	return h
}

// page200 returns the headers of what is private and may be asked for again.
func page200(mediaType string, namesAndValues ...string) http.Header {
	return and(append([]string{"Content-Type", mediaType, "Cache-Control", private, "Etag", anyTag}, namesAndValues...)...)
}

// anyTag stands for the tag of a page.
const anyTag = `W/"…"`

var pageTag = regexp.MustCompile(`^W/"[A-Za-z0-9_-]{16}"$`)

// withAnyTag returns headers in which anyTag stands for the tag of a page.
func withAnyTag(h http.Header) http.Header {
	h = maps.Clone(h)
	for i, tag := range h["Etag"] {
		h["Etag"] = slices.Clone(h["Etag"])
		h["Etag"][i] = pageTag.ReplaceAllLiteralString(tag, anyTag)
	}
	return h
}

// and returns the safe headers with others; names and values alternate.
func and(namesAndValues ...string) http.Header {
	h := maps.Clone(safe)
	for i := 0; i < len(namesAndValues); i += 2 {
		h[namesAndValues[i]] = []string{namesAndValues[i+1]}
	}
	return h
}

const (
	htmlType  = "text/html; charset=utf-8"
	plainType = "text/plain; charset=utf-8"
	jsonType  = "application/json; charset=utf-8"
	private   = "private, no-cache"
	allCodes  = `</codes.json?kind=obs>; rel="alternate"; type="application/json"`
	oneCode   = `</codes/00605.json>; rel="alternate"; type="application/json"`
	alternate = `</vdns/40/results/1402245659.json>; rel="alternate"; type="application/json"`
)

// headerCase is a kind of answer with all its headers but Content-Length, which
// is compared with the body.
type headerCase struct {
	name, path string
	header     []string // of the request
	status     int
	want       http.Header
}

func headerCases() []headerCase {
	stylesheet := static.URL("app.css")
	etag := `"` + stylesheet[len("/static/app."):len(stylesheet)-len(".css")] + `"`
	forever := "public, max-age=31536000, immutable"
	return []headerCase{
		{"home", "/", nil, 200, page200(htmlType)},
		{"codes", "/codes", nil, 200, page200(htmlType, "Link", allCodes)},
		{"codes, searched", "/codes?q=%E5%BF%99&lang=zh&group=busy", nil, 200, page200(htmlType,
			"Link", `</codes.json?group=busy&kind=obs&q=%E5%BF%99>; rel="alternate"; type="application/json"`)},
		{"codes as JSON", "/codes.json", nil, 200, page200(jsonType, "Link", allCodes)},
		{"codes as JSON by Accept", "/codes", []string{"Accept", "application/json"}, 200,
			page200(jsonType, "Link", allCodes)},
		{"codes as CSV", "/codes.csv", nil, 200, page200("text/csv; charset=utf-8", "Link", allCodes,
			"Content-Disposition", `attachment; filename="codes.csv"`)},
		{"codes as XLSX by Accept", "/codes", []string{"Accept", formTypes[formXLSX]}, 200, page200(formTypes[formXLSX],
			"Link", allCodes, "Content-Disposition", `attachment; filename="codes.xlsx"`)},
		{"code", "/codes/00605", nil, 200, page200(htmlType, "Link", oneCode)},
		{"code as JSON", "/codes/00605.json", nil, 200, page200(jsonType, "Link", oneCode)},
		{"code as CSV", "/codes/00605", []string{"Accept", "text/csv"}, 200,
			page200("text/csv; charset=utf-8", "Link", oneCode,
				"Content-Disposition", `attachment; filename="code-00605.csv"`)},
		{"description of the data", "/openapi.json", nil, 200, page200(jsonType)},
		{"code, other spelling", "/codes/0?vdnId=40", nil, 301,
			and("Content-Type", htmlType, "Cache-Control", private, "Location", "/codes/00000?vdnId=40")},
		{"unknown code", "/codes/99999", nil, 404, and("Content-Type", htmlType, "Cache-Control", "no-store")},
		{"bad search", "/codes?vdnId=x", nil, 422, and("Content-Type", htmlType, "Cache-Control", "no-store")},
		{"sign-in of an open console", "/login?next=/codes", nil, 303, and("Content-Type", htmlType, "Location", "/codes")},
		{"result", examplePath, nil, 200, page200(htmlType, "Link", alternate,
			"Set-Cookie", "isales-session=; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax")},
		{"result as JSON", examplePath + ".json", nil, 200, page200(jsonType, "Link", alternate)},
		{"result as JSON by Accept", examplePath, []string{"Accept", "application/json"}, 200,
			page200(jsonType, "Link", alternate)},
		{"result as CSV", examplePath + ".csv", nil, 200, page200("text/csv; charset=utf-8", "Link", alternate,
			"Content-Disposition", `attachment; filename="external-result-40-1402245659.csv"`)},
		{"result as XLSX", examplePath + ".xlsx", nil, 200, page200(formTypes[formXLSX], "Link", alternate,
			"Content-Disposition", `attachment; filename="external-result-40-1402245659.xlsx"`)},
		{"look-up", "/lookup?vdnId=40&defId=1402245659", nil, 303,
			and("Content-Type", htmlType, "Cache-Control", "no-store", "Location", examplePath)},
		{"bad look-up", "/lookup", nil, 422, and("Content-Type", htmlType, "Cache-Control", "no-store")},
		{"other spelling", "/vdns/040/results/1402245659", nil, 301,
			and("Content-Type", htmlType, "Cache-Control", private, "Location", examplePath)},
		{"unknown page", "/nowhere", nil, 404, and("Content-Type", htmlType, "Cache-Control", "no-store")},
		{"unknown page for a program", "/nowhere.json", nil, 404, and("Content-Type", jsonType, "Cache-Control", "no-store")},
		{"unknown result", "/vdns/40/results/140", nil, 404, and("Content-Type", htmlType, "Cache-Control", "no-store")},
		{"throttled", "/vdns/40/results/1005", nil, 503, and("Content-Type", htmlType, "Cache-Control", "no-store",
			"Retry-After", "7")},
		{"stylesheet", stylesheet, nil, 200, asset("Content-Type", "text/css; charset=utf-8", "Cache-Control",
			forever, "Etag", etag, "Accept-Ranges", "bytes")},
		{"stylesheet, unchanged", stylesheet, []string{"If-None-Match", etag}, 304,
			asset("Cache-Control", forever, "Etag", etag)},
		{"stylesheet of another version", "/static/app.000000000000.css", nil, 200,
			asset("Content-Type", "text/css; charset=utf-8", "Cache-Control", "no-store", "Etag", etag,
				"Accept-Ranges", "bytes")},
		{"healthz", "/healthz", nil, 200, and("Content-Type", plainType, "Cache-Control", "no-store")},
		{"readyz", "/readyz", nil, 200, and("Content-Type", plainType, "Cache-Control", "no-store")},
	}
}

// secretParts of a cookie are different each time: its value, and when it ends.
var secretParts = regexp.MustCompile(`[A-Za-z0-9_|-]{100,}=*|Expires=[^;]*; `)

// exchange sends a request over a real connection and returns what came back;
// Date is taken out because it changes, Content-Length because it has a test of
// its own.
func exchange(t *testing.T, srv *httptest.Server, method string, c headerCase) (status int, h http.Header,
	length int64, body []byte) {
	t.Helper()
	r, err := http.NewRequest(method, srv.URL+c.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(c.header); i += 2 {
		r.Header.Set(c.header[i], c.header[i+1])
	}
	resp, err := srv.Client().Transport.RoundTrip(r) // follows no redirects
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err = io.ReadAll(resp.Body); err != nil {
		t.Fatal(err)
	}
	h = resp.Header
	h.Del("Date")
	h.Del("Content-Length")
	for i, cookie := range h["Set-Cookie"] {
		h["Set-Cookie"][i] = secretParts.ReplaceAllString(cookie, "")
	}
	return resp.StatusCode, withAnyTag(h), resp.ContentLength, body
}

// TestHeaders compares all headers of each kind of answer, asked for with GET
// and with HEAD.
func TestHeaders(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	srv := httptest.NewServer(console)
	t.Cleanup(srv.Close)
	srv.Client().Transport.(*http.Transport).DisableCompression = true
	for _, c := range headerCases() {
		t.Run(c.name, func(t *testing.T) {
			status, header, length, body := exchange(t, srv, http.MethodGet, c)
			if diff := cmp.Diff([]any{c.status, c.want}, []any{status, header}); diff != "" {
				t.Errorf("GET (-want +got)\n%s", diff)
			}
			if length != int64(len(body)) || (len(body) == 0) != (status == http.StatusNotModified) {
				t.Errorf("GET: Content-Length %d for %d bytes", length, len(body))
			}
			headStatus, headHeader, headLength, headBody := exchange(t, srv, http.MethodHead, c)
			if diff := cmp.Diff([]any{status, header, []byte{}}, []any{headStatus, headHeader, headBody}); diff != "" {
				t.Errorf("HEAD (-GET +HEAD)\n%s", diff)
			}
			// Of 3xx, net/http writes a small page or the length 0 for GET only.
			if headLength != length && status/100 != 3 {
				t.Errorf("HEAD: Content-Length %d, GET has %d", headLength, length)
			}
		})
	}
}

// TestReadiness: a console that is shutting down takes no new requests from a
// load balancer, and still answers those that come.
func TestReadiness(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, func(w *wiring) {
		w.config.Platform = func() string { return "platform: answering\n" }
	})
	want := func(path string, status int, body string) {
		t.Helper()
		rec := get(t, console, path)
		header := and("Content-Type", plainType, "Cache-Control", "no-store", "Content-Length", length(body))
		if diff := cmp.Diff([]any{status, header, body}, []any{rec.Code, rec.Header(), rec.Body.String()}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", path, diff)
		}
	}
	want("/healthz", 200, "ok\n")
	want("/readyz", 200, "ready\nplatform: answering\n")
	console.Drain()
	want("/healthz", 200, "ok\n")
	want("/readyz", 503, "shutting down\n")
	if rec := get(t, console, examplePath); rec.Code != 200 {
		t.Errorf("a look-up while shutting down: status %d, want 200", rec.Code)
	}
	if n := len(console.platform.Requests()); n != 1 {
		t.Errorf("the platform was asked %d times, want once, by the look-up", n)
	}
}

// TestStandbyPage: when even rendering an error fails, a whole page is left.
func TestStandbyPage(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	rec := httptest.NewRecorder()
	broken := templ.ComponentFunc(func(context.Context, io.Writer) error { return errors.New("broken") })
	console.renderError(rec, newRequest(t, http.MethodGet, "/"), http.StatusNotFound, broken)
	page := rec.Body.String()
	if got, want := join(texts(parse(t, page), "h1")), "There is a problem with this console"; got != want ||
		rec.Code != 500 {
		t.Errorf("status %d, heading %q, want 500 and %q", rec.Code, got, want)
	}
	if !strings.HasSuffix(strings.TrimSpace(page), "</html>") {
		t.Errorf("the page is cut: …%s", page[max(0, len(page)-40):])
	}
}
