package reload

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestValue follows two files through everything that happens to them.
func TestValue(t *testing.T) {
	const every = time.Second
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	write := func(path, text string) func() {
		return func() {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(one, "a")()
	write(two, "b")()
	var broken error // of reading, whatever the files hold
	var reports []string
	read := func() (string, error) {
		first, err := os.ReadFile(one)
		if err != nil {
			return "", err
		}
		second, err := os.ReadFile(two)
		return string(first) + string(second), errors.Join(err, broken)
	}
	report := func(value string, err error) {
		if err != nil {
			value = err.Error()
		}
		reports = append(reports, value)
	}
	steps := []struct {
		name    string
		change  func()
		passed  time.Duration
		value   string
		reports []string
	}{
		{"unchanged", func() {}, every, "ab", nil},
		{"changed a moment ago", write(one, "aaa"), every - 1, "ab", nil},
		{"noticed", func() {}, 1, "aaab", []string{"aaab"}},
		{"the other one", write(two, "bb"), every, "aaabb", []string{"aaabb"}},
		{"broken", func() { broken = errors.New("no"); write(two, "c")() }, every, "aaabb", []string{"no"}},
		{"still broken", func() {}, every, "aaabb", nil},
		{"broken otherwise", func() { broken = errors.New("never") }, every, "aaabb", []string{"never"}},
		{"broken, changed", write(two, "cc"), every, "aaabb", []string{"never"}},
		{"readable again, unchanged", func() { broken = nil }, every, "aaacc", []string{"aaacc"}},
		{"gone", func() { os.Remove(one) }, every, "aaacc", []string{"stat " + one + ": no such file or directory"}},
		{"still gone", func() {}, every, "aaacc", nil},
		{"back", write(one, "a"), every, "acc", []string{"acc"}},
	}
	synctest.Test(t, func(t *testing.T) {
		v, err := Open(every, read, report, one, two)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			step.change()
			reports = nil
			time.Sleep(step.passed)
			for range 2 { // the second time within the interval
				if got := v.Get(); got != step.value {
					t.Errorf("%s: %q, want %q", step.name, got, step.value)
				}
			}
			if diff := cmp.Diff(step.reports, reports); diff != "" {
				t.Errorf("%s: reports (-want +got)\n%s", step.name, diff)
			}
		}
	})
}

func TestOpenFails(t *testing.T) {
	read := func() (string, error) { return "", errors.New("no") }
	if _, err := Open(time.Second, read, nil, filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without the file: %v, want %v", err, os.ErrNotExist)
	}
	if _, err := Open(time.Second, read, nil); err == nil || err.Error() != "no" {
		t.Errorf("unreadable: %v, want no", err)
	}
}
