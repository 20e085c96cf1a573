package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// maxMemory is what the console may have in memory at rest, in KB.
const maxMemory = 30 << 10

// TestStart builds the program as it is released, and weighs a process of it.
func TestStart(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("memory is read where Linux tells it")
	}
	binary := filepath.Join(t.TempDir(), "web")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	command := exec.Command(binary, "-demo", "-addr=127.0.0.1:0")
	command.Env = []string{}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer command.Process.Kill()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, url, _ := strings.Cut(strings.TrimSuffix(line, "/\n"), ": ")
	client := newClient(t)
	if status, _ := get(t, client, url+"/"); status != http.StatusOK {
		t.Errorf("the home page has status %d, want 200", status)
	}
	started := time.Since(begun)
	atRest := resident(t, command.Process.Pid)
	for range 100 {
		get(t, client, url+resultPath)
	}
	t.Logf("first 200 after %s; %d KB resident at rest, %d KB after 100 pages", started.Round(time.Millisecond), atRest, resident(t, command.Process.Pid))
	if atRest >= maxMemory {
		t.Errorf("%d KB resident at rest, want less than %d", atRest, maxMemory)
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

// resident is the memory of a process that is not swapped out, in KB.
func resident(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no VmRSS in\n%s", status)
	return 0
}
