package isales

import (
	"net"
	"syscall"
)

// socket is a network connection that can be asked for what has already come.
type socket struct {
	net.Conn
	raw     syscall.RawConn // nil for what is no socket: nothing new is found out
	probing bool            // reads do not wait
	stirred bool            // something came while probing

	records bool    // of TLS are read, and the rest of one may be still to come
	header  [5]byte // of the record that is being read
	known   int     // how much of the header has been read
	missing int     // how much of what follows it has not
}

// errNothing is what a read returns that would have to wait. To crypto/tls it is
// a time-out, after which it goes on.
type errNothing struct{}

func (errNothing) Error() string   { return "nothing has come" }
func (errNothing) Timeout() bool   { return true }
func (errNothing) Temporary() bool { return true }

func newSocket(c net.Conn) *socket {
	s := &socket{Conn: c}
	if raw, ok := c.(syscall.Conn); ok && canProbe {
		s.raw, _ = raw.SyscallConn() // the error is that of a closed one
	}
	return s
}

func (s *socket) Read(p []byte) (n int, err error) {
	switch {
	case !s.probing:
		n, err = s.Conn.Read(p)
	case s.raw == nil:
		err = errNothing{}
	default:
		n, err = probe(s.raw, p)
		s.stirred = s.stirred || n > 0
	}
	if s.records {
		s.follow(p[:n])
	}
	return n, err
}

// follow notes where in a record what has been read ends.
func (s *socket) follow(p []byte) {
	for len(p) > 0 {
		n := min(s.missing, len(p))
		s.missing -= n
		p = p[n:]
		n = copy(s.header[s.known:], p)
		s.known += n
		p = p[n:]
		if s.known == len(s.header) {
			s.known, s.missing = 0, int(s.header[3])<<8|int(s.header[4])
		}
	}
}

// amidRecord reports that crypto/tls keeps the beginning of a record, which it
// does not show. The rest would come after the next request has been sent.
func (s *socket) amidRecord() bool { return s.known > 0 || s.missing > 0 }
