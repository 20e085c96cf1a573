package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"time"
)

// healthcheck asks a console on this machine whether it is healthy, for
// containers without any other program.
func healthcheck(ctx context.Context, args, environ []string, stdout, _ io.Writer) error {
	c := &config{}
	settings := c.settings(new(string))
	words, err := gather(settings, args, environ, stdout)
	if err != nil {
		return err
	}
	// Only where the console listens matters here, not whether the rest is right.
	problems := readAll(only(settings, "addr", "tls-cert-file"))
	if len(words) > 0 {
		problems = append(problems, fmt.Sprintf("healthcheck: %q: the address is given by -addr", words))
	}
	if problems != nil {
		return &usageError{problems}
	}
	// Dialing an address of all machines, 0.0.0.0 or ::, leads to this one, without /etc/hosts: an image has none.
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	return askHealth(ctx, c.addr, c.certFile != "")
}

// askHealth asks a console whether it is healthy, on a connection of its own.
func askHealth(ctx context.Context, addr string, https bool) error {
	scheme := "http"
	if https {
		scheme = "https"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+addr+"/healthz", nil)
	if err != nil {
		return err
	}
	// The certificate is for the console's public name, not for this address, and
	// nothing secret is asked or told.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers with status %d", addr, resp.StatusCode)
	}
	return nil
}
