package handlers

import (
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/handlers/session"
	"isales-console/handlers/signon"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// problem is what an error comes to: for people by its words, for programs by
// its code.
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

// problems leads from the errors of isales to problems that need no more detail.
// The first match holds.
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

// awayRetryAfter is when those are asked to come back who met a Redis that is away.
const awayRetryAfter = 5 * time.Second

// diagnose turns an error into a problem. Whatever it does not know is ours.
func diagnose(err error, l *locale) problem {
	t := l.messages
	for _, k := range problems {
		if errors.Is(err, k.err) {
			return k.problem
		}
	}
	if p, ok := diagnoseAccess(err, t); ok {
		return p
	}
	if e, ok := errors.AsType[*platform.UnavailableError](err); ok {
		return diagnoseUnavailable(e, l)
	}
	if e, ok := errors.AsType[*methodError](err); ok {
		return problem{status: http.StatusMethodNotAllowed, code: "method_not_allowed", fill: []string{"method", e.method}}
	}
	if e, ok := errors.AsType[*unknownCodeError](err); ok {
		return problem{status: http.StatusNotFound, code: "code_not_found", fill: []string{"code", e.code}}
	}
	if e, ok := errors.AsType[*isales.NotFoundError](err); ok {
		return problem{status: http.StatusNotFound, code: "result_not_found", correct: true,
			fill: []string{"def", strconv.FormatInt(e.DefID, 10), "vdn", strconv.Itoa(e.VDNID)}}
	}
	if e, ok := errors.AsType[*isales.IncompleteError](err); ok {
		return problem{status: http.StatusBadGateway, code: "incomplete_list", retry: true,
			fill: []string{"got", strconv.Itoa(e.Got), "total", strconv.Itoa(e.Total)}}
	}
	if e, ok := errors.AsType[*isales.CampaignNotFoundError](err); ok {
		return problem{status: http.StatusNotFound, code: "campaign_not_found", apiCode: e.Code,
			fill: []string{"campaign", strconv.FormatInt(e.CampaignID, 10), "vdn", strconv.Itoa(e.VDNID)}}
	}
	if e, ok := errors.AsType[*isales.CallNotFoundError](err); ok {
		return problem{status: http.StatusNotFound, code: "call_not_found",
			fill: []string{"call", e.CallID, "vdn", strconv.Itoa(e.VDNID)}}
	}
	if e, ok := errors.AsType[*isales.APIError](err); ok {
		return diagnoseAPI(e, l.platform)
	}
	if e, ok := errors.AsType[*isales.CodeMismatchError](err); ok {
		return problem{status: http.StatusBadGateway, code: "codes_disagree", retry: true, apiCode: e.ResultCode,
			platformSays: e.Desc, fill: []string{"code", e.ResultCode, "other", e.ReturnCode}}
	}
	if e, ok := errors.AsType[*isales.DecodeError](err); ok {
		field := e.Field
		if field == "" {
			field = t.WholeAnswer
		}
		return problem{status: http.StatusBadGateway, code: "bad_answer", fill: []string{"field", field}}
	}
	if e, ok := errors.AsType[*isales.StatusError](err); ok {
		_, list := errors.AsType[*readError](err)
		if list && slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed,
			http.StatusNotImplemented}, e.StatusCode) {
			return problem{status: http.StatusBadGateway, code: "no_list", fill: []string{"status", strconv.Itoa(e.StatusCode)}}
		}
		return diagnoseStatus(e, t)
	}
	if e, ok := errors.AsType[*isales.TransportError](err); ok && errors.Is(err, isales.ErrTimeout) {
		waited := t.Seconds.Of(1)
		if tenths := math.Round(e.After.Seconds() * 10); tenths != 10 {
			waited = views.Fill(t.Seconds.Other, "n", strconv.FormatFloat(tenths/10, 'f', -1, 64))
		}
		return problem{status: http.StatusGatewayTimeout, code: "timeout", retry: true, fill: []string{"waited", waited}}
	}
	return problem{status: http.StatusInternalServerError, code: "internal"}
}

// diagnoseAccess knows the errors of sign-in and of what it allows.
func diagnoseAccess(err error, t *views.Messages) (problem, bool) {
	if e, ok := errors.AsType[*vdnError](err); ok {
		return problem{status: http.StatusForbidden, code: "vdn_forbidden",
			fill: []string{"vdn", strconv.Itoa(e.vdnID), "vdns", t.List(strings.Split(e.vdns, ","))}}, true
	}
	if e, ok := errors.AsType[*signon.Error](err); ok {
		return diagnoseSignOn(e, t), true
	}
	if e, ok := errors.AsType[*throttledError](err); ok {
		wait := t.Seconds.Of(int(math.Ceil(e.wait.Seconds())))
		if e.wait >= time.Minute {
			wait = t.Minutes.Of(int(math.Ceil(e.wait.Minutes())))
		}
		code := "sign_in_throttled"
		if e.token {
			code = "token_throttled"
		}
		return problem{status: http.StatusTooManyRequests, code: code, retryAfter: e.wait, fill: []string{"wait", wait}}, true
	}
	if _, ok := errors.AsType[*session.AwayError](err); ok {
		return problem{status: http.StatusServiceUnavailable, code: "sign_in_away", retryAfter: awayRetryAfter}, true
	}
	if e, ok := errors.AsType[*bulkError](err); ok {
		return problem{status: http.StatusTooManyRequests, code: "too_much_work", retry: true, retryAfter: bulkRetryAfter,
			fill: []string{"n", strconv.Itoa(e.most), "wait", t.Seconds.Of(int(bulkRetryAfter.Seconds()))}}, true
	}
	if e, ok := errors.AsType[*formError](err); ok {
		if large, ok := errors.AsType[*http.MaxBytesError](e.err); ok {
			return problem{status: http.StatusRequestEntityTooLarge, code: "form_too_large",
				fill: []string{"limit", byteSize(large.Limit)}}, true
		}
		return problem{status: http.StatusBadRequest, code: "bad_form"}, true
	}
	return problem{}, false
}

func diagnoseAPI(e *isales.APIError, l isales.Language) problem {
	meaning, _ := isales.APIStatusMeaning(e.Code, l)
	p := problem{status: http.StatusBadGateway, code: "api_error", retry: true, apiCode: e.Code, platformSays: e.Desc,
		fill: []string{"code", e.Code, "meaning", meaning, "advice", dictionary.StatusAdvice(e.Code, l)}}
	if e.Parameter() {
		p.status, p.code, p.retry, p.correct = http.StatusUnprocessableEntity, "api_parameter", false, true
	}
	return p
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
