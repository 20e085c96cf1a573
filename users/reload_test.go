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

// TestConcurrently is for the race detector: sign-ins while the file changes.
func TestConcurrently(t *testing.T) {
	synctest.Test(t, testConcurrently)
}

func testConcurrently(t *testing.T) {
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
		time.Sleep(recheck)
		file.set.Get()
	}
	wg.Wait()
}
