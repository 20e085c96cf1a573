package e2e

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// The one account of the OpenID provider, and the console's secret there.
const (
	account, accountPassword = "test-user2", "verysecure"
	clientSecret             = "secret-of-the-browser-tests"
)

// openIDProvider is a whole OpenID provider, with its own pages, that can be out of order.
type openIDProvider struct {
	*httptest.Server

	mu sync.Mutex
	providerState
	consoleURL string
	callback   *url.URL // where it led a browser back to at last
}

// providerState is what is unusual about it.
type providerState struct {
	down     string // the path, or all below it, that answers 503; empty for none
	skew     time.Duration
	lifetime time.Duration // of ID tokens; 0 for an hour
	groups   []string
	denies   bool
	replays  string // a code that it gives once more
}

// startProvider starts one that knows a single client, "console".
func startProvider(t testing.TB) *openIDProvider {
	t.Helper()
	p := &openIDProvider{Server: httptest.NewUnstartedServer(nil)}
	issuer := "http://" + p.Listener.Addr().String()
	clients := map[string]*storage.Client{"console": storage.WebClient("console", clientSecret)}
	accounts := providerStorage{storage.NewStorageWithClients(storage.NewUserStore(issuer), clients), p}
	whole := exampleop.SetupServer(issuer, accounts, slog.New(slog.DiscardHandler), false)
	p.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.serve(w, r, whole) })
	p.Start()
	t.Cleanup(p.Close)
	return p
}

func (p *openIDProvider) set(s providerState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.providerState = s
}

func (p *openIDProvider) state() providerState {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.providerState
}

func (p *openIDProvider) serve(w http.ResponseWriter, r *http.Request, whole http.Handler) {
	s := p.state()
	w.Header().Set("Date", time.Now().Add(s.skew).UTC().Format(http.TimeFormat))
	switch {
	case r.URL.Path == "/favicon.ico":
		w.WriteHeader(http.StatusNoContent)
	case s.down != "" && strings.HasPrefix(r.URL.Path, s.down):
		w.WriteHeader(http.StatusServiceUnavailable)
	case s.denies && r.URL.Path == "/auth":
		query := url.Values{"error": {"access_denied"}, "state": {r.FormValue("state")}}
		http.Redirect(w, r, r.FormValue("redirect_uri")+"?"+query.Encode(), http.StatusFound)
	case s.replays != "" && r.URL.Path == "/auth":
		query := url.Values{"code": {s.replays}, "state": {r.FormValue("state")}}
		http.Redirect(w, r, r.FormValue("redirect_uri")+"?"+query.Encode(), http.StatusFound)
	default:
		whole.ServeHTTP(w, r)
		if back, err := url.Parse(w.Header().Get("Location")); err == nil && back.Path == "/oidc/callback" {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.callback = back
		}
	}
}

// lastCallback is the address that a browser was led back to at last.
func (p *openIDProvider) lastCallback() *url.URL {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.callback
}

// providerStorage adds to the provider's accounts what a test wants.
type providerStorage struct {
	*storage.Storage
	p *openIDProvider
}

func (s providerStorage) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	client, err := s.Storage.GetClientByClientID(ctx, id)
	return providerClient{client, s.p}, err
}

func (s providerStorage) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo,
	token, subject, origin string) error {
	info.AppendClaims("groups", s.p.state().groups)
	return s.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin)
}

// providerClient is the registration of a console whose address is known late.
type providerClient struct {
	op.Client
	p *openIDProvider
}

func (c providerClient) RedirectURIs() []string           { return []string{c.p.consoleURL + "/oidc/callback"} }
func (c providerClient) PostLogoutRedirectURIs() []string { return []string{c.p.consoleURL + "/login"} }

// ClockSkew is for a clock that is ahead: the provider cannot tell how long tokens hold
// that were made in the past.
func (c providerClient) ClockSkew() time.Duration { return max(0, c.p.state().skew) }

func (c providerClient) IDTokenLifetime() time.Duration {
	if lifetime := c.p.state().lifetime; lifetime != 0 {
		return lifetime
	}
	return c.Client.IDTokenLifetime()
}

// startWithProvider starts a demonstration whose people sign in at the provider.
func startWithProvider(t testing.TB, p *openIDProvider, flags ...string) *console {
	t.Helper()
	own, err := signOnFlags(t.TempDir(), p.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := start(t, append(append(own, "-demo", "-contact", "the help desk"), flags...)...)
	p.consoleURL = c.url
	return c
}

// signOnFlags are those of a console whose people sign in at an issuer.
func signOnFlags(dir, issuer string) ([]string, error) {
	flags := []string{"-oidc-issuer=" + issuer, "-oidc-client-id=console"}
	for name, text := range map[string]string{"client-secret-file": clientSecret, "groups-file": "sales:40\n"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
		flags = append(flags, "-oidc-"+name+"="+path)
	}
	return flags, nil
}
