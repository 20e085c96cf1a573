package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"isales-console/isales"
	"isales-console/reload"
)

// recheckCA is how long a changed CA file may go unnoticed.
const recheckCA = 10 * time.Second

// beginPEM is how each block of a PEM file begins.
const beginPEM = "-----BEGIN "

// readCAFile reads the certificates to trust; the error names the file.
func readCAFile(file string) (*x509.CertPool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool, err := parseCA(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return pool, nil
}

// parseCA reads certificates in PEM, with any text around the blocks, or in DER.
// Every block must be a good certificate: one that is left out in silence is missed
// only when the platform changes to it.
func parseCA(data []byte) (*x509.CertPool, error) {
	// Notepad and PowerShell write byte order marks and UTF-16.
	decoded, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data)
	if err != nil {
		return nil, errors.New("holds text in a broken encoding")
	}
	pool, text := x509.NewCertPool(), strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(decoded))
	// pem.Decode passes over damaged blocks, so each is given to it alone.
	blocks := strings.Split(text, beginPEM)[1:]
	for i, block := range blocks {
		certificate, err := parsePEMBlock(beginPEM + block)
		if err != nil {
			return nil, fmt.Errorf("block %d of %d %w", i+1, len(blocks), err)
		}
		pool.AddCert(certificate)
	}
	if len(blocks) > 0 {
		return pool, nil
	}
	certificates, err := x509.ParseCertificates(data)
	if err != nil || len(certificates) == 0 {
		return nil, errors.New(kindOfCA(data))
	}
	for _, certificate := range certificates {
		pool.AddCert(certificate)
	}
	return pool, nil
}

// parsePEMBlock reads one block. Its errors never quote it: it may be a key.
func parsePEMBlock(text string) (*x509.Certificate, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("is damaged or cut off")
	}
	switch {
	case strings.HasSuffix(block.Type, "PRIVATE KEY"):
		return nil, errors.New("is a private key, which does not belong here: keep it secret and remove it")
	case block.Type != "CERTIFICATE" && block.Type != "X509 CERTIFICATE":
		return nil, fmt.Errorf("is no CERTIFICATE but %q", block.Type)
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("is no certificate: %w", err)
	}
	return certificate, nil
}

// kindOfCA says what a file without certificates is.
func kindOfCA(data []byte) string {
	_, pkcs8 := x509.ParsePKCS8PrivateKey(data)
	_, pkcs1 := x509.ParsePKCS1PrivateKey(data)
	_, ec := x509.ParseECPrivateKey(data)
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return "is empty"
	case pkcs8 == nil || pkcs1 == nil || ec == nil:
		return "is a private key, which does not belong here: keep it secret and name the certificate"
	case data[0] == 0x30: // an ASN.1 sequence
		return "is neither a PEM nor a DER certificate, but perhaps a key store or a PKCS #7 list (.p12, .pfx, .p7b): " +
			"export the certificates as PEM"
	}
	return "holds no certificate, neither PEM nor DER"
}

// caTransport sends to the platform and trusts the certificates of a file, which is
// read again when it changes: a platform with a renewed certificate is trusted
// without a restart. Connections of the trust before are not used any more.
type caTransport struct {
	current *reload.Value[*http.Transport]
}

// openCA returns the transport that trusts the file. Until a change can be used the
// last good certificates stay.
func openCA(file string, maxIdle int, log *slog.Logger, files *rereads) (*caTransport, error) {
	current, err := reload.Open(recheckCA,
		func() (*http.Transport, error) {
			pool, err := readCAFile(file)
			if err != nil {
				return nil, err
			}
			return isales.NewTransport(pool, maxIdle), nil
		},
		func(_ *http.Transport, err error) {
			if err != nil {
				log.Warn("the CA file cannot be used; the last good one is kept", "file", file, "error", err.Error())
				return
			}
			log.Info("CA file read again", "file", file)
		}, file)
	if err != nil {
		return nil, err
	}
	files.add(current.Refresh)
	return &caTransport{current}, nil
}

// RoundTrip implements http.RoundTripper.
func (t *caTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return t.current.Get().RoundTrip(r)
}

// CloseIdleConnections closes those of the present trust; others end by themselves
// after idleTimeout.
func (t *caTransport) CloseIdleConnections() { t.current.Get().CloseIdleConnections() }
