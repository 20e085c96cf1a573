package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestFairness holds each call to the platform, of which one may be in flight, while the batches of two addresses and
// the look-up of a third wait for their turns: the look-up is next, and the batches take turns. How long all of that
// takes is in the tests of the turns, whose clock waits.
func TestFairness(t *testing.T) {
	data := &isalestest.Data{}
	for vdn := range 3 {
		data.VDNs = append(data.VDNs, isalestest.Generate(vdn+1, 40, 2).VDNs...)
	}
	platform := isalestest.NewServer(t, isalestest.Options{Data: data, ForgetRequests: true})
	arrived, turns := make(chan isalestest.Request, 1000), make(chan bool)
	platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
		arrived <- r
		<-turns
		return isalestest.FaultNone
	})
	c := start(t, nil, append(platformFlags(t, platform), "-addr=127.0.0.1:0", "-trusted-proxies=127.0.0.0/8",
		"-isales-max-concurrent=1", "-isales-timeout=25s")...)
	v := newVisitors(t, c, patience)
	var ids []string
	for n := range 40 {
		ids = append(ids, strconv.Itoa(1500000001+n))
	}
	batch := url.Values{"ids": {strings.Join(ids, "\n")}, "format": {"csv"}}
	var visits sync.WaitGroup
	for i, path := range []string{"/vdns/1/batch", "/vdns/2/batch", "/vdns/3/results/1500000001.json"} {
		visits.Go(func() {
			if a := v.from(t, fmt.Sprintf("192.0.2.%d", i), path, batch); a.err != nil || a.status != http.StatusOK {
				t.Errorf("%s: status %d, error %v", path, a.status, a.err)
			}
		})
		// A batch asks for four results at once, a look-up for its result and for the VDN's codes.
		v.waitForFigure(t, "upstream_waiting", []float64{3, 7, 9}[i])
	}
	var order []string
	for len(order) < 12 {
		r := <-arrived
		if r.Operation == isalestest.OperationDetail {
			order = append(order, r.VDNID)
		}
		turns <- true
	}
	if diff := cmp.Diff(strings.Fields("1 3 1 2 1 2 1 2 1 2 1 2"), order); diff != "" {
		t.Errorf("calls by their VDN (-want +got)\n%s", diff)
	}
	close(turns)
	visits.Wait()
	c.stop(t)
}

// from sends a request from an address, as a proxy names it; a batch is posted.
func (v *visitors) from(t *testing.T, address, path string, batch url.Values) lookedUp {
	method := http.MethodGet
	if strings.HasSuffix(path, "/batch") {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(t.Context(), method, v.url+path, strings.NewReader(batch.Encode()))
	if err != nil {
		return lookedUp{err: err}
	}
	r.Header.Set("X-Forwarded-For", address)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return answerTo(v.client, r)
}
