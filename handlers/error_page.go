package handlers

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"isales-console/handlers/respond"
	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/views"
)

// serveError is the only way in which an error leaves the console: people get a
// page, who asks for data the same in JSON, and the log the cause. People who are
// signed out are led to the sign-in and back.
func (c *Console) serveError(w http.ResponseWriter, r *http.Request, err error) {
	e := requestLogOf(r)
	if wasCut(r.Context()) {
		err = errors.Join(ErrShutdown, err)
		r = r.WithContext(context.WithoutCancel(r.Context()))
	}
	e.err = err
	if clientGone(r, err) {
		if e.outcome != "" {
			e.outcome = "canceled"
		}
		return
	}
	t := c.messages(r)
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Del("Link")
	if _, token := bearer(r); errors.Is(err, errSignedOut) && !token && !wantsData(r) {
		http.Redirect(w, r, signInPath(r), http.StatusSeeOther)
		return
	}
	if input, ok := errors.AsType[*inputError](err); ok {
		c.serveInputError(w, r, input)
		return
	}
	if input, ok := errors.AsType[*codesInputError](err); ok {
		c.serveCodesInputError(w, r, input)
		return
	}
	p := diagnose(err, c.localeOf(r))
	if e.outcome != "" {
		e.outcome = p.code
	}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(p.retryAfter.Seconds()))))
	}
	if method, ok := errors.AsType[*methodError](err); ok {
		h.Set("Allow", method.allowed)
	}
	if p.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(err))
	}
	if wantsData(r) || p.status == http.StatusUnauthorized {
		c.sendJSONError(w, r, p.status, jsonError{Code: p.code, Message: p.sentence(t), APICode: p.apiCode})
		return
	}
	c.renderError(w, r, p.status, views.Error(c.errorPage(r, p, err)))
}

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

// clientGone reports that the reader closed the connection: no page can reach
// anyone, and nothing failed.
func clientGone(r *http.Request, err error) bool {
	return errors.Is(err, context.Canceled) && r.Context().Err() != nil
}

// handlerFunc answers a request or returns why it cannot; see serveError.
type handlerFunc func(w http.ResponseWriter, r *http.Request) error

// handle gives the error of a handler its only way out.
func (c *Console) handle(serve handlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := serve(w, r); err != nil {
			c.serveError(w, r, err)
		}
	}
}
