package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"isales-console/isales/isalestest"
	"isales-console/sharedstate/redistest"
)

func TestBadRedis(t *testing.T) {
	const password = "password of redis"
	said.mayNotSay(password)
	const wrong = "is not redis://host:port or rediss://host:port, " +
		"with a user and password before the host and /number of a database behind it if need be"
	escaped := url.PathEscape(password)
	wantBadValue(t, "scheme", "redis-url", "http://:"+escaped+"@localhost", wrong)
	wantBadValue(t, "no URL", "redis-url", "redis://:"+password+"@local host", wrong)
	wantBadValue(t, "port", "redis-url", "redis://:"+escaped+"@localhost:0", "has no port from 1 to 65535")
	keys, users := file(t, strings.Repeat("k", 32)), file(t, userLine(t, "alice", "password of alice", ""))
	good, secret := "-redis-url=redis://localhost", file(t, password)
	for name, tt := range map[string]struct {
		args []string
		line string
	}{
		"a password without an address": {[]string{"-redis-password-file=" + file(t, "visible")},
			"-redis-password-file: there is no -redis-url that it belongs to"},
		"two passwords": {[]string{"-redis-url=redis://:" + escaped + "@localhost", "-redis-password-file=" + keys},
			"-redis-url, -redis-password-file: both have a password; only one of them can"},
		"not visible": {[]string{good, "-redis-password-file=" + secret},
			"-redis-password-file: " + secret + " holds something else than visible ASCII characters"},
		"no keys": {[]string{good, "-users-file=" + users},
			"-redis-url: replicas share sign-ins, so they need the same -session-key-file"},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, nil, append([]string{"-demo"}, tt.args...), tt.line) })
	}
}

// TestSharedConsoles: a sign-in holds on both consoles, “web sessions” shows and ends
// it, and the log, /readyz and the metrics tell when Redis is away.
func TestSharedConsoles(t *testing.T) {
	const password = "password of alice"
	redis := miniredis.RunT(t)
	redis.RequireAuth("password-of-redis")
	said.mayNotSay("password-of-redis")
	at := []string{"-redis-url=redis://" + redis.Addr(), "-redis-password-file=" + file(t, "password-of-redis\n")}
	flags := append([]string{"-session-key-file=" + file(t, strings.Repeat("k", 32))}, at...)
	users := []string{userLine(t, "alice", password, "")}
	one, _ := startWithUsers(t, users, flags...)
	two, _ := startWithUsers(t, users, flags...)
	defer one.stop(t)
	defer two.stop(t)
	b := newBrowser(t, one)
	b.signIn(t, "alice", password)
	for _, c := range []*console{two, one} {
		b.url = c.url
		b.wantIn(t, "signed in on the first")
	}

	code, list, stderr := runToEnd(t, nil, append([]string{"sessions", "-demo"}, flags...)...)
	lines := strings.Split(list, "\n")
	if code != 0 || stderr != "" || len(lines) != 3 ||
		strings.Join(strings.Fields(lines[1])[:2], " ") != "alice 127.0.0.1" {
		t.Errorf("web sessions: exit code %d, stderr %q\n%s", code, stderr, list)
	}
	other := append([]string{"sessions", "-demo", "-session-key-file=" + file(t, strings.Repeat("o", 32))}, at...)
	for _, tt := range []struct {
		args   []string
		code   int
		stderr string
	}{
		{other, 0, "1 more sign-ins are sealed with other keys than those of -session-key-file\n"},
		{append([]string{"sessions", "-demo"}, at...), 2, "-session-key-file: required, to read the sign-ins"},
	} {
		if code, list, stderr := runToEnd(t, nil, tt.args...); code != tt.code || !strings.Contains(stderr, tt.stderr) ||
			strings.Contains(list, "alice") {
			t.Errorf("web sessions: exit code %d, want %d, stderr %q\n%s", code, tt.code, stderr, list)
		}
	}
	revoke := append([]string{"sessions", "revoke", "alice", "-demo"}, at...)
	for _, want := range []string{"1 sign-ins of alice ended\n", "0 sign-ins of alice ended\n"} {
		if code, got, stderr := runToEnd(t, nil, revoke...); code != 0 || got != want || stderr != "" {
			t.Errorf("web sessions revoke: exit code %d, %q, stderr %q", code, got, stderr)
		}
	}
	b.wantOut(t, "somebody whose sign-in was revoked")

	b.signIn(t, "alice", password)
	redis.SetError("LOADING Redis is loading the dataset in memory")
	for range 4 {
		a := b.get(t, resultPath)
		if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") != "5" {
			t.Errorf("status %d, Retry-After %q", a.StatusCode, a.Header.Get("Retry-After"))
		}
	}
	if ready := b.get(t, "/readyz"); ready.StatusCode != 200 || !strings.Contains(ready.body, "\nredis: away\n") {
		t.Errorf("/readyz: status %d\n%s", ready.StatusCode, ready.body)
	}
	if m := b.get(t, "/metrics").body; !strings.Contains(m, `isales_console_redis_state{state="away"} 1`) ||
		!strings.Contains(m, `isales_console_redis_state{state="answering"} 0`) {
		t.Error("the metrics do not tell that Redis is away")
	}
	redis.SetError("")
	one.stderr.wait(t, "Redis answers again")
	b.wantIn(t, "still signed in")
	if n := len(one.records(t, "Redis is away: pages that need a sign-in are answered with 503")); n != 1 {
		t.Errorf("%d records that Redis is away", n)
	}
}

// TestCopiesOutliveTheProcess: with the platform down, a console that has just started
// shows what another one has read, on a real Redis.
func TestCopiesOutliveTheProcess(t *testing.T) {
	redis := redistest.Start(t)
	platform := isalestest.NewServer(t, isalestest.Options{})
	flags := append(platformFlags(t, platform), "-addr=127.0.0.1:0", "-redis-url=redis://"+redis.Addr)
	first := start(t, nil, flags...)
	if status, _ := get(t, newClient(t), first.url+resultPath); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	first.stop(t)
	platform.Close()
	second := start(t, nil, flags...)
	defer second.stop(t)
	status, body := get(t, newClient(t), second.url+resultPath)
	if status != http.StatusOK || !strings.Contains(body, resultHeading) || !strings.Contains(body, `class="stale"`) {
		t.Errorf("status %d:\n%s", status, body)
	}
	if status, _ := get(t, newClient(t), second.url+"/vdns/40/results/1402245660"); status != http.StatusBadGateway {
		t.Errorf("what nobody has read: status %d", status)
	}
}

// TestCheckRedis: a check says whether Redis does what the console needs.
func TestCheckRedis(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{})
	redis := redistest.Start(t, "--maxmemory-policy", "allkeys-lru")
	check := func(redis string, code int, line string, last ...string) {
		t.Helper()
		args := append(platformFlags(t, platform), "-redis-url=redis://"+redis)
		lines := append([]string{connected, trusted, inTime, accepted, notAsked, line}, last...)
		wantCheck(t, platform.SecretKey, code, args, lines...)
	}
	check(redis.Addr, 1, "FAIL  redis        127.0.0.1:PORT evicts keys when its memory is full "+
		"(maxmemory-policy allkeys-lru), which signs people out: set noeviction")
	redis.Stop()
	check(redis.Addr, 1, "FAIL  redis        127.0.0.1:PORT: dial tcp 127.0.0.1:PORT: connect: connection refused")
	plain := miniredis.RunT(t)
	check(plain.Addr(), 0, "ok    redis         127.0.0.1:PORT writes and reads in DURATION", allWell)
}
