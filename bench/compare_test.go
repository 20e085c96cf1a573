package bench

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// contender is a server under load.
type contender struct {
	*process
	role    string
	conns   []*connection
	request request
	status  int
	calls   int // to the platform, for each answer
}

// compare lets the console and its peers take turns while more says so. Each
// round has one slice of each; a round that does not count comes first.
func (w *world) compare(s setup, more func() bool) (*record, error) {
	w.platform.SetLatency(s.latency)
	var all []*contender
	defer func() {
		for _, c := range all {
			c.hangUp()
		}
	}()
	for _, role := range append([]string{consoleRole}, s.peers...) {
		c := &contender{process: w.servers[role], role: role}
		all = append(all, c)
		if err := c.connect(s.conns); err != nil {
			return nil, err
		}
	}
	rec := &record{setup: s, slices: make(map[string][]measured)}
	for n := 0; n == 0 || more(); n++ {
		if err := w.prepare(s, all); err != nil {
			return nil, fmt.Errorf("before load: %w", err)
		}
		for _, c := range inTurn(all, n) {
			m, err := w.load(s, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.role, err)
			}
			if n > 0 {
				rec.slices[c.role] = append(rec.slices[c.role], m)
			}
		}
	}
	return rec, nil
}

// inTurn is the order of a round: there and back.
func inTurn(all []*contender, round int) []*contender {
	order := slices.Clone(all)
	if round%2 == 1 {
		slices.Reverse(order)
	}
	return order
}

func (c *contender) connect(n int) error {
	for range n {
		conn, err := dial(c.addr)
		if err != nil {
			return err
		}
		c.conns = append(c.conns, conn)
	}
	return nil
}

func (c *contender) hangUp() {
	for _, conn := range c.conns {
		_ = conn.Close()
	}
}

// load is one slice. It asserts how often the platform was asked.
func (w *world) load(s setup, c *contender) (measured, error) {
	if c.request.ids != nil {
		w.reserve(s.mappings, len(c.conns)+int(fastest*w.slice.Seconds()))
	}
	before, err := c.cpu()
	if err != nil {
		return measured{}, err
	}
	calls := w.platform.Stats().Served
	m, err := slice(c.conns, w.slice, c.request, c.status)
	if err != nil {
		return m, err
	}
	if got := w.platform.Stats().Served - calls; got != m.answers*c.calls {
		return m, fmt.Errorf("%d answers and %d calls to the platform, want %d calls for each", m.answers, got, c.calls)
	}
	after, err := c.cpu()
	m.cpu = after - before
	return m, err
}

// prepare looks at the answers, and decides what each contender is asked for in
// the next round.
func (w *world) prepare(s setup, all []*contender) error {
	w.reserve(s.mappings, 4)
	console := all[0]
	id := w.ids.Add(1)
	plain := w.page(s.mode, s.mappings, "", "")
	first, err := w.ask(s, console, plain.with(id), http.StatusOK, 1)
	if err != nil {
		return err
	}
	cookie, _, _ := strings.Cut(first.Header.Get("Set-Cookie"), ";")
	console.request, console.status, console.calls = w.page(s.mode, s.mappings, cookie, ""), http.StatusOK, 1
	var kept *answer
	if s.kept {
		if kept, err = w.keep(s, console, id, cookie); err != nil {
			return err
		}
	}
	for _, c := range all[1:] {
		c.request, c.status, c.calls = console.request, console.status, console.calls
		if c.role == handlerRole {
			err = w.repeat(s, c, kept)
		} else {
			c.status, c.calls = http.StatusOK, 1
			_, err = w.ask(s, c, plain.with(id), c.status, c.calls)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keep makes the console keep its answer, finished, and returns what it answers
// from then on.
func (w *world) keep(s setup, console *contender, id int64, cookie string) (*answer, error) {
	r := w.page(s.mode, s.mappings, cookie, "").with(id)
	var a *answer
	var err error
	// A full cache may turn a newcomer away until it is asked for again.
	for tries := 0; tries < 10 && (a == nil || a.Header.Get("Cache-Status") != hit); tries++ {
		if a, err = w.ask(s, console, r, http.StatusOK, anyCalls); err != nil {
			return nil, err
		}
	}
	if s.since {
		r = w.page(s.mode, s.mappings, cookie, a.Header.Get("Etag")).with(id)
	}
	if a, err = w.ask(s, console, r, s.status(), 0); err != nil {
		return nil, err
	}
	if got := a.Header.Get("Cache-Status"); got != hit {
		return nil, fmt.Errorf("a kept answer has Cache-Status %q", got)
	}
	console.request, console.status, console.calls = r, s.status(), 0
	return a, nil
}

// repeat puts the console's answer to the handler, and sees that it repeats it.
func (w *world) repeat(s setup, handler *contender, a *answer) error {
	a.Header.Del("Date") // net/http sets it
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	put := fmt.Appendf(nil, "PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n", len(body))
	if _, err := fetch(handler.addr, request{before: append(put, body...)}); err != nil {
		return err
	}
	got, err := w.ask(s, handler, handler.request, handler.status, 0)
	if err != nil {
		return err
	}
	got.Header.Del("Date")
	if fmt.Sprint(got.Header) != fmt.Sprint(a.Header) || !bytes.Equal(got.Body, a.Body) {
		return fmt.Errorf("the handler does not answer what the console answers: %v, want %v", got.Header, a.Header)
	}
	return nil
}

const (
	// hit is the Cache-Status of a kept answer.
	hit = "isales-console; hit"
	// anyCalls is for when it does not matter how often the platform is asked.
	anyCalls = -1
)

// ask asserts what is answered: status, calls to the platform, and content.
func (w *world) ask(s setup, c *contender, r request, status, calls int) (*answer, error) {
	before := w.platform.Stats().Served
	a, err := fetch(c.addr, r)
	if err != nil {
		return nil, err
	}
	if a.Status != status {
		return nil, fmt.Errorf("the %s answers %d, want %d", c.role, a.Status, status)
	}
	if got := w.platform.Stats().Served - before; calls != anyCalls && got != calls {
		return nil, fmt.Errorf("the %s made %d calls to the platform, want %d", c.role, got, calls)
	}
	if status == http.StatusNotModified {
		if len(a.Body) > 0 {
			return nil, fmt.Errorf("the %s answers 304 with a body", c.role)
		}
		return a, nil
	}
	return a, w.wantContent(s, c.role, a)
}

// wantContent looks for each mapped code, and for the VDN's text of it.
func (w *world) wantContent(s setup, role string, a *answer) error {
	body := a.Body
	if packed := a.Header.Get("Content-Encoding") == "gzip"; packed != (s.gzip && role != proxyRole) {
		return fmt.Errorf("the %s compressed: %t", role, packed)
	} else if packed {
		z, err := gzip.NewReader(bytes.NewReader(a.Body))
		if err != nil {
			return err
		}
		if body, err = io.ReadAll(z); err != nil {
			return err
		}
	}
	form := "<code>%s</code></a></th><td>%s<"
	switch {
	case role == proxyRole:
		form = `"failCode":"%s"`
	case s.suffix == ".json":
		form = `"obsCode": "%s",` + "\n" + `      "description": "%s"`
	}
	for _, m := range w.mapped[s.mappings] {
		want := fmt.Sprintf(form, m.FailCode, ownText(m.FailCode))
		if role == proxyRole {
			want = fmt.Sprintf(form, m.FailCode)
		}
		if !bytes.Contains(body, []byte(want)) {
			return fmt.Errorf("the answer of the %s lacks %q", role, want)
		}
	}
	return nil
}
