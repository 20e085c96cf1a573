package handlers

import (
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// TestNothingPrivate: after all pages of campaigns and calls were walked, nothing of
// what the platform says about customers is in an answer or in the log.
func TestNothingPrivate(t *testing.T) {
	data := isalestest.Sample()
	console := newWhole(t, data)
	var paths []string
	paths = append(paths, "/vdns/40/campaigns", "/vdns/40/retry", "/vdns/41/campaigns")
	for _, c := range data.VDNs[0].Campaigns {
		paths = append(paths, "/vdns/40/campaigns/"+c.ID, "/vdns/40/campaigns/"+c.ID+"/codes")
	}
	for _, c := range data.VDNs[0].Calls {
		paths = append(paths, "/vdns/40/calls/"+c.ID)
	}
	answers := 0
	walk := func() {
		for _, path := range paths {
			for _, form := range []string{"", ".json", ".csv"} {
				rec := get(t, console, path+form)
				answers++
				for _, private := range data.Private() {
					if strings.Contains(rec.Body.String(), private) {
						t.Errorf("%s says %q", path+form, private)
					}
				}
			}
		}
	}
	walk()
	// What is not understood must not be quoted either.
	for _, fault := range []isalestest.Fault{isalestest.FaultBadJSON, isalestest.FaultWrongTypes,
		isalestest.FaultStatus500, isalestest.FaultHTML} {
		console.platform.SetDecider(func(isalestest.Request, int) isalestest.Fault { return fault })
		walk()
	}
	if answers < 5*3*14 {
		t.Errorf("%d answers were read", answers)
	}
	for _, private := range data.Private() {
		if strings.Contains(console.log.String(), private) {
			t.Errorf("the log says %q", private)
		}
	}
}
