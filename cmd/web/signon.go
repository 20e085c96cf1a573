package main

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"

	"isales-console/handlers"
	"isales-console/handlers/signon"
	"isales-console/isales"
	"isales-console/users"
)

// signOnConfig is the configuration of single sign-on; without an issuer there is none.
type signOnConfig struct {
	issuer, clientID, secretFile, groupsClaim, groupsFile string
	secret                                                secret // of secretFile
}

// signOnSettings say where people sign in who have an account elsewhere.
func (c *config) signOnSettings() []*setting {
	s := &c.signOn
	return []*setting{
		{name: "oidc-issuer", usage: "`https://host` of the OpenID provider at which people sign in (single sign-on)",
			read: s.readIssuer},
		{name: "oidc-client-id", usage: "`ID` of the console at the OpenID provider", read: text(&s.clientID)},
		{name: "oidc-client-secret-file", usage: "`file` with the console's secret at the OpenID provider",
			read: s.readSecret},
		{name: "oidc-groups-claim", value: "groups", usage: "`claim` with the groups of a person",
			read: s.readGroupsClaim},
		{name: "oidc-groups-file",
			usage: "`file` with what groups may see: lines group:VDNs, * for all VDNs; read again when it changes",
			read:  text(&s.groupsFile)},
	}
}

func (s *signOnConfig) readIssuer(issuer string) error {
	if s.issuer = issuer; issuer == "" {
		return nil
	}
	return signon.CheckURL(issuer)
}

func (s *signOnConfig) readSecret(file string) (err error) {
	if s.secretFile = file; file != "" {
		s.secret, err = readSecretFile(file)
	}
	return err
}

func (s *signOnConfig) readGroupsClaim(claim string) error {
	if s.groupsClaim = claim; claim == "" {
		return errors.New("empty: want the name of a claim")
	}
	return nil
}

// combineSignOn checks what belongs together.
func (c *config) combineSignOn(source func(string) string) (problems []string) {
	s := c.signOn
	given := map[string]string{"oidc-client-id": s.clientID, "oidc-client-secret-file": s.secretFile,
		"oidc-groups-file": s.groupsFile}
	for _, name := range []string{"oidc-client-id", "oidc-client-secret-file", "oidc-groups-file"} {
		switch {
		case s.issuer == "" && given[name] != "":
			problems = append(problems, source(name)+": means nothing without -oidc-issuer")
		case s.issuer != "" && given[name] == "":
			problems = append(problems, "-"+name+": required with -oidc-issuer")
		}
	}
	if s.groupsFile != "" {
		_, err := users.OpenGroups(s.groupsFile, isales.MaxVDNID, slog.New(slog.DiscardHandler))
		problems = append(problems, problemsOf(source("oidc-groups-file"), err)...)
	}
	if s.issuer != "" && c.publicURL == "" && c.addr != "" && !c.loopbackOnly() {
		problems = append(problems, "-public-url: required with -oidc-issuer where other machines reach the console: "+
			"the OpenID provider has to know where it leads back to")
	}
	return problems
}

// hasSignIn reports a console that people sign in to.
func (c *config) hasSignIn() bool { return c.usersFile != "" || c.signOn.issuer != "" }

func (s *signOnConfig) provider() *signon.Provider {
	return signon.New(signon.Config{Issuer: s.issuer, ClientID: s.clientID, Secret: string(s.secret),
		GroupsClaim: s.groupsClaim})
}

// openSignOn adds single sign-on to a console's configuration, if there is any.
func (c *config) openSignOn(h *handlers.Config, log *slog.Logger, files *rereads) (err error) {
	if c.signOn.issuer == "" {
		return nil
	}
	if h.Groups, err = users.OpenGroups(c.signOn.groupsFile, isales.MaxVDNID, log); err != nil {
		return err
	}
	files.add(h.Groups.Refresh)
	h.SignOn = c.signOn.provider()
	return nil
}

// signOnStep says whether the OpenID provider answers, and what to register there.
func (k *checker) signOnStep(ctx context.Context) {
	if k.signOn.issuer == "" {
		return
	}
	signsOut, err := k.signOn.provider().Check(ctx)
	if _, unknown := errors.AsType[x509.UnknownAuthorityError](err); unknown {
		k.say(false, "sign-on", "%v: name the file with the certificate of its issuer in SSL_CERT_FILE", err)
		return
	}
	if err != nil {
		k.say(false, "sign-on", "%v: check -oidc-issuer, the network and the proxy (HTTPS_PROXY)", err)
		return
	}
	base := k.publicURL
	if base == "" {
		base = "http://" + k.addr
	}
	callback, signedOut := handlers.SignOnAddresses(base)
	then := "it has no sign-out"
	if signsOut {
		then = "after the sign-out it leads back to " + signedOut
	}
	k.say(true, "sign-on", "%s answers; it must know %s as a redirect URI; %s", k.signOn.issuer, callback, then)
}
