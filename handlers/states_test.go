package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// state is a page in one of its states; its files are testdata/golden/*/{name}.
type state struct {
	name    string
	target  string // GET when no method stands before it
	fault   isalestest.Fault
	options []option
	status  int                                                 // 0 for 200
	form    url.Values                                          // of a POST
	prepare func(t testing.TB, c *testConsole, r *http.Request) // before it is sent; nil for nothing
	part    string                                              // the element that its file shows; empty for title and main
	chinese bool                                                // it has a file in Chinese too
}

// failed is the documented example's page after an error that only a broken
// network makes.
func failed(name string, status int, err error) state {
	return state{name: name, target: examplePath, options: []option{withResults(failing(err))}, status: status}
}

// withCatalog reads VDN 40 first, so that its pages are whole and not streams.
func withCatalog(t testing.TB, c *testConsole, r *http.Request) {
	get(t, c, "/vdns/40/results.json", "Accept-Language", r.Header.Get("Accept-Language"))
}

// withPolicies reads the retry policies of VDN 40 first.
func withPolicies(t testing.TB, c *testConsole, r *http.Request) {
	get(t, c, "/vdns/40/retry.json?campaigns=1", "Accept-Language", r.Header.Get("Accept-Language"))
}

// states are all pages and files that the console can answer.
var states = append(signOnStates, []state{
	{name: "home.html", target: "/", part: "html", chinese: true},
	{name: "home-demo.html", target: "/", options: []option{withDemo}, part: "header"},
	{name: "home-recent.html", target: "/", prepare: withRecent},
	{name: "home-signed-in.html", target: "/", part: "header", options: []option{withAliceAndBob}, prepare: as("alice")},
	{name: "account.html", chinese: true, target: "/account", options: []option{withAliceAndBob}, prepare: as("alice")},
	{name: "home-errors.html", chinese: true, target: "/lookup?vdnId=10000&defId=x140", status: 422},
	{name: "help.html", chinese: true, target: "/help"},
	{name: "explain.html", chinese: true, target: "/explain"},
	{name: "explain-report.html", chinese: true, target: "POST /explain", form: url.Values{"rows": {callReport}}},
	{name: "explain-results.html", target: "POST /explain",
		form: url.Values{"rows": {"phone\texternalResultCode\n0000\t001\n0001\t999\n"}, "vdnId": {"40"}}, prepare: withCatalog},
	{name: "explain-column.html", target: "POST /explain", status: 422, form: url.Values{"rows": {"a\tb\nx\ty\n"}}},
	{name: "explain-refused.html", target: "POST /explain", status: 422, form: url.Values{"rows": {" "}}},
	{name: "sign-in-contact.html", target: "/login", options: []option{withAliceAndBob, withContact}},
	{name: "error-vdn_forbidden-contact.html", target: examplePath, status: 403,
		options: []option{withAliceAndBob, withContact}, prepare: as("bob")},
	{name: "error-result_is_code.html", chinese: true, target: "/vdns/40/results/605", status: 404},
	{name: "home-limited.html", target: "/", options: []option{withAliceAndBob}, prepare: as("bob")},
	{name: "find-several.html", chinese: true, target: "/find?q=003&vdnId=40"},
	{name: "find-words.html", target: "/find?q=answer&vdnId=40"},
	{name: "find-words-no-vdn.html", target: "/find?q=busy"},
	{name: "find-none.html", chinese: true, target: "/find?q=blancmange&vdnId=40", status: 404},
	{name: "find-unreadable.html", target: "/find?q=14022%E2%80%A6", status: 404},
	{name: "find-vdn.html", target: "/find?q=1402245659", status: 422},
	{name: "find-empty.html", target: "/find"},
	{name: "find-several.json", target: "/find?q=003&vdnId=40", prepare: asProgram},
	{name: "result-campaigns.html", chinese: true, target: "/vdns/40/results/1402245661", prepare: withPolicies},
	{name: "sign-in.html", target: "/login?next=%2Fcodes%3Fq%3D%E5%BF%99", options: []option{withAliceAndBob}},
	{name: "sign-in-expired.html", chinese: true, target: "/login?next=/codes",
		options: []option{withAliceAndBob}, prepare: asExpired},
	{name: "sign-in-refused.html", target: "POST /login", status: 401, options: []option{withAliceAndBob},
		form: url.Values{"user": {"alice"}, "password": {"wrong"}, "next": {"/codes"}}},

	{name: "codes.html", target: "/codes"},
	{name: "codes-search.html", chinese: true, target: "/codes?q=%E5%BF%99"},
	{name: "codes-none.html", target: "/codes?q=blancmange"},
	{name: "codes-vdn.html", target: "/codes?q=gateway+%E7%BD%91%E5%85%B3&vdnId=40", options: []option{withDictionary}},
	{name: "codes-vdn-failing.html", target: "/codes?q=00605&vdnId=40", options: []option{withCodeLists(brokenLists)}},
	{name: "codes-error.html", target: "/codes?q=00605&group=resources&vdnId=%22x%22", status: 422},
	{name: "codes.json", target: "/codes.json?q=0060"},
	{name: "codes.csv", target: "/codes.csv?q=0060"},
	{name: "codes-vdn.json", target: "/codes.json?q=0060&vdnId=40", options: []option{withDictionary}},
	{name: "codes-vdn.csv", chinese: true, target: "/codes.csv?q=0060&vdnId=40", options: []option{withDictionary}},
	{name: "codes-error.json", target: "/codes.json?vdnId=0", status: 422},
	{name: "code-documented.html", chinese: true, target: "/codes/00605"},
	{name: "code-compared.html", chinese: true, target: "/codes/00146"},
	{name: "code-detail.html", target: "/codes/00000"},
	{name: "code-undocumented.html", target: "/codes/34609"},
	{name: "code-api.html", target: "/codes/02000007"},
	{name: "code-vdn.html", target: "/codes/00605?vdnId=40", options: []option{withDictionary}},
	{name: "code-vdn-only.html", target: "/codes/90029?vdnId=40", options: []option{withDictionary}},
	{name: "code-vdn-failing.html", target: "/codes/00605?vdnId=40", options: []option{withCodeLists(brokenLists)}},

	{name: "result-example.html", target: examplePath},
	{name: "result-dictionary.html", chinese: true, target: "/vdns/40/results/1402245668",
		options: []option{withDictionary}},
	{name: "result-dictionary-failing.html", target: examplePath, options: []option{withCodeLists(brokenLists)}},
	{name: "result-no-mappings.html", target: "/vdns/40/results/1402245671"},
	{name: "result-unknown-code.html", target: "/vdns/40/results/1402245672"},
	{name: "result-unknown-to-vdn.html", target: "/vdns/40/results/1402245672", options: []option{withDictionary}},
	{name: "result-contradiction.html", target: "/vdns/40/results/1402245678"},
	{name: "result-bare.html", target: "/vdns/40/results/7", options: []option{withResults(answering(bareResult))}},
	{name: "result-released-by.html", target: "/vdns/40/results/1402245669"},
	{name: "result-old-server.html", target: "/vdns/40/results/1017"},

	{name: "result-example.json", chinese: true, target: examplePath + ".json"},
	{name: "result-dictionary.json", target: "/vdns/40/results/1402245668.json", options: []option{withDictionary}},
	{name: "result-dictionary.csv", target: "/vdns/40/results/1402245668.csv", options: []option{withDictionary}},
	{name: "result-no-mappings.json", target: "/vdns/40/results/1402245671.json"},
	{name: "result-contradiction.json", target: "/vdns/40/results/1402245678.json"},
	{name: "result-example.csv", target: examplePath + ".csv"},
	{name: "result-no-mappings.csv", target: "/vdns/40/results/1402245671.csv"},
	{name: "result-contradiction.csv", chinese: true, target: "/vdns/40/results/1402245678.csv"},
	{name: "result-formula.csv", target: "/vdns/40/results/1402245675.csv"},
	{name: "error-page_not_found.json", target: "/nowhere.json", status: 404},
	{name: "error-api_parameter.json", chinese: true, target: "/vdns/40/results/1007.json", status: 422},
	{name: "error-signed_out.json", target: examplePath + ".json", status: 401, options: []option{withAliceAndBob}},
	refusedToken("error-wrong_token.json", examplePath, 401, withToken("isct_none")),
	refusedToken("error-token_throttled.json", examplePath, 429, afterWrongTokens),
	refusedToken("error-data_only.json", "/", 403, withToken(tokenOf40)),
	{name: "error-page_not_found.html", target: "/nowhere", status: 404},
	{name: "error-method_not_allowed.html", target: "POST /codes", status: 405},
	{name: "error-code_not_found.html", target: "/codes/00606x", status: 404},
	{name: "error-code-like-none.html", target: "/codes/%3Cb%3E", status: 404},
	{name: "error-campaign_not_found.html", target: "/vdns/40/campaigns/7099", status: 404},
	{name: "error-call_not_found.html", target: "/vdns/40/calls/1700000000-9", status: 404},
	{name: "campaigns.html", target: "/vdns/40/campaigns", chinese: true},
	{name: "campaigns-filtered.html", target: "/vdns/40/campaigns?q=SURVEY&status=3"},
	{name: "campaigns-none.html", target: "/vdns/40/campaigns?q=blancmange"},
	{name: "campaigns-beyond.html", target: "/vdns/40/campaigns?page=2"},
	{name: "campaigns-wrong-id.html", target: "/vdns/40/campaigns?campaignId=x", status: 422},
	{name: "campaign-global.html", target: "/vdns/40/campaigns/7001", prepare: withCatalog, chinese: true},
	{name: "campaign-by-type.html", target: "/vdns/40/campaigns/7002", prepare: withCatalog},
	{name: "campaign-without-policy.html", target: "/vdns/40/campaigns/7003", prepare: withCatalog},
	{name: "campaign-codes.html", target: "/vdns/40/campaigns/7001/codes?from=2026-03-02&to=2026-03-04",
		prepare: withCatalog, chinese: true},
	{name: "campaign-codes-none.html", target: "/vdns/40/campaigns/7003/codes", prepare: withCatalog},
	{name: "campaign-codes-wrong.html", chinese: true, status: 422,
		target: "/vdns/40/campaigns/7001/codes?from=2026-03-06&to=%3C1%3E"},
	{name: "campaign-codes.csv", target: "/vdns/40/campaigns/7002/codes.csv", prepare: withCatalog, chinese: true},
	{name: "campaign-codes-wrong.json", target: "/vdns/40/campaigns/7001/codes.json?from=2026-03-04", status: 422},
	{name: "call-succeeded.html", target: "/vdns/40/calls/1700000000-1001", prepare: withCatalog, chinese: true},
	{name: "call-failed.html", target: "/vdns/40/calls/1700000000-1002", prepare: withCatalog},
	{name: "call-moved.html", target: "/vdns/40/calls/1700000000-1003", prepare: withCatalog},
	{name: "call-unmapped.html", target: "/vdns/40/calls/1700000000-1004", prepare: withCatalog},
	{name: "error-vdn_forbidden.html", target: examplePath, status: 403, options: []option{withAliceAndBob},
		prepare: as("bob")},
	{name: "error-cross_origin.html", target: "POST /preferences", status: 403, prepare: fromElsewhere},
	{name: "error-wrong_host.html", target: "/", status: 421, options: []option{withPublicURL("https://console.example")}},
	{name: "error-bad_form.html", target: "POST /preferences", status: 400, form: url.Values{"lang": {"fr"}}},
	{name: "error-bad_query.html", target: "/?%zz", status: 400},
	{name: "error-bad_parameter.html", target: "/vdns/40/results?verdict=%3Cx%3E", status: 400},
	{name: "error-too_many_ids.html", target: "/vdns/40/batch?id=" + strings.Join(someIDs(51), "+"), status: 400,
		chinese: true},
	{name: "error-form_too_large.html", target: "POST /preferences", status: 413,
		form: url.Values{"lang": {strings.Repeat("x", maxBody)}}},
	{name: "error-sign_in_throttled.html", target: "POST /login", status: 429, options: []option{withAliceAndBob},
		form: url.Values{"user": {"alice"}}, prepare: afterManyTries},
	failed("error-incomplete_list.html", 502, &isales.IncompleteError{Got: 5, Total: 6}),
	failed("error-no_list.html", 502, &readError{"/vdns/40/results", &isales.StatusError{StatusCode: 404}}),
	failed("error-sign_in_away.html", 503, &session.AwayError{Err: context.DeadlineExceeded}),
	failed("error-too_much_work.html", 429, &bulkError{20}),
	{name: "error-result_not_found.html", target: "/vdns/40/results/140", status: 404},
	{name: "error-api_parameter.html", target: examplePath, fault: isalestest.FaultCode, status: 422},
	{name: "error-api_error.html", chinese: true, target: examplePath, fault: "code=0299999", status: 502},
	{name: "error-codes_disagree.html", target: examplePath, fault: isalestest.FaultDisagree, status: 502},
	{name: "error-unauthorized.html", target: examplePath, fault: isalestest.FaultStatus401, status: 502},
	{name: "error-forbidden.html", target: examplePath, fault: isalestest.FaultStatus403, status: 502},
	{name: "error-throttled.html", target: examplePath, fault: isalestest.FaultStatus429, status: 503},
	{name: "error-http_status.html", target: examplePath, fault: isalestest.FaultStatus500, status: 502},
	{name: "error-redirect.html", target: examplePath, fault: isalestest.FaultRedirect, status: 502},
	{name: "error-not_json.html", target: examplePath, fault: isalestest.FaultHTML, status: 502},
	{name: "error-bad_answer.html", target: examplePath, fault: isalestest.FaultWrongTypes, status: 502},
	failed("error-whole-answer.html", 502, &isales.DecodeError{Problem: "want an object, got an array"}),
	{name: "error-too_large.html", target: examplePath, fault: isalestest.FaultHuge, status: 502},
	{name: "error-interrupted.html", target: examplePath, fault: isalestest.FaultClose, status: 502},
	failed("error-timeout.html", 504,
		&isales.TransportError{Kind: isales.ErrTimeout, After: 1500 * time.Millisecond, Err: isales.ErrTimeout}),
	failed("error-unreachable.html", 502, &isales.TransportError{Kind: isales.ErrUnreachable, Err: isales.ErrUnreachable}),
	failed("error-slow.html", 504, platform.ErrSlow),
	failed("error-shutting_down.html", 503, ErrShutdown),
	failed("error-unavailable.html", 503,
		&platform.UnavailableError{RetryAt: testNow().Add(5 * time.Second), Err: isales.ErrUnreachable}),
	failed("error-tls.html", 502, &isales.TransportError{Kind: isales.ErrTLS, Err: isales.ErrTLS}),
	failed("error-internal.html", 500, isales.ErrNotFound), // without its details it is no answer of the client
	failed("error-chinese.html", 422, &isales.APIError{Code: "02000007", Desc: "参数取值不正确 <defId>"}),
}...)

// bareResult has nothing but one mapping without a code, received a while ago.
var bareResult = isales.ExternalResult{Mappings: []isales.Mapping{{}}, ReceivedAt: testNow().Add(-61 * time.Second),
	Took:   1234 * time.Millisecond,
	Status: isales.AnswerStatus{ResultCode: isales.StatusSuccess}}

// brokenLists are dictionaries that the platform cannot give.
var brokenLists = listing(func(codesKey) ([]isales.OBSCodeText, error) {
	return nil, &isales.StatusError{StatusCode: 500}
})

// show sends the request of a state from a browser that speaks a language.
func (s state) show(t testing.TB, lang string) *httptest.ResponseRecorder {
	t.Helper()
	method, target, found := strings.Cut(s.target, " ")
	if !found {
		method, target = http.MethodGet, s.target
	}
	console := newConsole(t, isalestest.Options{Fault: s.fault}, s.options...)
	r := formRequest(method, target, s.form)
	r.Header.Set("Accept-Language", lang)
	if s.prepare != nil {
		s.prepare(t, console, r)
	}
	return serve(console, r)
}
