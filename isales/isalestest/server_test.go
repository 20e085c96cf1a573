package isalestest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestStartRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		opts Options
		want string
	}{
		{"base path without slash", Options{BasePath: "x"},
			`start isales simulator: base path "x": must begin with a slash and not end with one`},
		{"base path with a slash at its end", Options{BasePath: "/x/"},
			`start isales simulator: base path "/x/": must begin with a slash and not end with one`},
		{"fault", Options{Fault: "melt"}, `start isales simulator: fault "melt": unknown name`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Start(tt.opts)
			if err == nil {
				s.Close()
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("Start = %v, want %q", err, tt.want)
			}
		})
	}
}

// settled returns the counters once the last handler, whose client has had its
// answer already, has returned.
func settled(s *Server) Stats {
	for range 200 {
		if s.Stats().InFlight == 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	return s.Stats()
}

func TestCertificate(t *testing.T) {
	s := NewServer(t, Options{})
	block, rest := pem.Decode(s.CertificatePEM())
	if block == nil || block.Type != "CERTIFICATE" || len(rest) != 0 {
		t.Fatalf("CertificatePEM = %q", s.CertificatePEM())
	}
	ca, err := x509.ParseCertificate(block.Bytes)
	if err != nil || !ca.IsCA {
		t.Fatalf("authority: IsCA %v, %v", ca.IsCA, err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	for _, name := range []string{"127.0.0.1", "::1", "localhost"} {
		conn, err := tls.Dial("tcp", strings.TrimPrefix(s.URL, "https://"), &tls.Config{RootCAs: roots, ServerName: name})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if leaf := conn.ConnectionState().PeerCertificates[0]; leaf.IsCA || len(leaf.IPAddresses) != 2 {
			t.Errorf("leaf: IsCA %v, addresses %v", leaf.IsCA, leaf.IPAddresses)
		}
		conn.Close()
	}
	if _, err := http.Get(s.URL); err == nil {
		t.Error("a client without the authority trusts the server")
	}
}

func TestStats(t *testing.T) {
	const clients = 4
	s := NewServer(t, Options{Data: smallData()})
	s.SetDecider(func(Request, int) Fault {
		for range 2000 {
			if s.Stats().MaxInFlight == clients {
				break
			}
			time.Sleep(time.Millisecond)
		}
		return FaultNone
	})
	var wg sync.WaitGroup
	for range clients {
		r := newGet(t, s, campaignsPath+"40/8/queryObsResultDetail")
		wg.Go(func() {
			if resp, err := s.Client().Do(r); err == nil {
				resp.Body.Close()
			}
		})
	}
	wg.Wait()
	want := Stats{Served: clients, MaxInFlight: clients}
	if got := settled(s); got != want {
		t.Errorf("stats = %+v, want %+v", got, want)
	}
}

// TestClose: answers of every waiting kind that are under way are cut off.
func TestClose(t *testing.T) {
	s, err := Start(Options{Data: smallData()})
	if err != nil {
		t.Fatal(err)
	}
	waiting := []Fault{FaultHang, "slow=1h", "drip=1h"}
	arrived := make(chan struct{}, len(waiting))
	s.SetDecider(func(_ Request, n int) Fault {
		arrived <- struct{}{}
		return waiting[n-1]
	})
	var wg sync.WaitGroup
	for range waiting {
		r := newGet(t, s, campaignsPath+"40/8/queryObsResultDetail")
		wg.Go(func() {
			resp, err := s.Client().Do(r)
			if err == nil {
				t.Errorf("answered with %d", resp.StatusCode)
				resp.Body.Close()
			}
		})
	}
	for range waiting {
		<-arrived
	}
	s.Close() // waits for all that it has started
	wg.Wait()
}

// TestConcurrency guards the shared state; the race detector does the judging.
func TestConcurrency(t *testing.T) {
	s := NewServer(t, Options{Data: smallData()})
	setters := []func(){
		func() { s.SetFault(FaultNone) },
		func() { s.SetDecider(nil) },
		func() { s.SetLatency(0) },
		func() { s.SetData(smallData()) },
		func() { s.Requests(); s.Stats() },
		s.ResetRequests,
	}
	var wg sync.WaitGroup
	for _, set := range slices.Concat(setters, setters) {
		requests := []*http.Request{}
		for range 5 {
			requests = append(requests, newGet(t, s, campaignsPath+"40/7/queryObsResultDetail"))
		}
		wg.Go(func() {
			for _, r := range requests {
				set()
				resp, err := s.Client().Do(r)
				if err != nil {
					t.Error(err)
					continue
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err != nil || string(body) != smallDetail {
					t.Errorf("body = %s, %v", body, err)
				}
			}
		})
	}
	wg.Wait()
}
