package handlers

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBulkLimit: who has too much bulk work under way is told to wait, at each of its
// doors; single look-ups and other people go on, and so does the same user later.
func TestBulkLimit(t *testing.T) {
	console := newGuarded(t, withDictionary)
	alice, bob := newBrowser(t, console).signIn("alice"), newBrowser(t, console).signIn("bob")
	for range maxBulkOfUser {
		if !console.bulk.begin("user alice", maxBulkOfUser) {
			t.Fatal("refused within the limit")
		}
	}
	tests := map[string]int{ // the status while alice has too much under way
		"/vdns/40": 429, "/vdns/40.json": 429, "/vdns/40.csv": 429, "/vdns/40.xlsx": 429,
		"/vdns/40/results": 429, "/vdns/40/results.json": 429, "/vdns/40/results.csv": 429, "/vdns/40/results.xlsx": 429,
		"/vdns/40/retry": 429, "/vdns/40/retry.json": 429, "/vdns/40/retry.csv": 429, "/vdns/40/retry.xlsx": 429,
		"/vdns/40/campaigns": 429, "/vdns/40/campaigns.json": 429, "/vdns/40/campaigns.csv": 429,
		"/vdns/40/campaigns.xlsx": 429,
		"/vdns/40/campaigns/7001": 429, "/vdns/40/codes/00605": 429,
		"/vdns/40/calls/1700000000-1002": 429,
		"/vdns/40/batch?id=1402245660":   429, "/vdns/40/batch.json?id=1402245660": 429,
		"/vdns/40/batch.xlsx?id=1402245660": 429,
		"/vdns/40/results/1402245660":       200, "/vdns/40/compare": 200, "/codes": 200, "/find?q=busy&vdnId=40": 200,
	}
	type answer struct {
		Status     int
		RetryAfter string
	}
	for path, status := range tests {
		want := answer{Status: status}
		if status == http.StatusTooManyRequests {
			want.RetryAfter = "10"
		}
		rec := alice.get(path)
		if diff := cmp.Diff(want, answer{rec.Code, rec.Header().Get("Retry-After")}); diff != "" {
			t.Errorf("alice, %s (-want +got)\n%s", path, diff)
		}
		if rec := bob.get(path); rec.Code != 200 {
			t.Errorf("bob, %s: status %d", path, rec.Code)
		}
	}
	console.bulk.end("user alice")
	for range 3 { // each ends
		if rec := alice.get("/vdns/40/results"); rec.Code != 200 {
			t.Errorf("after one has ended: status %d", rec.Code)
		}
	}
	if diff := cmp.Diff(map[string]int{"user alice": maxBulkOfUser - 1}, console.bulk.underWay); diff != "" {
		t.Errorf("under way at the end (-want +got)\n%s", diff)
	}
}
