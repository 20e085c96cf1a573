package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// leakClients send their requests at the same time.
const leakClients = 64

// request is one that a browser or a program may send. Those of strangers come
// without the cookie of a sign-in; cookie is empty for that of the mix.
type request struct {
	method, path string
	form         url.Values
	stranger     bool
	user, cookie string
}

// mix is a console with everything switched on, and all there is to ask it.
type mix struct {
	platform *isalestest.Server
	network  *cutProxy
	client   *http.Client
	url      string
	cookie   string
	requests []request
	check    func(request, *http.Response, []byte) // each whole answer; may be nil
	stop     func(*testing.T)

	mu   sync.Mutex
	ends map[string]int // how requests ended
}

// mixOptions are the parts of a mix that tests have of their own.
type mixOptions struct {
	log       io.Writer
	transport http.RoundTripper
	flags     []string // with a users file that has alice
}

// newMix starts a console with alice signed in.
func newMix(t *testing.T, o mixOptions) *mix {
	t.Helper()
	m := &mix{platform: isalestest.NewServer(t, isalestest.Options{ForgetRequests: true}), ends: map[string]int{}}
	m.network = newCutProxy(t, m.platform)
	flags := append(platformFlags(t, m.platform), m.network.flag(), "-addr=127.0.0.1:0", "-isales-timeout=300ms",
		"-cache-ttl=1s")
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	c := &console{stdout: newOutput(), stderr: newOutput(), signal: cancel, code: make(chan int, 1)}
	go func() { c.code <- run(ctx, append(flags, o.flags...), nil, nothing(), c.stdout, o.log) }()
	c.stdout.wait(t, "\n")
	m.url, m.stop = strings.TrimSuffix(strings.TrimPrefix(c.stdout.String(), "iSales Console development: "), "/\n"),
		func(t *testing.T) { c.stop(t) }
	m.client = &http.Client{Transport: o.transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(m.client.CloseIdleConnections)
	m.cookie = m.signIn(t.Context(), "alice", "")
	if m.cookie == "" {
		t.Fatal("alice cannot sign in")
	}
	m.requests = mixedRequests(m.home(t))
	return m
}

// home returns alice's first page.
func (m *mix) home(t *testing.T) string {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, m.url+"/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", m.cookie)
	resp, err := m.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// signIn returns the cookies of a user, empty when the sign-in fails; cookie has those
// of an earlier one. Passwords are as userLine is given them.
func (m *mix) signIn(ctx context.Context, user, cookie string) string {
	form := url.Values{"user": {user}, "password": {"password of " + user}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.url+"/login", strings.NewReader(form.Encode()))
	if err != nil {
		return ""
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", cookie)
	resp, err := m.client.Do(r)
	if err != nil {
		return ""
	}
	resp.Body.Close()
	m.note("sign-in " + resp.Status[:3])
	if resp.StatusCode != http.StatusSeeOther {
		return ""
	}
	var cookies []string
	for _, c := range resp.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	return strings.Join(cookies, "; ")
}

// visitAll sends each request once while the platform is well.
func (m *mix) visitAll(t *testing.T) {
	t.Helper()
	next := make(chan request)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for r := range next {
				m.do(t.Context(), r)
			}
		})
	}
	for _, r := range m.requests {
		next <- r
	}
	close(next)
	group.Wait()
}

// send sends random requests from all clients; some go away.
func (m *mix) send(t *testing.T, number int) {
	t.Helper()
	m.platform.SetDecider(mixedFaults)
	var group sync.WaitGroup
	for client := range leakClients {
		group.Go(func() {
			random := rand.New(rand.NewPCG(uint64(number), uint64(client)))
			for range number / leakClients {
				r := m.requests[random.IntN(len(m.requests))]
				switch n := random.IntN(100); {
				case n < 5:
					m.leave(t.Context(), r, true)
				case n < 10:
					m.leave(t.Context(), r, false)
				case n < 12:
					m.leaveEarly(t)
				case n == 12:
					m.network.cutAll()
				default:
					m.do(t.Context(), r)
				}
			}
		})
	}
	group.Wait()
}

// mixedFaults lets three of four calls be answered, and spreads all faults over
// the others.
func mixedFaults(_ isalestest.Request, n int) isalestest.Fault {
	if n%4 != 0 {
		return isalestest.FaultNone
	}
	faults := isalestest.Faults()
	fault := faults[n/4*7%len(faults)]
	if fault == isalestest.FaultSlow {
		return "slow=100ms"
	}
	return fault
}

// do sends a request and reads its answer, whatever it is. It returns the status,
// 0 when there was no answer.
func (m *mix) do(ctx context.Context, q request) int {
	var body io.Reader = http.NoBody
	if q.form != nil {
		body = strings.NewReader(q.form.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, q.method, m.url+q.path, body)
	if err != nil {
		m.note(err.Error())
		return 0
	}
	if q.method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if !q.stranger {
		r.Header.Set("Cookie", cmp.Or(q.cookie, m.cookie))
	}
	resp, err := m.client.Do(r)
	if err == nil {
		var read []byte
		read, err = io.ReadAll(resp.Body)
		resp.Body.Close()
		if err == nil && m.check != nil {
			m.check(q, resp, read)
		}
	}
	switch {
	case ctx.Err() != nil:
		m.note("gone away")
	case err != nil:
		m.note("error")
	default:
		m.note(resp.Status[:3])
		return resp.StatusCode
	}
	return 0
}

// leave sends a request and goes away as soon as it is sent, or when the answer
// begins.
func (m *mix) leave(ctx context.Context, q request, atOnce bool) {
	ctx, gone := context.WithCancel(ctx)
	defer gone()
	m.do(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) {
			if atOnce {
				gone()
			}
		},
		GotFirstResponseByte: gone,
	}), q)
}

// leaveEarly goes away in the middle of the request.
func (m *mix) leaveEarly(t *testing.T) {
	_, address, _ := strings.Cut(m.url, "://")
	conn, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHo", resultPath)
	m.note("gone early")
}

func (m *mix) note(end string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ends[end]++
}

// tally is how all requests ended so far.
func (m *mix) tally() map[string]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ends
}
