package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"isales-console/handlers"
	"isales-console/handlers/session"
	"isales-console/isales"
)

// text reads any text.
func text(into *string) func(string) error {
	return func(s string) error { *into = s; return nil }
}

func boolean(into *bool) func(string) error {
	return func(s string) (err error) {
		if *into, err = strconv.ParseBool(s); err != nil {
			return fmt.Errorf("%q is neither true nor false", s)
		}
		return nil
	}
}

func (c *config) readAddr(s string) (err error) {
	c.addr, err = readHostPort(s)
	return err
}

func (c *config) readMetricsAddr(s string) (err error) {
	if s != "" {
		c.metrics, err = readHostPort(s)
	}
	return err
}

func readHostPort(s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return "", fmt.Errorf("%q is not host:port", s)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n > 65535 {
		return "", fmt.Errorf("%q has no port from 0 to 65535", s)
	}
	if host == "" {
		host = "0.0.0.0"
	}
	return net.JoinHostPort(host, port), nil
}

// readDuration reads a duration from 0 to most.
func readDuration(into *time.Duration, most time.Duration) func(string) error {
	return func(s string) (err error) {
		*into, err = time.ParseDuration(s)
		if err != nil || *into < 0 || *into > most {
			return fmt.Errorf("%q is not a duration from 0s to %s", s, most)
		}
		return nil
	}
}

func (c *config) readTimeout(s string) (err error) {
	c.timeout, err = time.ParseDuration(s)
	if err != nil || c.timeout <= 0 || c.timeout > maxTimeout {
		return fmt.Errorf("%q is not a duration above 0s and up to %s", s, maxTimeout)
	}
	return nil
}

func (c *config) readMaxConcurrent(s string) (err error) {
	c.maxCalls, err = strconv.Atoi(s)
	if err != nil || c.maxCalls < 1 || c.maxCalls > 1000 {
		return fmt.Errorf("%q is not a number from 1 to 1000", s)
	}
	return nil
}

func (c *config) readSignedHeaders(s string) error {
	c.signing.SignedHeaders = s
	if s == "" {
		return errors.New("empty: want " + isales.DefaultSignedHeaders + " or host")
	}
	return c.signing.Validate()
}

func (c *config) readCA(file string) (err error) {
	if file == "" {
		return nil
	}
	c.caFile = file
	c.roots, err = readCAFile(file)
	return err
}

// readSKText reads the key itself; empty for none.
func (c *config) readSKText(s string) (err error) {
	if s != "" {
		c.sk, err = readSecret(s)
	}
	return err
}

// readSecret takes a byte order mark and white space at the ends off a secret,
// which must be one line of visible ASCII: anything else is an editor's work, and
// the platform would refuse it without saying why. The error never quotes it.
func readSecret(text string) (secret, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	switch {
	case text == "":
		return "", errors.New("is empty")
	case strings.ContainsAny(text, "\r\n"):
		return "", errors.New("holds more than one line")
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", errors.New("holds something else than visible ASCII characters")
	}
	return secret(text), nil
}

// readSecretFile reads the secret that a file holds; the error names the file.
func readSecretFile(file string) (secret, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	s, err := readSecret(string(text))
	if err != nil {
		return "", fmt.Errorf("%s %w", file, err)
	}
	return s, nil
}

// quoted reports a secret in quotes, which are perhaps not part of it.
func quoted(s secret) bool {
	return len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[0] == s[len(s)-1]
}

func (c *config) readLogFormat(s string) error {
	c.logFormat = s
	if s != "auto" && s != "json" && s != "text" {
		return fmt.Errorf("%q is none of json, text, auto", s)
	}
	return nil
}

// maxContact is the longest contact in characters: it is one line of a page.
const maxContact = 200

func (c *config) readContact(s string) error {
	c.contact = strings.TrimSpace(s)
	if utf8.RuneCountInString(c.contact) > maxContact || strings.ContainsFunc(c.contact, unicode.IsControl) {
		return fmt.Errorf("must be one line of at most %d characters", maxContact)
	}
	return nil
}

func (c *config) readLogLevel(s string) error {
	levels := []string{"debug", "info", "warn", "error"}
	if err := c.logLevel.UnmarshalText([]byte(s)); err != nil || !slices.Contains(levels, s) {
		return fmt.Errorf("%q is none of debug, info, warn, error", s)
	}
	return nil
}

// maxLifetime is about what browsers keep a cookie for.
const maxLifetime = 400 * 24 * time.Hour

func (c *config) readSessionLifetime(s string) (err error) {
	c.sessionLifetime, err = time.ParseDuration(s)
	if err != nil || c.sessionLifetime < time.Minute || c.sessionLifetime > maxLifetime {
		return fmt.Errorf("%q is not a duration from 1m to %s", s, maxLifetime)
	}
	return nil
}

func (c *config) readPublicURL(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err == nil && u.User != nil {
		return errors.New("must not hold a user name or password")
	}
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" ||
		!isales.ValidPort(u) || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q is not https://host or http://host, without a path", s)
	}
	// As browsers write it in the Origin header.
	host := strings.ToLower(u.Host)
	host = strings.TrimSuffix(host, ":"+handlers.DefaultPort(u.Scheme))
	c.publicURL = u.Scheme + "://" + host
	return nil
}

func (c *config) readTrustedProxies(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			return fmt.Errorf("%q is not a CIDR like 10.0.0.0/8 or 192.0.2.1/32", part)
		}
		c.trustedProxies = append(c.trustedProxies, prefix.Masked())
	}
	return nil
}

func (c *config) readSessionKeys(file string) error {
	if file == "" {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	// An editor's byte order mark would make another key of the first line than other replicas have.
	if c.sessionSecrets, err = session.ReadKeys(bytes.TrimPrefix(text, []byte("\ufeff"))); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
