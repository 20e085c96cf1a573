package static

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
)

// AcceptsGzip reports whether the request takes gzip: it is named, or "*" is,
// and not with a quality of 0.
func AcceptsGzip(r *http.Request) bool {
	accepted := r.Header["Accept-Encoding"]
	if len(accepted) == 0 {
		return false
	}
	anything := false
	for entry := range strings.SplitSeq(strings.Join(accepted, ","), ",") {
		coding, params, _ := strings.Cut(entry, ";")
		name, q, ok := strings.Cut(params, "=")
		weight, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
		liked := !ok || strings.TrimSpace(strings.ToLower(name)) != "q" || err != nil || weight > 0
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return liked
		case "*":
			anything = liked
		}
	}
	return anything
}

// compressed returns the content gzipped, or nothing when that saves nothing.
func compressed(content []byte) string {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(content)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	if b.Len() >= len(content) {
		return ""
	}
	return b.String()
}
