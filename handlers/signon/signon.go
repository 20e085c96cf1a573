// Package signon signs people in at an OpenID provider: authorization code flow
// with PKCE, state and nonce. It is the only user of go-oidc and oauth2, and knows
// nothing of pages, cookies and VDNs. Build a [Provider] with [New].
package signon

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	// timeout bounds what one step of a sign-on asks the provider.
	timeout = 10 * time.Second
	// maxSkew is how far the clocks of console and provider may be apart.
	maxSkew = 5 * time.Minute
)

// Config names the provider and the console's registration there; all but Now are
// required.
type Config struct {
	// Issuer is the provider's address, exactly as the provider writes it.
	Issuer string
	// ClientID and Secret are those of the console's registration.
	ClientID, Secret string
	// GroupsClaim is the claim with the groups of a person: a list of texts, or one.
	GroupsClaim string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Provider is an OpenID provider. It is asked for its endpoints when they are first
// needed, so it may be down while the console starts. It is safe for concurrent use.
type Provider struct {
	Config
	mark string // see Issued

	mu      sync.Mutex // guards all below; held while the provider is asked
	known   *metadata  // nil until the discovery went well
	asked   time.Time  // when the latest discovery ended
	failure error      // of the latest discovery; nil when it went well
}

// New returns a provider that was not asked for anything yet.
func New(c Config) *Provider {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Provider{Config: c, mark: digest(4, c.Issuer, c.ClientID, c.GroupsClaim)}
}

// Secrets are those of one attempt to sign on, to be kept by the browser that makes it.
type Secrets struct{ State, Nonce, Verifier string }

// NewSecrets returns random ones.
func NewSecrets() Secrets {
	return Secrets{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
}

// Begin returns the address of the provider that an attempt begins at. callback is the
// console's own address that it leads back to. The error is an *Error.
func (p *Provider) Begin(ctx context.Context, callback string, s Secrets) (string, error) {
	m, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return p.client(m, callback).AuthCodeURL(s.State, oidc.Nonce(s.Nonce), oauth2.S256ChallengeOption(s.Verifier)), nil
}

// Person is who has signed on.
type Person struct {
	// Name is for people: preferred_username, else email, else the subject. Providers
	// may give it to somebody else later.
	Name string
	// Subject is the provider's own name, which is never given to somebody else.
	Subject string
	// Groups are those of the groups claim; nil without one.
	Groups []string
	// Fingerprint tells the person from others of any name, and the registration from
	// others; see Issued.
	Fingerprint string
}

// Finish returns who made an attempt that came back to callback with these parameters.
// The caller has found s by their state. The error is an *Error.
func (p *Provider) Finish(ctx context.Context, callback string, s Secrets, parameters url.Values) (Person, error) {
	if code := parameters.Get("error"); code != "" {
		return Person{}, refusal(code)
	}
	if iss := parameters.Get("iss"); iss != "" && iss != p.Issuer {
		return Person{}, failed(Token, "the answer is of another issuer")
	}
	m, err := p.discover(ctx)
	if err != nil {
		return Person{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	talk := new(conversation)
	ctx = oidc.ClientContext(ctx, talk.client())
	client := p.client(m, callback)
	tokens, err := client.Exchange(ctx, parameters.Get("code"), oauth2.VerifierOption(s.Verifier))
	if err != nil {
		return Person{}, talk.exchangeError(err)
	}
	token, err := p.verify(ctx, m, talk, tokens, s.Nonce)
	if err != nil {
		return Person{}, err
	}
	return p.person(ctx, m, talk, token, client.TokenSource(ctx, tokens))
}

// Issued reports whether a fingerprint is that of a person of this provider and this
// registration.
func (p *Provider) Issued(fingerprint string) bool { return strings.HasPrefix(fingerprint, p.mark) }

// SignOutURL returns where a browser signs out at the provider, which then leads to an
// address of the console; empty when the provider has no such place or is down.
func (p *Provider) SignOutURL(ctx context.Context, back string) string {
	m, err := p.discover(ctx)
	if err != nil || m.EndSession == "" {
		return ""
	}
	u, err := url.Parse(m.EndSession)
	if err != nil {
		return ""
	}
	query := u.Query()
	query.Set("client_id", p.ClientID)
	query.Set("post_logout_redirect_uri", back)
	u.RawQuery = query.Encode()
	return u.String()
}

func (p *Provider) client(m *metadata, callback string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.Secret, RedirectURL: callback,
		Endpoint: m.endpoint, Scopes: m.scopes}
}

// digest returns the first n bytes of a hash of the parts, in hexadecimal.
func digest(n int, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:n])
}
