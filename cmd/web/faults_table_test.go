package main

import (
	"net/http"
	"time"

	"isales-console/isales/isalestest"
)

// ending is what trouble with the platform comes to for a program.
type ending struct {
	status int
	code   string // of the error
	// covered says that a page with a copy shows the copy instead.
	covered bool
	// down says that the platform counts as down, so that it may be left alone for
	// some seconds.
	down bool
	// partly says that some visits have luck.
	partly bool
	// lingers says that the way to the platform may be bad for a while after the
	// trouble is over.
	lingers bool
}

var (
	answered    = ending{status: http.StatusOK}
	interrupted = ending{status: http.StatusBadGateway, code: "interrupted", covered: true, down: true}
	notJSON     = ending{status: http.StatusBadGateway, code: "not_json", covered: true}
	tooLarge    = ending{status: http.StatusBadGateway, code: "too_large", covered: true}
	badAnswer   = ending{status: http.StatusBadGateway, code: "bad_answer", covered: true}
	notFound    = ending{status: http.StatusNotFound, code: "result_not_found"}
	parameter   = ending{status: http.StatusUnprocessableEntity, code: "api_parameter"}
	timeout     = ending{status: http.StatusGatewayTimeout, code: "timeout", covered: true, down: true, lingers: true}
	throttling  = ending{status: http.StatusServiceUnavailable, code: "throttled", covered: true}
	refusing    = ending{status: http.StatusBadGateway, code: "http_status", covered: true} // below 500
	failing     = ending{status: http.StatusBadGateway, code: "http_status", covered: true, down: true}
)

// endings has all faults of the simulator, in the words of the table of problems
// in package handlers.
var endings = map[isalestest.Fault]ending{
	isalestest.FaultNone:          answered,
	isalestest.FaultSlow:          timeout,
	isalestest.FaultHang:          timeout,
	isalestest.FaultReset:         interrupted,
	isalestest.FaultClose:         interrupted,
	isalestest.FaultTruncated:     interrupted,
	isalestest.FaultHTML:          notJSON,
	isalestest.FaultHTMLJSONType:  notJSON,
	isalestest.FaultBadJSON:       notJSON,
	isalestest.FaultNoContentType: answered,
	isalestest.FaultBadEncoding:   notJSON,
	isalestest.FaultBrokenGzip:    interrupted,
	isalestest.FaultGzipBomb:      tooLarge,
	isalestest.FaultHuge:          tooLarge,
	isalestest.FaultStatus400:     refusing,
	isalestest.FaultStatus401:     {status: http.StatusBadGateway, code: "unauthorized"},
	isalestest.FaultStatus403:     {status: http.StatusBadGateway, code: "forbidden"},
	isalestest.FaultStatus404:     refusing,
	isalestest.FaultStatus429:     throttling,
	isalestest.FaultStatus500:     failing,
	isalestest.FaultStatus502:     failing,
	isalestest.FaultStatus503:     failing,
	isalestest.FaultStatus504:     failing,
	isalestest.FaultRedirect:      {status: http.StatusBadGateway, code: "redirect", covered: true},
	isalestest.FaultCode:          parameter,
	isalestest.FaultDisagree:      {status: http.StatusBadGateway, code: "codes_disagree", covered: true},
	isalestest.FaultOnlyResult:    answered,
	isalestest.FaultNotFound:      notFound,
	isalestest.FaultNotFoundGone:  notFound,
	isalestest.FaultNotFoundEmpty: notFound,
	isalestest.FaultNotFoundCode:  parameter,
	isalestest.FaultWrongTypes:    badAnswer,
	isalestest.FaultLooseTypes:    answered,
	isalestest.FaultBOM:           answered,
	isalestest.FaultEcho:          parameter,
	isalestest.FaultWrongResult:   badAnswer,
	isalestest.FaultDrip:          timeout,
	// Names from above with arguments that make another ending of them.
	"slow=200ms":   answered,
	"code=0299999": {status: http.StatusBadGateway, code: "api_error", covered: true},
}

// budget is the time of one call: short where only time ends it.
func (e ending) budget() time.Duration {
	if e.code == timeout.code {
		return time.Second
	}
	return longestTimeout
}

// crowd is how many look at pages at once, and how often each. Making what is too
// large takes the simulator long, and with the race detector very long.
func (e ending) crowd() (clients, visits int) {
	switch {
	case e == tooLarge && raceEnabled:
		return 8, 1
	case e == tooLarge:
		return 32, 1
	}
	return 32, 2
}

// calmly does work while few others do; where time ends all calls anyway, it would
// only wait.
func (e ending) calmly(work func()) {
	if e.code != timeout.code {
		busy <- struct{}{}
		defer func() { <-busy }()
	}
	work()
}

// longest is what a visitor waits for an answer: the budget, and what a busy
// machine adds.
func (e ending) longest() time.Duration { return e.budget() + 5*time.Second }

// allowsBare judges the visit of a page without a copy while the platform tells
// the edition.
func (e ending) allowsBare(v visit, number int) bool {
	switch {
	case e.partly && v.stale == e.code: // an earlier visitor had luck
		return v.status == http.StatusOK && v.display == editionName(number)
	case e.status == http.StatusOK || e.partly && v.status == http.StatusOK:
		return v.isOf(number)
	case e.down && v.code == "unavailable":
		return v.status == http.StatusServiceUnavailable
	}
	return v.status == e.status && v.code == e.code
}

// allowsCopied judges the visit of a page with a copy of an older edition. Whoever
// waits for more than a few seconds is shown the copy, for whatever reason.
func (e ending) allowsCopied(v visit, number, older int) bool {
	if v.cache == "stale" && (e.covered && v.stale == e.code || v.stale == "slow") {
		return v.status == http.StatusOK && (v.display == editionName(older) || e.partly && v.display == editionName(number))
	}
	return (!e.covered || e.partly) && e.allowsBare(v, number)
}
