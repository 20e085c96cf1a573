package platform

import (
	"crypto/tls"
	"crypto/x509"
	"strings"
	"time"

	"isales-console/isales"
)

// failure is a way in which look-ups fail, and what is made of it. The time-out
// of a call is a second.
type failure struct {
	reply
	shown   string // what a visitor without a copy is told
	calls   int    // for one look-up
	outcome string // told to the observer for each call
	covered bool   // by a copy
}

var failures = map[string]failure{
	"refused": {reply{err: refused}, "unreachable", 3, "unreachable", true},
	"reset":   {reply{err: reset}, "interrupted", 3, "interrupted", true},
	"cut":     {reply{cut: true}, "interrupted", 3, "interrupted", true},
	"certificate": {reply{err: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}}, "tls", 1,
		"tls", true},
	"hang": {reply{hang: true}, "timeout after 1s", 1, "timeout", true},
	"slow": {reply{after: 1001 * time.Millisecond}, "timeout after 1s", 1, "timeout", true},

	"302":        {reply{status: 302}, "status 302", 1, "redirect", true},
	"400":        {reply{status: 400}, "status 400", 1, "http_status", true},
	"401":        {reply{status: 401}, "status 401", 1, "unauthorized", false},
	"403":        {reply{status: 403}, "status 403", 1, "forbidden", false},
	"404":        {reply{status: 404}, "status 404", 1, "http_status", true},
	"429":        {reply{status: 429}, "status 429", 1, "throttled", true},
	"429, 1 s":   {reply{status: 429, retry: "1"}, "status 429 for 1s", 3, "throttled", true},
	"429, 3 s":   {reply{status: 429, retry: "3"}, "status 429 for 3s", 1, "throttled", true},
	"500":        {reply{status: 500}, "status 500", 1, "http_status", true},
	"501":        {reply{status: 501}, "status 501", 1, "http_status", true},
	"502":        {reply{status: 502}, "status 502", 3, "http_status", true},
	"503":        {reply{status: 503}, "status 503", 3, "http_status", true},
	"503, 3 s":   {reply{status: 503, retry: "3"}, "status 503 for 3s", 1, "http_status", true},
	"408":        {reply{status: 408}, "status 408", 3, "http_status", true},
	"504":        {reply{status: 504}, "status 504", 3, "http_status", true},
	"HTML":       {reply{media: "text/html", body: "<html>"}, "not_json", 1, "not_json", true},
	"cut JSON":   {reply{body: `{"resultCode":`}, "not_json", 1, "ok", true},
	"too large":  {reply{body: strings.Repeat(" ", 1<<20+1)}, "too_large", 1, "too_large", true},
	"wrong type": {reply{body: `{"resultCode":"0200000","obResult":7}`}, "decode /obResult", 1, "ok", true},
	"another's": {reply{body: `{"resultCode":"0200000","obResult":{"defId":"8"}}`}, "decode /obResult/defId", 1,
		"ok", true},
	"mismatch": {reply{body: `{"resultCode":"0200000","returnCode":"0200001"}`}, "mismatch 0200000 0200001", 1,
		"ok", true},

	"no result":        {missing, "not_found", 1, "ok", false},
	"undocumented API": {failed("0299999"), "API 0299999", 1, "ok", true},
}

func init() {
	for _, status := range isales.APIStatuses() {
		if status.Code != isales.StatusSuccess {
			failures["API "+status.Code] = failure{failed(status.Code), "API " + status.Code, 1, "ok", false}
		}
	}
}
