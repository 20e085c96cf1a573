package handlers

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales"
	"isales-console/platform"
	"isales-console/users"
)

const (
	// repeatFor is how long an answer may be repeated: within it no session ends by
	// itself, and nothing on a page grows old.
	repeatFor   = time.Second
	mostRepeats = 512
)

// repeat is a page that was just sent, ready to be sent again to whoever sends
// the very same bytes from the same address: with everyone's eyes on one result,
// most requests are that. Reading a request and deciding about session, language
// and form takes longer than sending the page.
type repeat struct {
	made    time.Time
	changes uint64
	result  *isales.ExternalResult
	query   platform.Query
	request *http.Request
	event   event  // without ID
	before  []byte // the head, up to the request's ID
	after   []byte // from there to the date
	*document
	complete bool // and not 304, without the document
	packed   bool
}

// keeper is implemented by Results that keep copies.
type keeper interface {
	// Keeps counts a look-up that is answered with r, and reports whether r is
	// still the fresh copy.
	Keeps(q platform.Query, r *isales.ExternalResult) bool
}

func newRepeats() (*otter.Cache[string, *repeat], error) {
	return otter.New(&otter.Options[string, *repeat]{MaximumSize: mostRepeats})
}

// repeatable reports that the answer to a request depends on nothing but its
// bytes, where they came from, and what a repeat is compared with.
func repeatable(r *http.Request) bool {
	return plain(r) && r.URL.RawQuery == "" && !r.URL.ForceQuery && r.URL.RawPath == "" && r.Header["Cache-Control"] == nil
}

// keepForRepeat keeps the answer that is about to go out. With traces each request
// goes the whole way, so that each has its own.
func (c *Console) keepForRepeat(r *http.Request, v resultView, d *document) {
	whole := connOf(r)
	_, keeps := c.Results.(keeper)
	if whole == nil || traceID(r.Context()) != "" || !keeps || !d.kept || v.found.Origin != platform.Hit || !repeatable(r) {
		return
	}
	answered := whole.answered()
	key, ok := whole.asked()
	if !ok || answered == nil {
		return
	}
	p := &repeat{made: c.Now(), changes: c.changes.Load(), result: v.found.ExternalResult,
		query:   platform.Query{VDNID: v.query.vdnID, DefID: v.query.defID, Language: v.tongue.platform},
		request: r, event: *eventOf(r), document: d, packed: d.packs(r)}
	p.before, p.after, p.complete = cutHead(answered, p.event.requestID)
	p.event.requestID, p.event.route = "", r.Pattern
	c.repeats.Set(key, p)
}

// repeatTo answers a request with what was just sent to the same one. It reports
// false, and does nothing, when there is nothing or something may have changed
// since.
func (c *Console) repeatTo(conn *wholeConn, asked []byte) (bool, error) {
	p, ok := c.repeats.GetIfPresent(string(asked))
	if !ok || c.draining.Load() || p.changes != c.changes.Load() || c.Now().Sub(p.made).Abs() >= repeatFor || !c.stillKnown(p.event.user) || !c.Results.(keeper).Keeps(p.query, p.result) {
		return false, nil
	}
	start := time.Now()
	e := p.event
	e.requestID = c.NewRequestID()
	b := newBuffer()
	defer keepBuffer(b)
	b.Write(p.before)
	b.WriteString(e.requestID)
	b.Write(p.after)
	appendDate(b, start)
	b.WriteString("\r\n\r\n")
	sent := sent{status: http.StatusNotModified}
	if p.complete {
		headSize := b.Len()
		p.appendTo(b, e.requestID, p.packed)
		sent.status, sent.bytes = http.StatusOK, int64(b.Len()-headSize)
	}
	c.log(p.request, &e, sent, time.Since(start))
	c.auditLookup(p.request, &e)
	return true, conn.send(b.Bytes())
}

// stillKnown reports that the user is as the users file has it now; nil is no
// user at all.
func (c *Console) stillKnown(u *users.User) bool { return u == nil || c.Users.Lookup(u.Name) == u }

// oneRequest reports that raw is the head of one request for what is in a VDN,
// and nothing else: not the end of another one before, nothing behind.
func oneRequest(raw []byte) bool {
	const blankLine = "\r\n\r\n"
	return strings.HasPrefix(string(raw[:min(len(raw), len("GET /vdns/"))]), "GET /vdns/") &&
		bytes.Index(raw, []byte(blankLine)) == len(raw)-len(blankLine) &&
		bytes.Count(raw, []byte("\n")) == bytes.Count(raw, []byte("\r\n"))
}
