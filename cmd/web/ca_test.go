package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf16"

	"isales-console/isales/isalestest"
)

// TestParseCA: what administrators have for a CA file is read whole or refused with
// the block and what is wrong with it.
func TestParseCA(t *testing.T) {
	one := string(isalestest.NewServer(t, isalestest.Options{}).CertificatePEM())
	two := string(isalestest.NewServer(t, isalestest.Options{}).CertificatePEM())
	block, _ := pem.Decode([]byte(one))
	other, _ := pem.Decode([]byte(two))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, bytes []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}))
	}
	utf16le := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(one)) {
		utf16le = append(utf16le, byte(unit), byte(unit>>8))
	}
	const noKey = "which does not belong here: keep it secret and "
	tests := map[string]struct {
		data string
		want int // certificates
		err  string
	}{
		"one":                {one, 1, ""},
		"two":                {one + two, 2, ""},
		"byte order mark":    {"\ufeff" + one, 1, ""},
		"two with marks":     {"\ufeff" + one + "\ufeff" + two, 2, ""},
		"UTF-16":             {string(utf16le), 1, ""},
		"Windows":            {strings.ReplaceAll(one, "\n", "\r\n"), 1, ""},
		"old Mac":            {strings.ReplaceAll(one+two, "\n", "\r"), 2, ""},
		"text between":       {"issuer=CN = x\n" + one + "\n# the next one:\n" + two + "done", 2, ""},
		"joined without end": {strings.TrimSpace(one) + two, 2, ""},
		"old name":           {encode("X509 CERTIFICATE", block.Bytes), 1, ""},
		"DER":                {string(block.Bytes), 1, ""},
		"two DER":            {string(block.Bytes) + string(other.Bytes), 2, ""},
		"broken base64":      {one + strings.Replace(two, "MII", "M!I", 1), 0, "block 2 of 2 is damaged or cut off"},
		"cut off":            {two[:len(two)/2] + "\n" + one, 0, "block 1 of 2 is damaged or cut off"},
		"broken certificate": {one + encode("CERTIFICATE", other.Bytes[:99]), 0,
			"block 2 of 2 is no certificate: x509: malformed certificate"},
		"key": {one + encode("EC PRIVATE KEY", keyDER), 0,
			"block 2 of 2 is a private key, " + noKey + "remove it"},
		"request": {encode("CERTIFICATE REQUEST", block.Bytes), 0,
			`block 1 of 1 is no CERTIFICATE but "CERTIFICATE REQUEST"`},
		"DER key": {string(keyDER), 0, "is a private key, " + noKey + "name the certificate"},
		"key store": {"\x30\x82\x01\x02\x02\x01\x03", 0, "is neither a PEM nor a DER certificate, " +
			"but perhaps a key store or a PKCS #7 list (.p12, .pfx, .p7b): export the certificates as PEM"},
		"empty": {" \n", 0, "is empty"},
		"words": {"not a certificate\n", 0, "holds no certificate, neither PEM nor DER"},
	}
	for name, tt := range tests {
		pool, err := parseCA([]byte(tt.data))
		if tt.err != "" {
			if err == nil || err.Error() != tt.err || pool != nil {
				t.Errorf("%s: %v, want %s", name, err, tt.err)
			}
			continue
		}
		want := x509.NewCertPool()
		want.AppendCertsFromPEM([]byte([]string{"", one, one + two}[tt.want]))
		if err != nil || !pool.Equal(want) {
			t.Errorf("%s: %v, want %d certificates", name, err, tt.want)
		}
	}
}

// TestRenewedCA: a platform with another certificate is trusted as soon as the file
// says so; a file that cannot be used changes nothing.
func TestRenewedCA(t *testing.T) {
	first, second := isalestest.NewServer(t, isalestest.Options{}), isalestest.NewServer(t, isalestest.Options{})
	path := file(t, string(first.CertificatePEM()))
	synctest.Test(t, func(t *testing.T) {
		log := newOutput()
		transport, err := openCA(path, 1, slog.New(slog.NewJSONHandler(log, nil)), new(rereads))
		if err != nil {
			t.Fatal(err)
		}
		trusts := func(platform *isalestest.Server) bool {
			pool := transport.current.Get().TLSClientConfig.RootCAs
			want := x509.NewCertPool()
			want.AppendCertsFromPEM(platform.CertificatePEM())
			return pool.Equal(want)
		}
		for _, step := range []struct {
			content       string
			first, second bool
		}{
			{string(first.CertificatePEM()), true, false},
			{"broken", true, false},
			{string(second.CertificatePEM()), false, true},
		} {
			replace(t, path, step.content)
			time.Sleep(recheckCA)
			if one, two := trusts(first), trusts(second); one != step.first || two != step.second {
				t.Errorf("%.10q: trusts the first %t, the second %t", step.content, one, two)
			}
		}
		wantInOrder(t, log.String(),
			`"level":"WARN","msg":"the CA file cannot be used; the last good one is kept","file":"`+path+`","error":"`+path+`: holds no certificate`,
			`"level":"INFO","msg":"CA file read again","file":"`+path)
	})
	transport, err := openCA(path, 1, slog.New(slog.DiscardHandler), new(rereads))
	if err != nil {
		t.Fatal(err)
	}
	defer transport.CloseIdleConnections()
	for url, want := range map[string]bool{first.URL: false, second.URL: true} {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", url, nil)
		resp, err := transport.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
		}
		if (err == nil) != want {
			t.Errorf("%s: %v", url, err)
		}
	}
}
