package handlers

import (
	"log/slog"
	"net/http"
	"strings"

	"isales-console/handlers/respond"
	"isales-console/handlers/session"
	"isales-console/views"
)

// serveAccount shows users where they are signed in.
func (c *Console) serveAccount(w http.ResponseWriter, r *http.Request) error {
	u := requestLogOf(r).user
	if u == nil {
		return errPageNotFound // a console without sign-in
	}
	s := c.sessionOf(r)
	c.sessions.Seen(s, c.clientIP(r), r.UserAgent())
	l := c.localeOf(r)
	p := views.AccountPage{Page: c.newPage(r), VDNs: c.vdnLinks(r), Elsewhere: isSignOn(s)}
	p.Canonical = "/account"
	signIns, err := c.sessions.SignIns(r.Context(), s)
	if err != nil {
		return err
	}
	for _, other := range signIns {
		p.SignIns = append(p.SignIns, views.SignInRow{Ref: other.Ref, Here: other.IsOf(s), Address: other.Address,
			Browser: browserName(other, l.messages), Created: l.moment(other.Created), Seen: l.moment(other.Seen)})
	}
	return respond.Page(w, r, http.StatusOK, views.Account(p))
}

// endSignIns signs a user's other browsers out: the one that the form names, or all.
func (c *Console) endSignIns(w http.ResponseWriter, r *http.Request) error {
	u := requestLogOf(r).user
	if u == nil {
		return errPageNotFound
	}
	if err := parseForm(r, maxBody); err != nil {
		return err
	}
	n, err := c.sessions.EndSignIns(r.Context(), c.sessionOf(r), r.PostForm.Get("ref"))
	if err != nil {
		return err
	}
	c.audit(r, requestLogOf(r).requestID, "sign-ins ended", u.Name, slog.Int("ended", n))
	return seeOther(w, r, "/account")
}

// browsers and systems are looked for in this order: many claim to be others, too.
var (
	browsers = [][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"},
		{"Safari/", "Safari"}}
	systems = [][2]string{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"Mac OS X", "macOS"}, {"Linux", "Linux"}}
)

// browserName is what a browser calls itself, in two words.
func browserName(s session.SignIn, t *views.Messages) string {
	var words []string
	for _, names := range [][][2]string{browsers, systems} {
		for _, n := range names {
			if strings.Contains(s.Browser, n[0]) {
				words = append(words, n[1])
				break
			}
		}
	}
	if words == nil {
		return t.Account.OtherBrowser
	}
	return strings.Join(words, " · ")
}
