package isales_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// newPair starts a simulator below a path of its own, so that a call that
// forgets the base path fails, and a client of it.
func newPair(t *testing.T, server isalestest.Options, options ...isales.Option) (*isalestest.Server, *isales.Client) {
	t.Helper()
	server.BasePath = "/gateway"
	s := isalestest.NewServer(t, server)
	return s, newClient(t, s, options...)
}

func newClient(t *testing.T, s *isalestest.Server, options ...isales.Option) *isales.Client {
	t.Helper()
	options = append([]isales.Option{isales.WithCACertificates(s.CertificatePEM())}, options...)
	c, err := isales.New(s.URL, isales.Credentials{AccessKey: s.AccessKey, SecretKey: s.SecretKey}, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

func TestQueryExternalResult(t *testing.T) {
	s, c := newPair(t, isalestest.Options{})
	got, err := c.QueryExternalResult(t.Context(), 40, 1402245659)
	if err != nil {
		t.Fatal(err)
	}
	if got.DisplayResult != "6: The call is not answered." || got.Code != "002" || got.VDNID != 40 ||
		got.DefID != "1402245659" {
		t.Errorf("got %+v, want the documented example", got)
	}
	want := []isales.Mapping{{MapID: "1059886898", DefID: "1402245659", OBSCode: "34609", VDNID: 40},
		{MapID: "1162133679", DefID: "1402245659", OBSCode: "00008", VDNID: 40}}
	if len(got.Mappings) != 2 || got.Mappings[0] != want[0] || got.Mappings[1] != want[1] {
		t.Errorf("mappings %+v, want %+v", got.Mappings, want)
	}
	if got.ReceivedAt.IsZero() || got.Took <= 0 {
		t.Errorf("received at %s after %s, want a time and a duration", got.ReceivedAt, got.Took)
	}
	requests := s.Requests()
	if len(requests) != 1 {
		t.Fatalf("%d requests, want 1", len(requests))
	}
	r := requests[0]
	if r.Method != "GET" || r.Path != "/gateway/rest/isales/v1/openapi/campaigns/40/1402245659/queryObsResultDetail" ||
		r.RawQuery != "" {
		t.Errorf("asked %s %s?%s", r.Method, r.Path, r.RawQuery)
	}
	if !strings.HasPrefix(r.Header.Get("Authorization"), "auth-v2/"+s.AccessKey+"/") {
		t.Errorf("Authorization %q", r.Header.Get("Authorization"))
	}
	for name, want := range map[string]string{
		"Content-Type": "application/json; charset=UTF-8", "User-Agent": "isales-go", "Accept": "application/json",
		"Accept-Encoding": "gzip", "Locale": "", "Cookie": "",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("header %s is %q, want %q", name, got, want)
		}
	}
}

func TestInLanguageSendsLocale(t *testing.T) {
	signings := map[string]isales.Signing{
		"content-type;host":        {},
		"content-type;host;locale": {SignedHeaders: "content-type;host;locale"},
	}
	for signed, signing := range signings {
		demanded := isalestest.Signing{SignedHeaders: signed}
		s, c := newPair(t, isalestest.Options{Signing: demanded}, isales.WithSigning(signing))
		for _, l := range []isales.Language{isales.Chinese, isales.English} {
			s.ResetRequests()
			if _, err := c.InLanguage(l).QueryExternalResult(t.Context(), 40, 1402245659); err != nil {
				t.Fatalf("%s signed, %s: %v", signed, l, err)
			}
			if got := s.Requests()[0].Header.Get("Locale"); got != string(l) {
				t.Errorf("locale %q, want %q", got, l)
			}
		}
	}
}

func TestSigningVariants(t *testing.T) {
	for _, millis := range []bool{false, true} {
		for _, emptyLine := range []bool{false, true} {
			for _, headers := range []string{"content-type;host", "host"} {
				s := isalestest.NewServer(t, isalestest.Options{
					Signing: isalestest.Signing{Millis: millis, EmptyQueryLine: emptyLine, SignedHeaders: headers}})
				right := isales.Signing{TimestampMillis: millis, EmptyQueryLine: emptyLine, SignedHeaders: headers}
				if _, err := newClient(t, s, isales.WithSigning(right)).QueryExternalResult(t.Context(), 40,
					1402245659); err != nil {
					t.Errorf("%+v: %v", right, err)
				}
				wrong := right
				wrong.TimestampMillis = !millis
				if _, err := newClient(t, s, isales.WithSigning(wrong)).QueryExternalResult(t.Context(), 40,
					1402245659); !errors.Is(err,
					isales.ErrUnauthorized) {
					t.Errorf("a platform that wants %+v answers %+v with %v, want ErrUnauthorized", right, wrong, err)
				}
			}
		}
	}
}

func TestWrongSecretKeyAndClockAreRefused(t *testing.T) {
	s := isalestest.NewServer(t, isalestest.Options{})
	wrong, err := isales.New(s.URL,
		isales.Credentials{AccessKey: s.AccessKey, SecretKey: "wrongSecretKey00000000000000000000001"},
		isales.WithCACertificates(s.CertificatePEM()))
	if err != nil {
		t.Fatal(err)
	}
	late := newClient(t, s, isales.WithClock(func() time.Time { return time.Now().Add(-time.Hour) }))
	for name, c := range map[string]*isales.Client{"wrong secret key": wrong, "late clock": late} {
		if _, err := c.QueryExternalResult(t.Context(), 40, 1402245659); !errors.Is(err, isales.ErrUnauthorized) {
			t.Errorf("%s: %v, want ErrUnauthorized", name, err)
		}
	}
}

// TestCancelledCallIsNoFailureOfThePlatform: the caller's own error wins.
func TestCancelledCallIsNoFailureOfThePlatform(t *testing.T) {
	s, c := newPair(t, isalestest.Options{Fault: isalestest.FaultHang})
	ctx, cancel := context.WithCancel(t.Context())
	s.SetDecider(func(isalestest.Request, int) isalestest.Fault { cancel(); return isalestest.FaultHang })
	_, err := c.QueryExternalResult(ctx, 40, 1402245659)
	if !errors.Is(err, context.Canceled) || errors.Is(err, isales.ErrTimeout) {
		t.Errorf("error %v, want context.Canceled and no ErrTimeout", err)
	}
}

// TestTimeoutIsMeasured uses fake time: the call must end after exactly the
// configured time and say how long it was.
func TestTimeoutIsMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := roundTripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		c, err := isales.New("https://192.0.2.1", isales.Credentials{AccessKey: "AK", SecretKey: "SK"},
			isales.WithTransport(never), isales.WithTimeout(7*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.QueryExternalResult(t.Context(), 1, 1)
		e, ok := errors.AsType[*isales.TransportError](err)
		if !ok || e.Kind != isales.ErrTimeout || e.After != 7*time.Second {
			t.Errorf("error %v, want a timeout after 7s", err)
		}
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestIDsOutOfRangeAreNotAsked(t *testing.T) {
	s, c := newPair(t, isalestest.Options{})
	tests := []struct {
		vdnID int
		defID int64
		want  string
	}{
		{0, 1, "isales: VDN ID 0 is not between 1 and 9999"},
		{10000, 1, "isales: VDN ID 10000 is not between 1 and 9999"},
		{-1, 1, "isales: VDN ID -1 is not between 1 and 9999"},
		{40, 0, "isales: external result ID 0 is not positive"},
		{40, -5, "isales: external result ID -5 is not positive"},
	}
	for _, tt := range tests {
		if _, err := c.QueryExternalResult(t.Context(), tt.vdnID, tt.defID); err == nil || err.Error() != tt.want {
			t.Errorf("QueryExternalResult(%d, %d): %v, want %s", tt.vdnID, tt.defID, err, tt.want)
		}
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

// TestMaxConcurrent: never more calls in flight than allowed, and every call gets
// its turn.
func TestMaxConcurrent(t *testing.T) {
	s, c := newPair(t, isalestest.Options{}, isales.WithMaxConcurrent(3))
	s.SetLatency(5 * time.Millisecond)
	var wait sync.WaitGroup
	for range 30 {
		wait.Go(func() {
			if _, err := c.InLanguage(isales.Chinese).QueryExternalResult(t.Context(), 40, 1402245659); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if stats := s.Stats(); stats.MaxInFlight != 3 || stats.Served != 30 {
		t.Errorf("%d calls, at most %d at once; want 30 and 3", stats.Served, stats.MaxInFlight)
	}
}

// TestWaitingForATurnIsBounded: a call that never gets its turn is a timeout,
// one that its caller gives up is cancelled.
func TestWaitingForATurnIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := roundTripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		c, err := isales.New("https://192.0.2.1", isales.Credentials{AccessKey: "AK", SecretKey: "SK"},
			isales.WithTransport(never),
			isales.WithTimeout(7*time.Second), isales.WithMaxConcurrent(1))
		if err != nil {
			t.Fatal(err)
		}
		first := make(chan error)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			_, err := c.QueryExternalResult(ctx, 1, 1)
			first <- err
		}()
		synctest.Wait()
		time.Sleep(time.Second)
		if _, err := c.QueryExternalResult(t.Context(), 1, 2); !errors.Is(err, isales.ErrTimeout) {
			t.Errorf("error %v, want ErrTimeout", err)
		}
		cancel()
		if err := <-first; !errors.Is(err, isales.ErrTimeout) && !errors.Is(err, context.Canceled) {
			t.Errorf("the first call ended with %v", err)
		}
	})
}
