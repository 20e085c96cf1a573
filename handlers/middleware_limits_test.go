package handlers

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestVDNLimits: a VDN that is not among those of the user is refused in every
// form and spelling, and the platform is not asked.
func TestVDNLimits(t *testing.T) {
	const def = "/results/1402245659"
	console := newGuarded(t, withDictionary)
	bob := newBrowser(t, console).signIn("bob")
	tests := []struct{ method, path, vdn string }{
		{"GET", "/vdns/41" + def, "41"}, {"HEAD", "/vdns/41" + def, "41"}, {"GET", "/vdns/41" + def + ".json", "41"},
		{"HEAD", "/vdns/41" + def + ".json", "41"}, {"GET", "/vdns/41" + def + ".csv", "41"},
		{"GET", "/vdns/41" + def + "?lang=en&x=/vdns/40/", "41"},
		{"POST", "/vdns/41" + def, "41"}, {"DELETE", "/vdns/41" + def + ".json", "41"}, {"OPTIONS", "/vdns/41" + def, "41"},
		{"GET", "/vdns/041" + def, "41"}, {"GET", "/vdns/0000000041" + def, "41"},
		{"GET", "/vdns/%EF%BC%94%EF%BC%91" + def, "41"},
		{"GET", "/vdns/%34%31" + def, "41"}, {"GET", "/vdns/41%20" + def, "41"}, {"GET", "/vdns/41," + def, "41"},
		{"GET", "/vdns/41%2C" + def, "41"},
		{"GET", "/vdns/%E2%80%8B41" + def + ".csv", "41"}, {"GET", "/vdns/41" + def + "/", "41"},
		{"GET", "/vdns/41//results/1", "41"},
		{"GET", "/vdns/41/", "41"}, {"GET", "/vdns/41/nowhere", "41"}, {"GET", "/vdns/41/results/x", "41"},
		{"GET", "/vdns/39" + def, "39"}, {"GET", "/vdns/99" + def, "99"}, {"GET", "/vdns/200" + def, "200"},
		{"GET", "/vdns/1" + def, "1"}, {"GET", "/vdns/9999" + def, "9999"},
		{"GET", "/codes?vdnId=41", "41"}, {"HEAD", "/codes?vdnId=41", "41"}, {"GET", "/codes.json?vdnId=41", "41"},
		{"GET", "/codes.csv?vdnId=41", "41"},
		{"GET", "/codes?vdnId=041", "41"}, {"GET", "/codes?vdnId=%EF%BC%94%EF%BC%91", "41"},
		{"GET", "/codes?q=x&vdnId=+41+", "41"},
		{"GET", "/codes?vdnId=41&vdnId=41", "41"}, {"GET", "/codes/00008?vdnId=41", "41"},
		{"HEAD", "/codes/00008?vdnId=41", "41"}, {"GET", "/codes/99999?VDNID=41", "41"},
		{"GET", "/codes/8?vdnId=41%2C", "41"},
	}
	for _, accept := range []string{"", "application/json", "text/csv"} {
		for _, test := range tests {
			name := fmt.Sprintf("%s %s, Accept %q", test.method, test.path, accept)
			rec := bob.do(test.method, test.path, "", "Accept", accept)
			heading, what := "You do not have access to VDN "+test.vdn, "Your user may see some VDNs only: 40, 100-199."
			const do = "Ask the administrator of this console for access."
			mediaType, body := htmlType, ""
			program := wantsData(newRequest(t, "GET", test.path, "Accept", accept))
			if program {
				mediaType, body = jsonType, errorDocument(t, 403, "vdn_forbidden", what+" "+do)
			}
			header := rec.Header().Clone()
			header.Del("Content-Length")
			if diff := cmp.Diff([]any{403, and("Content-Type", mediaType, "Cache-Control", "no-store")},
				[]any{rec.Code, header}); diff != "" {
				t.Errorf("%s (-want +got)\n%s", name, diff)
				continue
			}
			if program {
				if diff := cmp.Diff(body, rec.Body.String()); diff != "" {
					t.Errorf("%s (-want +got)\n%s", name, diff)
				}
				continue
			}
			doc := parse(t, rec.Body.String())
			if got := texts(doc, "main h1, main h1 ~ p"); len(got) < 3 || got[0] != heading || got[1] != what || got[2] != do {
				t.Errorf("%s: the page says %q", name, got)
			}
		}
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}
	if got := recentLinks(bob); len(got) != 0 {
		t.Errorf("refused look-ups are recent: %v", got)
	}
}

// TestAllowedVDNs: the own VDNs work, and what names none is for everyone.
func TestAllowedVDNs(t *testing.T) {
	const def = "/results/1402245659"
	console := newGuarded(t)
	bob, alice := newBrowser(t, console).signIn("bob"), newBrowser(t, console).signIn("alice")
	for path, want := range map[string]string{
		"/vdns/40" + def:           "200",
		"/vdns/40" + def + ".json": "200",
		"/vdns/40" + def + ".csv":  "200",
		"/vdns/040" + def:          "301 /vdns/40" + def,
		"/vdns/40" + def + "/":     "301 /vdns/40" + def,
		"/vdns/100" + def:          "404",
		"/vdns/199" + def:          "404",
		"/codes?vdnId=40":          "200",
		"/codes.json?vdnId=199":    "200",
		"/codes/00008?vdnId=100":   "200",
		"/codes":                   "200",
		"/codes?vdnId=":            "301 /codes",
		"/codes?vdnId=x":           "422",
		"/codes?vdnId=10000":       "422",
		"/vdns/0" + def:            "404",
		"/vdns/10000" + def:        "404",
		"/vdns/x" + def:            "404",
		"/vdns/4294967337" + def:   "404", // 41 in 32 bits
		"/lookup?vdnId=40&defId=1": "303 /vdns/40/results/1",
		"/lookup?vdnId=41&defId=1": "303 /vdns/41/results/1", // refused there
		"/?vdnId=41":               "200",
		"/codes/00008?x=41":        "200",
	} {
		if got := outcome(bob.get(path)); got != want {
			t.Errorf("%s by bob: %s, want %s", path, got, want)
		}
		if got := outcome(alice.get(path)); got != want {
			t.Errorf("%s by alice: %s, want %s", path, got, want)
		}
	}
	for _, path := range []string{"/vdns/41/results/1402246011", "/vdns/41/results/1402246011.json", "/codes?vdnId=41"} {
		if rec := alice.get(path); rec.Code != 200 {
			t.Errorf("%s by alice, who may see all: status %d", path, rec.Code)
		}
	}
}
