// Package e2e holds the tests that need a browser: they drive the real binary
// with its demonstration data as a reader would.
package e2e

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

var (
	screenshots = flag.String("screenshots", "", "directory in which TestScreenshots puts its pictures")

	scratch string // removed at the end
	binary  string // the console under test
)

// patience is how long anything may take: far more than it needs, so that it
// ends a test that hangs and nothing else.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func runAll(m *testing.M) (code int, err error) {
	if scratch, err = os.MkdirTemp("", "e2e-"); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	binary = filepath.Join(scratch, "web")
	build := exec.Command("go", "build", "-o", binary, "./cmd/web")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("build: %w\n%s", err, out)
	}
	defer func() {
		for _, end := range slices.Backward(atEnd) {
			err = errors.Join(err, end())
		}
	}()
	return m.Run(), nil
}

// atEnd stops what several tests share.
var (
	shared sync.Mutex
	atEnd  []func() error
)

// missing skips a test that lacks a tool. Where everything must run, such as
// in CI, a test that is skipped has failed.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("E2E_REQUIRED") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// nodeModule returns the path of a file of an npm package.
func nodeModule(t testing.TB, path ...string) string {
	t.Helper()
	file := filepath.Join(append([]string{"node_modules"}, path...)...)
	if _, err := os.Stat(file); err != nil {
		missing(t, "no "+file+": run npm ci --ignore-scripts in e2e")
	}
	return file
}

// command returns the first of the commands that is installed.
func command(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, fmt.Sprintf("none of %v is installed", names))
	return ""
}
