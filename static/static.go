// Package static holds the stylesheet, the script and the icon of the console,
// embedded and served under names that change with their content.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed app.css app.js icon.svg
var files embed.FS

// Prefix is the URL path below which the assets live.
const Prefix = "/static/"

// asset is a file as it is sent; zipped is empty where it would not be smaller.
type asset struct{ name, mediaType, hash, content, zipped string }

// mediaTypes are fixed here: those of package mime depend on the machine.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// urls leads from "app.css" to "/static/app.<hash>.css", assets on from there.
var urls, assets = load()

func load() (map[string]string, map[string]asset) {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	urls, assets := make(map[string]string), make(map[string]asset)
	for _, e := range entries {
		content, err := files.ReadFile(e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(content)
		hash := hex.EncodeToString(sum[:6])
		ext := path.Ext(e.Name())
		url := Prefix + strings.TrimSuffix(e.Name(), ext) + "." + hash + ext
		urls[e.Name()] = url
		assets[url] = asset{e.Name(), mediaTypes[ext], hash, string(content), compressed(content)}
	}
	return urls, assets
}

// URL returns the path of the asset called name. An unknown name is a mistake
// in the program and panics.
func URL(name string) string {
	url, ok := urls[name]
	if !ok {
		panic("static: no asset " + name)
	}
	return url
}

// fingerprinted is the path of an asset of any version.
var fingerprinted = regexp.MustCompile(`^` + Prefix + `([a-z]+)\.[0-9a-f]{12}(\.[a-z]+)$`)

// find returns the asset at a path and how long it may be kept. While replicas of two
// versions serve one page, a path with the hash of the other version leads to this
// version's asset, never to be kept: a redirect could go round between the replicas.
func find(path string) (a asset, cacheControl string, ok bool) {
	if a, ok = assets[path]; ok {
		// immutable alone is ignored by browsers that do not know it.
		return a, "public, max-age=31536000, immutable", true
	}
	if m := fingerprinted.FindStringSubmatch(path); m != nil {
		a, ok = assets[urls[m[1]+m[2]]]
	}
	return a, "no-store", ok
}

// ServeHTTP answers a request for an asset: a year of caching when the hash in the
// name is right, none when it is another version's. It reports false, and writes
// nothing, for any other path.
func ServeHTTP(w http.ResponseWriter, r *http.Request) bool {
	a, cacheControl, ok := find(r.URL.Path)
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", cacheControl)
	h.Set("Vary", "Accept-Encoding")
	if a.zipped != "" && AcceptsGzip(r) {
		h.Set("ETag", `"`+a.hash+`-gzip"`)
		h.Set("Content-Encoding", "gzip")
		w = &lengthWriter{w, len(a.zipped)}
		http.ServeContent(w, withoutRange(r), a.name, time.Time{}, strings.NewReader(a.zipped))
		return true
	}
	h.Set("ETag", `"`+a.hash+`"`)
	http.ServeContent(w, r, a.name, time.Time{}, strings.NewReader(a.content))
	return true
}

// lengthWriter says how long a whole answer is: ServeContent leaves that out of
// what is encoded.
type lengthWriter struct {
	http.ResponseWriter
	length int
}

func (w *lengthWriter) WriteHeader(status int) {
	if status == http.StatusOK {
		w.Header().Set("Content-Length", strconv.Itoa(w.length))
	}
	w.ResponseWriter.WriteHeader(status)
}

// withoutRange asks for the whole: parts of something encoded are of no use.
func withoutRange(r *http.Request) *http.Request {
	if r.Header["Range"] == nil {
		return r
	}
	whole := r.Clone(r.Context())
	whole.Header.Del("Range")
	return whole
}
