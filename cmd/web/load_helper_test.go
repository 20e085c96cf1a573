package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// edition returns a VDN whose results all bear the number of the edition: a page
// tells which state of the platform it was made of.
func edition(number, pages int) *isalestest.Data {
	data := isalestest.Generate(40, pages, 2)
	for i := range data.VDNs[0].Results {
		data.VDNs[0].Results[i].DisplayResult = editionName(number)
	}
	return data
}

func editionName(number int) string { return "edition " + strconv.Itoa(number) }

// pagePath is the page of one of an edition's results, counted from 0.
func pagePath(page int) string { return "/vdns/40/results/" + strconv.Itoa(1500000001+page) }

// visit is what came of looking up one result as JSON.
type visit struct {
	page    int
	status  int
	code    string // of the error
	display string
	cache   string // miss, joined, hit, stale; empty without Cache-Status
	stale   string // why a copy is old, by its code
	took    time.Duration
}

func (v visit) String() string {
	return fmt.Sprintf("page %d: %d %q, error %q, cache %q, stale %q, after %s", v.page, v.status, v.display,
		v.code, v.cache, v.stale, v.took.Round(time.Millisecond))
}

// isOf reports that the page was made of that edition now.
func (v visit) isOf(number int) bool {
	return v.status == http.StatusOK && v.display == editionName(number) && (v.cache == "miss" || v.cache == "joined")
}

var cacheWords = map[string]string{
	"": "", "isales-console; fwd=uri-miss": "miss", "isales-console; fwd=uri-miss; collapsed": "joined",
	"isales-console; hit": "hit", "isales-console; hit; detail=stale": "stale",
}

// visitors are clients of one console that share connections.
type visitors struct {
	client *http.Client
	url    string
}

// newVisitors returns visitors who wait for an answer at most so long: one that
// takes longer is an error. What they are told is not searched for secrets: it is
// much, and always the same.
func newVisitors(t testing.TB, c *console, longest time.Duration) *visitors {
	transport := &http.Transport{MaxIdleConnsPerHost: 1000}
	t.Cleanup(transport.CloseIdleConnections)
	return &visitors{&http.Client{Transport: transport, Timeout: longest}, c.url}
}

// look asks for a page's data.
func (v *visitors) look(ctx context.Context, page int) (visit, error) {
	start := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.url+pagePath(page)+".json", nil)
	if err != nil {
		return visit{}, err
	}
	resp, err := v.client.Do(r)
	if err != nil {
		return visit{}, err
	}
	defer resp.Body.Close()
	var document struct {
		DisplayResult string
		Stale, Error  struct{ Code string }
	}
	body, err := io.ReadAll(resp.Body)
	if err == nil {
		err = json.Unmarshal(body, &document)
	}
	if err != nil {
		return visit{}, fmt.Errorf("page %d, status %d: %w", page, resp.StatusCode, err)
	}
	cache, ok := cacheWords[resp.Header.Get("Cache-Status")]
	if !ok {
		return visit{}, fmt.Errorf("page %d: Cache-Status %q", page, resp.Header.Get("Cache-Status"))
	}
	return visit{page, resp.StatusCode, document.Error.Code, document.DisplayResult, cache, document.Stale.Code,
		time.Since(start)}, nil
}

// mustLook is look for what must be answered, whatever the answer is.
func (v *visitors) mustLook(t testing.TB, page int) visit {
	t.Helper()
	seen, err := v.look(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// recovery bounds how long pages may be other than new once the platform is well.
const recovery = 10 * time.Second

// wantRest waits until nothing is under way between a console that may make so
// many calls at once and its platform.
func (v *visitors) wantRest(t testing.TB, platform *isalestest.Server, limit int) {
	t.Helper()
	atRest := strings.Replace(wellReady, "of 10", "of "+strconv.Itoa(limit), 1)
	var ready string
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(20 * time.Millisecond) {
		_, ready = get(t, v.client, v.url+"/readyz")
		if ready == atRest && platform.Stats().InFlight == 0 {
			return
		}
	}
	t.Errorf("at rest, %d requests are with the platform and /readyz says\n%swant\n%s", platform.Stats().InFlight,
		ready, atRest)
}

// together runs subtests at the same time. They mostly wait, and t.Parallel lets
// no more of them do so than there are processors.
func together(t *testing.T, tests map[string]func(*testing.T)) {
	t.Helper()
	var group sync.WaitGroup
	for name, test := range tests {
		group.Go(func() { t.Run(name, test) })
	}
	group.Wait()
}
