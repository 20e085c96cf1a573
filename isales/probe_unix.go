//go:build unix

package isales

import (
	"io"
	"syscall"
)

const canProbe = true

// probe reads what has come and does not wait for more.
func probe(raw syscall.RawConn, p []byte) (n int, err error) {
	ended := raw.Read(func(fd uintptr) bool {
		n, err = syscall.Read(int(fd), p)
		for err == syscall.EINTR {
			n, err = syscall.Read(int(fd), p)
		}
		return true
	})
	switch {
	case ended != nil:
		return 0, ended
	case err == syscall.EAGAIN:
		return 0, errNothing{}
	case err != nil:
		return 0, err
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}
