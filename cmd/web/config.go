package main

import (
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"slices"
	"time"

	"isales-console/isales"
	"isales-console/sharedstate"
)

// maxTimeout keeps one call to the platform, and the page made of it,
// within the server's write timeout.
const maxTimeout = 25 * time.Second

// config is what can be configured. Nothing else reads flags or environment.
type config struct {
	addr            string
	publicURL       string // scheme and host; empty when not given
	certFile        string
	keyFile         string
	trustedProxies  []netip.Prefix
	usersFile       string
	tokensFile      string
	insecureHTTP    bool
	notesFile       string
	sessionSecrets  [][]byte
	sessionLifetime time.Duration
	redis           sharedstate.Address // zero without one
	redisPassword   string              // the file with it; empty for none

	hstsSubDomains bool
	signOn         signOnConfig

	isalesURL     string
	ak            string
	sk            secret
	caFile        string         // empty for the system's certificates
	roots         *x509.CertPool // of caFile or the demo; nil for the system's
	timeout       time.Duration
	maxCalls      int
	fresh         time.Duration // of a copy; 0 for none
	stale         time.Duration
	metrics       string // the address of their own listener; empty for none
	metricsPublic bool
	signing       isales.Signing
	logFormat     string
	logLevel      slog.Level
	contact       string        // empty for nobody
	delay         time.Duration // from the signal to the end until the listener closes
	demo          bool
	positional    []string
}

// secret is a text that never prints.
type secret string

func (secret) String() string               { return "REDACTED" }
func (secret) GoString() string             { return "REDACTED" }
func (secret) LogValue() slog.Value         { return slog.StringValue("REDACTED") }
func (secret) MarshalText() ([]byte, error) { return []byte("REDACTED"), nil }

// Format keeps the secret out however the configuration is printed: fmt calls no
// methods of unexported fields.
func (c config) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "{config of %s}", c.addr) }

// settings are all flags, in the order of the README's table.
func (c *config) settings(skFile *string) []*setting {
	return slices.Concat(c.serverSettings(), c.signOnSettings(), c.platformSettings(skFile), c.operationSettings())
}

// serverSettings say where the console listens and who may use it.
func (c *config) serverSettings() []*setting {
	return []*setting{
		{name: "addr", value: "127.0.0.1:8080",
			usage: "`host:port` to listen on; port 0 takes a free one", read: c.readAddr},
		{name: "public-url",
			usage: "`https://host` under which browsers reach the console; https makes cookies secure",
			read:  c.readPublicURL},
		{name: "hsts-subdomains", value: "false", isBool: true, read: boolean(&c.hstsSubDomains),
			usage: "the promise of https (HSTS) includes all names below the console's"},
		{name: "tls-cert-file",
			usage: "PEM `file` with the certificate chain, to serve https itself", read: text(&c.certFile)},
		{name: "tls-key-file", usage: "PEM `file` with the key of -tls-cert-file", read: text(&c.keyFile)},
		{name: "trusted-proxies",
			usage: "`addresses` (CIDR, joined by commas) whose X-Forwarded-For and -Proto are believed",
			read:  c.readTrustedProxies},
		{name: "users-file",
			usage: "`file` with who may sign in: htpasswd lines, optionally with VDNs; see “web passwd”",
			read:  text(&c.usersFile)},
		{name: "tokens-file",
			usage: "`file` with the tokens of programs that read data: name:sha256:hex:VDNs; see “web token”",
			read:  text(&c.tokensFile)},
		{name: "insecure-http", value: "false", isBool: true,
			usage: "take passwords by plain http from other machines", read: boolean(&c.insecureHTTP)},
		{name: "notes-file",
			usage: "CSV `file` with the center's own notes on codes: code,zh,en,action,author,date; read again when it changes",
			read:  text(&c.notesFile)},
		{name: "session-key-file",
			usage: "`file` with the keys of the session cookies and of the sign-ins in Redis, one a line, newest first, " +
				"32 bytes or more each",
			read: c.readSessionKeys},
		{name: "session-lifetime", value: "12h",
			usage: "`duration` for which a sign-in holds", read: c.readSessionLifetime},
		{name: "redis-url",
			usage: "`address` of Redis 7 or Valkey (redis:// or rediss://), for what replicas have in common: " +
				"sign-ins, throttling and copies; cookies and memory without it",
			read: c.readRedis},
		{name: "redis-password-file", usage: "`file` with the password of -redis-url", read: text(&c.redisPassword)},
	}
}

