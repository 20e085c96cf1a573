package platform

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestDetached: a call is made in the context that the first visitor's leads to,
// which does not end when he leaves.
func TestDetached(t *testing.T) {
	type key struct{}
	o := usual
	o.Detached = func(visitor context.Context) context.Context {
		return context.WithValue(context.Background(), key{}, visitor.Value(key{}))
	}
	inBubble(t, o, func(w *world) {
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
