//go:build unix

// Elsewhere what comes behind an answer is not found out, hence the build
// constraint.

package isales

import (
	"bufio"
	"cmp"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
)

// waysOfAnswers are the ways in which answers come.
var waysOfAnswers = map[string]struct {
	secure *tls.Config
	drips  bool // in single bytes
}{
	"at once":         {nil, false},
	"in single bytes": {nil, true},
	"over TLS":        {speaksTLS(), false},
}

// TestAnswersAreReadLikeTheirs compares with an http.Transport. Only in that it
// gives up a connection may a Transport differ.
func TestAnswersAreReadLikeTheirs(t *testing.T) {
	defer log.SetOutput(log.Writer())
	log.SetOutput(io.Discard) // net/http complains of what comes unasked
	for name, a := range answers() {
		for way, tt := range waysOfAnswers {
			if tt.drips && len(a.answer) > 1000 {
				continue
			}
			t.Run(name+", "+way, func(t *testing.T) {
				for _, way := range []carrier{ours, clients} {
					if got := a.outcome(t, tt.secure, tt.drips, way); got != a.want {
						t.Errorf("%s\n got %s\nwant %s", way, got, a.want)
					}
				}
				got, want := a.outcome(t, tt.secure, tt.drips, theirs), cmp.Or(a.theirs, a.want)
				if want == "*" {
					got, _, _ = strings.Cut(got, "; ")
					want, _, _ = strings.Cut(a.want, "; ")
				}
				if got != want {
					t.Errorf("net/http\n got %s\nwant %s", got, want)
				}
			})
		}
	}
}

// carrier is who carries a request.
type carrier string

const (
	ours    carrier = "a Transport"
	clients carrier = "a Transport for a client"
	theirs  carrier = "net/http"
)

// clientsWay carries a request as for a client, and makes up for what that does
// not want to know of a plain answer.
type clientsWay struct {
	*Transport
	answer string
}

func (w clientsWay) RoundTrip(r *http.Request) (*http.Response, error) {
	c := call{ctx: r.Context(), at: origin{r.URL.Scheme, r.URL.Host}, message: [5]string{"GET ", string(appendRequest(nil, r)[len("GET "):])}, unzips: true}
	broken := w.carry(&c)
	if c.resp != nil || broken != nil && !c.begun {
		return c.resp, broken
	}
	resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(w.answer)), nil)
	if err != nil || resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != c.answer.contentType {
		return nil, fmt.Errorf("taken for plain, of the type %q: %q, %w", c.answer.contentType, w.answer, err)
	}
	resp.Body = io.NopCloser(strings.NewReader(c.answer.text))
	if broken != nil {
		resp.Body = io.NopCloser(iotest.ErrReader(broken))
	}
	return resp, nil
}

// outcome puts into words what comes of the answer, and whether the next request
// goes over the same connection.
func (a answered) outcome(t *testing.T, secure *tls.Config, drips bool, way carrier) string {
	var requests atomic.Int64
	said := make(chan struct{})
	p := newPuppet(t, "tcp", secure, func(c *puppetConn) {
		for c.head() != "" {
			if requests.Add(1) > 1 {
				c.say(lengthy(fmt.Sprint("next on ", c.number)))
				continue
			}
			if drips {
				c.say(strings.Split(a.answer, "")...)
			} else {
				c.say(a.answer)
			}
			if a.then == "reset" {
				c.reset()
			}
			if a.then != "keep" {
				c.Close()
			}
			close(said)
		}
	})
	tr := p.transport(t)
	var rt, again http.RoundTripper = tr, tr
	switch {
	case way == clients && a.asking == nil:
		rt = clientsWay{tr, a.answer}
	case way == theirs:
		like := &http.Transport{DialContext: p.dial, MaxResponseHeaderBytes: 64 << 10, TLSClientConfig: tr.tls}
		defer like.CloseIdleConnections()
		rt, again = like, like
	}
	r := newGet(t.Context(), p.url("/"))
	if a.asking != nil {
		a.asking(r)
	}
	first := inWords(rt.RoundTrip(r))
	<-said
	if a.theirs == "*" && way != theirs && drips {
		p.await()
	}
	next, err := wholeAnswer(again, newGet(t.Context(), p.url("/")))
	switch {
	case err == nil && next == "next on 1":
		return first + "; kept"
	case err == nil && next == "next on 2":
		return first + "; given up"
	}
	return fmt.Sprintf("%s; then %q, %v", first, next, err)
}

func inWords(resp *http.Response, err error) string {
	if err != nil {
		return "no answer"
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if long := resp.Header.Get("X-Long"); long != "" {
		resp.Header.Set("X-Long", fmt.Sprint(len(long)))
	}
	words := slices.Concat([]string{resp.Proto, resp.Status}, fieldsInWords(resp.Header, ","), fieldsInWords(resp.Trailer, " behind,"))
	if resp.Uncompressed {
		words = append(words, "unzipped,")
	}
	words = append(words, fmt.Sprintf("length %d:", resp.ContentLength))
	switch {
	case err != nil:
		words = append(words, "broken")
	case len(body) > 100:
		words = append(words, fmt.Sprint(len(body), " bytes"))
	default:
		words = append(words, strconv.Quote(string(body)))
	}
	return strings.Join(words, " ")
}

func fieldsInWords(h http.Header, end string) []string {
	var words []string
	for name, values := range h {
		words = append(words, fmt.Sprint(name, " ", values, end))
	}
	slices.Sort(words)
	return words
}
