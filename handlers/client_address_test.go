package handlers

import (
	"net/netip"
	"strconv"
	"testing"
)

func withProxies(prefixes ...string) option {
	return func(w *wiring) {
		for _, p := range prefixes {
			w.config.TrustedProxies = append(w.config.TrustedProxies, netip.MustParsePrefix(p))
		}
	}
}

// auditedAddress is where an attempt to sign in came from, as the audit has it.
func (g *guarded) auditedAddress(t *testing.T, remote string, forwarded ...string) string {
	t.Helper()
	r := newRequest(t, "POST", "/login")
	r.RemoteAddr = remote
	for _, f := range forwarded {
		r.Header.Add("X-Forwarded-For", f)
	}
	r.Header.Set("X-Real-Ip", "203.0.113.99")
	r.Header.Set("Forwarded", "for=203.0.113.99")
	r.Header.Set("True-Client-Ip", "203.0.113.99")
	before := len(g.audits.records(t))
	serve(g, r)
	records := g.audits.records(t)[before:]
	if len(records) != 1 {
		t.Fatalf("%d audit records", len(records))
	}
	return text(records[0]["address"])
}

// TestForwardedFor: what a visitor writes is not believed, what a trusted proxy
// adds is.
func TestForwardedFor(t *testing.T) {
	const proxy, other, visitor = "10.0.0.1:1", "192.0.2.1:1", "203.0.113.7"
	tests := map[string]struct {
		proxies   []string
		remote    string
		forwarded []string
		want      string
	}{
		"no proxies":              {nil, other, []string{visitor}, "192.0.2.1"},
		"no proxies, loopback":    {nil, "127.0.0.1:1", []string{visitor}, "127.0.0.1"},
		"from the proxy":          {[]string{"10.0.0.0/8"}, proxy, []string{visitor}, visitor},
		"not from the proxy":      {[]string{"10.0.0.0/8"}, other, []string{visitor}, "192.0.2.1"},
		"spoofed through it":      {[]string{"10.0.0.0/8"}, proxy, []string{"127.0.0.1, 10.0.0.9, " + visitor}, visitor},
		"spoofed in another line": {[]string{"10.0.0.0/8"}, proxy, []string{"8.8.8.8", visitor}, visitor},
		"two proxies": {[]string{"10.0.0.0/8", "172.16.0.0/12"}, proxy,
			[]string{"8.8.8.8, " + visitor + ", 172.16.0.3"}, visitor},
		"IPv6":                     {[]string{"fd00::/8"}, "[fd00::1]:1", []string{"2001:db8::7"}, "2001:db8::7"},
		"IPv4 in IPv6":             {[]string{"10.0.0.0/8"}, "[::ffff:10.0.0.1]:1", []string{"::ffff:" + visitor}, visitor},
		"not from the proxy, IPv6": {[]string{"10.0.0.0/8"}, "[2001:db8::1]:1", []string{visitor}, "2001:db8::1"},
		"rubbish before":           {[]string{"10.0.0.0/8"}, proxy, []string{"rubbish, " + visitor}, visitor},
		"port":                     {[]string{"10.0.0.0/8"}, proxy, []string{visitor + ":51234"}, visitor},
		"port of a proxy":          {[]string{"10.0.0.0/8"}, proxy, []string{visitor + ":51234, 10.0.0.2:443"}, visitor},
		"IPv6 and port":            {[]string{"10.0.0.0/8"}, proxy, []string{"[2001:db8::7]:51234"}, "2001:db8::7"},
		"brackets":                 {[]string{"10.0.0.0/8"}, proxy, []string{"[2001:db8::7]"}, "2001:db8::7"},
		"quotes":                   {[]string{"10.0.0.0/8"}, proxy, []string{`"[2001:db8::7]:51234"`}, "2001:db8::7"},
		"zone":                     {[]string{"10.0.0.0/8"}, proxy, []string{"fe80::7%eth0"}, "fe80::7"},
		"empty elements":           {[]string{"10.0.0.0/8"}, proxy, []string{", " + visitor + " ,, ", ""}, visitor},
		"several lines":            {[]string{"10.0.0.0/8"}, proxy, []string{"8.8.8.8", visitor + ":1", "10.0.0.2"}, visitor},
		"port is no number":        {[]string{"10.0.0.0/8"}, proxy, []string{visitor + ":http"}, "10.0.0.1"},
		"unknown":                  {[]string{"10.0.0.0/8"}, proxy, []string{"8.8.8.8, unknown"}, "10.0.0.1"},
		"proxies only":             {[]string{"10.0.0.0/8"}, proxy, []string{"10.0.0.9, 10.0.0.2"}, "10.0.0.1"},
		"none":                     {[]string{"10.0.0.0/8"}, proxy, nil, "10.0.0.1"},
	}
	for name, test := range tests {
		if got := newTimed(t, withProxies(test.proxies...)).auditedAddress(t, test.remote,
			test.forwarded...); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestThrottleBehindProxy: the visitors of a proxy are throttled each, and none
// escapes by writing the header.
func TestThrottleBehindProxy(t *testing.T) {
	g := newTimed(t, withProxies("10.0.0.0/8"))
	attempt := func(remote, forwarded, name string) int {
		b := newBrowser(t, g)
		b.address = remote
		return b.post("/login", "user="+name, "X-Forwarded-For", forwarded).Code
	}
	for i := range triesByAddress {
		attempt("10.0.0.1:1", "8.8.8."+strconv.Itoa(i)+", 203.0.113.7", "guess"+strconv.Itoa(i))
	}
	for what, got := range map[string]bool{
		"the same visitor":                 attempt("10.0.0.2:1", "9.9.9.9, 203.0.113.7", "x1") == 429,
		"another visitor":                  attempt("10.0.0.1:1", "203.0.113.8", "x2") == 401,
		"who only says to be that visitor": attempt("192.0.2.1:1", "203.0.113.7", "x3") == 401,
	} {
		if !got {
			t.Error(what)
		}
	}
}

// TestForwardedProto: plain http through a trusted proxy leads to https, once;
// nothing else does.
func TestForwardedProto(t *testing.T) {
	const to = "https://console.example"
	tests := map[string]struct {
		public, remote, method, path, proto string
		want                                string
	}{
		"page": {to, "10.0.0.1:1", "GET", "/codes?q=%2F&lang=en", "http",
			"301 " + to + "/codes?q=%2F&lang=en"},
		"HEAD":                {to, "10.0.0.1:1", "HEAD", "/login", "HTTP", "301 " + to + "/login"},
		"two slashes":         {to, "10.0.0.1:1", "GET", "//evil.example/", "http", "301 " + to + "//evil.example/"},
		"escaped":             {to, "10.0.0.1:1", "GET", "/codes/a%2Fb", "http", "301 " + to + "/codes/a%2Fb"},
		"port":                {to + ":8443", "10.0.0.1:1", "GET", "/login", "http", "301 " + to + ":8443/login"},
		"there already":       {to, "10.0.0.1:1", "GET", "/login", "https", "200"},
		"nothing said":        {to, "10.0.0.1:1", "GET", "/login", "", "200"},
		"spoofed":             {to, "192.0.2.1:1", "GET", "/login", "http", "200"},
		"form":                {to, "10.0.0.1:1", "POST", "/login", "http", "401"},
		"health":              {to, "10.0.0.1:1", "GET", "/healthz", "http", "200"},
		"readiness":           {to, "10.0.0.1:1", "GET", "/readyz", "http", "200"},
		"http console":        {"http://console.example", "10.0.0.1:1", "GET", "/login", "http", "200"},
		"mapped proxy":        {to, "[::ffff:10.0.0.1]:1", "GET", "/login", "http", "301 " + to + "/login"},
		"broken peer address": {to, "10.0.0.1", "GET", "/login", "http", "200"},
	}
	for name, test := range tests {
		b := newBrowser(t, newTimed(t, withPublicURL(test.public), withProxies("10.0.0.0/8")))
		b.host, b.address = "console.example", test.remote
		if name == "port" {
			b.host += ":8443"
		}
		rec := b.do(test.method, test.path, "", "X-Forwarded-Proto", test.proto)
		if got := outcome(rec); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	b := newBrowser(t, newTimed(t, withPublicURL(to)))
	b.host, b.address = "console.example", "127.0.0.1:1"
	if rec := b.get("/login", "X-Forwarded-Proto", "http"); rec.Code != 200 {
		t.Errorf("without trusted proxies: status %d", rec.Code)
	}
}
