package handlers

import (
	"time"

	"isales-console/handlers/session"
	"isales-console/handlers/signon"
	"isales-console/users"
)

// withSignOnElsewhere has an OpenID provider that is never asked.
func withSignOnElsewhere(w *wiring) {
	w.config.SignOn, w.config.Groups = signon.New(signon.Config{Issuer: "https://login.example"}), new(users.GroupFile)
}

// signOnErrors are the errors of single sign-on by the codes of their pages.
var signOnErrors = map[string]error{
	"sign_on_state":    session.ErrNoAttempt,
	"sign_on_old":      session.ErrOldAttempt,
	"sign_on_no_group": errNoGroup,
	"sign_on_down":     &signon.Error{Kind: signon.Down},
	"sign_on_setup":    &signon.Error{Kind: signon.Setup},
	"sign_on_denied":   &signon.Error{Kind: signon.Denied},
	"sign_on_code":     &signon.Error{Kind: signon.Code},
	"sign_on_token":    &signon.Error{Kind: signon.Token},
	"sign_on_expired":  &signon.Error{Kind: signon.Expired},
	"sign_on_clock":    &signon.Error{Kind: signon.Clock, Skew: -10 * time.Minute},
}

// signOnStates are the pages of single sign-on that need no provider.
var signOnStates = func() []state {
	list := []state{
		{name: "sign-in-elsewhere.html", chinese: true, target: "/login", status: 200,
			options: []option{withSignOnElsewhere}},
		{name: "sign-in-both.html", chinese: true, target: "/login?next=/codes", status: 200,
			options: []option{withAliceAndBob, withSignOnElsewhere}},
	}
	for code, err := range signOnErrors {
		s := failed("error-"+code+".html", diagnose(err, &locales[0]).status, &signOnError{"/codes", err})
		s.chinese = true
		list = append(list, s)
	}
	return list
}()
