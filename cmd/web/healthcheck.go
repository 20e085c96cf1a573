package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// healthcheck asks a console on this machine whether it is healthy, for
// containers without any other program.
func healthcheck(ctx context.Context, args, environ []string, stdout, _ io.Writer) error {
	c := &config{}
	settings := c.settings(new(string))
	if _, err := gather(settings, args, environ, stdout); err != nil {
		return err
	}
	// Only the address matters here, and it is the first setting.
	if err := settings[0].read(settings[0].value); err != nil {
		return &usageError{[]string{settings[0].source + ": " + err.Error()}}
	}
	host, port, err := net.SplitHostPort(c.addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	addr := net.JoinHostPort(host, port)
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/healthz", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers with status %d", addr, resp.StatusCode)
	}
	return nil
}
