package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// mixedUsers may see VDN 40, VDN 41, or both.
var mixedUsers = []struct{ name, vdns string }{{"alice", "40"}, {"carol", "41"}, {"erin", ""}, {"", ""}}

// newMixedUsers starts a console and signs the users in.
func newMixedUsers(t *testing.T, transport http.RoundTripper, flags ...string) (m *mix, cookies []string) {
	t.Helper()
	var users strings.Builder
	for _, u := range mixedUsers[:3] {
		users.WriteString(userLine(t, u.name, "password of "+u.name, u.vdns))
	}
	m = newMix(t, mixOptions{io.Discard, transport, append(flags, "-users-file="+file(t, users.String()),
		"-isales-timeout=5s")})
	for _, u := range mixedUsers[:3] {
		cookies = append(cookies, m.signIn(t.Context(), u.name, ""))
	}
	return m, append(cookies, "")
}

// mixedTargets with the status that each of mixedUsers gets.
var mixedTargets = []struct {
	path     string
	statuses [4]int
}{
	{"/", [4]int{200, 200, 200, 303}},
	{"/account", [4]int{200, 200, 200, 303}},
	{"/vdns/40/results/1402245659", [4]int{200, 403, 200, 303}},
	{"/vdns/41/results/1402246011", [4]int{403, 200, 200, 303}},
	{"/vdns/40/results/1402245659.json", [4]int{200, 403, 200, 401}},
	{"/vdns/41/results/1402246011.csv", [4]int{403, 200, 200, 401}},
	{"/codes/00605", [4]int{200, 200, 200, 303}},
	{"/nowhere", [4]int{404, 404, 404, 303}},
	{"/login", [4]int{303, 303, 303, 200}},
}

// wrongOwner says what is wrong with an answer to a user, if anything.
func wrongOwner(user, target int, status int, body []byte) string {
	to, name := mixedTargets[target], mixedUsers[user].name
	if want := to.statuses[user]; status != want {
		return fmt.Sprintf("%s by %q: status %d, want %d", to.path, name, status, want)
	}
	if found := pageUser.FindSubmatch(body); found != nil && string(found[1]) != name || found == nil && to.path == "/" && name != "" {
		return fmt.Sprintf("%s by %q: the page of %q", to.path, name, found)
	}
	return ""
}

// TestMixedUsers: requests of several users over the same few connections, as a proxy
// sends them, are answered each for its own user.
func TestMixedUsers(t *testing.T) {
	const each = 18 // of each client; together every user meets every target
	p := newPair(t, "console.example")
	for version, transport := range map[string]*http.Transport{
		"HTTP/1.1": {MaxConnsPerHost: 3},
		"HTTP/2.0": {MaxConnsPerHost: 1, TLSClientConfig: &tls.Config{RootCAs: p.roots}, ForceAttemptHTTP2: true},
	} {
		t.Run(version, func(t *testing.T) {
			var flags []string
			if transport.ForceAttemptHTTP2 {
				flags = []string{"-tls-cert-file=" + p.cert, "-tls-key-file=" + p.key}
			}
			m, cookies := newMixedUsers(t, transport, flags...)
			var answers atomic.Int64
			var group sync.WaitGroup
			for client := range 8 {
				group.Go(func() {
					for i := range each {
						user, target := (client+i)%len(mixedUsers), (client*7+i)%len(mixedTargets)
						r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, m.url+mixedTargets[target].path, http.NoBody)
						if err != nil {
							t.Error(err)
							return
						}
						r.Header.Set("Cookie", cookies[user])
						resp, err := m.client.Do(r)
						if err != nil {
							t.Error(err)
							return
						}
						body, err := io.ReadAll(resp.Body)
						resp.Body.Close()
						if wrong := wrongOwner(user, target, resp.StatusCode, body); wrong != "" || err != nil || resp.Proto != version {
							t.Errorf("by %s: %s, %v", resp.Proto, wrong, err)
						}
						answers.Add(1)
					}
				})
			}
			group.Wait()
			if n := answers.Load(); n != 8*each {
				t.Errorf("%d answers, want %d", n, 8*each)
			}
			m.client.CloseIdleConnections()
			m.stop(t)
		})
	}
}

// TestPipelining: requests of several users in one piece are answered in their order,
// each for its own user; a body in between is no request.
func TestPipelining(t *testing.T) {
	m, cookies := newMixedUsers(t, &http.Transport{})
	_, address, _ := strings.Cut(m.url, "://")
	var requests strings.Builder
	const each = 40
	smuggled := "GET / HTTP/1.1\r\nHost: " + address + "\r\nCookie: " + cookies[2] + "\r\n\r\n"
	for i := range each {
		user, target := i%len(mixedUsers), i%len(mixedTargets)
		fmt.Fprintf(&requests, "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n", mixedTargets[target].path, address,
			cookies[user])
		fmt.Fprintf(&requests, "POST /nowhere HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nCookie: %s\r\n\r\n%s",
			address, len(smuggled), cookies[0], smuggled)
		fmt.Fprintf(&requests, "HEAD /codes HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n", address, cookies[user])
	}
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go io.WriteString(conn, requests.String()+"GET /healthz HTTP/1.1\r\nHost: "+address+"\r\nConnection: close\r\n\r\n")
	in := bufio.NewReader(conn)
	next := func(method string) (int, []byte) {
		t.Helper()
		resp, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, body
	}
	for i := range each {
		status, body := next(http.MethodGet)
		if wrong := wrongOwner(i%len(mixedUsers), i%len(mixedTargets), status, body); wrong != "" {
			t.Errorf("%d: %s", i, wrong)
		}
		if status, _ := next(http.MethodPost); status != http.StatusNotFound {
			t.Errorf("%d: status %d of a POST to no page, want 404", i, status)
		}
		want := http.StatusOK
		if i%len(mixedUsers) == 3 {
			want = http.StatusSeeOther
		}
		if status, body := next(http.MethodHead); status != want || len(body) > 0 {
			t.Errorf("%d: HEAD: status %d, want %d", i, status, want)
		}
	}
	if status, body := next(http.MethodGet); status != http.StatusOK || string(body) != "ok\n" {
		t.Errorf("at last: %d %q, want 200 of the health check", status, body)
	}
	if rest, _ := io.ReadAll(in); len(rest) > 0 {
		t.Errorf("after the last answer: %.200q", rest)
	}
	m.stop(t)
}
