package main

import (
	"sync"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// TestDeadConnections has a network forget all connections while nobody uses
// them, as firewalls do: the console finds out by using them.
func TestDeadConnections(t *testing.T) {
	const kept, pages = 10, 40
	platform := isalestest.NewServer(t, isalestest.Options{Data: edition(1, pages), KeepRequests: -1})
	network := newCutProxy(t, platform)
	c := start(t, nil, append(platformFlags(t, platform), network.flag(), "-addr=127.0.0.1:0", "-log-level=error", "-cache-ttl=0s", "-isales-timeout=1s")...)
	v := newVisitors(t, c, patience)
	fillPool(t, v, platform, kept)
	network.lose()
	network.heal(t)
	platform.SetData(edition(2, pages))
	saw := map[string]int{}
	begun := time.Now()
	for _, seen := range v.crowd(t, 20, 2, span(0, pages)) {
		saw[seen.code+seen.cache]++
	}
	t.Logf("%v after %s, all new after %s more", saw, time.Since(begun).Round(time.Millisecond), v.wantRecovery(t, 2, span(0, pages)).Round(time.Millisecond))
	v.wantRest(t, platform, 10)
	c.stop(t)
}

// fillPool has so many calls at once that as many connections are kept.
func fillPool(t *testing.T, v *visitors, platform *isalestest.Server, number int) {
	t.Helper()
	if status, body := get(t, v.client, v.url+"/codes.json?vdnId=40"); status != 200 {
		t.Fatalf("the codes have status %d: %s", status, body)
	}
	arrived, release := make(chan struct{}, number), make(chan struct{})
	platform.SetDecider(func(isalestest.Request, int) isalestest.Fault {
		arrived <- struct{}{}
		<-release
		return isalestest.FaultNone
	})
	var group sync.WaitGroup
	for page := range number {
		group.Go(func() { v.mustLook(t, page) })
	}
	for range number {
		<-arrived
	}
	platform.SetDecider(nil)
	close(release)
	group.Wait()
}
