package handlers

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestHeldUses: the page of a code names the external results of the last VDN when
// the VDN was read before, and asks the platform for nothing.
func TestHeldUses(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	read := func(code string) []string {
		doc := parse(t, get(t, console, "/codes/"+code+"?vdnId=40").Body.String())
		return texts(doc, "h2:contains('Which external') + ul li, h2:contains('Which external') + p")
	}
	const link = "External results with this code in VDN 40"
	if diff := cmp.Diff([]string{link}, read("00145")); diff != "" {
		t.Errorf("before (-want +got)\n%s", diff)
	}
	get(t, console, "/vdns/40/results.json")
	console.platform.ResetRequests()
	want := []string{"1: 用户忙 1402245660 Retry soon", "19: 用户忙, 稍后重拨 1402245677 Retry soon"}
	if diff := cmp.Diff(want, read("00145")); diff != "" {
		t.Errorf("after (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"No external result of VDN 40 has this code"}, read("00007")); diff != "" {
		t.Errorf("none (-want +got)\n%s", diff)
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}
}