// platformSettings say how the platform is reached, and how long its answers hold.
func (c *config) platformSettings(skFile *string) []*setting {
	return []*setting{
		{name: "isales-url", usage: "the platform's `https://host:port`", read: text(&c.isalesURL)},
		{name: "isales-ak", usage: "access `key` (AK)", read: text(&c.ak)},
		{name: "isales-sk",
			usage: "secret `key` (SK); better in a file", read: c.readSKText},
		{name: "isales-sk-file", usage: "`file` with the secret key", read: text(skFile)},
		{name: "isales-ca-file",
			usage: "`file` (PEM or DER) with the certificates to trust instead of the system's; read again when it changes",
			read:  c.readCA},
		{name: "isales-timeout", value: "10s", usage: "`duration` of one call, 25s at most", read: c.readTimeout},
		{name: "isales-max-concurrent", value: "10",
			usage: "`number` of calls to the platform in flight, all users together", read: c.readMaxConcurrent},
		{name: "cache-ttl", value: "30s",
			usage: "`duration` for which an answer of the platform is as good as new; 0 turns it off",
			read:  readDuration(&c.fresh, time.Hour)},
		{name: "cache-stale", value: "24h",
			usage: "`duration` for which an answer is kept for when the platform is down; 0 turns it off",
			read:  readDuration(&c.stale, 30*24*time.Hour)},
		{name: "isales-timestamp-millis", value: "false",
			usage: "sign with milliseconds; see “web check”", isBool: true, read: boolean(&c.signing.TimestampMillis)},
		{name: "isales-empty-query-line", value: "false",
			usage:  "sign with an empty query line; see “web check”",
			isBool: true, read: boolean(&c.signing.EmptyQueryLine)},
		{name: "isales-signed-headers", value: isales.DefaultSignedHeaders,
			usage: "header `names` to sign, joined by \";\"; see “web check”", read: c.readSignedHeaders},
	}
}

// operationSettings are about figures, the log and the demonstration.
func (c *config) operationSettings() []*setting {
	return []*setting{
		{name: "metrics-addr",
			usage: "`host:port` of a listener for /metrics and the profiler; " +
				"without it, /metrics is on -addr for this machine only",
			read: c.readMetricsAddr},
		{name: "metrics-public", value: "false", isBool: true,
			usage: "let -metrics-addr be an address that other machines reach", read: boolean(&c.metricsPublic)},
		{name: "log-format", value: "auto",
			usage: "`format` of the log: json, text, or auto for text on a terminal and json elsewhere",
			read:  c.readLogFormat},
		{name: "log-level", value: "info",
			usage: "least `level` to log: debug, info, warn or error", read: c.readLogLevel},
		{name: "contact",
			usage: "whom to `ask`, shown on the sign-in, 403 and error pages: words, or an address of mail or of the web",
			read:  c.readContact},
		{name: "shutdown-delay", value: "0s",
			usage: "`duration` for which /readyz says 503 at the end before the listener closes, 5m at most",
			read:  readDuration(&c.delay, 5*time.Minute)},
		{name: "demo", value: "false",
			usage: "serve sample data from a simulated platform", isBool: true, read: boolean(&c.demo)},
	}
}

// parseConfig reads flags and environment; a flag wins over its variable. Its
// error is flag.ErrHelp after -h, or a *usageError with everything that is wrong.
// The settings of a sub-command's own come before the others.
func parseConfig(args, environ []string, help io.Writer, own ...*setting) (*config, error) {
	c := &config{}
	var skFile string
	settings := append(own, c.settings(&skFile)...)
	positional, err := gather(settings, args, environ, help)
	if err != nil {
		return nil, err
	}
	c.positional = positional
	problems := readAll(settings)
	if problems = append(problems, c.combine(skFile, sourceOf(settings))...); len(problems) > 0 {
		return nil, &usageError{problems}
	}
	return c, nil
}

// client makes the client of the configured platform.
func (c *config) client(more ...isales.Option) (*isales.Client, error) {
	options := []isales.Option{
		isales.WithTimeout(c.timeout),
		isales.WithSigning(c.signing),
		isales.WithUserAgent("isales-console/" + version),
		isales.WithTransport(isales.NewTransport(c.roots, c.maxCalls)),
		isales.WithMaxConcurrent(c.maxCalls),
	}
	credentials := isales.Credentials{AccessKey: c.ak, SecretKey: string(c.sk)}
	return isales.New(c.isalesURL, credentials, append(options, more...)...)
}
