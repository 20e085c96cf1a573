package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// The load of TestFairnessFelt.
const (
	fairBatches = 60
	fairResults = 500 // of a batch
	fairCovered = 200
	fairLatency = 200 * time.Millisecond
)

// TestFairnessFelt runs many batches of one visitor and prints what others feel of them:
// the longest of several look-ups, and a coverage, alone and beside the batches. It runs
// with BATCHES=long in the environment, and needs an idle machine: what must hold on any
// is in TestFairness and in the tests of the turns, whose clock waits.
func TestFairnessFelt(t *testing.T) {
	if os.Getenv("BATCHES") != "long" {
		t.Skip("measures time: BATCHES=long runs it")
	}
	data := &isalestest.Data{}
	for vdn, results := range map[int]int{1: fairBatches * fairResults, 2: fairCovered, 3: fairCovered, 4: 20} {
		data.VDNs = append(data.VDNs, isalestest.Generate(vdn, results, 2).VDNs...)
	}
	platform := isalestest.NewServer(t, isalestest.Options{Data: data, ForgetRequests: true})
	c := start(t, nil, append(platformFlags(t, platform), "-addr=127.0.0.1:0", "-trusted-proxies=127.0.0.0/8")...)
	platform.SetLatency(fairLatency)
	client := newClient(t)
	client.Timeout = 5 * time.Minute

	ctx, leave := context.WithCancel(t.Context())
	alone := visitFrom(ctx, t, client, "192.0.2.1", "GET", c.url+"/vdns/2.json", nil)
	var batches sync.WaitGroup
	for i := range fairBatches {
		var ids []string
		for n := range fairResults {
			ids = append(ids, fmt.Sprint(1500000001+i*fairResults+n))
		}
		batches.Go(func() {
			visitFrom(ctx, t, client, "192.0.2.9", "POST", c.url+"/vdns/1/batch",
				url.Values{"ids": {strings.Join(ids, "\n")}, "format": {"csv"}})
		})
	}
	for _, ready := get(t, client, c.url+"/readyz"); strings.Contains(ready, "waiting: 0"); {
		_, ready = get(t, client, c.url+"/readyz")
	}
	var longest time.Duration
	for i := range 5 {
		longest = max(longest, visitFrom(ctx, t, client, "192.0.2.2", "GET",
			fmt.Sprintf("%s/vdns/4/results/%d.json", c.url, 1500000001+i), nil))
	}
	beside := visitFrom(ctx, t, client, "192.0.2.3", "GET", c.url+"/vdns/3.json", nil)
	_, ready := get(t, client, c.url+"/readyz")
	leave()
	batches.Wait()
	t.Logf("%d batches of %d, platform %s: another's look-up at most %s, another's coverage %s (alone %s)\n%s",
		fairBatches, fairResults, fairLatency, longest.Round(time.Millisecond), beside.Round(time.Millisecond),
		alone.Round(time.Millisecond), ready)
	if longest > 500*time.Millisecond {
		t.Errorf("a look-up took %s, want at most 0.5s", longest)
	}
	if beside > 6*alone+fairLatency {
		t.Errorf("the coverage took %s beside the batches and %s alone, want about twice as long", beside, alone)
	}
	c.stop(t)
}

// visitFrom sends a request from an address and returns how long the whole answer took.
// One that ends with ctx is no failure.
func visitFrom(ctx context.Context, t *testing.T, client *http.Client, address, method, to string,
	form url.Values) time.Duration {
	t.Helper()
	begun := time.Now()
	r, err := http.NewRequestWithContext(ctx, method, to, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Forwarded-For", address)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := client.Do(r)
	if err != nil {
		if ctx.Err() == nil {
			t.Error(err)
		}
		return 0
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	if err != nil && ctx.Err() == nil || resp.StatusCode != http.StatusOK {
		t.Errorf("%s %s: status %d, error %v", method, to, resp.StatusCode, err)
	}
	return time.Since(begun)
}
