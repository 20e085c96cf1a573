package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"isales-console/handlers/respond"
	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/views"
)

// renderError writes an error page. When even that fails, the page that was made
// at the start has to do.
func (c *Console) renderError(w http.ResponseWriter, r *http.Request, status int, page templ.Component) {
	err := respond.Page(w, r, status, page)
	if err == nil || clientGone(r, err) {
		return
	}
	e := requestLogOf(r)
	e.err = errors.Join(e.err, fmt.Errorf("rendering the error page: %w", err))
	c.plainError.Send(w, r, http.StatusInternalServerError)
}

func (c *Console) errorPage(r *http.Request, p problem, err error) views.ErrorPage {
	page := views.ErrorPage{Page: c.newPage(r), PlatformSays: p.platformSays, Time: c.localeOf(r).moment(c.Now()),
		RequestID: requestLogOf(r).requestID}
	words := p.words(page.T)
	page.Heading, page.What, page.Do = words.Heading, words.What, p.do(page.T)
	if unknown, ok := errors.AsType[*unknownCodeError](err); ok {
		page.AllCodes = true
		page.Nearest = nearest(unknown.code, c.notes(), c.localeOf(r))
	}
	if read, ok := errors.AsType[*readError](err); ok && p.retry {
		page.Retry = read.path
	}
	if _, ok := errors.AsType[*session.AwayError](err); ok && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		page.Retry = localPath(r.URL.RequestURI())
	}
	if missing, ok := errors.AsType[*isales.NotFoundError](err); ok {
		page.Meant = meant(strconv.FormatInt(missing.DefID, 10),
			vdnRequest{vdnID: missing.VDNID, l: c.localeOf(r), notes: c.notes()})
		page.MeantText = views.Fill(page.T.MeantNotResult, "text", strconv.FormatInt(missing.DefID, 10))
	}
	lookup, ok := errors.AsType[*lookupError](err)
	if ok && p.retry {
		page.Retry = lookup.query.path()
	}
	if ok && p.correct {
		page.Form = &views.LookupForm{
			VDN: views.Field{Value: strconv.Itoa(lookup.query.vdnID)},
			Def: views.Field{Value: strconv.FormatInt(lookup.query.defID, 10)},
		}
	}
	if attempt, ok := errors.AsType[*signOnError](err); ok && p.retry {
		page.Retry = attempt.again()
	}
	page.Ticket = errorTicket(page)
	return page
}

// renderPlainError makes the page that is left when even rendering an error
// fails.
func (c *Console) renderPlainError() (err error) {
	words := problem{code: "internal"}.words(&views.English)
	c.plainError, err = respond.NewPage(context.Background(), views.Error(views.ErrorPage{
		Page:    views.Page{T: &views.English, Version: c.Version, Demo: c.Demo},
		Heading: words.Heading, What: words.What, Do: views.TimedText{Text: words.Do},
	}))
	return err
}
