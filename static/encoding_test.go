package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// gunzip reads a whole stream.
func gunzip(t *testing.T, body []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestCompressedAssets compares the whole answer, for each asset and each way to
// ask for it again.
func TestCompressedAssets(t *testing.T) {
	for _, url := range slices.Sorted(maps.Keys(assets)) {
		a := assets[url]
		if a.zipped == "" || len(a.zipped) >= len(a.content) {
			t.Fatalf("%s is %d bytes, compressed %d", a.name, len(a.content), len(a.zipped))
		}
		etag, plain := `"`+a.hash+`-gzip"`, `"`+a.hash+`"`
		unchanged := http.Header{"Cache-Control": {forever}, "Etag": {etag}, "Vary": {"Accept-Encoding"}}
		whole := maps.Clone(unchanged)
		maps.Copy(whole, http.Header{"Content-Type": {a.mediaType}, "Content-Encoding": {"gzip"},
			"Accept-Ranges": {"bytes"}, "Content-Length": {length([]byte(a.zipped))}})
		for _, test := range []struct {
			method, name, value string // of a header; none when empty
			status              int
		}{
			{"GET", "", "", 200}, {"HEAD", "", "", 200},
			{"GET", "If-None-Match", etag, 304}, {"HEAD", "If-None-Match", etag, 304},
			{"GET", "If-None-Match", `"x", W/` + etag, 304}, {"GET", "If-None-Match", "*", 304},
			{"GET", "If-None-Match", plain, 200}, {"GET", "If-None-Match", `"x"`, 200},
			{"GET", "Range", "bytes=0-9", 200}, {"GET", "Range", "bytes=999999999-", 200}, {"HEAD", "Range", "bytes=0-9", 200},
		} {
			rec, ok := serve(t, test.method, url, "Accept-Encoding", "br, gzip", test.name, test.value)
			want := []any{true, test.status, whole}
			if test.status == 304 {
				want[2] = unchanged
			}
			if diff := cmp.Diff(want, []any{ok, rec.Code, rec.Header()}); diff != "" {
				t.Errorf("%s %s, %s: %s (-want +got)\n%s", test.method, a.name, test.name, test.value, diff)
			}
			if test.status == 304 || test.method == "HEAD" {
				if rec.Body.Len() != 0 {
					t.Errorf("%s %s: %d bytes", test.method, a.name, rec.Body.Len())
				}
			} else if rec.Body.String() != a.zipped || gunzip(t, rec.Body.Bytes()) != a.content {
				t.Errorf("%s %s: %d bytes that are not the asset", test.method, a.name, rec.Body.Len())
			}
		}
	}
}

// TestCompressed: what would not be smaller stays as it is.
func TestCompressed(t *testing.T) {
	for content, smaller := range map[string]bool{"": false, "x": false, "0123456789": false,
		strings.Repeat("x", 1000): true} {
		zipped := compressed([]byte(content))
		if (zipped != "") != smaller || smaller && gunzip(t, []byte(zipped)) != content {
			t.Errorf("%.20q: %d bytes of %d", content, len(zipped), len(content))
		}
	}
}
