package session

import (
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAttempt: an attempt belongs to its state, its cookie, its console and its time.
func TestAttempt(t *testing.T) {
	for secure, wantName := range map[bool]string{false: "isales-attempt-", true: "__Secure-isales-attempt-"} {
		st, other := newStore(t, secure), newStore(t, secure)
		clock := now()
		st.now = func() time.Time { return clock }
		a := Attempt{State: "state", Nonce: "nonce", Verifier: "verifier", Next: "/codes"}
		w := httptest.NewRecorder()
		st.KeepAttempt(w, httptest.NewRequest("GET", "/oidc/start", nil), a)
		cookie := w.Result().Cookies()[0]
		name := cookie.Name[:len(cookie.Name)-16]
		if name != wantName || cookie.Secure != secure || cookie.Path != "/oidc" {
			t.Errorf("the cookie is %s", cookie)
		}
		a.Begun = now().Unix()
		for _, test := range []struct {
			name  string
			store *Store
			state string
			later time.Duration
			want  Attempt
			err   error
		}{
			{"its own", st, "state", 10*time.Minute - time.Nanosecond, a, nil},
			{"too late", st, "state", 10 * time.Minute, a, ErrOldAttempt},
			{"another state", st, "other", 0, Attempt{}, ErrNoAttempt},
			{"other keys", other, "state", 0, Attempt{}, ErrNoAttempt},
		} {
			clock = now().Add(test.later)
			r := httptest.NewRequest("GET", "/oidc/callback", nil)
			r.AddCookie(cookie)
			got, err := test.store.Attempt(r, test.state)
			if diff := cmp.Diff(test.want, got); diff != "" || !errors.Is(err, test.err) {
				t.Errorf("%s: error %v, want %v (-want +got)\n%s", test.name, err, test.err, diff)
			}
		}
		moved := *cookie
		moved.Name = st.attemptName("other")
		r := httptest.NewRequest("GET", "/oidc/callback", nil)
		r.AddCookie(&moved)
		if _, err := st.Attempt(r, "other"); !errors.Is(err, ErrNoAttempt) {
			t.Errorf("a cookie under another name: %v", err)
		}
	}
}
