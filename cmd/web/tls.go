package main

import (
	"crypto/tls"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certificate is the console's own TLS certificate, read again when its files
// change: a renewed one is served without a restart.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	stamps  [2]time.Time
	checked time.Time
	// complaint is about the latest state of the files, failed; empty when they
	// are good.
	complaint string
	failed    [2]time.Time
}

// recheckCertificate is how long a renewed certificate may go unnoticed.
const recheckCertificate = 10 * time.Second

func openCertificate(certFile, keyFile string, log *slog.Logger) (*certificate, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile, log: log}
	stamps, err := c.stampsNow()
	if err != nil {
		return nil, err
	}
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, err
	}
	c.current, c.stamps, c.checked = &pair, stamps, time.Now()
	return c, nil
}

func (c *certificate) stampsNow() (stamps [2]time.Time, err error) {
	for i, file := range []string{c.certFile, c.keyFile} {
		info, err := os.Stat(file)
		if err != nil {
			return stamps, err
		}
		stamps[i] = info.ModTime()
	}
	return stamps, nil
}

// get is a tls.Config's GetCertificate. A renewal that cannot be used, for
// example between the writing of its two files, leaves the last good one.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.checked) < recheckCertificate {
		return c.current, nil
	}
	c.checked = time.Now()
	stamps, err := c.stampsNow()
	if err == nil && stamps == c.stamps {
		return c.current, nil
	}
	if err == nil {
		var pair tls.Certificate
		if pair, err = tls.LoadX509KeyPair(c.certFile, c.keyFile); err == nil {
			c.current, c.stamps, c.complaint = &pair, stamps, ""
			c.log.Info("TLS certificate read again", "file", c.certFile)
		}
	}
	if err != nil && (err.Error() != c.complaint || stamps != c.failed) {
		c.complaint, c.failed = err.Error(), stamps
		c.log.Error("the TLS certificate cannot be used; the last good one is kept", "file", c.certFile, "error", err.Error())
	}
	return c.current, nil
}

func (c *certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}
}
