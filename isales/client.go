package isales

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Limits of a client.
const (
	// MaxAnswer is the longest answer that is read, in bytes after decompression.
	MaxAnswer = 1 << 20
	// DefaultTimeout bounds one call, from dialling to the last byte.
	DefaultTimeout = 10 * time.Second
)

// apiPath is where all interfaces of this family live.
const apiPath = "/rest/isales/v1/openapi/campaigns"

// Client queries one CC-iSales platform with one key pair. It is immutable and
// safe for concurrent use; connections are kept and shared.
type Client struct {
	*platform
	language Language // of the locale header; empty for none
	// once closes each connection after its answer: net/http keeps the bytes that came
	// last in the buffer of an idle one.
	once bool
}

// platform is what the clients of all languages share.
type platform struct {
	base      url.URL // with apiPath, without a trailing slash
	cred      Credentials
	signing   Signing
	timeout   time.Duration
	userAgent string
	now       func() time.Time
	roots     *x509.CertPool
	transport http.RoundTripper
	turns     *turns // nil for no limit
	gate      Gate   // nil for none
}

// A Gate decides about each call when it has its turn.
type Gate interface {
	// Enter lets a call through or refuses it with an error, which the call
	// returns wrapped. A call that is let through takes at most limit, if that is
	// positive, and tells done how its exchange ended: nil for any complete answer
	// with status 200, whatever it says; context.DeadlineExceeded itself when the
	// caller's time ended well before that of a call, because its turn came late.
	Enter() (limit time.Duration, done func(error), err error)
}

// An Option changes a client under construction.
type Option func(*Client) error

// WithSigning sets the points that the documents leave open. The default is
// the zero Signing.
func WithSigning(s Signing) Option {
	return func(c *Client) error {
		c.signing = s
		return s.Validate()
	}
}

// WithTimeout bounds each call. The default is DefaultTimeout; d is positive.
func WithTimeout(d time.Duration) Option {
	return func(c *Client) error {
		c.timeout = d
		if d <= 0 {
			return fmt.Errorf("timeout %s is not positive", d)
		}
		return nil
	}
}

// WithCACertificates trusts the PEM certificates instead of the system's roots.
// A platform addressed by IP usually has a private or self-signed certificate.
func WithCACertificates(pem []byte) Option {
	return func(c *Client) error {
		c.roots = x509.NewCertPool()
		if !c.roots.AppendCertsFromPEM(pem) {
			return errors.New("no PEM certificate found")
		}
		return nil
	}
}

// WithClock sets the clock that signs requests. The default is time.Now.
func WithClock(now func() time.Time) Option {
	return func(c *Client) error {
		c.now = now
		if now == nil {
			return errors.New("clock is nil")
		}
		return nil
	}
}

// WithUserAgent sets the User-Agent header. The default is "isales-go".
func WithUserAgent(name string) Option {
	return func(c *Client) error {
		c.userAgent = name
		return nil
	}
}

// WithMaxConcurrent allows n calls in flight at once; more wait for their turn, in
// order, within half of their timeout. Bulk work waits behind them; see [Bulk]. The vendor recommends 10 for the query
// interfaces. The default is no limit; n is positive.
func WithMaxConcurrent(n int) Option {
	return func(c *Client) error {
		if n < 1 {
			return fmt.Errorf("%d calls at once is not positive", n)
		}
		c.turns = newTurns(n)
		return nil
	}
}

// WithGate asks the gate before each call. The default lets all through.
func WithGate(g Gate) Option {
	return func(c *Client) error {
		c.gate = g
		return nil
	}
}

// WithTransport replaces the connections to the platform, for tests and
// instrumentation; WithCACertificates then has no effect. The default is that of
// NewTransport. rt must not follow redirects.
func WithTransport(rt http.RoundTripper) Option {
	return func(c *Client) error {
		c.transport = rt
		if rt == nil {
			return errors.New("transport is nil")
		}
		return nil
	}
}

// New returns a client of the platform at baseURL: https://host:port, with the
// path prefix of a gateway if there is one. Plain http is accepted for loopback
// addresses only, because answers would be readable and changeable on the way.
func New(baseURL string, cred Credentials, options ...Option) (*Client, error) {
	base, err := parseBase(baseURL)
	if err != nil {
		return nil, fmt.Errorf("isales: base URL: %w", err)
	}
	if err := cred.validate(); err != nil {
		return nil, fmt.Errorf("isales: credentials: %w", err)
	}
	c := &Client{platform: &platform{base: *base, cred: cred, timeout: DefaultTimeout, userAgent: "isales-go",
		now: time.Now}}
	for _, option := range options {
		if err := option(c); err != nil {
			return nil, fmt.Errorf("isales: %w", err)
		}
	}
	if c.transport == nil {
		limit := 0
		if c.turns != nil {
			limit = c.turns.limit
		}
		c.transport = NewTransport(c.roots, limit)
	}
	return c, nil
}

// InLanguage returns a client that asks the platform for texts in l (the locale
// header) and shares everything else with c. A client from New sends no locale.
func (c *Client) InLanguage(l Language) *Client { return &Client{c.platform, l, c.once} }

// Load returns how many calls are in flight and how many wait for their turn;
// zeros without WithMaxConcurrent.
func (c *Client) Load() (inFlight, waiting int) {
	if c.turns == nil {
		return 0, 0
	}
	return c.turns.load()
}

func parseBase(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		// The error of url.Parse repeats its input, which may hold a password.
		return nil, errors.New("not a URL")
	}
	switch {
	case u.User != nil:
		return nil, errors.New("must not hold a user name or password")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("%q is not https://host:port", raw)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%q has no host", raw)
	case !ValidPort(u):
		return nil, fmt.Errorf("%q has no port from 1 to 65535", raw)
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r > '~' }):
		return nil, fmt.Errorf("%q has a host that is not ASCII: write it with xn--", raw)
	case u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		return nil, fmt.Errorf("%q must end with the path", raw)
	case u.Scheme == "http" && !IsLoopback(u.Hostname()):
		return nil, fmt.Errorf("%q is not https: plain http is for loopback addresses only", raw)
	}
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), apiPath) + apiPath
	u.RawPath = ""
	return u, nil
}

// ValidPort reports whether a URL has no port or one from 1 to 65535.
func ValidPort(u *url.URL) bool {
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	return u.Port() == "" || err == nil && port > 0
}

// IsLoopback reports whether a host, without port and brackets, is this machine:
// those are the hosts for which New accepts plain http.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
