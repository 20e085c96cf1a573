package bench

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long an answer may take before a connection is given up.
const patience = 30 * time.Second

// request is what a connection sends: before, an ID, after. Without IDs, it is
// the same each time.
type request struct {
	before, after []byte
	ids           *atomic.Int64 // the last one that was asked for; nil for none
}

// appendTo appends the next request.
func (r request) appendTo(b []byte) []byte {
	b = append(b, r.before...)
	if r.ids != nil {
		b = strconv.AppendInt(b, r.ids.Add(1), 10)
	}
	return append(b, r.after...)
}

// connection is a kept connection to a server. It reads answers with less effort
// than net/http does: the load must cost little.
type connection struct {
	net.Conn
	r   *bufio.Reader
	out []byte
}

func dial(addr string) (*connection, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &connection{Conn: c, r: bufio.NewReaderSize(c, 32<<10)}, nil
}

// exchange sends a request and reads its answer; the body is thrown away.
func (c *connection) exchange(r request) (status int, err error) {
	c.out = r.appendTo(c.out[:0])
	if _, err := c.Write(c.out); err != nil {
		return 0, err
	}
	return readAnswer(c.r)
}

var contentLength = []byte("Content-Length: ")

// readAnswer reads one answer of HTTP/1.1 that says how long it is.
func readAnswer(r *bufio.Reader) (status int, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < len("HTTP/1.1 200") {
		return 0, fmt.Errorf("status line %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, fmt.Errorf("status line %q", line)
	}
	length := -1
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return 0, err
		}
		if len(line) <= 2 {
			break
		}
		if value, ok := bytes.CutPrefix(line, contentLength); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, err
			}
		}
	}
	if status == http.StatusNotModified {
		return status, nil
	}
	if length < 0 {
		return 0, errors.New("an answer without Content-Length")
	}
	_, err = r.Discard(length)
	return status, err
}

// fetch sends a request on a connection of its own and returns the whole answer.
func fetch(addr string, r request) (*answer, error) {
	c, err := dial(addr)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if _, err := c.Write(r.appendTo(nil)); err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	return &answer{resp.StatusCode, resp.Header, body}, err
}

// measured is what happened in one slice.
type measured struct {
	answers   int
	took, cpu time.Duration
}

// rate is in answers per second.
func (m measured) rate() float64 { return float64(m.answers) / m.took.Seconds() }

// cost is in microseconds of CPU per answer.
func (m measured) cost() float64 {
	return float64(m.cpu) / float64(time.Microsecond) / float64(m.answers)
}

// busy is the part of one CPU that was used, in percent.
func (m measured) busy() float64 { return 100 * float64(m.cpu) / float64(m.took) }

// slice keeps all connections busy for d, and for one answer each at least. Each
// answer must have the status.
func slice(conns []*connection, d time.Duration, r request, status int) (measured, error) {
	counts, errs := make([]int, len(conns)), make([]error, len(conns))
	start := time.Now()
	end := start.Add(d)
	var running sync.WaitGroup
	for i, c := range conns {
		running.Go(func() {
			if errs[i] = c.SetDeadline(end.Add(patience)); errs[i] != nil {
				return
			}
			for {
				got, err := c.exchange(r)
				if err == nil && got != status {
					err = fmt.Errorf("status %d, want %d", got, status)
				}
				if err != nil {
					errs[i] = err
					return
				}
				counts[i]++
				if !time.Now().Before(end) {
					return
				}
			}
		})
	}
	running.Wait()
	m := measured{took: time.Since(start)}
	for i, n := range counts {
		if errs[i] != nil {
			return m, errs[i] // the others are alike
		}
		m.answers += n
	}
	return m, nil
}
