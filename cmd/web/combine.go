package main

import (
	"crypto/tls"
	"log/slog"
	"net"
	"strings"

	"isales-console/isales"
	"isales-console/users"
)

// problemsOf names the source of a setting in each line of an error, which may be nil.
func problemsOf(source string, err error) (problems []string) {
	if err == nil {
		return nil
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		problems = append(problems, source+": "+line)
	}
	return problems
}

// combine checks what more than one setting decides.
func (c *config) combine(skFile string, source func(string) string) (problems []string) {
	if c.addr != "" && !c.loopbackOnly() && !c.hasSignIn() {
		problems = append(problems, source("addr")+": "+c.addr+" is not a loopback address, "+
			"and without sign-in (-users-file or -oidc-issuer) anyone on the network could read the call center")
	}
	if c.passwordsInClear() && !c.insecureHTTP && !c.demo {
		problems = append(problems, source("addr")+": "+c.addr+" would take passwords by plain http: serve https "+
			"(-tls-cert-file), name the https address of the proxy in front (-public-url), or give -insecure-http")
	}
	if c.metrics != "" && !isLoopback(c.metrics) && !c.metricsPublic {
		problems = append(problems, source("metrics-addr")+": "+c.metrics+" is not a loopback address, "+
			"and figures and profiler have no sign-in: give -metrics-public if only your monitoring reaches it")
	}
	if (c.certFile == "") != (c.keyFile == "") {
		problems = append(problems, "-tls-cert-file, -tls-key-file: only one of them is given; both or none")
	} else if c.certFile != "" {
		if _, err := tls.LoadX509KeyPair(c.certFile, c.keyFile); err != nil {
			problems = append(problems, "-tls-cert-file, -tls-key-file: "+err.Error())
		}
	}
	if c.certFile != "" && strings.HasPrefix(c.publicURL, "http:") {
		problems = append(problems, source("public-url")+": "+c.publicURL+" is not https, but -tls-cert-file serves https")
	}
	problems = append(problems, c.combineRedis(source)...)
	if c.notesFile != "" {
		_, err := readNotes(c.notesFile)
		problems = append(problems, problemsOf(source("notes-file"), err)...)
	}
	if c.usersFile != "" {
		_, err := users.Open(c.usersFile, isales.MaxVDNID, slog.New(slog.DiscardHandler))
		problems = append(problems, problemsOf(source("users-file"), err)...)
	}
	if c.tokensFile != "" {
		problems = append(problems, c.checkTokens(source("tokens-file"))...)
	}
	problems = append(problems, c.combineSignOn(source)...)
	return append(problems, c.combinePlatform(skFile, source)...)
}

// checkTokens checks the tokens file; source names its setting.
func (c *config) checkTokens(source string) (problems []string) {
	if !c.hasSignIn() {
		problems = append(problems, source+": without sign-in (-users-file or -oidc-issuer) the console "+
			"is open, and a token opens nothing more")
	}
	_, err := users.OpenTokens(c.tokensFile, isales.MaxVDNID, slog.New(slog.DiscardHandler))
	return append(problems, problemsOf(source, err)...)
}

// combinePlatform checks how the platform is named and reached.
func (c *config) combinePlatform(skFile string, source func(string) string) (problems []string) {
	if c.demo {
		if !c.loopbackOnly() && c.hasSignIn() { // without one, -addr is refused already
			problems = append(problems, "-demo: is for loopback addresses only")
		}
		if c.isalesURL != "" || c.ak != "" || c.sk != "" || skFile != "" || c.roots != nil {
			problems = append(problems, "-demo: brings its own platform and cannot be combined with "+
				"-isales-url, -isales-ak, -isales-sk, -isales-sk-file or -isales-ca-file")
		}
		return problems
	}
	// Only the client knows what it accepts.
	if c.isalesURL == "" {
		problems = append(problems, "-isales-url: required (or -demo for sample data)")
	} else if _, err := isales.New(c.isalesURL, isales.Credentials{AccessKey: "any", SecretKey: "any"}); err != nil {
		problems = append(problems, source("isales-url")+": "+strings.TrimPrefix(err.Error(), "isales: base URL: "))
	}
	credentials := isales.Credentials{AccessKey: c.ak, SecretKey: "any"}
	if c.ak == "" {
		problems = append(problems, "-isales-ak: required")
	} else if _, err := isales.New("https://localhost", credentials); err != nil {
		problems = append(problems, source("isales-ak")+": "+strings.TrimPrefix(err.Error(), "isales: credentials: "))
	}
	switch {
	case c.sk != "" && skFile != "":
		problems = append(problems, "-isales-sk, -isales-sk-file: only one of them can be given")
	case skFile != "":
		var err error
		c.sk, err = readSecretFile(skFile)
		problems = append(problems, problemsOf(source("isales-sk-file"), err)...)
	case c.sk == "":
		problems = append(problems, "-isales-sk-file: required (or -isales-sk)")
	}
	return problems
}

// loopbackOnly reports whether only this machine can reach the console.
func (c *config) loopbackOnly() bool { return isLoopback(c.addr) }

func isLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && isales.IsLoopback(host)
}

// passwordsInClear reports that other machines reach the sign-in by plain http, with
// no proxy in front that could serve https.
func (c *config) passwordsInClear() bool {
	return c.addr != "" && !c.loopbackOnly() && c.hasSignIn() && c.certFile == "" &&
		!strings.HasPrefix(c.publicURL, "https://") && len(c.trustedProxies) == 0
}
