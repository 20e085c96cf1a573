package isales

import (
	"net"
	"syscall"
	"testing"
)

// TestConnectionsAreProbed asks the system how it finds out that the other side
// of an idle connection has gone.
func TestConnectionsAreProbed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := NewTransport(nil, 1).DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for name, option := range map[string]struct{ level, option, want int }{
		"keep-alive":            {syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, 1},
		"seconds before probes": {syscall.IPPROTO_TCP, syscall.TCP_KEEPIDLE, 15},
		"seconds between":       {syscall.IPPROTO_TCP, syscall.TCP_KEEPINTVL, 5},
		"probes":                {syscall.IPPROTO_TCP, syscall.TCP_KEEPCNT, 3},
	} {
		var got int
		var optErr error
		if err := raw.Control(func(fd uintptr) {
			got,
				optErr = syscall.GetsockoptInt(int(fd), option.level, option.option)
		}); err != nil {
			t.Fatal(err)
		}
		if got != option.want || optErr != nil {
			t.Errorf("%s: %d (%v), want %d", name, got, optErr, option.want)
		}
	}
}
