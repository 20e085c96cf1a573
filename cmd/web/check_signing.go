package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"isales-console/handlers"
	"isales-console/isales"
)

// attempt is one way to sign a call.
type attempt struct {
	signing isales.Signing
	sk      secret
	// base is the URL to sign for when it is not the one to send to, and prefix is
	// what the path to send to has before the path of base.
	base, prefix string
	how          string   // what it means when this way is accepted
	flags        []string // that lead to this way
}

// sign judges the first call, which ended with err; when its signature is refused,
// the other ways to sign are tried.
func (k *checker) sign(ctx context.Context, err error) bool {
	k.clock()
	status, _ := errors.AsType[*isales.StatusError](err)
	switch {
	case err == nil || authenticated(err):
		return k.say(true, "signing", "accepted as configured")
	case errors.Is(err, isales.ErrUnauthorized):
		return k.refused(ctx)
	case errors.Is(err, isales.ErrForbidden):
		return k.say(false, "signing", "HTTP 403: the address of this machine is perhaps not on the platform's allow-list; "+
			"ask the platform's administrator")
	case status != nil && status.StatusCode == 404:
		return k.say(false, "signing", "HTTP 404: the interface is not there; check host, port and path of -isales-url, "+
			"and whether a proxy in between changes the path")
	}
	return k.say(false, "signing", "no usable answer: %v", err)
}

// refused looks for the way to sign that the platform accepts.
func (k *checker) refused(ctx context.Context) bool {
	for _, a := range k.attempts() {
		if _, err := k.ask(ctx, a); err == nil || authenticated(err) {
			k.accepted, k.advice = a, append(k.advice, a.flags...)
			k.say(false, "signing", "refused (HTTP 401) as configured, accepted %s", a.how)
			return true
		}
	}
	clock := ""
	if k.seen.date == "" {
		clock = ", or the clock is off"
	}
	return k.say(false, "signing", "refused (HTTP 401) in all variants: "+
		"the access key or the secret key is wrong, or a proxy in between changes the Host header or the path, "+
		"which are signed%s (the platform does not say which)", clock)
}

// authenticated reports an error that only a caller whose signature was
// accepted can get.
func authenticated(err error) bool {
	_, api := errors.AsType[*isales.APIError](err)
	_, mismatch := errors.AsType[*isales.CodeMismatchError](err)
	_, decode := errors.AsType[*isales.DecodeError](err)
	return api || mismatch || decode || errors.Is(err, isales.ErrNotFound) || errors.Is(err, isales.ErrThrottled)
}

// attempts are the other ways to sign, the likeliest first. With a clock that is off
// all of them carry the platform's time.
func (k *checker) attempts() (list []attempt) {
	if k.skew != 0 {
		list = append(list, attempt{signing: k.signing, sk: k.sk, how: "with the platform's time: the clock is the cause"})
	}
	for _, v := range variants(k.signing) {
		flags := flagsOf(k.signing, v)
		list = append(list, attempt{signing: v, sk: k.sk, how: "with " + strings.Join(flags, " "), flags: flags})
	}
	if quoted(k.sk) {
		list = append(list, attempt{signing: k.signing, sk: k.sk[1 : len(k.sk)-1],
			how: "without the quotes around the secret key: remove them"})
	}
	other, path := *k.base, strings.TrimRight(k.base.Path, "/")
	other.Host = k.otherHost()
	list = append(list, attempt{signing: k.signing, sk: k.sk, base: other.String(),
		how: fmt.Sprintf("when signed for the Host %q: a proxy in between changes the Host header, which is signed; "+
			"it must pass on the one that it gets (in nginx: proxy_set_header Host $http_host)", other.Host)})
	if prefix, _, _ := strings.Cut(path, "/rest/isales/"); prefix != "" {
		inner := url.URL{Scheme: k.base.Scheme, Host: k.base.Host}
		list = append(list, attempt{signing: k.signing, sk: k.sk, base: inner.String(), prefix: prefix,
			how: fmt.Sprintf("when signed for a path without %q: a proxy in between takes it off the path, "+
				"which is signed; it must pass on the path that it gets", prefix)})
	}
	return list
}

// otherHost is the other usual spelling of the Host header: without the port, or
// with the default port.
func (k *checker) otherHost() string {
	if k.base.Port() == "" {
		return net.JoinHostPort(k.base.Hostname(), handlers.DefaultPort(k.base.Scheme))
	}
	return strings.TrimSuffix(k.base.Host, ":"+k.base.Port())
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
