package handlers

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/gorilla/sessions"
)

var written = cmpopts.IgnoreUnexported(session{})

// readBack is what encoding/json makes of our JSON, wanted of its own.
func readBack(t *testing.T, s *session) (got, want session) {
	t.Helper()
	standard, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(standard, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(s.appendJSON([]byte("before"))[len("before"):], &got); err != nil {
		t.Fatalf("%v in %s, want %s", err, s.appendJSON(nil), standard)
	}
	return got, want
}

// TestSessionJSON: what we write by hand reads as what encoding/json writes.
func TestSessionJSON(t *testing.T) {
	lookups := make([]recentLookup, mostRecent)
	for i := range lookups {
		lookups[i] = recentLookup{9999 - i, 9223372036854775807 - int64(i), 1772600767 + int64(i)}
	}
	for name, s := range map[string]session{
		"empty":     {},
		"fresh":     {Created: 1772600767, Seen: 1772600768},
		"one":       {Recent: lookups[:1]},
		"two":       {ID: "I", Recent: lookups[:2]},
		"all":       {ID: "I", User: "alice", Fingerprint: "00ff", Created: 1, Seen: 2, Recent: lookups, Lang: "zh-CN", Theme: "dark"},
		"no lookup": {Recent: []recentLookup{}},
		"negative":  {Created: -1, Seen: -62135596800, Recent: []recentLookup{{-1, -2, -3}}},
		"escapes":   {User: `"`, Lang: `\`, Theme: "\x00\x1f\x7f", ID: "用户忙", Fingerprint: "\xff\u2028<&>"},
	} {
		if got, want := readBack(t, &s); !cmp.Equal(want, got, written) {
			t.Errorf("%s (-want +got)\n%s", name, cmp.Diff(want, got, written))
		}
	}
}

// FuzzSessionJSON:
//
//	go test ./handlers -fuzz FuzzSessionJSON
func FuzzSessionJSON(f *testing.F) {
	f.Add("I", "alice", "00ff", "zh-CN", "dark", int64(1), int64(2), 40, int64(1402245659), 2)
	f.Add(`"`, `\`, "\xff", "\x00", "忙</script>", int64(-1), int64(1<<62), -1, int64(-1<<63), 300)
	f.Fuzz(func(t *testing.T, id, user, fingerprint, lang, theme string, created, seen int64, vdnID int, defID int64, lookups int) {
		s := session{ID: id, User: user, Fingerprint: fingerprint, Created: created, Seen: seen, Lang: lang, Theme: theme}
		for i := range lookups % 20 {
			s.Recent = append(s.Recent, recentLookup{vdnID + i, defID - int64(i), seen})
		}
		if got, want := readBack(t, &s); !cmp.Equal(want, got, written) {
			t.Errorf("(-want +got)\n%s", cmp.Diff(want, got, written))
		}
	})
}

// oldCookie was written by an earlier version, with encoding/json.
const (
	oldSecret = "an old secret, of 32 bytes or so"
	oldCookie = "ja2nmMQH4nh5uWf0vSAzrMT1ezxN9iNQ3QiIl0teeWL-GtFWKpqzvHiEpUBDyebmo4m_8YZF1XlavZ0EZgBpb5dFxDPo9vwY03chgkl2eKaAO0apsiwv5YgaLId5ia0kb1rR" +
		"ksDJneANMQewm3bQCeHCfmIu-cQ0FPJq_xJQmCg9sKE4uQ6xYDjm43z9eUkSHU_oorfVWTVi-1CNNp5UESVP1nBDkbTANucan6KE5br-f2wON1UCDCjqO4LkNJQqY_HY4liCNpsd8FU0VEcNrO8P9PTQoubf_eoLDmEOIA"
)

// TestCookiesOfOtherVersions: a new version signs nobody out, and is read by the
// one before, which takes what encoding/json reads.
func TestCookiesOfOtherVersions(t *testing.T) {
	st, err := newSessionStore([][]byte{[]byte(oldSecret)}, false, 12*time.Hour, testNow)
	if err != nil {
		t.Fatal(err)
	}
	want := session{ID: "ABC", User: `a "b" <c> 忙`, Fingerprint: "0011", Created: testNow().Unix(), Seen: testNow().Unix(), Lang: "zh-CN", Theme: "dark",
		Recent: []recentLookup{{41, 1402245660, testNow().Unix()}, {40, 1402245659, testNow().Unix()}}}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Cookie", st.name+"="+oldCookie)
	if got := st.load(r); !got.stored || !cmp.Equal(want, *got, written) {
		t.Errorf("stored %t (-want +got)\n%s", got.stored, cmp.Diff(want, *got, written))
	}
	w := httptest.NewRecorder()
	st.save(w, &want)
	r.Header.Set("Cookie", w.Header().Get("Set-Cookie"))
	if got := st.load(r); !got.stored || !cmp.Equal(want, *got, written) {
		t.Errorf("a new one: stored %t (-want +got)\n%s", got.stored, cmp.Diff(want, *got, written))
	}
}

// TestWriteIsSave: our Set-Cookie is that of gorilla's own Save but for the value,
// which is of the same length.
func TestWriteIsSave(t *testing.T) {
	value := regexp.MustCompile(`=[A-Za-z0-9_-]+;`)
	for _, secure := range []bool{false, true} {
		for _, maxAge := range []int{-1, 1, 59, 43200} {
			synctest.Test(t, func(t *testing.T) {
				st, err := newSessionStore([][]byte{randomSecret(), []byte(oldSecret)}, secure, 12*time.Hour, time.Now)
				if err != nil {
					t.Fatal(err)
				}
				s := st.fresh()
				s.remember(resultQuery{40, 1402245659}, time.Now())
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				theirs, ours := httptest.NewRecorder(), httptest.NewRecorder()
				cookie := sessions.NewSession(st.cookies, st.name)
				options := *st.cookies.Options
				options.MaxAge = maxAge
				cookie.Options, cookie.Values[sessionValue] = &options, s
				if err := cookie.Save(r, theirs); err != nil {
					t.Fatal(err)
				}
				ours.Header().Set("Set-Cookie", "of before")
				st.write(ours, s, maxAge)
				want, got := theirs.Header().Values("Set-Cookie"), ours.Header().Values("Set-Cookie")
				if len(got) != 1 || value.ReplaceAllString(want[0], "=;") != value.ReplaceAllString(got[0], "=;") || len(want[0]) != len(got[0]) {
					t.Errorf("secure %t, %d seconds:\n got %q\nwant %q", secure, maxAge, got, want)
				}
				r.Header.Set("Cookie", strings.Join(got, ""))
				if back := st.load(r); !back.stored || len(back.Recent) != 1 {
					t.Errorf("secure %t, %d seconds: read back as %+v", secure, maxAge, back)
				}
			})
		}
	}
}
