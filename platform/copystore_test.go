package platform

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
)

// mapStore is a CopyStore in memory that counts what is asked of it.
type mapStore struct {
	mu     sync.Mutex
	copies map[string]string
	loads  int
}

func newMapStore() *mapStore { return &mapStore{copies: map[string]string{}} }

func (s *mapStore) SaveCopy(name string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.copies[name] = string(data)
}

func (s *mapStore) LoadCopy(_ context.Context, name string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads++
	return []byte(s.copies[name])
}

// TestCopiesOfOthers: a layer that has never seen the platform answers from the copies
// of another one while the platform fails, and asks for none while it does not.
func TestCopiesOfOthers(t *testing.T) {
	tests := []struct {
		name  string
		later time.Duration // than the copy
		is    reply
		want  string
		took  time.Duration
		loads int
	}{
		{"well", 0, reply{}, "miss en_US 2", 0, 0},
		{"slower than usual", 0, reply{after: 2 * time.Second}, "miss en_US 2", 2 * time.Second, 0},
		{"refused", 0, reply{status: 500}, "stale en_US 1: status 500", 0, 1},
		{"for long", 24*time.Hour - time.Second, reply{status: 500}, "stale en_US 1: status 500", 0, 1},
		{"for too long", 24 * time.Hour, reply{status: 500}, "status 500", 0, 1},
		{"slow", 0, reply{after: 5 * time.Second}, "stale en_US 1: slow", staleAfterWait, 1},
		{"slow, and no copy", 24 * time.Hour, reply{after: 5 * time.Second}, "miss en_US 2", 5 * time.Second, 1},
		{"not there", 0, reply{body: `{"resultCode":"0200000","obResult":null}`}, "not_found", 0, 0},
		{"key refused", 0, reply{status: 401}, "status 401", 0, 0},
	}
	for _, test := range tests {
		inBubble(t, usual, func(w *world) {
			store := newMapStore()
			w.KeepIn(store)
			w.want(seven, "miss en_US 1")
			var err error
			if w.Layer, err = New(w.client, w.breaker, usual); err != nil {
				w.Fatal(err)
			}
			w.KeepIn(store)
			time.Sleep(test.later)
			w.platform.always(test.is)
			start := time.Now()
			got := w.ask(w.Context(), seven)
			if took := time.Since(start); got != test.want || took != test.took || store.loads != test.loads {
				w.Errorf("%s: %s after %s with %d loads, want %s after %s with %d", test.name, got, took, store.loads,
					test.want, test.took, test.loads)
			}
			// From then on the copy is one of its own.
			w.platform.always(reply{err: refused})
			if strings.HasPrefix(test.want, "stale") {
				got = w.ask(w.Context(), seven)
				want := "stale en_US 1: unreachable"
				if got != want && test.is.after == 0 || store.loads != test.loads {
					w.Errorf("%s: then %s with %d loads, want %s", test.name, got, store.loads, want)
				}
			}
		})
	}
}

// TestCopiesThatAreNone: what was put in a copy's place is not shown.
func TestCopiesThatAreNone(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		store := newMapStore()
		w.KeepIn(store)
		w.want(seven, "miss en_US 1")
		name := slices.Collect(maps.Keys(store.copies))[0]
		good := store.copies[name]
		w.platform.always(reply{status: 500})
		for what, copied := range map[string]string{
			"good":           good,
			"nothing":        "",
			"no JSON":        "{",
			"no answer":      strings.ReplaceAll(good, "0200000", "0200001"),
			"another result": strings.ReplaceAll(good, `\"7\"`, `\"8\"`),
			"too old":        strings.Replace(good, `"at":"2000`, `"at":"1999`, 1),
		} {
			var err error
			if w.Layer, err = New(w.client, w.breaker, usual); err != nil {
				w.Fatal(err)
			}
			w.KeepIn(store)
			store.copies[name] = copied
			want := "status 500"
			if what == "good" {
				want = "stale en_US 1: status 500"
			}
			if got := w.ask(w.Context(), seven); got != want {
				w.Errorf("%s: %s, want %s; the copy is\n%s", what, got, want, copied)
			}
		}
	})
}

// TestCodeListsOfOthers: so do code lists, also while none are asked for after a failure.
func TestCodeListsOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newMapStore()
		read := func(lister CodeLister, vdnID int) string {
			t.Helper()
			v, err := NewCodeLists(lister, slog.New(slog.DiscardHandler), time.Now)
			if err != nil {
				t.Fatal(err)
			}
			v.KeepIn(store)
			var texts []string
			for _, id := range []int{vdnID, vdnID + 1} {
				list, complete := v.Wait(t.Context(), v.Start(t.Context(), id, isales.English), codesWait)
				text := fmt.Sprintf("%q %t", list.Text("00605"), complete)
				if list != nil && list.short != nil {
					text += fmt.Sprintf(" %d of %d", list.short.Got, list.short.Total)
				}
				texts = append(texts, text)
			}
			return strings.Join(texts, ", ")
		}
		for _, step := range []struct {
			what   string
			lister listing
			later  time.Duration
			vdnID  int
			want   string
		}{
			{"read", listing{}, 0, 40, `"busy" true, "busy" true`},
			{"of which some came", listing{err: &isales.IncompleteError{Got: 1, Total: 2}}, 0, 50,
				`"busy" true 1 of 2, "busy" true 1 of 2`},
			{"by another replica, which fails", listing{err: refused}, 23 * time.Hour, 40, `"busy" true, "busy" true`},
			{"the same of some", listing{err: refused}, 0, 50, `"busy" true 1 of 2, "busy" true 1 of 2`},
			{"never read", listing{err: refused}, 0, 60, `"" false, "" false`},
			{"too old", listing{err: refused}, time.Hour, 40, `"" false, "" false`},
		} {
			time.Sleep(step.later)
			if got := read(step.lister, step.vdnID); got != step.want {
				t.Errorf("%s: %s, want %s", step.what, got, step.want)
			}
		}
	})
}

// listing is a CodeLister with one code, whose text comes unless err is something else
// than an *isales.IncompleteError.
type listing struct{ err error }

func (l listing) OBSCodes(context.Context, int, isales.Language) ([]isales.OBSCodeText, error) {
	return []isales.OBSCodeText{{Code: "00605", Text: "busy"}}, l.err
}
