package platform

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"isales-console/isales"
)

func TestFreshCopyIsNotAskedFor(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(reply{after: 50 * time.Millisecond})
		w.wantIn(50*time.Millisecond, seven, "miss en_US 1")
		w.want(seven, "hit en_US 1")
		time.Sleep(30*time.Second - 1)
		w.want(seven, "hit en_US 1")
		w.wantCalls(1)
		time.Sleep(time.Nanosecond)
		w.wantIn(50*time.Millisecond, seven, "miss en_US 2")
		w.want(seven, "hit en_US 2")
		w.wantCalls(2)
		w.wantTold(map[string]int{"miss": 2, "hit": 3}, map[string]int{"ok": 2})
	})
}

func TestNothingIsFreshWithoutFresh(t *testing.T) {
	inBubble(t, Options{Stale: time.Hour, Budget: time.Second}, func(w *world) {
		for n := range 3 {
			w.want(seven, fmt.Sprintf("miss en_US %d", n+1))
		}
		w.platform.always(reply{status: 500})
		w.want(seven, "stale en_US 3: status 500")
		w.wantTold(map[string]int{"miss": 3, "stale": 1}, map[string]int{"ok": 3, "http_status": 1})
	})
}

func TestNoCopyWithoutStale(t *testing.T) {
	inBubble(t, Options{Fresh: 30 * time.Second, Budget: time.Second}, func(w *world) {
		w.want(seven, "miss en_US 1")
		w.platform.always(reply{status: 500})
		time.Sleep(30*time.Second - 1)
		w.want(seven, "hit en_US 1")
		time.Sleep(time.Nanosecond)
		w.want(seven, "status 500")
		w.wantTold(map[string]int{"miss": 1, "hit": 1, "error": 1}, map[string]int{"ok": 1, "http_status": 1})
	})
}

func TestNothingIsKeptWithoutBoth(t *testing.T) {
	inBubble(t, Options{Budget: time.Second}, func(w *world) {
		w.want(seven, "miss en_US 1")
		w.want(seven, "miss en_US 2")
		w.platform.always(missing)
		w.want(seven, "not_found")
		w.want(seven, "not_found")
		w.wantCalls(4)
		if n := w.copies.EstimatedSize(); n > 1 {
			w.Errorf("%d entries are kept", n)
		}
	})
}

// TestQueriesAreKeptApart: VDN, ID and language each make another query; that it
// was a refresh does not.
func TestQueriesAreKeptApart(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		n := 0
		for _, vdnID := range []int{1, 11, 40} {
			for _, defID := range []int64{1, 11, 140} {
				for _, language := range []isales.Language{isales.English, isales.Chinese} {
					n++
					q := Query{VDNID: vdnID, DefID: defID, Language: language}
					w.want(q, fmt.Sprintf("miss %s %d", language, n))
					r := w.platform.requests[n-1]
					if want := fmt.Sprintf("/rest/isales/v1/openapi/campaigns/%d/%d/queryObsResultDetail", vdnID,
						defID); r.path != want || r.locale != string(language) {
						w.Errorf("asked for %s in %s, want %s in %s", r.path, r.locale, want, language)
					}
					w.want(q, fmt.Sprintf("hit %s %d", language, n))
					w.want(refreshed(q), fmt.Sprintf("hit %s %d", language, n))
				}
			}
		}
		w.wantCalls(18)
	})
}

func TestAnswersComeWhole(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		c, err := w.ExternalResult(w.Context(), seven)
		kept, _ := w.ExternalResult(w.Context(), seven)
		if err != nil || kept.ExternalResult != c.ExternalResult {
			w.Fatalf("error %v; the copy is another than the answer", err)
		}
		want := isales.Mapping{MapID: "1402245700", DefID: "7", OBSCode: "00008", VDNID: 40}
		if c.Code != "006" || len(c.Mappings) != 1 || c.Mappings[0] != want || !c.ReceivedAt.Equal(time.Now()) {
			w.Errorf("%+v, want code 006 and mapping %+v, received now", c, want)
		}
	})
}

