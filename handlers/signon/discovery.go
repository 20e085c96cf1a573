package signon

import (
	"context"
	"errors"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	// rediscover is how long the provider's endpoints hold.
	rediscover = time.Hour
	// pause is how long a provider whose discovery failed is left alone.
	pause = 5 * time.Second
)

// metadata is what the provider says about itself.
type metadata struct {
	provider *oidc.Provider
	endpoint oauth2.Endpoint
	scopes   []string

	EndSession  string   `json:"end_session_endpoint"`
	Keys        string   `json:"jwks_uri"`
	AuthMethods []string `json:"token_endpoint_auth_methods_supported"`
	Scopes      []string `json:"scopes_supported"`
}

// discover returns the provider's endpoints. They are read when they are needed and old;
// while that fails, the former ones hold. The error is an *Error.
func (p *Provider) discover(ctx context.Context) (*metadata, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	wait := rediscover
	if p.failure != nil {
		wait = pause
	}
	if p.asked.IsZero() || p.Now().Sub(p.asked) >= wait {
		// Others wait for the outcome: it is not that of a visitor who goes away.
		m, err := p.read(context.WithoutCancel(ctx))
		if err == nil {
			p.known = m
		}
		p.asked, p.failure = p.Now(), err
	}
	if p.known == nil {
		return nil, p.failure
	}
	return p.known, nil
}

func (p *Provider) read(ctx context.Context) (*metadata, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	talk := new(conversation)
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, talk.client()), p.Issuer)
	if err != nil {
		return nil, talk.failure(Setup, err)
	}
	m := &metadata{provider: provider, endpoint: provider.Endpoint()}
	if err := provider.Claims(m); err != nil {
		return nil, failed(Setup, "a discovery document that cannot be read")
	}
	for name, address := range map[string]string{"authorization_endpoint": m.endpoint.AuthURL, "jwks_uri": m.Keys,
		"token_endpoint": m.endpoint.TokenURL} {
		if CheckURL(address) != nil {
			return nil, failed(Setup, "the discovery document has no usable "+name)
		}
	}
	for name, address := range map[string]string{"userinfo_endpoint": provider.UserInfoEndpoint(),
		"end_session_endpoint": m.EndSession} {
		if address != "" && CheckURL(address) != nil {
			return nil, failed(Setup, "the discovery document has no usable "+name)
		}
	}
	// Guessing would send a code twice, and the second time it counts as stolen.
	m.endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if m.AuthMethods != nil && !slices.Contains(m.AuthMethods, "client_secret_basic") {
		m.endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	m.scopes = []string{oidc.ScopeOpenID}
	for _, scope := range []string{oidc.ScopeProfile, oidc.ScopeEmail} {
		if m.Scopes == nil || slices.Contains(m.Scopes, scope) {
			m.scopes = append(m.scopes, scope)
		}
	}
	// Some providers tell groups only when they are asked for, others refuse the word.
	if slices.Contains(m.Scopes, "groups") {
		m.scopes = append(m.scopes, "groups")
	}
	return m, nil
}

// CheckURL reports what makes an address unfit for a provider: it must be https, or
// http on this machine.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "":
		return errors.New("is not https://host, perhaps with a path")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return errors.New("is not https: only a provider on this machine may do without")
}

func isLoopback(host string) bool { return host == "localhost" || net.ParseIP(host).IsLoopback() }

// Check asks the provider for its endpoints, as the first sign-on does. The error is
// an *Error. signsOut says that the provider has a place to sign out.
func (p *Provider) Check(ctx context.Context) (signsOut bool, err error) {
	m, err := p.discover(ctx)
	if err != nil {
		return false, err
	}
	return m.EndSession != "", nil
}
