package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"

	"isales-console/dictionary"
	"isales-console/handlers/respond"
	"isales-console/handlers/session"
	"isales-console/handlers/signon"
	"isales-console/platform"
	"isales-console/users"
)

// Config is everything that the console needs.
type Config struct {
	// Results answers look-ups; required.
	Results platform.Results
	// Browser reads the lists of VDNs, Campaigns campaigns, and Calls how calls ended; each required by its pages.
	Browser   platform.Browser
	Campaigns platform.CampaignSource
	Calls     platform.CallSource
	// CodeLists reads the dictionaries of VDNs; nil means that only the
	// documentation explains codes.
	CodeLists platform.CodeLister
	// Notes returns the center's own notes on codes; nil, or a func that returns nil,
	// means that there are none. The same notes have the same address.
	Notes func() *dictionary.Notes
	// Platform describes the state of the way to the platform in lines of text, for
	// /readyz; nil for nothing to say.
	Platform func() string
	// Metrics serves /metrics to callers on this machine; nil means that there is
	// none.
	Metrics http.Handler
	// Observer is told about each request; nil means no one.
	Observer Observer
	// Log gets one record for each request; required.
	Log *slog.Logger
	// Audit gets one record for each sign-in, refusal, sign-out and look-up; nil
	// means none.
	Audit *slog.Logger
	// Users may sign in with a password; nil means that there are none. Without SignOn
	// the console is then open to all who reach it.
	Users Users
	// SignOn signs people in elsewhere; nil means that it does not. What their groups
	// may see is in Groups, which is required with it.
	SignOn *signon.Provider
	Groups *users.GroupFile
	// Shared is what all replicas of this console have in common: sign-ins and counts of
	// attempts; nil means that sign-ins are in the cookies and counts in memory.
	Shared Shared
	// Copies keeps code lists beyond the process; nil means that nothing does.
	Copies platform.CopyStore
	// Tokens let programs read data; nil for none. Where nobody signs in they are not asked.
	Tokens Tokens
	// Identity tells this console from others whose cookies browsers bring along or
	// that share its keys; the same for all replicas. Empty for none.
	Identity string
	// SessionSecrets protect the cookies, newest first; see session.ReadKeys. None
	// means a random one: sessions then end with the process.
	SessionSecrets [][]byte
	// SessionLifetime is how long a sign-in holds; 0 means 12 hours.
	SessionLifetime time.Duration
	// PublicURL is the scheme and host under which browsers reach the console.
	// Empty means that it is not known: then the Host header is checked only as
	// LoopbackOnly says.
	PublicURL string
	// HSTSSubDomains extends the promise of https to all names below the console's.
	HSTSSubDomains bool
	// HTTPS says that the console serves TLS itself.
	HTTPS bool
	// LoopbackOnly says that only this machine can reach the console.
	LoopbackOnly bool
	// TrustedProxies are the proxies whose X-Forwarded headers are believed.
	TrustedProxies []netip.Prefix
	// Version is shown at the foot of each page.
	Version string
	// Contact is whom to ask, in words or as an address; shown where people cannot go
	// on. Empty for nobody.
	Contact string
	// Demo shows a banner on each page.
	Demo bool
	// Now is the clock of the pages; nil means time.Now.
	Now func() time.Time
	// NewRequestID makes request IDs; nil means random ones.
	NewRequestID func() string
}

// Observer counts requests. Route is a pattern of routes.go, or empty for a path
// that has none; method is one of those that net/http names, or "other"; status
// is 499 for a reader who went away.
type Observer interface {
	Request(route, method string, status int, took time.Duration)
}

// Console is the handler of all requests. It is safe for concurrent use.
type Console struct {
	Config
	handler    http.Handler // the whole of it, below the log
	router     chi.Router
	vdnRouter  chi.Router      // what is below /vdns/{vdnId}
	plainError *respond.Answer // sent when rendering an error page fails
	openAPI    *respond.Answer // the description of the data
	publicURL  *url.URL        // nil when not known
	sessions   *session.Store
	throttle   throttle
	bulk       bulkWork
	codes      *platform.CodeLists
	catalogs   *platform.Catalogs
	campaigns  *platform.Campaigns
	results    respond.Kept[resultKey, resultState]
	draining   atomic.Bool
}

// notes are the center's own notes on codes; never nil.
func (c *Console) notes() *dictionary.Notes {
	if c.Notes != nil {
		if notes := c.Notes(); notes != nil {
			return notes
		}
	}
	return noNotes
}

// noNotes stand in for those of a center without any.
var noNotes = new(dictionary.Notes)

// overHTTPS reports whether browsers reach the console by https.
func (c *Console) overHTTPS() bool {
	return c.HTTPS || c.publicURL != nil && c.publicURL.Scheme == "https"
}

// Drain makes /readyz say that no new requests are wanted; those that come are
// still answered.
func (c *Console) Drain() { c.draining.Store(true) }

// Shared is what replicas have in common; see sharedstate.State.
type Shared interface {
	session.Records
	Limiter
}

// Tokens are the tokens of programs; see users.Tokens.
type Tokens interface {
	// Authenticate returns whom a token is for, or nil.
	Authenticate(token string) *users.User
}

// Users are the people who may sign in; see users.File.
type Users interface {
	// Lookup returns the user of that name, or nil.
	Lookup(name string) *users.User
	// Authenticate returns the user of that name if the password is right, else nil.
	// The error is ctx's own, or a *users.BusyError.
	Authenticate(ctx context.Context, name, password string) (*users.User, error)
}
