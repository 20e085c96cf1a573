package deploy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"isales-console/static"
)

// rollingUsual is how many requests there are at least while the replicas are restarted; ROLLING=10000 in the
// environment makes them as many:
//
//	ROLLING=10000 go test ./deploy -run TestRollingRestart -v
const rollingUsual = 1000

// load asks for pages over and over.
type load struct {
	visitor  *visitor
	stranger *visitor // not signed in
	paths    []string
	public   []string    // what the stranger asks for
	away     atomic.Bool // Redis is away, or a replica has not yet seen that it is back
	over     atomic.Bool // enough, once the requests have been sent
	sent     atomic.Int64
	group    sync.WaitGroup

	mu   sync.Mutex
	seen map[string]int // answers by what they are
}

// TestRollingRestart puts another version in the place of one behind nginx, a replica after the other, while people
// work, and Redis in the middle: no request fails but those that need the session while Redis is away, and pages of
// either version have a stylesheet.
func TestRollingRestart(t *testing.T) {
	least := int64(rollingUsual)
	if given := os.Getenv("ROLLING"); given != "" {
		var err error
		if least, err = strconv.ParseInt(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	installed(t, "nginx")
	installed(t, "redis-server")
	address := freeAddress(t)
	r := newReplicas(t, "-redis-url=redis://"+address)
	redis := r.redis(t, address)
	for i := range r.running {
		r.start(t, i, oldVersion)
	}
	_, secure := r.nginx(t)
	l := &load{visitor: r.newVisitor(t, secure), seen: map[string]int{}}
	l.visitor.signIn(t)
	l.visitor.wantIn(t, "the replica that has not signed in")
	l.visitor.wantIn(t, "the other")
	l.stranger = &visitor{client: l.visitor.client, scheme: "https", host: publicHost}
	l.paths = []string{resultPath, "/", "/codes", resultPath + ".json"}
	l.public = []string{static.URL("app.css"), newStylesheet(t), "/login"}
	for range 4 {
		l.group.Go(func() { l.run(least) })
	}
	for i, p := range r.running {
		if err := p.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		waitReady(t, r.addresses[i], http.StatusServiceUnavailable)
		p.stop(t)
		r.start(t, i, newVersion)
		if i == 0 {
			l.without(t, r, func() { redis.stop(t) }, func() { r.redis(t, address) })
		}
	}
	l.over.Store(true)
	l.group.Wait()
	t.Logf("%d requests: %v", l.sent.Load(), l.seen)
	want := []string{"GET 200 of the new version", "GET 200 of the old version", "GET 200", "POST 303", noRedis}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(l.seen)); !slices.Equal(got, want) {
		t.Errorf("the answers are %q, want %q", got, want)
	}
	for i := range r.running {
		if a := r.newNeighbour(t, i).get(t, "/login", http.StatusOK); !strings.Contains(a.body, newStylesheet(t)) {
			t.Errorf("replica %d is not of the new version", i)
		}
	}
}

// noRedis is what becomes of requests that need the session while Redis is away.
const noRedis = "503 with Retry-After, because Redis is away"

// without restarts Redis, and waits until each replica has met both.
func (l *load) without(t *testing.T, r *replicas, stop, start func()) {
	t.Helper()
	until := func(status int) {
		for i := range r.running {
			n := r.newNeighbour(t, i)
			n.cookies = l.visitor.cookies
			for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
				a, err := n.do(http.MethodGet, resultPath, "")
				if err == nil && a.StatusCode == status {
					break
				}
				if time.Since(begun) > patience {
					t.Fatalf("replica %d: no %d, but %v, %v", i, status, a.Response, err)
				}
			}
		}
	}
	l.away.Store(true)
	stop()
	until(http.StatusServiceUnavailable)
	start()
	until(http.StatusOK)
	l.away.Store(false)
}

// newStylesheet is the path that the new version has for its stylesheet.
func newStylesheet(t *testing.T) string {
	t.Helper()
	if _, err := newVersion(); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(read(t, filepath.Join(programs, "app.css"))))
	return static.Prefix + "app." + hex.EncodeToString(sum[:6]) + ".css"
}

// run is one person who works.
func (l *load) run(least int64) {
	for i := 0; !l.over.Load() || l.sent.Load() < least; i++ {
		l.ask(l.visitor, http.MethodGet, l.paths[i%len(l.paths)], "")
		l.ask(l.stranger, http.MethodGet, l.public[i%len(l.public)], "")
		if i%10 == 0 {
			l.ask(l.visitor, http.MethodPost, "/preferences", "theme=dark&next=/codes")
		}
	}
}

var stylesheet = regexp.MustCompile(`/static/app\.[0-9a-f]{12}\.css`)

// ask sends a request and says what came of it. The stylesheet of a page is asked for too.
func (l *load) ask(v *visitor, method, path, form string) {
	l.sent.Add(1)
	away := l.away.Load()
	a, err := v.do(method, path, form)
	away = away || l.away.Load() // it may have gone meanwhile
	if err != nil {
		l.note(method + " " + path + ": " + err.Error())
		return
	}
	what := fmt.Sprintf("%s %d", method, a.StatusCode)
	mediaType := a.Header.Get("Content-Type")
	switch {
	case v == l.visitor && away && a.StatusCode == http.StatusServiceUnavailable && a.Header.Get("Retry-After") != "":
		what = noRedis
	case method == http.MethodPost && a.StatusCode == http.StatusSeeOther:
	case a.StatusCode != http.StatusOK, strings.HasPrefix(path, static.Prefix) != strings.HasPrefix(mediaType, "text/css"):
		what += " " + mediaType + " at " + path
	case path == resultPath && !strings.Contains(a.body, resultHeading):
		what += " without a result"
	case path == "/codes":
		version := "new"
		if strings.Contains(a.body, static.URL("app.css")) {
			version = "old"
		}
		what += " of the " + version + " version"
		l.ask(l.stranger, http.MethodGet, stylesheet.FindString(a.body), "")
	}
	l.note(what)
}

func (l *load) note(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[what]++
}
