package handlers

import (
	"net/url"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// TestVDNLimit: nothing about another VDN reaches a user with a limit, however
// the address is written, and the platform is not asked.
func TestVDNLimit(t *testing.T) {
	console := newGuarded(t, withDictionary)
	bob := newBrowser(t, console).signIn("bob") // 40 and 100 to 199
	rests := []string{"", ".json", ".csv", "/", ".json/", "?again=all", "?again=missing", "/results",
		"/results.json", "/results.csv", "/results?q=x&page=2", "/results/", "/retry", "/retry.json", "/retry.csv",
		"/retry?verdict=mixed", "/retry/", "/retry?campaigns=1", "/retry.json?campaigns=1", "/campaigns",
		"/campaigns.json", "/campaigns.csv",
		"/campaigns/7001", "/campaigns/7001.json", "/campaigns/7001.csv", "/campaigns/7001/codes",
		"/campaigns/7001/codes.json", "/campaigns/7001/codes.csv", "/campaigns/7001/codes/",
		"/calls/1700000000-1002", "/calls/1700000000-1002.json", "/calls/1700000000-1002.csv",
		"/codes/00605", "/codes/00605.json", "/codes/00605.csv", "/codes/00605/", "/batch", "/batch?id=1402246001",
		"/batch.json?id=1402246001", "/batch.csv?id=1402246001", "/batch/",
		"/compare", "/compare?id=1402246001&id=1402246002", "/compare/", "/results/1402246001"}
	for _, vdn := range []string{"41", "041", "00000041", "%EF%BC%94%EF%BC%91", "%2041", "%E2%80%8B41", "41,", "39",
		"200", "9999"} {
		for _, rest := range rests {
			for _, method := range []string{"GET", "HEAD"} {
				if strings.HasSuffix(strings.TrimSuffix(rest, "/"), ".json") && vdn != "41" && strings.HasSuffix(rest, "/") {
					continue
				}
				rec := bob.do(method, "/vdns/"+vdn+rest, "")
				// An address with a slash too many is led to the right one, which refuses.
				led := rec.Code == 301 && strings.HasSuffix(rest, "/") && len(rest) > 1
				if rec.Code != 403 && !led {
					t.Errorf("%s /vdns/%s%s: status %d", method, vdn, rest, rec.Code)
				}
				if led && bob.get(rec.Header().Get("Location")).Code != 403 {
					t.Errorf("%s leads to %s, which does not refuse", rest, rec.Header().Get("Location"))
				}
			}
		}
		form := url.Values{"ids": {"1402246001"}}.Encode()
		if rec := bob.post("/vdns/"+vdn+"/batch", form); rec.Code != 403 {
			t.Errorf("POST /vdns/%s/batch: status %d", vdn, rec.Code)
		}
	}
	rec := bob.get("/vdns/41.json")
	if !strings.Contains(rec.Body.String(), `"code": "vdn_forbidden"`) || rec.Header().Get("Link") != "" {
		t.Errorf("JSON: %v %s", rec.Header(), rec.Body)
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}

	// His own VDN he sees, by every one of these addresses.
	for _, rest := range rests {
		if rec := bob.get("/vdns/40" + rest); rec.Code != 200 && rec.Code != 301 &&
			!(rec.Code == 404 && strings.HasPrefix(rest, "/results/1") || strings.Contains(rest, "compare?") &&
				rec.Code == 404) {
			t.Errorf("/vdns/40%s: status %d", rest, rec.Code)
		}
	}
	asked := len(console.platform.Requests())
	if rec := bob.post("/vdns/40/batch", "ids=1402245660", "Sec-Fetch-Site", "cross-site"); rec.Code != 403 ||
		heading(t, rec) == "" {
		t.Errorf("a form of another site: status %d", rec.Code)
	}
	if rec := bob.post("/vdns/40/batch", "ids=1402245660", "Origin", "https://evil.example"); rec.Code != 403 {
		t.Errorf("a form of another origin: status %d", rec.Code)
	}
	if n := len(console.platform.Requests()); n != asked {
		t.Errorf("the platform was asked %d times for a form of another site", n-asked)
	}
}

// TestVDNAddressesWithTwoForms: a form of data stands at the end of an address
// only, and once.
func TestVDNAddressesWithTwoForms(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for _, path := range []string{"/vdns/40.json/results", "/vdns/40.csv/batch?id=1402245660",
		"/vdns/40.json/compare", "/vdns/40.csv.json", "/vdns/40.json/codes/00605", "/vdns/40/codes/.json"} {
		if rec := get(t, console, path); rec.Code != 404 {
			t.Errorf("%s: status %d, want 404", path, rec.Code)
		}
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}
}
