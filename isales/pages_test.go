package isales_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// slowPages serves a list of results with the IDs 1 to total, in a bubble: the
// page n is answered after the time that latency says.
type slowPages struct {
	total   int
	latency func(page int) time.Duration
	broken  int // the page that fails; 0 for none

	mu                    sync.Mutex
	calls, inFlight, most int
}

func (s *slowPages) RoundTrip(r *http.Request) (*http.Response, error) {
	page, err := strconv.Atoi(r.URL.Query().Get("pageNum"))
	if err != nil {
		return nil, err
	}
	s.count(1)
	defer s.count(-1)
	select {
	case <-time.After(s.latency(page)):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	status := http.StatusOK
	if page == s.broken {
		status = http.StatusServiceUnavailable
	}
	var rows []string
	for _, id := range slice(1, s.total, page) {
		rows = append(rows, fmt.Sprintf(`{"defId":"%d","displayResult":"","resultCode":""}`, id))
	}
	body := fmt.Sprintf(`{"resultCode":"0200000","totalCount":%d,"data":[%s]}`, s.total, strings.Join(rows, ","))
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func (s *slowPages) count(by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls += max(by, 0)
	s.inFlight += by
	s.most = max(s.most, s.inFlight)
}

func (s *slowPages) client(t *testing.T, options ...isales.Option) *isales.Client {
	t.Helper()
	c, err := isales.New("https://platform.example", isales.Credentials{AccessKey: "AK", SecretKey: "SK"},
		append(options, isales.WithTransport(s))...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func aSecond(int) time.Duration { return time.Second }

func TestPagesAreReadSideBySide(t *testing.T) {
	tests := map[string]struct {
		total   int
		latency func(page int) time.Duration
		options []isales.Option
		calls   int
		most    int
		took    time.Duration
	}{
		"nothing":            {0, aSecond, nil, 1, 1, time.Second},
		"one page":           {50, aSecond, nil, 1, 1, time.Second},
		"two pages":          {51, aSecond, nil, 2, 1, 2 * time.Second},
		"eleven pages":       {550, aSecond, nil, 11, 10, 2 * time.Second},
		"twelve pages":       {551, aSecond, nil, 12, 10, 3 * time.Second},
		"the client's limit": {550, aSecond, []isales.Option{isales.WithMaxConcurrent(3)}, 11, 3, 5 * time.Second},
		"the last first": {550, func(page int) time.Duration { return time.Duration(12-page) * 100 * time.Millisecond },
			nil, 11, 10, 1100*time.Millisecond + time.Second},
		"all at most": {10000, aSecond, nil, 200, 10, 21 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &slowPages{total: tt.total, latency: tt.latency}
				start := time.Now()
				got, err := collect(s.client(t, tt.options...).ListExternalResults(t.Context(), 7))
				took := time.Since(start)
				if err != nil || len(got) != tt.total || s.calls != tt.calls || s.most != tt.most || took != tt.took {
					t.Errorf("%d entries in %d calls, %d at once, in %s, error %v; want %d, %d, %d, %s", len(got), s.calls,
						s.most, took, err, tt.total, tt.calls, tt.most, tt.took)
				}
				for i, e := range got {
					if e.DefID != strconv.Itoa(i+1) || e.Total != tt.total {
						t.Fatalf("entry %d is %+v", i, e)
					}
				}
			})
		})
	}
}

// TestPagesStop: nothing is on its way any more when the sequence has ended.
func TestPagesStop(t *testing.T) {
	tests := map[string]struct {
		broken, stopAt int
		cancelled      time.Duration
		entries, calls int
		took           time.Duration
		err            error
	}{
		"the reader, in the first page":  {0, 1, 0, 1, 1, time.Second, nil},
		"the reader, in the second page": {0, 60, 0, 60, 10, 2 * time.Second, nil},
		"the first page fails":           {1, 0, 0, 0, 1, time.Second, isales.ErrStatus},
		"the fifth page fails":           {5, 0, 0, 200, 10, 5 * time.Second, isales.ErrStatus},
		"cancelled in the first page":    {0, 0, 500 * time.Millisecond, 0, 1, 500 * time.Millisecond, context.Canceled},
		"cancelled in the others":        {0, 0, 2500 * time.Millisecond, 100, 10, 2500 * time.Millisecond, context.Canceled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// The second page comes one second after the first, the third two seconds.
				s := &slowPages{total: 500, broken: tt.broken,
					latency: func(page int) time.Duration { return time.Duration(max(page-1, 1)) * time.Second }}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.cancelled > 0 {
					time.AfterFunc(tt.cancelled, cancel)
				}
				start, entries := time.Now(), 0
				var err error
				for _, err = range s.client(t).ListExternalResults(ctx, 7) {
					if err != nil {
						break
					}
					if entries++; entries == tt.stopAt {
						break
					}
				}
				took := time.Since(start)
				if entries != tt.entries || s.calls != tt.calls || took != tt.took || !errors.Is(err, tt.err) {
					t.Errorf("%d entries in %d calls, %s, error %v; want %d, %d, %s, %v", entries, s.calls, took, err,
						tt.entries, tt.calls, tt.took, tt.err)
				}
				if s.inFlight != 0 {
					t.Errorf("%d calls are still on their way", s.inFlight)
				}
			})
		})
	}
}
