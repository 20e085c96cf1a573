package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"isales-console/handlers"
	"isales-console/isales"
)

// toleratedSkew is how far the clocks may be apart before the check complains.
// The platform's own limit is not documented.
const toleratedSkew = time.Minute

// checker finds out what is wrong between here and the platform. Each step
// says its outcome in one line.
type checker struct {
	*config
	out    io.Writer
	base   *url.URL
	failed bool
	advice []string // flags to set
	date   string   // Date header of the latest answer
	vdnID  int      // 0 when none was named
	defID  int64
}

// check is the sub-command of that name.
func check(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	c, err := parseConfig(args, environ, stdout)
	if err != nil {
		return err
	}
	k := &checker{config: c, out: stdout, defID: 1}
	if err := k.readIDs(c.positional); err != nil {
		return err
	}
	if c.demo {
		platform, err := startDemo(c)
		if err != nil {
			return err
		}
		defer platform.Close()
	}
	if k.base, err = url.Parse(c.isalesURL); err != nil {
		return err
	}
	_ = k.connect(ctx) && k.certificate(ctx) && k.sign(ctx) && k.answer(ctx)
	if len(k.advice) > 0 {
		fmt.Fprintln(stdout, "Set:", strings.Join(k.advice, " "))
	}
	if k.failed {
		return errReported
	}
	fmt.Fprintln(stdout, "All is well; no flag needs to change.")
	return nil
}

func (k *checker) readIDs(args []string) error {
	if len(args) > 2 {
		return &usageError{[]string{fmt.Sprintf("check: want at most a VDN ID and an external result ID, got %q", args)}}
	}
	var problems []string
	if len(args) > 0 {
		n, err := strconv.ParseUint(args[0], 10, 31)
		if k.vdnID = int(n); err != nil || n < 1 || n > isales.MaxVDNID {
			problems = append(problems, fmt.Sprintf("check: VDN ID %q is not a number from 1 to %d", args[0], isales.MaxVDNID))
		}
	}
	if len(args) > 1 {
		n, err := strconv.ParseInt(args[1], 10, 64)
		if k.defID = n; err != nil || n < 1 {
			problems = append(problems, fmt.Sprintf("check: external result ID %q is not a positive number", args[1]))
		}
	}
	if problems != nil {
		return &usageError{problems}
	}
	return nil
}

func (k *checker) say(ok bool, step, format string, args ...any) bool {
	word := "ok  "
	if !ok {
		word, k.failed = "FAIL", true
	}
	fmt.Fprintf(k.out, "%s  %-11s  %s\n", word, step, fmt.Sprintf(format, args...))
	return ok
}

func (k *checker) address() string {
	port := k.base.Port()
	if port == "" {
		port = handlers.DefaultPort(k.base.Scheme)
	}
	return net.JoinHostPort(k.base.Hostname(), port)
}

func (k *checker) connect(ctx context.Context) bool {
	start := time.Now()
	conn, err := (&net.Dialer{Timeout: k.timeout}).DialContext(ctx, "tcp", k.address())
	if err != nil {
		return k.say(false, "connection", "%v: check -isales-url, the network and the firewalls between", err)
	}
	conn.Close()
	return k.say(true, "connection", "%s answers (%s)", k.address(), time.Since(start).Round(time.Millisecond))
}

func (k *checker) certificate(ctx context.Context) bool {
	if k.base.Scheme == "http" {
		return k.say(true, "certificate", "none needed: plain http to this machine")
	}
	dialer := tls.Dialer{Config: &tls.Config{RootCAs: k.roots, MinVersion: tls.VersionTLS12}}
	ctx, cancel := context.WithTimeout(ctx, k.timeout)
	defer cancel()
	conn, err := dialer.DialContext(ctx, "tcp", k.address())
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted):
		leaf := untrusted.UnverifiedCertificates[0]
		k.say(false, "certificate", "not trusted: %v. It is for %s, was issued by %q and is valid until %s",
			untrusted.Err, namesOf(leaf), leaf.Issuer, leaf.NotAfter.UTC().Format(time.DateOnly))
		var authority x509.UnknownAuthorityError
		if errors.As(err, &authority) {
			k.advice = append(k.advice,
				"-isales-ca-file=FILE with the certificate of the issuer, from the platform's administrator")
		}
		return false
	case err != nil:
		return k.say(false, "certificate", "%v: perhaps this is no HTTPS port", err)
	}
	defer conn.Close()
	leaf := conn.(*tls.Conn).ConnectionState().PeerCertificates[0]
	until := leaf.NotAfter.UTC().Format(time.DateOnly)
	return k.say(true, "certificate", "trusted, for %s, valid until %s", namesOf(leaf), until)
}

func namesOf(c *x509.Certificate) string {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "no name at all"
	}
	return strings.Join(names, ", ")
}

