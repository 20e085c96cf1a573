package handlers

import (
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales"
	"isales-console/results"
)

const (
	// repeatFor is how long an answer may be repeated: within it no session ends by
	// itself, and nothing on a page grows old.
	repeatFor   = time.Second
	mostRepeats = 512
	// longestRepeat bounds the headers that are kept for comparison.
	longestRepeat = 4 << 10
)

// repeatKey is everything in a request that decides about a page of a result.
type repeatKey struct{ path, host, accept, languages, cookie string }

// repeat is a page that was just sent, ready to be sent again: with everyone's
// eyes on one result, most requests are the same but for their ID. Deciding anew
// about session, language and form takes longer than the rest of the answer.
type repeat struct {
	made     time.Time
	changes  uint64
	result   *isales.ExternalResult
	query    results.Query
	header   http.Header
	event    event // without ID
	document *document
}

// keeper is implemented by Results that keep copies.
type keeper interface {
	// Keeps counts a look-up that is answered with r, and reports whether r is
	// still the fresh copy.
	Keeps(q results.Query, r *isales.ExternalResult) bool
}

func newRepeats() (*otter.Cache[repeatKey, *repeat], error) {
	return otter.New(&otter.Options[repeatKey, *repeat]{MaximumSize: mostRepeats})
}

// repeatable returns the key of a request whose answer may be repeated.
func repeatable(r *http.Request) (key repeatKey, ok bool) {
	h := r.Header
	if r.Method != http.MethodGet || r.URL.RawQuery != "" || r.URL.ForceQuery || r.URL.RawPath != "" || !strings.HasPrefix(r.URL.Path, "/vdns/") ||
		h["Cache-Control"] != nil || h["X-Forwarded-Proto"] != nil {
		return key, false
	}
	key.path, key.host = r.URL.Path, r.Host
	size := len(key.path) + len(key.host)
	for _, part := range [...]struct {
		name string
		into *string
	}{{"Accept", &key.accept}, {"Accept-Language", &key.languages}, {"Cookie", &key.cookie}} {
		switch values := h[part.name]; len(values) {
		case 0:
		case 1:
			*part.into = values[0]
			size += len(values[0])
		default:
			return key, false
		}
	}
	return key, size <= longestRepeat
}

// keepForRepeat keeps the answer that is about to be sent.
func (c *Console) keepForRepeat(w http.ResponseWriter, r *http.Request, v resultView, d *document) {
	key, ok := repeatable(r)
	if _, keeps := c.Results.(keeper); !ok || !keeps || v.found.Origin != results.Kept {
		return
	}
	e := *eventOf(r)
	e.requestID, e.route = "", r.Pattern
	header := maps.Clone(w.Header())
	delete(header, "X-Request-Id")
	c.repeats.Set(key, &repeat{made: c.Now(), changes: c.changes.Load(), result: v.found.ExternalResult,
		query:  results.Query{VDNID: v.query.vdnID, DefID: v.query.defID, Language: v.tongue.platform},
		header: header, event: e, document: d})
}

// serveRepeat answers with what was just sent to the same request. It reports
// false, and does nothing, when something may have changed since.
func (c *Console) serveRepeat(w http.ResponseWriter, r *http.Request) bool {
	key, ok := repeatable(r)
	if !ok {
		return false
	}
	p, ok := c.repeats.GetIfPresent(key)
	if !ok || p.changes != c.changes.Load() || c.Now().Sub(p.made).Abs() >= repeatFor || !c.stillKnown(p.event.user) || !c.Results.(keeper).Keeps(p.query, p.result) {
		return false
	}
	start := time.Now()
	e := p.event
	e.requestID = c.NewRequestID()
	h := w.Header()
	maps.Copy(h, p.header)
	h["X-Request-Id"] = []string{e.requestID}
	counted := &countingWriter{ResponseWriter: w}
	sendDocument(counted, r, e.requestID, http.StatusOK, p.document)
	c.log(r, &e, counted, time.Since(start))
	c.auditLookup(r, &e)
	return true
}

// stillKnown reports that the user is as the users file has it now; nil is no
// user at all.
func (c *Console) stillKnown(u *user) bool { return u == nil || c.Users.lookup(u.name) == u }
