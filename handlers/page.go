package handlers

import (
	"net/http"

	"isales-console/handlers/respond"
	"isales-console/handlers/session"
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

// startStream sends everything above the content of a page.
func startStream(w http.ResponseWriter, r *http.Request, p views.Page, title string) (*respond.Stream, error) {
	return respond.StartStream(w, r, views.Frame(p, title), views.FrameMark)
}

// chosenTheme is the theme that a session has, "light" or "dark"; empty for the
// system's.
func chosenTheme(s *session.Session) string {
	if s.Theme == "light" || s.Theme == "dark" {
		return s.Theme
	}
	return ""
}