// roundTrip keeps the platform's clock from each answer.
func (k *checker) roundTrip(next http.RoundTripper) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(r)
		if err == nil {
			k.date = resp.Header.Get("Date")
		}
		return resp, err
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// ask makes one signed call.
func (k *checker) ask(ctx context.Context, signing isales.Signing) (*isales.ExternalResult, error) {
	transport := isales.NewTransport(k.roots, 1)
	defer transport.CloseIdleConnections()
	client, err := k.client(isales.WithSigning(signing), isales.WithTransport(k.roundTrip(transport)))
	if err != nil {
		return nil, err
	}
	return client.QueryExternalResult(ctx, max(k.vdnID, 1), k.defID)
}

// sign tries the configured signing variant, and the others when it is refused.
func (k *checker) sign(ctx context.Context) bool {
	_, err := k.ask(ctx, k.signing)
	k.clock()
	switch {
	case errors.Is(err, isales.ErrForbidden):
		return k.say(false, "signing", "HTTP 403: the address of this machine is perhaps not on the platform's allow-list; "+
			"ask the platform's administrator")
	case err != nil && !authenticated(err) && !errors.Is(err, isales.ErrUnauthorized):
		return k.say(false, "signing", "no usable answer: %v", err)
	case err == nil || authenticated(err):
		return k.say(true, "signing", "accepted as configured")
	}
	for _, v := range variants(k.signing) {
		if _, err := k.ask(ctx, v); err == nil || authenticated(err) {
			k.advice = append(k.advice, flagsOf(k.signing, v)...)
			k.signing = v
			k.say(false, "signing", "refused (HTTP 401) as configured, accepted with %s", strings.Join(k.advice, " "))
			return true
		}
	}
	return k.say(false, "signing", "refused (HTTP 401) in all 8 variants: "+
		"the access key or the secret key is wrong, or the clock is off (the platform does not say which)")
}

// authenticated reports an error that only a caller whose signature was
// accepted can get.
func authenticated(err error) bool {
	_, api := errors.AsType[*isales.APIError](err)
	_, mismatch := errors.AsType[*isales.CodeMismatchError](err)
	_, decode := errors.AsType[*isales.DecodeError](err)
	return api || mismatch || decode || errors.Is(err, isales.ErrNotFound) || errors.Is(err, isales.ErrThrottled)
}

// variants are the other ways to sign, in the order of their bits.
func variants(configured isales.Signing) (list []isales.Signing) {
	for _, headers := range []string{isales.DefaultSignedHeaders, "host"} {
		for _, emptyLine := range []bool{false, true} {
			for _, millis := range []bool{false, true} {
				v := isales.Signing{TimestampMillis: millis, EmptyQueryLine: emptyLine, SignedHeaders: headers}
				if v != configured {
					list = append(list, v)
				}
			}
		}
	}
	return list
}

// flagsOf are the flags that lead from one way to sign to another.
func flagsOf(from, to isales.Signing) (flags []string) {
	if from.TimestampMillis != to.TimestampMillis {
		flags = append(flags, fmt.Sprintf("-isales-timestamp-millis=%t", to.TimestampMillis))
	}
	if from.EmptyQueryLine != to.EmptyQueryLine {
		flags = append(flags, fmt.Sprintf("-isales-empty-query-line=%t", to.EmptyQueryLine))
	}
	if from.SignedHeaders != to.SignedHeaders {
		flags = append(flags, fmt.Sprintf("-isales-signed-headers=%q", to.SignedHeaders))
	}
	return flags
}

func (k *checker) clock() {
	const setClock = "set it by NTP, because requests carry the time"
	at, err := http.ParseTime(k.date)
	if err != nil {
		return
	}
	skew := time.Since(at).Round(time.Second)
	switch {
	case skew > toleratedSkew:
		k.say(false, "clock", "this machine is %s ahead of the platform: "+setClock, skew)
	case skew < -toleratedSkew:
		k.say(false, "clock", "this machine is %s behind the platform: "+setClock, -skew)
	default:
		k.say(true, "clock", "%s apart", skew.Abs())
	}
}

// answer asks for what was named on the command line.
func (k *checker) answer(ctx context.Context) bool {
	if k.vdnID == 0 {
		return k.say(true, "answer", "not asked for: name a VDN ID, "+
			"and perhaps an external result ID, at the end of the command")
	}
	r, err := k.ask(ctx, k.signing)
	switch {
	case errors.Is(err, isales.ErrNotFound):
		return k.say(true, "answer", "VDN %d answers; it has no external result %d", k.vdnID, k.defID)
	case err != nil:
		return k.say(false, "answer", "%v", err)
	}
	return k.say(true, "answer", "VDN %d answers; external result %d is %q with %d OBS codes",
		k.vdnID, k.defID, r.DisplayResult, len(r.Mappings))
}

// hostOf is the part of a URL that may be logged.
func hostOf(raw string) string {
	if u, err := url.Parse(raw); err == nil {
		return u.Host
	}
	return ""
}