func TestNotFoundIsKeptForShort(t *testing.T) {
	tests := []struct{ fresh, kept time.Duration }{
		{30 * time.Second, 5 * time.Second}, {5 * time.Second, 5 * time.Second}, {2 * time.Second, 2 * time.Second}, {0, 0},
	}
	for _, tt := range tests {
		inBubble(t, Options{Fresh: tt.fresh, Stale: time.Hour, Budget: time.Second}, func(w *world) {
			w.platform.always(missing)
			w.want(seven, "not_found")
			calls := 1
			if tt.kept > 0 {
				time.Sleep(tt.kept - 1)
				w.want(seven, "not_found")
				w.wantCalls(1)
				time.Sleep(time.Nanosecond)
			}
			w.want(seven, "not_found")
			calls++
			w.wantCalls(calls)
			w.platform.always(reply{})
			time.Sleep(tt.kept)
			w.want(seven, "miss en_US 3")
		})
	}
}

func TestThrottledQueryIsLeftAlone(t *testing.T) {
	tests := []struct {
		retry string
		kept  time.Duration
	}{
		{"7", 7 * time.Second}, {"60", time.Minute}, {"61", time.Minute}, {"86400", time.Minute},
		{"Sat, 01 Jan 2000 00:00:09 GMT", 9 * time.Second}, // a bubble begins with that day
		{"", 0}, {"0", 0}, {"soon", 0}, {"Fri, 31 Dec 1999 23:59:59 GMT", 0},
	}
	for _, tt := range tests {
		inBubble(t, usual, func(w *world) {
			w.platform.behave(func(n int, r *http.Request) reply {
				if n == 1 {
					return reply{status: 429, retry: tt.retry}
				}
				return reply{}
			})
			_, err := w.ExternalResult(w.Context(), seven)
			if show(err)[:10] != "status 429" {
				w.Errorf("%v, want status 429", err)
			}
			if tt.kept > 0 {
				w.want(seven, "status 429 for "+tt.kept.String())
				w.want(refreshed(seven), "status 429 for "+tt.kept.String())
				time.Sleep(tt.kept - time.Second)
				w.want(seven, "status 429 for 1s")
				w.want(refreshed(seven), "status 429 for 1s")
				w.wantCalls(1)
				chinese := seven
				chinese.Language = isales.Chinese
				w.want(chinese, "miss zh_CN 2") // others may ask
				time.Sleep(time.Second)
				w.want(seven, "miss en_US 3")
				return
			}
			w.want(seven, "miss en_US 2")
		})
	}
}

func TestRefresh(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		again := refreshed(seven)
		w.want(again, "miss en_US 1")
		time.Sleep(2*time.Second - 1)
		w.want(again, "hit en_US 1")
		time.Sleep(time.Nanosecond)
		w.want(again, "miss en_US 2")
		w.want(again, "hit en_US 2")
		w.want(seven, "hit en_US 2")
		w.wantCalls(2)

		w.platform.always(missing)
		time.Sleep(2 * time.Second)
		w.want(again, "not_found")
		time.Sleep(2*time.Second - 1)
		w.want(again, "not_found")
		w.wantCalls(3)
		time.Sleep(time.Nanosecond)
		w.platform.always(reply{})
		w.want(seven, "not_found")
		w.want(again, "miss en_US 4")
		w.wantTold(map[string]int{"miss": 3, "hit": 3, "error": 3}, map[string]int{"ok": 4})
	})
}

// TestErrorsAreNotKept: what failed is asked again at the next visit.
func TestErrorsAreNotKept(t *testing.T) {
	for name, tt := range failures {
		if name == "no result" || tt.outcome == "throttled" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			inBubble(t, usual, func(w *world) {
				w.platform.always(tt.reply)
				if got := w.ask(w.Context(), seven); got != tt.shown {
					w.Errorf("%s, want %s", got, tt.shown)
				}
				w.wantCalls(tt.calls)
				w.platform.always(reply{})
				w.want(seven, fmt.Sprintf("miss en_US %d", tt.calls+1))
				ended := map[string]int{"ok": 1}
				ended[tt.outcome] += tt.calls
				w.wantTold(map[string]int{"error": 1, "miss": 1}, ended)
			}, isales.WithTimeout(time.Second))
		})
	}
}
