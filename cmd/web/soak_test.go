package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

const (
	soakUsual    = time.Second
	soakVisitors = 16
)

// TestSoak has visitors of four users look up, export, sign in and out and go away,
// over HTTP/1.1 and HTTP/2, while the platform fails and comes back, the users file,
// the notes and the certificate change, and the log's reader stalls and goes on. Each
// page belongs to the user who asked, none is an error of the console's own, and in
// the end everything is as it was. SOAK=10m in the environment makes it that long:
//
//	SOAK=10m go test -race ./cmd/web -run TestSoak -v -timeout 20m
func TestSoak(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("open files are counted where Linux lists them")
	}
	lasts := soakUsual
	if given := os.Getenv("SOAK"); given != "" {
		var err error
		if lasts, err = time.ParseDuration(given); err != nil || lasts < time.Second {
			t.Fatalf("SOAK=%s is not a duration of a second or more", given)
		}
	}
	s := newSoak(t)
	s.run(t, lasts/3)
	before := s.settle(t, inUse{goroutines: 1 << 30, files: 1 << 30})
	s.run(t, lasts)
	after := s.settle(t, before)
	t.Logf("%s: %v, %d pages with their users, %d log records\nbefore: %s\nafter:  %s", lasts, s.tally(),
		s.named.Load(), s.log.records.Load(), before, after)
	wantBack(t, before, after)
	for _, end := range []string{"500", "error"} {
		if n := s.tally()[end]; n > 0 {
			t.Errorf("%d requests ended with %s", n, end)
		}
	}
	if s.named.Load() == 0 || s.log.records.Load() == 0 {
		t.Error("no page names its user, or the log is empty")
	}
	s.stop(t)
}

// soak is a mix with files that change and a log that may stall.
type soak struct {
	*mix
	log          *tap
	users, notes string // paths
	lines        map[string]string
	pairs        [2]*pair
	visitors     [soakVisitors]string // their cookies
	named        atomic.Int64         // pages that name the user who asked
}

// tap is a log that is read but for the time that it is locked.
type tap struct {
	sync.RWMutex
	records atomic.Int64
}

func (l *tap) Write(b []byte) (int, error) {
	l.RLock()
	defer l.RUnlock()
	l.records.Add(1)
	return len(b), nil
}

// twoVersions sends every second request over HTTP/2.
type twoVersions struct {
	transports [2]*http.Transport
	sent       atomic.Int64
}

func (v *twoVersions) RoundTrip(r *http.Request) (*http.Response, error) {
	return v.transports[v.sent.Add(1)%2].RoundTrip(r)
}

// CloseIdleConnections is what http.Client calls.
func (v *twoVersions) CloseIdleConnections() {
	for _, transport := range v.transports {
		transport.CloseIdleConnections()
	}
}

// soakUsers are who visits; the last one is not always in the users file.
var soakUsers = [...]string{"alice", "carol", "erin", "dave"}

func newSoak(t *testing.T) *soak {
	t.Helper()
	s := &soak{log: new(tap), lines: map[string]string{}, pairs: [2]*pair{newPair(t, "first"), newPair(t, "second")}}
	for _, user := range soakUsers {
		s.lines[user] = userLine(t, user, "password of "+user, "")
	}
	s.users, s.notes = file(t, s.usersFile(len(soakUsers))), file(t, soakNotes(0))
	served := newPair(t, "served")
	replace(t, served.cert, s.pairs[0].certContent)
	replace(t, served.key, s.pairs[0].keyContent)
	roots := s.pairs[0].roots
	roots.AppendCertsFromPEM([]byte(s.pairs[1].certContent))
	v := new(twoVersions)
	for i := range v.transports {
		v.transports[i] = &http.Transport{MaxIdleConnsPerHost: soakVisitors,
			TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: i == 1}
	}
	s.pairs[0].cert, s.pairs[0].key = served.cert, served.key
	s.mix = newMix(t, mixOptions{s.log, v, []string{"-users-file=" + s.users, "-notes-file=" + s.notes,
		"-tls-cert-file=" + served.cert, "-tls-key-file=" + served.key}})
	for _, path := range []string{"/help", "/account", "/find?q=1402245659&vdnId=40", "/find?q=busy",
		"/vdns/40/retry", "/vdns/40/retry.csv", "/vdns/40/campaigns",
		"/vdns/40/campaigns.json", "/vdns/40/campaigns/7001", "/vdns/40/campaigns/7001/codes",
		"/vdns/41/campaigns/8001", "/vdns/40/calls/1700000000-1001"} {
		s.requests = append(s.requests, request{method: http.MethodGet, path: path})
	}
	for i := range s.visitors {
		s.visitors[i] = s.signIn(t.Context(), soakUsers[i%len(soakUsers)], "")
	}
	s.check = func(q request, resp *http.Response, body []byte) { s.wantOwner(t, q, resp, body) }
	return s
}

