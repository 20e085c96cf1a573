package handlers

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// FromProxy reports that a request comes from one of the proxies.
func FromProxy(r *http.Request, proxies []netip.Prefix) bool {
	peer, ok := peerAddress(r)
	return ok && inAny(peer, proxies)
}

// peerAddress is that of the connection, without its zone: with one it would be in no network.
func peerAddress(r *http.Request) (ip netip.Addr, ok bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return peer.Addr().Unmap().WithZone(""), err == nil
}

func inAny(ip netip.Addr, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// clientIP is where a request comes from: its connection, or what the trusted
// proxies say. Without X-Forwarded-For, or with one that cannot be read, it is the
// proxy's address: an empty one would put all visitors into one rate limit.
func (c *Console) clientIP(r *http.Request) string {
	peer, ok := peerAddress(r)
	if !ok {
		return ""
	}
	if FromProxy(r, c.TrustedProxies) {
		if ip, ok := c.forwardedFor(r.Header.Values("X-Forwarded-For")); ok {
			return ip.String()
		}
	}
	return peer.String()
}

// forwardedFor returns the last address of the header's lines that is no trusted
// proxy. What stands before it may be the visitor's own invention.
func (c *Console) forwardedFor(lines []string) (ip netip.Addr, ok bool) {
	elements := strings.Split(strings.Join(lines, ","), ",")
	for _, element := range slices.Backward(elements) {
		if element = strings.Trim(element, " \t\""); element == "" {
			continue
		}
		if ip, ok = forwardedAddress(element); !ok || !inAny(ip, c.TrustedProxies) {
			return ip, ok
		}
	}
	return netip.Addr{}, false
}

// forwardedAddress reads an address as proxies write it: 192.0.2.1, 192.0.2.1:80,
// 2001:db8::1, [2001:db8::1] or [2001:db8::1]:80.
func forwardedAddress(text string) (netip.Addr, bool) {
	bare := text
	if inner, ok := strings.CutPrefix(text, "["); ok && strings.HasSuffix(inner, "]") {
		bare = strings.TrimSuffix(inner, "]")
	}
	ip, err := netip.ParseAddr(bare)
	if err != nil {
		var both netip.AddrPort
		if both, err = netip.ParseAddrPort(text); err != nil {
			return netip.Addr{}, false
		}
		ip = both.Addr()
	}
	return ip.Unmap().WithZone(""), true
}
