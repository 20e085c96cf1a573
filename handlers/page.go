package handlers

import (
	"net/http"

	"isales-console/handlers/respond"
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
	p := views.Page{T: c.messages(r), Version: c.Version, Demo: c.Demo, Open: c.Users == nil, Base: c.origin(r),
		Theme: chosenTheme(c.sessionOf(r))}
	if u := requestLogOf(r).user; u != nil {
		p.User = u.Name
	}
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

// returnPath is where a reader comes back to after choosing another language. A
// page that answers a form has no address of its own but that of the form.
func returnPath(r *http.Request) string {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return localPath(r.URL.Path)
	}
	return withoutLang(localPath(r.URL.RequestURI()))
}

// startStream sends everything above the content of a page.
func startStream(w http.ResponseWriter, r *http.Request, p views.Page, title string) (*respond.Stream, error) {
	return respond.StartStream(w, r, views.Frame(p, title), views.FrameMark)
}
