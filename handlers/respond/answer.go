package respond

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzhttp"

	"isales-console/static"
)

// minCompressed is the size in bytes from which compressing pays.
const minCompressed = 1000

// Compress compresses what is sent by the handlers below it, streams included,
// for readers who accept gzip.
func Compress(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed), gzhttp.EnableZstd(false),
		gzhttp.ExceptContentTypes([]string{XLSX})) // it is a ZIP
	if err != nil {
		return nil, err
	}
	return wrap(next), nil
}

// Answer is a finished body. It is safe for concurrent use.
type Answer struct {
	mediaType   string
	disposition string // of a file; empty for none
	body        []byte
	// etag is a weak tag: the same content goes out compressed or not.
	etag func() string
	// zipped is the body as gzip; made for answers that are kept.
	zipped func() []byte
}

func newAnswer(mediaType string, body []byte) *Answer {
	return &Answer{mediaType: mediaType, body: body, etag: sync.OnceValue(func() string {
		sum := sha256.Sum256(body)
		return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	})}
}

// Body is the body; it must not be changed.
func (a *Answer) Body() []byte { return a.body }

// askAgain lets the reader alone keep an answer, and ask each time whether it is still the same.
const askAgain = "private, no-cache"

// Send sends an answer, or 304 to a reader who has it. What has no Cache-Control
// yet may be kept by its reader alone, and asked for again.
func (a *Answer) Send(w http.ResponseWriter, r *http.Request, status int) {
	h := w.Header()
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", askAgain)
		if status == http.StatusOK {
			h.Set("ETag", a.etag())
			if (r.Method == http.MethodGet || r.Method == http.MethodHead) && matches(r.Header["If-None-Match"], a.etag()) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
	}
	if a.disposition != "" {
		h.Set("Content-Disposition", a.disposition)
	}
	body := a.body
	if a.zipped != nil && static.AcceptsGzip(r) && len(body) >= minCompressed {
		body = a.zipped()
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Type", a.mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A failed write means that the reader went away, which is no one's fault.
	_, _ = w.Write(body)
}

// matches reports whether an If-None-Match header names the tag. Two tags that
// differ in weakness only name the same answer.
func matches(header []string, etag string) bool {
	for _, line := range header {
		for tag := range strings.SplitSeq(line, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
				return true
			}
		}
	}
	return false
}

// compress returns a body as gzip.
func compress(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	// A bytes.Buffer takes everything.
	_, _ = z.Write(body)
	_ = z.Close()
	return b.Bytes()
}
