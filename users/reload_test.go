package users

import (
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestReloadInterval: the file is looked at once a second.
func TestReloadInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		alice := "alice:" + cheapHash("a") + "\n"
		file, path, _, err := openUsers(t, alice+"bob:"+cheapHash("b")+"\n")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(alice), 0o600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second - time.Nanosecond)
		if file.Lookup("bob") == nil {
			t.Error("bob is out before the file is looked at")
		}
		time.Sleep(time.Nanosecond)
		if file.Lookup("bob") != nil {
			t.Error("bob is in after the file was looked at")
		}
	})
}

// TestUnreadable: a file that could not be read is tried again, because a change
// of its permissions changes neither its time nor its size.
func TestUnreadable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file, path, log, err := openUsers(t, "alice:"+cheapHash("a")+"\n")
		if err != nil {
			t.Fatal(err)
		}
		file.complaint = "open " + path + ": permission denied"
		time.Sleep(time.Second)
		if file.Lookup("alice") == nil || file.complaint != "" || strings.Count(log.String(), "users file read again") != 1 {
			t.Errorf("complaint %q, log %s", file.complaint, log)
		}
	})
}

// TestConcurrently is for the race detector: sign-ins while the file changes.
func TestConcurrently(t *testing.T) {
	text := "alice:" + cheapHash("a") + "\n"
	file, path, _, err := openUsers(t, text)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				if user, err := file.Authenticate(t.Context(), "alice", "a"); user == nil || err != nil {
					t.Errorf("user %v, error %v", user, err)
				}
			}
		})
	}
	for i := range 20 {
		if err := os.WriteFile(path, []byte(text+"#"+strings.Repeat("x", i)), 0o600); err != nil {
			t.Fatal(err)
		}
		file.mu.Lock()
		file.checked = time.Time{}
		file.mu.Unlock()
		file.set()
	}
	wg.Wait()
}
