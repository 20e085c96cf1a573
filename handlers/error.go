package handlers

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"isales-console/handlers/input"
	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

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
	if form, ok := errors.AsType[formProblem](err); ok {
		form.serve(c, w, r)
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

// formProblem is an error that its form says, shown again with what was typed.
type formProblem interface {
	error
	serve(c *Console, w http.ResponseWriter, r *http.Request)
}

// clientGone reports that the reader closed the connection: no page can reach
// anyone, and nothing failed.
func clientGone(r *http.Request, err error) bool {
	return errors.Is(err, context.Canceled) && r.Context().Err() != nil
}

// ErrShutdown is the cause with which the context of a request ends that takes longer
// than the console at its end.
var ErrShutdown = errors.New("cut off by the end of the console")

// wasCut reports that a request ended for ErrShutdown: its reader is still there.
func wasCut(ctx context.Context) bool { return errors.Is(context.Cause(ctx), ErrShutdown) }

// problem is the response to an error: its status, for people its words and for programs its code.
type problem struct {
	status int
	// code names the problem in JSON and is its key in views.Messages.ErrorPage.
	code string
	// fill are the placeholders of the words and what stands for them.
	fill []string
	// until stands for {time} in the words; zero for none.
	until views.Time
	// retry offers to ask again, correct to change the IDs.
	retry, correct bool
	apiCode        string
	platformSays   string
	retryAfter     time.Duration
}

// problems are those of errors that say nothing more than what they are. The first
// match holds.
var problems = []struct {
	err error
	problem
}{
	{ErrShutdown, problem{status: http.StatusServiceUnavailable, code: "shutting_down", retry: true,
		retryAfter: defaultRetryAfter}},
	{platform.ErrSlow, problem{status: http.StatusGatewayTimeout, code: "slow", retry: true}},
	{errCrossOrigin, problem{status: http.StatusForbidden, code: "cross_origin"}},
	{errWrongHost, problem{status: http.StatusMisdirectedRequest, code: "wrong_host"}},
	{input.ErrQuery, problem{status: http.StatusBadRequest, code: "bad_query"}},
	{session.ErrNoAttempt, problem{status: http.StatusBadRequest, code: "sign_on_state", retry: true}},
	{session.ErrOldAttempt, problem{status: http.StatusBadRequest, code: "sign_on_old", retry: true}},
	{errNoGroup, problem{status: http.StatusForbidden, code: "sign_on_no_group"}},
	{errSignedOut, problem{status: http.StatusUnauthorized, code: "signed_out"}},
	{errWrongToken, problem{status: http.StatusUnauthorized, code: "wrong_token"}},
	{errDataOnly, problem{status: http.StatusForbidden, code: "data_only"}},
	{errPageNotFound, problem{status: http.StatusNotFound, code: "page_not_found"}},
	{isales.ErrUnauthorized, problem{status: http.StatusBadGateway, code: "unauthorized"}},
	{isales.ErrForbidden, problem{status: http.StatusBadGateway, code: "forbidden"}},
	{isales.ErrRedirect, problem{status: http.StatusBadGateway, code: "redirect"}},
	{isales.ErrUnreachable, problem{status: http.StatusBadGateway, code: "unreachable", retry: true}},
	{isales.ErrInterrupted, problem{status: http.StatusBadGateway, code: "interrupted", retry: true}},
	{isales.ErrTLS, problem{status: http.StatusBadGateway, code: "tls"}},
	{isales.ErrNotJSON, problem{status: http.StatusBadGateway, code: "not_json", retry: true}},
	{isales.ErrTooLarge, problem{status: http.StatusBadGateway, code: "too_large"}},
}

// defaultRetryAfter is what a reader is told when a throttling platform does
// not say how long to wait.
const defaultRetryAfter = 30 * time.Second

// diagnose turns an error into a problem. Whatever it does not know is ours.
func diagnose(err error, l *locale) problem {
	for _, k := range problems {
		if errors.Is(err, k.err) {
			return k.problem
		}
	}
	for _, known := range []func(error, *locale) (problem, bool){diagnoseAccess, diagnoseForm, diagnoseAddress,
		diagnosePlatform} {
		if p, ok := known(err, l); ok {
			return p
		}
	}
	return problem{status: http.StatusInternalServerError, code: "internal"}
}

func diagnoseStatus(e *isales.StatusError, t *views.Messages) problem {
	if e.StatusCode != http.StatusTooManyRequests {
		return problem{status: http.StatusBadGateway, code: "http_status", retry: true,
			fill: []string{"status", strconv.Itoa(e.StatusCode)}}
	}
	wait := e.RetryAfter
	if wait == 0 {
		wait = defaultRetryAfter
	}
	return throttled(wait, t)
}

func throttled(wait time.Duration, t *views.Messages) problem {
	return problem{status: http.StatusServiceUnavailable, code: "throttled", retry: true,
		retryAfter: wait, fill: []string{"wait", t.Seconds.Of(int(math.Ceil(wait.Seconds())))}}
}

// diagnoseUnavailable is about a platform that was not asked.
func diagnoseUnavailable(e *platform.UnavailableError, l *locale) problem {
	wait := max(time.Second, time.Until(e.RetryAt))
	if errors.Is(e.Err, isales.ErrThrottled) {
		return throttled(wait, l.messages)
	}
	return problem{status: http.StatusServiceUnavailable, code: "unavailable", retry: true,
		retryAfter: wait, until: l.moment(e.RetryAt)}
}

// words returns the heading and the two sentences of a problem.
func (p problem) words(t *views.Messages) views.ErrorText {
	text := t.ErrorPage[p.code]
	return views.ErrorText{
		Heading: views.Fill(text.Heading, p.fill...),
		What:    views.Fill(text.What, p.fill...),
		Do:      p.do(t).String(),
	}
}

// do is what to do, with its point in time apart.
func (p problem) do(t *views.Messages) views.TimedText {
	return views.TimedText{Text: views.Fill(t.ErrorPage[p.code].Do, p.fill...), Time: p.until}
}

func (p problem) sentence(t *views.Messages) string {
	words := p.words(t)
	return t.Sentences(words.What, words.Do)
}
