package handlers

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"isales-console/views"
)

var pageBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keptPage is the size of a page buffer that is worth keeping.
const keptPage = 256 << 10

// render writes a page. It renders into a buffer first: a page that fails half
// way becomes an error page and not half a page.
func (c *Console) render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	b := pageBuffers.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= keptPage {
			pageBuffers.Put(b)
		}
	}()
	if err := page.Render(r.Context(), b); err != nil {
		return err
	}
	send(w, status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

// send writes a whole answer. Whoever needs another caching rule than the one
// for private pages sets it before.
func send(w http.ResponseWriter, status int, mediaType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	w.WriteHeader(status)
	// A failed write means that the reader went away, which is no one's fault.
	_, _ = w.Write(body)
}

func (c *Console) page(r *http.Request) views.Page {
	p := views.Page{T: c.messages(r), Version: c.Version, Demo: c.Demo, Open: c.Users == nil, Here: here(r), Theme: c.sessionOf(r).theme()}
	if u := eventOf(r).user; u != nil {
		p.User = u.name
	}
	return p
}

// here is where a reader comes back to after choosing another language. A page
// that answers a form has no address of its own but that of the form.
func here(r *http.Request) string {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return localPath(r.URL.Path)
	}
	return withoutLang(localPath(r.URL.RequestURI()))
}
