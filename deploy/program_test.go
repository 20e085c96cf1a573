package deploy_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience bounds what a test waits for; only a failing test uses it up.
const patience = 20 * time.Second

// programs is the folder of the programs that the tests build.
var programs string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if programs, err = os.MkdirTemp("", "deploy-"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(programs)
		return m.Run()
	}())
}

// oldVersion builds the console, newVersion one with another stylesheet.
var (
	oldVersion = sync.OnceValues(func() (string, error) { return build("old") })
	newVersion = sync.OnceValues(func() (string, error) {
		css, err := filepath.Abs("../static/app.css")
		if err != nil {
			return "", err
		}
		text, err := os.ReadFile(css)
		if err != nil {
			return "", err
		}
		changed, overlay := filepath.Join(programs, "app.css"), filepath.Join(programs, "overlay.json")
		replacement, err := json.Marshal(map[string]any{"Replace": map[string]string{css: changed}})
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(changed, append(text, "/* of the next version */\n"...), 0o600); err != nil {
			return "", err
		}
		if err := os.WriteFile(overlay, replacement, 0o600); err != nil {
			return "", err
		}
		return build("new", "-overlay="+overlay)
	})
)

func build(name string, flags ...string) (string, error) {
	binary := filepath.Join(programs, name)
	command := exec.Command("go", append(append([]string{"build", "-trimpath"}, flags...), "-o", binary, "../cmd/web")...)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return binary, nil
}

// installed returns the path of a program of Debian's. A test that lacks one is skipped; where everything must run,
// such as in CI, it has failed.
func installed(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("DEPLOY_REQUIRED") == "1" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
	return path
}

// check runs a program that must say nothing is wrong, and returns what it printed.
func check(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(installed(t, name), args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// freeAddress is one that nothing listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// process is a running program; output may be read once it has ended.
type process struct {
	*exec.Cmd
	output bytes.Buffer
	ended  chan error
}

// start starts a program that ends with the test at the latest.
func start(t *testing.T, binary string, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(binary, args...), ended: make(chan error, 1)}
	p.Stdout, p.Stderr = &p.output, &p.output
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.ended <- p.Wait() }()
	t.Cleanup(func() {
		_ = p.Process.Signal(syscall.SIGTERM)
		select {
		case <-p.ended:
		case <-time.After(patience):
			_ = p.Process.Kill()
		}
		if t.Failed() {
			t.Logf("%s:\n%.1500s", binary, p.output.String())
		}
	})
	return p
}

// stop ends a process that is to end well.
func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err := <-p.ended
	p.ended <- err // for the end of the test
	if err != nil {
		t.Errorf("%s: %v\n%s", p.Path, err, p.output.String())
	}
}

// waitFor returns once something listens at an address.
func waitFor(t *testing.T, address string) {
	t.Helper()
	for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return
		}
		if time.Since(begun) > patience {
			t.Fatal(err)
		}
	}
}

// waitReady returns once a console at an address wants requests, or no more.
func waitReady(t *testing.T, address string, want int) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		resp, err := client.Get("http://" + address + "/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == want {
				return
			}
		}
		if time.Since(begun) > patience {
			t.Fatalf("%s/readyz: %v, want %d", address, err, want)
		}
	}
}
