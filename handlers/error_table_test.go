package handlers

import (
	"net/http"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// problemCase is a row of "What goes wrong" in the design, as seen from outside.
type problemCase struct {
	name    string
	fault   isalestest.Fault
	options []option
	down    bool   // the platform is switched off
	method  string // GET when empty
	path    string // the documented example when empty

	status              int
	heading, what, do   string
	says                string // the platform's own words
	retryAfter, allow   string
	retry, correct      bool // offers to try again, to correct the IDs
	code, apiCode       string
	level, outcome, err string
	asked               int // requests that reached the platform
}

const (
	again = "Try again. If it stays like this, tell an administrator."
	tell  = "Tell an administrator, and give the request ID."
)

// notAsked is a call that was not made since the one before failed. The time for
// the next one has come long ago, so that waiting takes the least time there is.
func notAsked(err error) error {
	return &platform.UnavailableError{RetryAt: time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC), Err: err}
}

var problemCases = []problemCase{
	{
		name: "parameter refused", fault: "code=02000007", status: 422,
		heading: "CC-iSales did not accept the request",
		what:    "The platform answered with API status 02000007: The value of a parameter is wrong.",
		do:      "Check the VDN ID and the external result ID. If both are right, look up again in the other language.",
		says:    "Incorrect parameter value.", correct: true, code: "api_parameter", apiCode: "02000007",
		level: "INFO", outcome: "api_parameter", asked: 1,
		err: `isales: API status "02000007" (The value of a parameter is wrong): "Incorrect parameter value."`,
	}, {
		name: "undocumented API status", fault: "code=0299999", status: 502,
		heading: "CC-iSales reported an error",
		what:    "The platform answered with API status 0299999: Not in the documentation.",
		do:      "Tell the platform's administrator the status and the request ID.",
		says:    "Error 0299999.", retry: true, code: "api_error", apiCode: "0299999",
		level: "ERROR", outcome: "api_error", asked: 1,
		err: `isales: API status "0299999" (Not in the documentation): "Error 0299999."`,
	}, {
		name: "obResult null", fault: isalestest.FaultNotFound, status: 404,
		heading: "No external result 1402245659 in VDN 40",
		what:    "The platform answered, and it knows no external result with this ID in this VDN.",
		do:      "It may have been deleted, or it belongs to another VDN. Check both IDs.",
		correct: true, code: "result_not_found", level: "INFO", outcome: "result_not_found", asked: 1,
		err: "isales: no external result 1402245659 in VDN 40",
	}, {
		name: "codes disagree", fault: isalestest.FaultDisagree, status: 502,
		heading: "CC-iSales contradicted itself",
		what:    "Its answer has two statuses that must be the same: resultCode 0200000 and returnCode 0200001. Because they differ, nothing of the answer is shown.",
		do:      "Try again. If it stays like this, tell the platform's administrator.",
		says:    "queryObsResultDetail success", retry: true, code: "codes_disagree", apiCode: "0200000",
		level: "ERROR", outcome: "codes_disagree", asked: 1,
		err: `isales: resultCode "0200000" and returnCode "0200001" disagree`,
	}, {
		name: "key refused by the platform", fault: isalestest.FaultStatus401, status: 502,
		heading: "This console is not allowed to read from CC-iSales",
		what:    "The platform refused the console's access key or signature.",
		do:      "An administrator of this console must check the access key, the secret key and the clock; the command “web check” finds the cause.",
		code:    "unauthorized", level: "ERROR", outcome: "unauthorized", asked: 1,
		err: `isales: HTTP status 401 (Unauthorized): ""`,
	}, {
		name: "wrong secret key", options: []option{withWrongSecret}, status: 502,
		heading: "This console is not allowed to read from CC-iSales",
		what:    "The platform refused the console's access key or signature.",
		do:      "An administrator of this console must check the access key, the secret key and the clock; the command “web check” finds the cause.",
		code:    "unauthorized", level: "ERROR", outcome: "unauthorized", asked: 1,
		err: `isales: HTTP status 401 (Unauthorized): ""`,
	}, {
		name: "address not allowed", fault: isalestest.FaultStatus403, status: 502,
		heading: "This console is not allowed to read from CC-iSales",
		what:    "The platform refused the connection of this console. The address of the console is perhaps not on the platform's allow-list.",
		do:      "An administrator of this console must ask the platform's administrator to add the address.",
		code:    "forbidden", level: "ERROR", outcome: "forbidden", asked: 1,
		err: `isales: HTTP status 403 (Forbidden): "<!DOCTYPE html>\n<html><head><title>Request blocked</title></head>\n<body><h1>Request blocked / 请求被拦截</h1><p>Eve"`,
	}, {
		name: "throttled", fault: isalestest.FaultStatus429, status: 503,
		heading: "Too many requests to CC-iSales",
		what:    "The platform limits how often it may be asked, and the limit is reached.",
		do:      "Try again in 7 seconds.", retryAfter: "7", retry: true,
		code: "throttled", level: "ERROR", outcome: "throttled", asked: 1,
		err: `isales: HTTP status 429 (Too Many Requests): "<!DOCTYPE html>\n<html><head><title>Request blocked</title></head>\n<body><h1>Request blocked / 请求被拦截</h1><p>Eve"`,
	}, {
		name: "throttled without saying for how long", status: 503,
		options: []option{withResults(failing(&isales.StatusError{StatusCode: 429}))},
		heading: "Too many requests to CC-iSales",
		what:    "The platform limits how often it may be asked, and the limit is reached.",
		do:      "Try again in 30 seconds.", retryAfter: "30", retry: true,
		code: "throttled", level: "ERROR", outcome: "throttled",
		err: `isales: HTTP status 429 (Too Many Requests): ""`,
	}, {
		name: "throttled for part of a second", status: 503,
		options: []option{withResults(failing(&isales.StatusError{StatusCode: 429, RetryAfter: 200 * time.Millisecond}))},
		heading: "Too many requests to CC-iSales",
		what:    "The platform limits how often it may be asked, and the limit is reached.",
		do:      "Try again in 1 second.", retryAfter: "1", retry: true,
		code: "throttled", level: "ERROR", outcome: "throttled",
		err: `isales: HTTP status 429 (Too Many Requests): ""`,
	}, {
		name: "time-out", status: 504,
		options: []option{withResults(failing(&isales.TransportError{Kind: isales.ErrTimeout,
			After: 10012 * time.Millisecond, Err: isales.ErrTimeout}))},
		heading: "The CC-iSales service did not answer in time",
		what:    "The console waited 10 seconds. Nothing was changed.",
		do:      again, retry: true, code: "timeout", level: "ERROR", outcome: "timeout",
		err: "isales: no answer in time after 10.012s: no answer in time",
	}, {
		name: "slow", status: 504, options: []option{withResults(failing(platform.ErrSlow))},
		heading: "The CC-iSales service is slow",
		what:    "The platform has not answered for some seconds; the console is still waiting for it.",
		do:      "Try again in a moment.", retry: true, code: "slow", level: "ERROR", outcome: "slow",
		err: "platform has not answered yet",
	}, {
		name: "down, so not asked", status: 503, options: []option{withResults(failing(notAsked(isales.ErrUnreachable)))},
		heading: "The CC-iSales service is not available",
		what:    "The latest calls to the platform failed, so the console leaves it alone for a moment.",
		do:      "The console asks it again from 3 Feb 2001, 04:05:06 UTC. Try again then.", retryAfter: "1", retry: true,
		code: "unavailable", level: "ERROR", outcome: "unavailable",
		err: "not asked before 2001-02-03T04:05:06Z: platform unreachable",
	}, {
		name: "throttling, so not asked", status: 503,
		options: []option{withResults(failing(notAsked(&isales.StatusError{StatusCode: 429, RetryAfter: time.Hour})))},
		heading: "Too many requests to CC-iSales",
		what:    "The platform limits how often it may be asked, and the limit is reached.",
		do:      "Try again in 1 second.", retryAfter: "1", retry: true,
		code: "throttled", level: "ERROR", outcome: "throttled",
		err: `not asked before 2001-02-03T04:05:06Z: isales: HTTP status 429 (Too Many Requests): ""`,
	}, {
		name: "connection reset", fault: isalestest.FaultReset, status: 502,
		heading: "The CC-iSales service broke off its answer",
		what:    "The platform was reached, but the connection ended before the answer was complete.",
		do:      again, retry: true, code: "interrupted", level: "ERROR", outcome: "interrupted", asked: 1,
		err: "isales: connection interrupted after …",
	}, {
		name: "answer cut", fault: isalestest.FaultTruncated, status: 502,
		heading: "The CC-iSales service broke off its answer",
		what:    "The platform was reached, but the connection ended before the answer was complete.",
		do:      again, retry: true, code: "interrupted", level: "ERROR", outcome: "interrupted", asked: 1,
		err: "isales: connection interrupted after …",
	}, {
		name: "refused connection", down: true, status: 502,
		heading: "The CC-iSales service is not available",
		what:    "No connection to the platform could be made: it is switched off, its address is wrong, or the network between is interrupted.",
		do:      "Try again in a minute. If it stays like this, tell an administrator.",
		retry:   true, code: "unreachable", level: "ERROR", outcome: "unreachable",
		err: "isales: platform unreachable after …",
	}, {
		name: "certificate of another authority", options: []option{withOtherAuthority}, status: 502,
		heading: "The connection to CC-iSales is not secure",
		what:    "The platform could not prove that it is the right one: its certificate is not trusted, has expired or belongs to another address. Nothing was asked.",
		do:      "An administrator of this console must check the certificate; the command “web check” says what is wrong with it.",
		code:    "tls", level: "ERROR", outcome: "tls", err: "isales: TLS failure after …",
	}, {
		name: "firewall's page", fault: isalestest.FaultHTML, status: 502,
		heading: "CC-iSales gave an answer that is not its own",
		what:    "Something else came instead of data, for example a page of a firewall in between or a broken answer.",
		do:      again, retry: true, code: "not_json", level: "ERROR", outcome: "not_json", asked: 1,
		err: `isales: answer is not JSON: content type "text/html; charset=utf-8" (HTTP status 200, content type "text/html; charset=utf-8"): "<!DOCTYPE html>\n<html><head><title>Request blocked</title></head>\n<body><h1>Request blocked / 请求被拦截</h1><p>Eve"`,
	}, {
		name: "wrong types", fault: isalestest.FaultWrongTypes, status: 502,
		heading: "CC-iSales gave an answer that does not fit",
		what:    "The answer differs from the platform's documentation: /obResult/defId. To be safe, nothing of it is shown.",
		do:      tell, code: "bad_answer", level: "ERROR", outcome: "bad_answer", asked: 1,
		err: "isales: /obResult/defId: want a string or an integer, got an array",
	}, {
		name: "answer about another result", fault: isalestest.FaultWrongResult, status: 502,
		heading: "CC-iSales gave an answer that does not fit",
		what:    "The answer differs from the platform's documentation: /obResult/defId. To be safe, nothing of it is shown.",
		do:      tell, code: "bad_answer", level: "ERROR", outcome: "bad_answer", asked: 1,
		err: `isales: /obResult/defId: want the 1402245659 asked for, got "1402245660"`,
	}, {
		name: "too large", fault: isalestest.FaultHuge, status: 502,
		heading: "The answer of CC-iSales is too large",
		what:    "The platform sent more than 1 MiB, far more than an external result can need. It was not read.",
		do:      tell, code: "too_large", level: "ERROR", outcome: "too_large", asked: 1,
		err: "isales: answer too large: more than 1048576 bytes",
	}, {
		name: "redirect", fault: isalestest.FaultRedirect, status: 502,
		heading: "CC-iSales sent the console elsewhere",
		what:    "The platform answered with a redirect to another address. The console never follows one with its access key.",
		do:      "An administrator of this console must check the platform's address (-isales-url).",
		code:    "redirect", level: "ERROR", outcome: "redirect", asked: 1,
		err: `isales: HTTP status 302 (Found): ""`,
	}, {
		name: "other HTTP status", fault: isalestest.FaultStatus503, status: 502,
		heading: "The CC-iSales service has a problem",
		what:    "The platform answered with HTTP status 503 instead of data.",
		do:      "Try again in a minute. If it stays like this, tell an administrator.",
		retry:   true, code: "http_status", level: "ERROR", outcome: "http_status", asked: 1,
		err: `isales: HTTP status 503 (Service Unavailable): "503 Service Unavailable\n"`,
	}, {
		name: "unknown page", path: "/nowhere", status: 404,
		heading: "Page not found", what: "There is no page at this address.",
		do:   "If you typed the address, check it is correct.",
		code: "page_not_found", level: "INFO", err: "no such page",
	}, {
		name: "unknown method", method: http.MethodPost, path: "/codes", status: 405,
		heading: "This address cannot be used that way",
		what:    "The page exists, but it does not accept POST requests.", do: "Open it as a link instead.",
		allow: "GET, HEAD", code: "method_not_allowed", level: "INFO",
		err: "method POST is not one of GET, HEAD",
	}, {
		name: "unknown method on data", method: http.MethodDelete, path: examplePath, status: 405,
		heading: "This address cannot be used that way",
		what:    "The page exists, but it does not accept DELETE requests.", do: "Open it as a link instead.",
		allow: "GET, HEAD", code: "method_not_allowed", level: "INFO",
		err: "method DELETE is not one of GET, HEAD",
	},
}
