package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// console is a running console.
type console struct {
	url     string // without a slash at the end
	process *exec.Cmd
	stderr  *bytes.Buffer // to be read after stop
	drained sync.WaitGroup
}

var urlField = regexp.MustCompile(`"msg":"starting".*"url":"(http://127\.0\.0\.1:\d+)"`)

// launch starts a console on a free port, unless the flags say which one.
func launch(flags ...string) (*console, error) {
	c := &console{stderr: new(bytes.Buffer)}
	c.process = exec.Command(binary, append([]string{"-addr", "127.0.0.1:0", "-log-format", "json"}, flags...)...)
	stderr, err := c.process.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := c.process.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(io.TeeReader(stderr, c.stderr))
	var found []string
	for found == nil && err == nil {
		var line string
		line, err = lines.ReadString('\n')
		found = urlField.FindStringSubmatch(line)
	}
	c.drained.Go(func() { _, _ = io.Copy(io.Discard, lines) })
	if found == nil {
		stopErr := c.stop()
		return nil, fmt.Errorf("the console logged no URL (%v, %v); stderr:\n%s", err, stopErr, c.stderr)
	}
	c.url = found[1]
	return c, nil
}

// stop ends the console as its administrator would.
func (c *console) stop() error {
	_ = c.process.Process.Signal(syscall.SIGTERM) // it may be gone already
	c.drained.Wait()                              // before Wait closes the pipe
	return c.process.Wait()
}

// start starts a console for one test.
func start(t testing.TB, flags ...string) *console {
	t.Helper()
	c, err := launch(flags...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if c.process.ProcessState != nil {
			return // the test stopped it
		}
		if err := c.stop(); err != nil {
			t.Errorf("the console ended with %v; stderr:\n%s", err, c.stderr)
		}
	})
	return c
}

// launchShared starts a console that runs until all tests are over.
func launchShared(flags ...string) (*console, error) {
	c, err := launch(flags...)
	if err == nil {
		shared.Lock()
		defer shared.Unlock()
		atEnd = append(atEnd, c.stop)
	}
	return c, err
}

// demo is the console that most tests share: nothing that one of them does is
// seen by another. A platform that hangs costs it little time.
var demo = sync.OnceValues(func() (*console, error) {
	return launchShared("-demo", "-isales-timeout", "1500ms")
})

func demoConsole(t testing.TB) *console {
	t.Helper()
	c, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// user and password are the only sign-in of the consoles that need one.
const user, password = "alice", "a password of the browser tests"

// usersFile has one line made by the console itself.
var usersFile = sync.OnceValues(func() (string, error) {
	passwd := exec.Command(binary, "passwd", user)
	passwd.Stdin = strings.NewReader(password + "\n")
	line, err := passwd.Output()
	if err != nil {
		return "", err
	}
	path := filepath.Join(scratch, "users")
	return path, os.WriteFile(path, line, 0o600)
})

// startWithUsers starts a demonstration that needs a sign-in.
func startWithUsers(t testing.TB, flags ...string) *console {
	t.Helper()
	path, err := usersFile()
	if err != nil {
		t.Fatal(err)
	}
	return start(t, append([]string{"-demo", "-users-file", path}, flags...)...)
}

// closedPort returns a port without a listener.
func closedPort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
