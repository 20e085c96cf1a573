package main

import (
	"crypto/tls"
	"log/slog"
	"time"

	"isales-console/reload"
)

// recheckCertificate is how long a renewed certificate may go unnoticed.
const recheckCertificate = 10 * time.Second

// openCertificate returns a TLS configuration with the console's own certificate,
// which is read again when its files change: a renewed one is served without a
// restart. Until a renewal can be used the last good certificate stays.
func openCertificate(certFile, keyFile string, log *slog.Logger, files *rereads) (*tls.Config, error) {
	pair, err := reload.Open(recheckCertificate,
		func() (tls.Certificate, error) { return tls.LoadX509KeyPair(certFile, keyFile) },
		func(_ tls.Certificate, err error) {
			if err != nil {
				log.Error("the TLS certificate cannot be used; the last good one is kept", "file", certFile, "error", err.Error())
				return
			}
			log.Info("TLS certificate read again", "file", certFile)
		}, certFile, keyFile)
	if err != nil {
		return nil, err
	}
	files.add(pair.Refresh)
	get := func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		current := pair.Get()
		return &current, nil
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: get}, nil
}
