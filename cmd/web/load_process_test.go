package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// programs is the folder of the program that is built; TestMain removes it.
var programs string

// released builds the program as it is released, once, and returns its path.
var released = sync.OnceValues(func() (binary string, err error) {
	if programs, err = os.MkdirTemp("", "web-"); err != nil {
		return "", err
	}
	binary = filepath.Join(programs, "web")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return binary, nil
})

// releasedProgram returns the path of the program as it is released. The test is skipped where that takes too long, or
// where nothing tells what its process uses.
func releasedProgram(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the program")
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("memory is read where Linux tells it")
	}
	binary, err := released()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// asProcess starts the program as a process of the test binary until it has logged its URL, which is returned without a
// trailing slash. The process ends with the test at the latest.
func asProcess(t *testing.T, environ []string, args ...string) (url string, command *exec.Cmd, stderr *output) {
	t.Helper()
	stderr = newOutput()
	command = exec.Command(os.Args[0], append(args, "-addr=127.0.0.1:0")...)
	command.Env, command.Stderr = append(environ, asProgram+"=1"), stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	stderr.wait(t, `"msg":"starting"`)
	return loggedURL(t, bufio.NewReader(strings.NewReader(stderr.String()))), command, stderr
}

// signalTo sends a signal to a process.
func signalTo(t *testing.T, command *exec.Cmd, s syscall.Signal) {
	t.Helper()
	if err := command.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// endProcess ends a process that is to end well.
func endProcess(t *testing.T, command *exec.Cmd) {
	t.Helper()
	signalTo(t, command, syscall.SIGTERM)
	if err := command.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

// startProcess starts a program until it has logged its URL, which is returned
// without a trailing slash. The process ends with the test at the latest.
func startProcess(t *testing.T, binary string, args ...string) (url string, command *exec.Cmd) {
	t.Helper()
	command = exec.Command(binary, append(args, "-addr=127.0.0.1:0")...)
	command.Env = []string{}
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	log := bufio.NewReader(stderr)
	url = loggedURL(t, log)
	go io.Copy(io.Discard, log)
	return url, command
}

// loggedURL reads a log up to the record of the start and returns its URL.
func loggedURL(t *testing.T, log *bufio.Reader) string {
	t.Helper()
	for {
		line, err := log.ReadString('\n')
		if err != nil {
			t.Fatalf("no URL in the log: %v", err)
		}
		if _, rest, ok := strings.Cut(line, `"msg":"starting"`); ok {
			_, rest, _ = strings.Cut(rest, `"url":"`)
			url, _, _ := strings.Cut(rest, `"`)
			return url
		}
	}
}

// memoryOf returns a line of /proc/PID/status in KB: VmRSS: is what is resident,
// VmHWM: the most that was.
func memoryOf(t *testing.T, pid int, name string) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no %s in\n%s", name, status)
	return 0
}
