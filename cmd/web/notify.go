package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"strconv"
	"time"

	"isales-console/isales/background"
)

// notifier tells systemd how the service is; see sd_notify(3). The zero value tells
// nobody.
type notifier struct {
	socket   string        // a path, or a name in the abstract namespace after "@"
	watchdog time.Duration // within which systemd wants a sign of life; 0 for none
}

// newNotifier reads what systemd sets for its services.
func newNotifier(environ []string) (n notifier) {
	n.socket, _ = lookupEnv(environ, "NOTIFY_SOCKET")
	pid, ok := lookupEnv(environ, "WATCHDOG_PID")
	if ok && pid != strconv.Itoa(os.Getpid()) {
		return n
	}
	usec, _ := lookupEnv(environ, "WATCHDOG_USEC")
	if us, err := strconv.ParseInt(usec, 10, 64); err == nil && us > 0 {
		n.watchdog = time.Duration(us) * time.Microsecond
	}
	return n
}

// send tells systemd a state. Where that fails, systemd ends the service itself if it
// matters.
func (n notifier) send(state string, log *slog.Logger) {
	if n.socket == "" {
		return
	}
	conn, err := net.Dial("unixgram", n.socket)
	if err == nil {
		_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
		_, err = conn.Write([]byte(state))
		_ = conn.Close()
	}
	if err != nil {
		log.Warn("systemd cannot be told", "state", state, "error", err.Error())
	}
}

// ready tells systemd that the service is up and, until ctx ends, that it lives as
// long as healthy returns nil.
func (n notifier) ready(ctx context.Context, log *slog.Logger, healthy func(context.Context) error) {
	n.send("READY=1", log)
	if n.socket == "" || n.watchdog == 0 {
		return
	}
	background.Go(func() {
		tick := time.NewTicker(n.watchdog / 3)
		defer tick.Stop()
		for {
			asked, cancel := context.WithTimeout(ctx, n.watchdog/3)
			err := healthy(asked)
			cancel()
			if err == nil {
				n.send("WATCHDOG=1", log)
			} else if ctx.Err() == nil {
				log.Error("the console does not answer itself", "error", err.Error())
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	})
}
