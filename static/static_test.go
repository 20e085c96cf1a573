package static

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const forever = "public, max-age=31536000, immutable"

// serve asks for a path; header names and values alternate.
func serve(t *testing.T, method, path string, header ...string) (*httptest.ResponseRecorder, bool) {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	return rec, ServeHTTP(rec, r)
}

// TestAssets compares the whole answer for each asset.
func TestAssets(t *testing.T) {
	tests := map[string]string{
		"app.css":  "text/css; charset=utf-8",
		"app.js":   "text/javascript; charset=utf-8",
		"icon.svg": "image/svg+xml",
	}
	for name := range urls {
		if tests[name] == "" {
			t.Errorf("%s has no row in this test", name)
		}
	}
	for name, mediaType := range tests {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(content)
			hash := hex.EncodeToString(sum[:])[:12]
			stem, ext, _ := strings.Cut(name, ".")
			url := "/static/" + stem + "." + hash + "." + ext
			if got := URL(name); got != url {
				t.Fatalf("URL is %s, want %s", got, url)
			}
			header := func(more ...string) http.Header {
				h := http.Header{"Cache-Control": {forever}, "Etag": {`"` + hash + `"`}, "Vary": {"Accept-Encoding"}}
				for i := 0; i < len(more); i += 2 {
					h.Set(more[i], more[i+1])
				}
				return h
			}
			whole := header("Content-Type", mediaType, "Accept-Ranges", "bytes", "Content-Length", length(content))
			for _, test := range []struct {
				name, method string
				request      []string
				status       int
				want         http.Header
				body         string
			}{
				{"GET", "GET", nil, 200, whole, string(content)},
				{"HEAD", "HEAD", nil, 200, whole, ""},
				{"unchanged", "GET", []string{"If-None-Match", `"` + hash + `"`}, 304, header(), ""},
				{"unchanged, weak and in a list", "GET", []string{"If-None-Match", `"x", W/"` + hash + `"`}, 304, header(), ""},
				{"changed", "GET", []string{"If-None-Match", `"000000000000"`}, 200, whole, string(content)},
				{"not quoted, so no ETag", "GET", []string{"If-None-Match", hash}, 200, whole, string(content)},
			} {
				rec, ok := serve(t, test.method, url+"?x=1", test.request...)
				got, want := []any{ok, rec.Code, rec.Header(), rec.Body.String()}, []any{true, test.status, test.want, test.body}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got)\n%s", test.name, diff)
				}
			}
		})
	}
}

func length(content []byte) string { return strconv.Itoa(len(content)) }

// TestOtherVersion: a path with another hash leads to this version's asset, which is not kept.
func TestOtherVersion(t *testing.T) {
	for name := range urls {
		stem, ext, _ := strings.Cut(name, ".")
		seen := map[string][]any{}
		for _, url := range []string{URL(name), "/static/" + stem + ".000000000000." + ext} {
			rec, ok := serve(t, "GET", url, "Accept-Encoding", "gzip")
			cacheControl := rec.Header().Get("Cache-Control")
			rec.Header().Del("Cache-Control")
			seen[cacheControl] = []any{ok, rec.Code, rec.Header(), rec.Body.String()}
		}
		if diff := cmp.Diff(seen[forever], seen["no-store"]); diff != "" || len(seen) != 2 {
			t.Errorf("%s: %d policies (-own +other)\n%s", name, len(seen), diff)
		}
	}
}

// TestNotServed: without a hash there is nothing, nor any list of files; the answer is
// left to the caller.
func TestNotServed(t *testing.T) {
	right := URL("app.css")
	for _, path := range []string{
		"/", "/static/", "/static/app.css", "/static/other.000000000000.css", "/static/app.000000000000.svg",
		"/static/app.00000000000.css", "/static/app.js", "/static/static.go", "/static/app..css",
		strings.ToUpper(right), right + "/", right + ".css", strings.TrimSuffix(right, ".css"),
		"/static/../static/" + strings.TrimPrefix(right, Prefix), "/" + right,
		"/static//" + strings.TrimPrefix(right, Prefix),
	} {
		rec, ok := serve(t, "GET", path)
		if diff := cmp.Diff([]any{false, http.Header{}, ""}, []any{ok, rec.Header(), rec.Body.String()}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", path, diff)
		}
	}
}

// TestUnknownName panics, so that a page with a wrong name fails its first test.
func TestUnknownName(t *testing.T) {
	defer func() {
		if got, want := recover(), "static: no asset app.scss"; got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}()
	t.Errorf("URL returned %q", URL("app.scss"))
}

var external = regexp.MustCompile(`(?i)https?:|["'(]//|@import|\burl\(|\bimport\b|XMLHttpRequest|sendBeacon|WebSocket|\beval\(|innerHTML|document\.write`)

// TestNothingFromElsewhere: the pages work in a network without internet. The
// script asks this console only, which the content security policy enforces.
func TestNothingFromElsewhere(t *testing.T) {
	for name := range urls {
		content, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(content), `xmlns="http://www.w3.org/2000/svg"`, "", 1) // a name, never fetched
		if found := external.FindAllString(text, -1); found != nil {
			t.Errorf("%s mentions %q", name, found)
		}
	}
}

// A form's properties give way to fields of the same name: form.action of a form
// with a field called action is that field.
var shadowed = regexp.MustCompile(`\b(form|event\.target|closest\("form"\))\.(action|method|name|id|target|length|elements|submit|reset)\b`)

func TestScriptReadsNoShadowedProperty(t *testing.T) {
	content, err := files.ReadFile("app.js")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`(?m)//.*$`).ReplaceAllString(string(content), "")
	if found := shadowed.FindAllString(code, -1); found != nil {
		t.Errorf("app.js reads %q; a field of the form may have that name", found)
	}
}
