package handlers

import (
	"bytes"
	"net/http"
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
	b := newBuffer()
	defer keepBuffer(b)
	if err := page.Render(r.Context(), b); err != nil {
		return err
	}
	c.sendBody(w, r, status, htmlMedia, b.Bytes())
	return nil
}

var htmlMedia = []string{"text/html; charset=utf-8"}

// sendBody answers with a body in which idMark stands for the request's ID. What
// may be asked for again gets a tag.
func (c *Console) sendBody(w http.ResponseWriter, r *http.Request, status int, mediaType []string, body []byte) {
	d := newDocument(mediaType, body)
	if status == http.StatusOK && w.Header()["Cache-Control"] == nil {
		d.tag()
	}
	sendDocument(w, r, eventOf(r).requestID, status, d)
}

func newBuffer() *bytes.Buffer {
	b := pageBuffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

func keepBuffer(b *bytes.Buffer) {
	if b.Cap() <= keptPage {
		pageBuffers.Put(b)
	}
}

func (c *Console) page(r *http.Request) views.Page {
	p := c.frame(r)
	p.Here = here(r)
	return p
}

// frame is what a page has but for its own address.
func (c *Console) frame(r *http.Request) views.Page {
	p := views.Page{T: c.messages(r), Version: c.Version, Demo: c.Demo, Open: c.Users == nil, Base: c.base(r), RequestID: idMark, Theme: c.sessionOf(r).theme()}
	if u := eventOf(r).user; u != nil {
		p.User = u.Name
	}
	return p
}

// base is the scheme and host under which the reader reached the console, or the
// ones that it is known by.
func (c *Console) base(r *http.Request) string {
	switch {
	case c.PublicURL != "":
		return c.PublicURL
	case !c.ownHost(r.Host):
		return "" // on the page that says so
	case c.HTTPS:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// here is where a reader comes back to after choosing another language. A page
// that answers a form has no address of its own but that of the form.
func here(r *http.Request) string {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return localPath(r.URL.Path)
	}
	return withoutLang(localPath(r.URL.RequestURI()))
}
