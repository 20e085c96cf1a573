package handlers

import (
	"cmp"
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// lookupError is a look-up that failed; the error page offers to correct or
// repeat it.
type lookupError struct {
	query resultID
	err   error
}

func (e *lookupError) Error() string { return e.err.Error() }

func (e *lookupError) Unwrap() error { return e.err }

// readError is a VDN whose list could not be read.
type readError struct {
	path string
	err  error
}

func (e *readError) Error() string { return e.err.Error() }

func (e *readError) Unwrap() error { return e.err }

func diagnoseAPI(e *isales.APIError, l isales.Language) problem {
	meaning, _ := isales.APIStatusMeaning(e.Code, l)
	p := problem{status: http.StatusBadGateway, code: "api_error", retry: true, apiCode: e.Code, platformSays: e.Desc,
		fill: []string{"code", e.Code, "meaning", meaning, "advice", dictionary.StatusAdvice(e.Code, l)}}
	if e.Parameter() {
		p.status, p.code, p.retry, p.correct = http.StatusUnprocessableEntity, "api_parameter", false, true
	}
	return p
}

// diagnosePlatform knows the errors of calls to the platform, and of those that were not made.
func diagnosePlatform(err error, l *locale) (problem, bool) {
	t := l.messages
	if e, ok := errors.AsType[*platform.UnavailableError](err); ok {
		return diagnoseUnavailable(e, l), true
	}
	if p, ok := diagnoseMissing(err); ok {
		return p, true
	}
	if e, ok := errors.AsType[*isales.APIError](err); ok {
		return diagnoseAPI(e, l.platform), true
	}
	if e, ok := errors.AsType[*isales.CodeMismatchError](err); ok {
		return problem{status: http.StatusBadGateway, code: "codes_disagree", retry: true, apiCode: e.ResultCode,
			platformSays: e.Desc, fill: []string{"code", e.ResultCode, "other", e.ReturnCode}}, true
	}
	if e, ok := errors.AsType[*isales.DecodeError](err); ok {
		return problem{status: http.StatusBadGateway, code: "bad_answer",
			fill: []string{"field", cmp.Or(e.Field, t.WholeAnswer)}}, true
	}
	if e, ok := errors.AsType[*isales.StatusError](err); ok {
		_, list := errors.AsType[*readError](err)
		if list && slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed,
			http.StatusNotImplemented}, e.StatusCode) {
			return problem{status: http.StatusBadGateway, code: "no_list",
				fill: []string{"status", strconv.Itoa(e.StatusCode)}}, true
		}
		return diagnoseStatus(e, t), true
	}
	if e, ok := errors.AsType[*isales.TransportError](err); ok && errors.Is(err, isales.ErrTimeout) {
		waited := t.Seconds.Of(1)
		if tenths := math.Round(e.After.Seconds() * 10); tenths != 10 {
			waited = views.Fill(t.Seconds.Other, "n", strconv.FormatFloat(tenths/10, 'f', -1, 64))
		}
		return problem{status: http.StatusGatewayTimeout, code: "timeout", retry: true,
			fill: []string{"waited", waited}}, true
	}
	return problem{}, false
}

// diagnoseMissing knows the errors about what the platform does not have, or not all of.
func diagnoseMissing(err error) (problem, bool) {
	if e, ok := errors.AsType[*isales.NotFoundError](err); ok {
		return problem{status: http.StatusNotFound, code: "result_not_found", correct: true,
			fill: []string{"def", strconv.FormatInt(e.DefID, 10), "vdn", strconv.Itoa(e.VDNID)}}, true
	}
	if e, ok := errors.AsType[*isales.IncompleteError](err); ok {
		return problem{status: http.StatusBadGateway, code: "incomplete_list", retry: true,
			fill: []string{"got", strconv.Itoa(e.Got), "total", strconv.Itoa(e.Total)}}, true
	}
	if e, ok := errors.AsType[*isales.CampaignNotFoundError](err); ok {
		return problem{status: http.StatusNotFound, code: "campaign_not_found", apiCode: e.Code,
			fill: []string{"campaign", strconv.FormatInt(e.CampaignID, 10), "vdn", strconv.Itoa(e.VDNID)}}, true
	}
	if e, ok := errors.AsType[*isales.CallNotFoundError](err); ok {
		return problem{status: http.StatusNotFound, code: "call_not_found",
			fill: []string{"call", e.CallID, "vdn", strconv.Itoa(e.VDNID)}}, true
	}
	return problem{}, false
}
