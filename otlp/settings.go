package otlp

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
)

// What holds when the variables do not say otherwise.
const (
	defaultEndpoint = "http://localhost:4318/v1/traces"
	defaultTimeout  = 10 * time.Second
)

// settings are what the OTEL_ variables say of where traces go.
type settings struct {
	endpoint string // the URL to POST to; empty when no traces are wanted
	headers  http.Header
	timeout  time.Duration // of one batch with its repetitions
	gzip     bool
	tls      *tls.Config // nil for Go's default
}

// variables looks OTEL_EXPORTER_OTLP_ variables up: what is said for traces wins
// over what is said for all. An empty variable is as good as none.
type variables func(name string) string

func (v variables) option(name string) (value, from string) {
	for _, prefix := range []string{"OTEL_EXPORTER_OTLP_TRACES_", "OTEL_EXPORTER_OTLP_"} {
		if value := v(prefix + name); value != "" {
			return value, prefix + name
		}
	}
	return "", ""
}

// parse reads the settings, or says what is wrong with all of them at once. No
// error has a value in it: a header, or a URL, can be a secret.
func parse(v variables) (settings, error) {
	s := settings{headers: make(http.Header), timeout: defaultTimeout}
	if strings.EqualFold(v("OTEL_SDK_DISABLED"), "true") {
		return s, nil
	}
	switch v("OTEL_TRACES_EXPORTER") {
	case "none":
		return s, nil
	case "otlp":
		s.endpoint = defaultEndpoint
	case "":
	default:
		return s, errors.New("OTEL_TRACES_EXPORTER: only otlp and none are known")
	}
	var problems []error
	problem := func(from, what string) { problems = append(problems, fmt.Errorf("%s: %s", from, what)) }
	if value, from := v.option("ENDPOINT"); value != "" {
		var what string
		if s.endpoint, what = endpoint(value, strings.Contains(from, "_TRACES_")); what != "" {
			problem(from, what)
		}
	}
	if s.endpoint == "" && len(problems) == 0 {
		return s, nil
	}
	if value, from := v.option("PROTOCOL"); value != "" && value != "http/protobuf" {
		problem(from, "only http/protobuf is spoken")
	}
	if value, from := v.option("HEADERS"); value != "" && !s.addHeaders(value) {
		problem(from, "is not a list of name=value pairs with commas between them")
	}
	if value, from := v.option("TIMEOUT"); value != "" {
		milliseconds, err := strconv.ParseUint(value, 10, 31)
		if err != nil || milliseconds == 0 {
			problem(from, "is not a positive number of milliseconds")
		}
		s.timeout = time.Duration(milliseconds) * time.Millisecond
	}
	if value, from := v.option("COMPRESSION"); value != "" && value != "none" {
		if s.gzip = value == "gzip"; !s.gzip {
			problem(from, "only gzip and none are known")
		}
	}
	if err := s.trust(v); err != nil {
		problems = append(problems, err)
	}
	return s, errors.Join(problems...)
}

// endpoint returns the URL to POST to. One that is given for traces is taken as
// it is, one for all kinds of data is where their paths begin.
func endpoint(value string, whole bool) (address, problem string) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return "", "is not http://host:port or https://host:port"
	}
	if !whole {
		u = u.JoinPath("v1", "traces")
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), ""
}

// addHeaders reads a list in the form of the W3C's baggage, without properties.
func (s *settings) addHeaders(list string) bool {
	for pair := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, found := strings.Cut(pair, "=")
		name = strings.TrimSpace(name)
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if !found || err != nil || !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
			return false
		}
		s.headers.Add(name, value)
	}
	return true
}

// trust reads the certificates for and of the receiver.
func (s *settings) trust(v variables) error {
	authorities, from := v.option("CERTIFICATE")
	own, ownFrom := v.option("CLIENT_CERTIFICATE")
	key, keyFrom := v.option("CLIENT_KEY")
	if authorities == "" && own == "" && key == "" {
		return nil
	}
	s.tls = &tls.Config{MinVersion: tls.VersionTLS12}
	if authorities != "" {
		pem, err := os.ReadFile(authorities)
		if err != nil {
			return fmt.Errorf("%s: %w", from, err)
		}
		s.tls.RootCAs = x509.NewCertPool()
		if !s.tls.RootCAs.AppendCertsFromPEM(pem) {
			return fmt.Errorf("%s: no PEM certificate found", from)
		}
	}
	if own == "" && key == "" {
		return nil
	}
	if own == "" || key == "" {
		return fmt.Errorf("%s: its certificate and its key need each other", ownFrom+keyFrom)
	}
	pair, err := tls.LoadX509KeyPair(own, key)
	if err != nil {
		return fmt.Errorf("%s: %w", ownFrom, err)
	}
	s.tls.Certificates = []tls.Certificate{pair}
	return nil
}
