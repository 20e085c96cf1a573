package session

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkSessionCookie writes and reads the cookie of a session with one recent
// look-up and with as many as it remembers.
func BenchmarkSessionCookie(b *testing.B) {
	store, err := New([][]byte{RandomKey()}, false, IdleTime, now, "")
	if err != nil {
		b.Fatal(err)
	}
	s := store.Empty()
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
	for i := range maxRecent {
		s.Remember(40, int64(1402245659+i), now())
		if i > 0 && i < maxRecent-1 {
			continue
		}
		b.Run(fmt.Sprint("encode/", i+1), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				store.Save(w, r, s)
			}
		})
	}
	b.Run("decode", func(b *testing.B) {
		r.Header.Set("Cookie", w.Header().Get("Set-Cookie"))
		b.ReportAllocs()
		for b.Loop() {
			if got := store.Load(r); len(got.Recent) != maxRecent {
				b.Fatalf("%d recent look-ups, want %d", len(got.Recent), maxRecent)
			}
		}
	})
}
