package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// TestSignOnSettings: everything that is wrong with single sign-on is said at once.
func TestSignOnSettings(t *testing.T) {
	secret, groups := file(t, "client-secret-of-the-tests\n"), file(t, "sales:40\nadmins:*\n")
	broken, twoLines := file(t, "sales\nadmins:0\nsales:1:x\n"), file(t, "one\ntwo\n")
	all := map[string]string{"issuer": "https://login.example/company", "client-id": "console",
		"client-secret-file": secret, "groups-file": groups}
	with := func(namesAndValues ...string) (args []string) {
		changed := map[string]string{}
		for i := 0; i < len(namesAndValues); i += 2 {
			changed[namesAndValues[i]] = namesAndValues[i+1]
		}
		for name, value := range all {
			if _, has := changed[name]; !has {
				changed[name] = value
			}
		}
		for name, value := range changed {
			args = append(args, "-oidc-"+name+"="+value)
		}
		return args
	}
	const required, nothing = ": required with -oidc-issuer", ": means nothing without -oidc-issuer"
	const noVDN = " is neither a VDN ID from 1 to 9999 nor a range like 100-199"
	inBroken := "-oidc-groups-file: " + broken + ": line "
	for name, test := range map[string]struct{ args, lines []string }{
		"http": {with("issuer", "http://login.example"),
			[]string{"-oidc-issuer: is not https: only a provider on this machine may do without"}},
		"no address": {with("issuer", "login.example"),
			[]string{"-oidc-issuer: is not https://host, perhaps with a path"}},
		"alone": {[]string{"-oidc-issuer=https://login.example"},
			[]string{"-oidc-client-id" + required, "-oidc-client-secret-file" + required,
				"-oidc-groups-file" + required}},
		"no issuer": {with("issuer", ""),
			[]string{"-oidc-client-id" + nothing, "-oidc-client-secret-file" + nothing, "-oidc-groups-file" + nothing}},
		"no claim": {with("groups-claim", ""), []string{"-oidc-groups-claim: empty: want the name of a claim"}},
		"secret": {with("client-secret-file", twoLines),
			[]string{"-oidc-client-secret-file: " + twoLines + " holds more than one line"}},
		"groups file": {with("groups-file", broken), []string{
			inBroken + "1: want group:VDNs, with * for all VDNs, got no colon",
			inBroken + `2: group "admins": "0"` + noVDN, inBroken + `3: group "sales:1": "x"` + noVDN}},
		"not only here": {append(with(), "-addr=192.0.2.1:443", "-insecure-http"),
			[]string{"-public-url: required with -oidc-issuer where other machines reach the console: " +
				"the OpenID provider has to know where it leads back to"}},
		"in clear": {append(with(), "-addr=192.0.2.1:443", "-public-url=http://console.example"),
			[]string{"-addr: 192.0.2.1:443 would take passwords by plain http: serve https (-tls-cert-file), " +
				"name the https address of the proxy in front (-public-url), or give -insecure-http"}},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, nil, slices.Concat(test.args, working), test.lines...) })
	}
}

// TestCheckSignOn: “web check” says what to register at the provider, and what is wrong.
func TestCheckSignOn(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{})
	status := http.StatusOK
	var provider *httptest.Server
	provider = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": provider.URL, "authorization_endpoint": provider.URL,
			"token_endpoint": provider.URL, "jwks_uri": provider.URL, "end_session_endpoint": provider.URL})
	}))
	defer provider.Close()
	const secret = "client-secret-of-the-check"
	said.mayNotSay(secret)
	args := append(platformFlags(t, platform), "-addr=127.0.0.1:8080", "-oidc-issuer="+provider.URL,
		"-oidc-client-id=console", "-oidc-client-secret-file="+file(t, secret), "-oidc-groups-file="+file(t, "sales:40\n"))
	for _, test := range []struct {
		status, code int
		line         string
	}{
		{200, exitOK, "ok    sign-on      " + provider.URL + " answers; it must know " +
			"http://127.0.0.1:8080/oidc/callback as a redirect URI; " +
			"after the sign-out it leads back to http://127.0.0.1:8080/login"},
		{503, exitFailure, "FAIL  sign-on      sign-on: down: HTTP status 503: " +
			"check -oidc-issuer, the network and the proxy (HTTPS_PROXY)"},
	} {
		status = test.status
		code, stdout, stderr := runToEnd(t, nil, append([]string{"check"}, args...)...)
		if code != test.code || !strings.Contains(stdout, test.line+"\n") {
			t.Errorf("code %d, want %d with %q; stderr %q, stdout\n%s", code, test.code, test.line, stderr, stdout)
		}
	}
}
