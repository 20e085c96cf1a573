package handlers

import (
	"math"
	"net/http"
	"time"

	"isales-console/handlers/signon"
	"isales-console/views"
)

// signOnProblems are the problems of an attempt at the provider.
var signOnProblems = map[signon.Kind]problem{
	signon.Down: {status: http.StatusServiceUnavailable, code: "sign_on_down", retry: true,
		retryAfter: 10 * time.Second},
	signon.Setup:   {status: http.StatusBadGateway, code: "sign_on_setup", retry: true},
	signon.Denied:  {status: http.StatusForbidden, code: "sign_on_denied", retry: true},
	signon.Code:    {status: http.StatusBadRequest, code: "sign_on_code", retry: true},
	signon.Token:   {status: http.StatusBadGateway, code: "sign_on_token", retry: true},
	signon.Expired: {status: http.StatusBadGateway, code: "sign_on_expired", retry: true},
	signon.Clock:   {status: http.StatusBadGateway, code: "sign_on_clock", retry: true},
}

// diagnoseSignOn adds what an error of single sign-on tells.
func diagnoseSignOn(e *signon.Error, t *views.Messages) problem {
	p := signOnProblems[e.Kind]
	if e.Kind == signon.Clock {
		p.fill = []string{"wait", t.Minutes.Of(int(math.Round(e.Skew.Abs().Minutes())))}
	}
	return p
}
