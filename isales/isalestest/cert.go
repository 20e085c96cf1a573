package isalestest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"time"
)

// certificateLife outlasts any demonstration; the keys never leave the process.
const certificateLife = 10 * 365 * 24 * time.Hour

// newCertificate makes a throw-away authority and a server certificate signed by
// it, so that a client is configured the way it is for a private CA.
func newCertificate() (cert tls.Certificate, caPEM []byte, roots *x509.CertPool, err error) {
	// The real clock, not Options.Now: clients check validity with theirs.
	now := time.Now()
	ca := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "isalestest throw-away CA"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(certificateLife),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	caDER, caKey, err := signCertificate(ca, ca, nil)
	if err != nil {
		return cert, nil, nil, fmt.Errorf("make authority: %w", err)
	}
	if ca, err = x509.ParseCertificate(caDER); err != nil {
		return cert, nil, nil, fmt.Errorf("parse authority: %w", err)
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "isalestest"},
		NotBefore:    ca.NotBefore,
		NotAfter:     ca.NotAfter,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		DNSNames:     []string{"localhost"},
	}
	leafDER, leafKey, err := signCertificate(leaf, ca, caKey)
	if err != nil {
		return cert, nil, nil, fmt.Errorf("make certificate: %w", err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(ca)
	caPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER})
	return tls.Certificate{Certificate: [][]byte{leafDER}, PrivateKey: leafKey}, caPEM, roots, nil
}

// signCertificate makes a key for template and signs it with parentKey, or with
// the new key itself when parentKey is nil.
func signCertificate(template, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (
	[]byte, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	if parentKey == nil {
		parentKey = key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	return der, key, err
}
