package platform

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestDetached: a call has the values of the first visitor's context, its trace for
// one, and does not end with it.
func TestDetached(t *testing.T) {
	type key struct{}
	inBubble(t, usual, func(w *world) {
		var seen []any
		w.platform.behave(func(_ int, r *http.Request) reply {
			seen = append(seen, r.Context().Value(key{}))
			return reply{after: time.Second}
		})
		first, leave := context.WithTimeout(context.WithValue(w.Context(), key{}, "first"), time.Second/2)
		defer leave()
		go w.ask(first, seven)
		synctest.Wait()
		if got := w.ask(context.WithValue(w.Context(), key{}, "second"), seven); got != "joined en_US 1" {
			w.Error(got)
		}
		if len(seen) != 1 || seen[0] != "first" {
			w.Errorf("called in %v, want the first visitor's", seen)
		}
	})
}
