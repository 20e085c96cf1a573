package deploy_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

var commandBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// TestOperatePage runs all commands of docs/operate.md in one shell, as their reader would; only ports are others, and
// nobody waits for a load balancer that asks /readyz.
func TestOperatePage(t *testing.T) {
	for _, name := range []string{"bash", "curl", "nginx", "openssl", "redis-cli", "redis-server", "sed"} {
		installed(t, name)
	}
	if _, err := oldVersion(); err != nil { // so that little is left to build in the shell
		t.Fatal(err)
	}
	ports := [5]string{}
	for i := range ports {
		ports[i] = shortPort(t)
	}
	page := substitute(t, read(t, "../docs/operate.md"), "8443", ports[0], "8080", ports[1],
		"8081", ports[2], "8082", ports[3], "6379", ports[4],
		"ISALES_WEB_SHUTDOWN_DELAY=1s", "ISALES_WEB_SHUTDOWN_DELAY=0s")
	blocks := commandBlock.FindAllStringSubmatch(page, -1)
	if n := commands(blocks[0][1]); n >= 10 {
		t.Errorf("two replicas take %d commands, want less than 10", n)
	}
	dir := checkout(t, strings.NewReplacer("8081", ports[2], "8082", ports[3]).Replace(read(t, "nginx.conf")))
	r := &replicas{dir: filepath.Join(dir, "try")}
	sh := newShell(t, dir)
	var v *visitor
	for _, block := range blocks {
		sh.run(t, block[1])
		switch {
		case strings.Contains(block[1], "/readyz"):
			v = r.onPage(t, ports[0])
			v.signIn(t)
		case v != nil && !strings.Contains(block[1], "cp new-key session-keys") && !strings.Contains(block[1], "-s quit"):
			v.wantIn(t, "after\n"+block[1])
		case strings.Contains(block[1], "cp new-key session-keys"):
			if a := v.get(t, resultPath, http.StatusSeeOther); !strings.HasPrefix(a.Header.Get("Location"), "/login?") {
				t.Errorf("the old key is gone, and still %s", a.Header.Get("Location"))
			}
			v = nil
		}
	}
	for _, port := range ports {
		if conn, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
			conn.Close()
			t.Errorf("something listens at port %s in the end", port)
		}
	}
}

// commands is how many a block has: what is indented belongs to the one above.
func commands(block string) (n int) {
	for line := range strings.Lines(block) {
		if !strings.HasPrefix(line, " ") && strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}

// shortPort returns a port that is free, and free too with a 1 before it.
func shortPort(t *testing.T) string {
	t.Helper()
	for range 100 {
		port := fmt.Sprint(2000 + rand.N(3500))
		first, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err != nil {
			continue
		}
		second, err := net.Listen("tcp", "127.0.0.1:1"+port)
		first.Close()
		if err == nil {
			second.Close()
			return port
		}
	}
	t.Fatal("no free port")
	return ""
}

// checkout is a folder in which this repository seems to be, with another nginx.conf, and new files are not in it.
func checkout(t *testing.T, nginx string) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") || entry.Name() == "deploy" {
			continue
		}
		if err := os.Symlink(filepath.Join(root, entry.Name()), filepath.Join(dir, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	r := &replicas{dir: filepath.Join(dir, "deploy")}
	if err := os.Mkdir(r.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	r.write(t, "nginx.conf", nginx)
	return dir
}

// onPage is a visitor of the console that the page starts.
func (r *replicas) onPage(t *testing.T, port string) *visitor {
	t.Helper()
	r.trust(t)
	v := r.newVisitor(t, "127.0.0.1:"+port)
	v.host, v.password = "localhost:"+port, "nine violet kettles orbit"
	return v
}

// shell is a shell that stops at the first command that fails.
type shell struct {
	in   io.Writer
	out  *bufio.Reader
	said strings.Builder
}

func newShell(t *testing.T, dir string) *shell {
	t.Helper()
	command := exec.Command("bash")
	command.Dir, command.Env = dir, append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-trimpath") // builds as others do
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	// All that the shell has started ends with it, also what hangs.
	end := func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	late := time.AfterFunc(15*patience, end)
	t.Cleanup(func() {
		late.Stop()
		end()
		_ = command.Wait()
		logs, _ := filepath.Glob(filepath.Join(dir, "try", "*.log"))
		for _, log := range logs {
			if t.Failed() {
				t.Logf("%s:\n%.2000s", log, read(t, log))
			}
		}
	})
	sh := &shell{in: in, out: bufio.NewReader(out)}
	sh.run(t, "set -euo pipefail\ntrap 'echo; echo done $?' EXIT")
	return sh
}

// run waits for the end of some commands, none of which may fail.
func (sh *shell) run(t *testing.T, commands string) {
	t.Helper()
	fmt.Fprintf(sh.in, "%s\necho; echo done\n", commands)
	for {
		line, err := sh.out.ReadString('\n')
		sh.said.WriteString(line)
		if line == "done\n" {
			return
		}
		if err != nil || strings.HasPrefix(line, "done ") {
			t.Fatalf("%v in\n%s\nof\n%s", err, sh.said.String(), commands)
		}
	}
}