func (s *soak) usersFile(n int) string {
	var text strings.Builder
	for _, user := range soakUsers[:n] {
		text.WriteString(s.lines[user])
	}
	return text.String()
}

func soakNotes(n int) string { return fmt.Sprintf("00605,说明 %d,note %d,,alice,2026-01-01\n", n, n) }

var pageUser = regexp.MustCompile(`<a href="/account">([^<]*)</a>`)

// wantOwner checks that a page names the user whose cookie came with the request.
func (s *soak) wantOwner(t *testing.T, q request, resp *http.Response, body []byte) {
	found := pageUser.FindSubmatch(body)
	if found == nil {
		return
	}
	s.named.Add(1)
	if user := string(found[1]); user != q.user || q.stranger {
		t.Errorf("%s %s by %s: the page of %s, asked for by %q", q.method, q.path, resp.Proto, user, q.user)
	}
}

// run has all visitors visit while everything around them happens, and leaves
// everything well.
func (s *soak) run(t *testing.T, lasts time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), lasts)
	defer cancel()
	var group sync.WaitGroup
	for i := range s.visitors {
		group.Go(func() { s.visit(ctx, t, i) })
	}
	s.happen(ctx, t, lasts)
	group.Wait()
}

// visit is one visitor. A request is let come to its end when the time is over.
func (s *soak) visit(ctx context.Context, t *testing.T, number int) {
	random := rand.New(rand.NewPCG(17, uint64(number)))
	user, cookie := soakUsers[number%len(soakUsers)], &s.visitors[number]
	for ctx.Err() == nil {
		q := s.requests[random.IntN(len(s.requests))]
		q.user, q.cookie = user, *cookie
		switch n := random.IntN(200); {
		case n < 6:
			s.leave(t.Context(), q, true)
		case n < 12:
			s.leave(t.Context(), q, false)
		case n < 14:
			s.leaveEarly(t)
		case n < 18:
			if n == 14 {
				s.do(t.Context(), request{method: http.MethodPost, path: "/logout", user: user, cookie: *cookie})
			}
			if in := s.signIn(t.Context(), user, *cookie); in != "" {
				*cookie = in
			}
		default:
			s.do(t.Context(), q)
		}
		time.Sleep(time.Duration(random.IntN(10)) * time.Millisecond) // people read, too
	}
}

// happen goes through all that happens around the visitors, again and again.
func (s *soak) happen(ctx context.Context, t *testing.T, lasts time.Duration) {
	t.Helper()
	served, stalled := s.pairs[0], false
	reread := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGHUP) }
	certificate := func(p *pair) {
		replace(t, served.cert, p.certContent)
		replace(t, served.key, p.keyContent)
		reread()
	}
	goOn := func() {
		if stalled {
			s.log.Unlock()
		}
		stalled = false
	}
	steps := []func(){
		func() { s.platform.SetDecider(mixedFaults) },
		func() { s.platform.SetDecider(nil) },
		func() { s.log.Lock(); stalled = true },
		func() { replace(t, s.users, s.usersFile(len(soakUsers)-1)); reread() },
		func() { replace(t, s.notes, soakNotes(1)); reread() },
		func() { certificate(s.pairs[1]) },
		goOn,
		func() { replace(t, s.users, s.usersFile(len(soakUsers))); reread() },
		func() { replace(t, s.notes, soakNotes(2)); certificate(served) },
		s.network.refuse,
		func() { s.network.heal(t) },
		func() {
			s.platform.SetDecider(func(isalestest.Request, int) isalestest.Fault { return isalestest.FaultStatus503 })
		},
		s.network.lose,
		func() { s.network.heal(t); s.platform.SetDecider(nil) },
		func() {}, func() {}, // the platform is found to be well
	}
	pause := min(lasts/time.Duration(len(steps)), 3*time.Second)
	for i := 0; ctx.Err() == nil; i++ {
		steps[i%len(steps)]()
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	goOn()
	s.network.heal(t)
	s.platform.SetDecider(nil)
	replace(t, s.users, s.usersFile(len(soakUsers)))
	reread()
}
