package handlers

import (
	"net"
	"net/http"
	"strings"

	"isales-console/handlers/respond"
	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/views"
)

// newPage is what every page has.
func (c *Console) newPage(r *http.Request) views.Page {
	p := c.pageFrame(r)
	p.Here = returnPath(r)
	return p
}

// pageFrame is what a page has but for its own address.
func (c *Console) pageFrame(r *http.Request) views.Page {
	p := views.Page{T: c.messages(r), Version: c.Version, Demo: c.Demo, Open: c.open(), Base: c.origin(r),
		Theme: chosenTheme(c.sessionOf(r)), Contact: c.Contact}
	if u := requestLogOf(r).user; u != nil {
		p.User = u.Name
	}
	p.Find = p.Open || p.User != ""
	return p
}

// origin is the scheme and host under which the reader reached the console, or the
// ones that it is known by.
func (c *Console) origin(r *http.Request) string {
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

// startStream sends everything above the content of a page.
func startStream(w http.ResponseWriter, r *http.Request, p views.Page, title string) (*respond.Stream, error) {
	return respond.StartStream(w, r, views.Frame(p, title), views.FrameMark)
}

func (c *Console) ownHost(host string) bool {
	if c.publicURL != nil {
		own := withoutDefaultPort(c.publicURL.Host, c.publicURL.Scheme)
		return strings.EqualFold(withoutDefaultPort(host, c.publicURL.Scheme), own)
	}
	if !c.LoopbackOnly {
		return true
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	return isales.IsLoopback(name)
}

func withoutDefaultPort(host, scheme string) string {
	return strings.TrimSuffix(host, ":"+DefaultPort(scheme))
}

// DefaultPort returns the port of a URL without one; empty for a scheme other than
// http and https.
func DefaultPort(scheme string) string {
	return map[string]string{"https": "443", "http": "80"}[scheme]
}

// sessionOf returns the session of the request, as its cookie has it before userOf. It
// is read when first needed: many answers need none.
func (c *Console) sessionOf(r *http.Request) *session.Session {
	e := requestLogOf(r)
	if e.session == nil {
		e.session = c.sessions.Load(r)
	}
	return e.session
}

// chosenTheme is the theme that a session has, "light" or "dark"; empty for the
// system's.
func chosenTheme(s *session.Session) string {
	if s.Theme == "light" || s.Theme == "dark" {
		return s.Theme
	}
	return ""
}
