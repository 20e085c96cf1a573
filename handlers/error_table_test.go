package handlers

import (
	"net/http"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// problemCase is a row of "What goes wrong" in the design, as seen from outside. The texts of the pages are in their
// golden files.
type problemCase struct {
	name    string
	fault   isalestest.Fault
	options []option
	down    bool   // the platform is switched off
	method  string // GET when empty
	path    string // the documented example when empty

	status            int
	code, apiCode     string
	retryAfter, allow string
	retry, correct    bool   // offers to try again, to correct the IDs
	asked             int    // requests that reached the platform
	words             string // are on the page, where the golden file has others
	err               string // in the log
}

// notAsked is a call that was not made since the one before failed. The time for
// the next one has come long ago, so that waiting takes the least time there is.
func notAsked(err error) error {
	return &platform.UnavailableError{RetryAt: time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC), Err: err}
}

// blocked is the page of a firewall, as far as the log has it.
const blocked = `"<!DOCTYPE html>\n<html><head><title>Request blocked</title></head>\n` +
	`<body><h1>Request blocked / 请求被拦截</h1><p>Eve"`

var problemCases = []problemCase{
	{name: "parameter refused", fault: "code=02000007", status: 422, code: "api_parameter", apiCode: "02000007",
		correct: true, asked: 1,
		err: `isales: API status "02000007" (The value of a parameter is wrong): "Incorrect parameter value."`},
	{name: "undocumented API status", fault: "code=0299999", status: 502, code: "api_error", apiCode: "0299999",
		retry: true, asked: 1, err: `isales: API status "0299999" (Not in the documentation): "Error 0299999."`},
	{name: "obResult null", fault: isalestest.FaultNotFound, status: 404, code: "result_not_found", correct: true,
		asked: 1, err: "isales: no external result 1402245659 in VDN 40"},
	{name: "codes disagree", fault: isalestest.FaultDisagree, status: 502, code: "codes_disagree", apiCode: "0200000",
		retry: true, asked: 1, err: `isales: resultCode "0200000" and returnCode "0200001" disagree`},
	{name: "key refused by the platform", fault: isalestest.FaultStatus401, status: 502, code: "unauthorized",
		asked: 1, err: `isales: HTTP status 401 (Unauthorized): ""`},
	{name: "wrong secret key", options: []option{withWrongSecret}, status: 502, code: "unauthorized", asked: 1,
		err: `isales: HTTP status 401 (Unauthorized): ""`},
	{name: "address not allowed", fault: isalestest.FaultStatus403, status: 502, code: "forbidden", asked: 1,
		err: `isales: HTTP status 403 (Forbidden): ` + blocked},
	{name: "throttled", fault: isalestest.FaultStatus429, status: 503, code: "throttled", retryAfter: "7",
		retry: true, asked: 1,
		err: `isales: HTTP status 429 (Too Many Requests): ` + blocked},
	{name: "throttled without saying for how long",
		options: []option{withResults(failing(&isales.StatusError{StatusCode: 429}))}, status: 503, code: "throttled",
		retryAfter: "30", retry: true, words: "Try again in 30 seconds.",
		err: `isales: HTTP status 429 (Too Many Requests): ""`},
	{name: "throttled for part of a second",
		options: []option{withResults(failing(&isales.StatusError{StatusCode: 429, RetryAfter: 200 * time.Millisecond}))},
		status:  503, code: "throttled", retryAfter: "1", retry: true, words: "Try again in 1 second.",
		err: `isales: HTTP status 429 (Too Many Requests): ""`},
	{name: "time-out",
		options: []option{withResults(failing(&isales.TransportError{Kind: isales.ErrTimeout,
			After: 10012 * time.Millisecond, Err: isales.ErrTimeout}))},
		status: 504, code: "timeout", retry: true, words: "The console waited 10 seconds.",
		err: "isales: no answer in time after 10.012s: no answer in time"},
	{name: "slow", options: []option{withResults(failing(platform.ErrSlow))}, status: 504, code: "slow", retry: true,
		err: "platform has not answered yet"},
	{name: "down, so not asked", options: []option{withResults(failing(notAsked(isales.ErrUnreachable)))},
		status: 503, code: "unavailable", retryAfter: "1", retry: true, words: "from 3 Feb 2001, 04:05:06 UTC.",
		err: "not asked before 2001-02-03T04:05:06Z: platform unreachable"},
	{name: "throttling, so not asked",
		options: []option{withResults(failing(notAsked(&isales.StatusError{StatusCode: 429, RetryAfter: time.Hour})))},
		status:  503, code: "throttled", retryAfter: "1", retry: true, words: "Try again in 1 second.",
		err: `not asked before 2001-02-03T04:05:06Z: isales: HTTP status 429 (Too Many Requests): ""`},
	{name: "connection reset", fault: isalestest.FaultReset, status: 502, code: "interrupted", retry: true, asked: 1,
		err: "isales: connection interrupted after …"},
	{name: "answer cut", fault: isalestest.FaultTruncated, status: 502, code: "interrupted", retry: true, asked: 1,
		err: "isales: connection interrupted after …"},
	{name: "refused connection", down: true, status: 502, code: "unreachable", retry: true,
		err: "isales: platform unreachable after …"},
	{name: "certificate of another authority", options: []option{withOtherAuthority}, status: 502, code: "tls",
		err: "isales: TLS failure after …"},
	{name: "firewall's page", fault: isalestest.FaultHTML, status: 502, code: "not_json", retry: true, asked: 1,
		err: `isales: answer is not JSON: content type "text/html; charset=utf-8" (HTTP status 200, ` +
			`content type "text/html; charset=utf-8"): ` + blocked},
	{name: "wrong types", fault: isalestest.FaultWrongTypes, status: 502, code: "bad_answer", asked: 1,
		err: "isales: /obResult/defId: want a string or an integer, got an array"},
	{name: "answer about another result", fault: isalestest.FaultWrongResult, status: 502, code: "bad_answer",
		asked: 1, err: `isales: /obResult/defId: want the 1402245659 asked for, got "1402245660"`},
	{name: "too large", fault: isalestest.FaultHuge, status: 502, code: "too_large", asked: 1,
		err: "isales: answer too large: more than 1048576 bytes"},
	{name: "redirect", fault: isalestest.FaultRedirect, status: 502, code: "redirect", asked: 1,
		err: `isales: HTTP status 302 (Found): ""`},
	{name: "other HTTP status", fault: isalestest.FaultStatus503, status: 502, code: "http_status", retry: true,
		asked: 1, err: `isales: HTTP status 503 (Service Unavailable): "503 Service Unavailable\n"`},
	{name: "unknown page", path: "/nowhere", status: 404, code: "page_not_found", err: "no such page"},
	{name: "unknown method", method: http.MethodPost, path: "/codes", status: 405, code: "method_not_allowed",
		allow: "GET, HEAD", err: "method POST is not one of GET, HEAD"},
	{name: "unknown method on data", method: http.MethodDelete, path: examplePath, status: 405,
		code: "method_not_allowed", allow: "GET, HEAD", err: "method DELETE is not one of GET, HEAD"},
}
