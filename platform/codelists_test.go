package platform

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
)

// slowLists are dictionaries that take their time, which is fake. Each reading
// of a VDN's takes as long as its next entry says, and fails if that is 0.
type slowLists struct {
	mu      sync.Mutex
	takes   map[vdnKey][]time.Duration
	err     error    // of a failure
	asked   []vdnKey // in order
	running int
	most    int // that were running at once
}

func (s *slowLists) OBSCodes(ctx context.Context, vdnID int, l isales.Language) ([]isales.OBSCodeText, error) {
	key := vdnKey{vdnID, l}
	s.mu.Lock()
	s.asked = append(s.asked, key)
	s.running++
	s.most = max(s.most, s.running)
	takes, text := time.Duration(0), "first"
	if rest := s.takes[key]; len(rest) > 0 {
		takes, s.takes[key] = rest[0], rest[1:]
	}
	for _, k := range s.asked[:len(s.asked)-1] {
		if k == key {
			text = "later"
		}
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.running--
		s.mu.Unlock()
	}()
	timer := time.NewTimer(takes)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if takes == 0 {
		return nil, s.err
	}
	return []isales.OBSCodeText{{Code: "00605", Text: text}}, nil
}

func (s *slowLists) times() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

// codesVisit is one page's use of a dictionary, as the page sees it.
type codesVisit struct {
	Text     string
	Complete bool
	Waited   time.Duration
	Asked    int // readings so far, at the end of the visit
}

// codesWait is how long the visits of these tests wait at most.
const codesWait = 250 * time.Millisecond

var inEnglish = vdnKey{40, isales.English}

// visitAs opens a page that shows the dictionary and waits no longer than
// codesWait for it.
func visitAs(t *testing.T, v *CodeLists, lists *slowLists, ctx context.Context, key vdnKey) codesVisit {
	t.Helper()
	start := time.Now()
	found, complete := v.Wait(ctx, v.Start(t.Context(), key.vdnID, key.language), codesWait)
	synctest.Wait()
	return codesVisit{found.Text("00605"), complete, time.Since(start), lists.times()}
}

// newFakeCodes returns CodeLists for a synctest bubble.
func newFakeCodes(t *testing.T, lists *slowLists) *CodeLists {
	t.Helper()
	v, err := NewCodeLists(lists, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestDictionaryPatience opens pages at set times.
func TestDictionaryPatience(t *testing.T) {
	const quick, slow = 100 * time.Millisecond, 5 * time.Second
	type step struct {
		after time.Duration // since the step before
		want  codesVisit
	}
	hang := []time.Duration{time.Hour}
	tests := []struct {
		name  string
		takes []time.Duration
		err   error
		steps []step
	}{
		{"quick", []time.Duration{quick, quick}, nil, []step{
			{0, codesVisit{"first", true, quick, 1}},
			{0, codesVisit{"first", true, 0, 1}},
			{codesFresh - time.Second, codesVisit{"first", true, 0, 1}},
			{time.Second, codesVisit{"first", true, 0, 2}}, // no one waits when there is a copy
			{quick + 1, codesVisit{"later", true, 0, 2}},
		}},
		{"slow: only the first page waits", []time.Duration{slow}, nil, []step{
			{0, codesVisit{"", false, codesWait, 1}},
			{0, codesVisit{"", false, 0, 1}},
			{time.Second, codesVisit{"", false, 0, 1}},
			{slow, codesVisit{"first", true, 0, 1}},
		}},
		{"hangs: given up in the end, and asked again only later", hang, nil, []step{
			{0, codesVisit{"", false, codesWait, 1}},
			{0, codesVisit{"", false, 0, 1}},
			{codesTimeout, codesVisit{"", false, 0, 1}}, // it failed just before
			{codesRetry - time.Second, codesVisit{"", false, 0, 1}},
			{time.Second, codesVisit{"", false, 0, 2}}, // nothing more is planned: it fails at once
		}},
		{"fails: nothing is asked for a while", []time.Duration{0, quick}, errors.New("broken"), []step{
			{0, codesVisit{"", false, 0, 1}},
			{0, codesVisit{"", false, 0, 1}},
			{codesRetry - 1, codesVisit{"", false, 0, 1}},
			{1, codesVisit{"later", true, quick, 2}},
		}},
		{"a good copy is shown while a new one is read", []time.Duration{quick, slow}, nil, []step{
			{0, codesVisit{"first", true, quick, 1}},
			{codesFresh, codesVisit{"first", true, 0, 2}},
			{0, codesVisit{"first", true, 0, 2}},
			{slow + 1, codesVisit{"later", true, 0, 2}},
		}},
		{"a good copy is shown while no new one can be read", []time.Duration{quick, 0, 0, quick},
			errors.New("broken"), []step{
				{0, codesVisit{"first", true, quick, 1}},
				{codesFresh, codesVisit{"first", true, 0, 2}},
				{codesRetry - 1, codesVisit{"first", true, 0, 2}},
				{1, codesVisit{"first", true, 0, 3}},
				{codesRetry, codesVisit{"first", true, 0, 4}},
				{quick + 1, codesVisit{"later", true, 0, 4}},
			}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				lists := &slowLists{takes: map[vdnKey][]time.Duration{inEnglish: test.takes}, err: test.err}
				if lists.err == nil {
					lists.err = errors.New("nothing planned")
				}
				v := newFakeCodes(t, lists)
				for i, s := range test.steps {
					time.Sleep(s.after) // fake
					if diff := cmp.Diff(s.want, visitAs(t, v, lists, t.Context(), inEnglish)); diff != "" {
						t.Errorf("visit %d (-want +got)\n%s", i+1, diff)
					}
				}
			})
		})
	}
}

// TestDictionaryOfAnotherVDN: a platform that fails is left alone for all VDNs
// and languages; one that refuses a VDN is asked for others.
func TestDictionaryOfAnotherVDN(t *testing.T) {
	tests := map[string]struct {
		err  error
		want codesVisit
	}{
		"broken":      {&isales.StatusError{StatusCode: 500}, codesVisit{"", false, 0, 1}},
		"key refused": {&isales.StatusError{StatusCode: 401}, codesVisit{"", false, 0, 1}},
		"no such VDN": {&isales.APIError{Code: "02000007"}, codesVisit{"first", true, time.Second / 10, 2}},
		"wrapped": {errors.Join(errors.New("x"), &isales.APIError{Code: "1"}),
			codesVisit{"first", true, time.Second / 10, 2}},
		"wrong answer": {&isales.DecodeError{Field: "x"}, codesVisit{"", false, 0, 1}},
	}
	for name, test := range tests {
		for _, other := range []vdnKey{{41, isales.English}, {40, isales.Chinese}} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					lists := &slowLists{takes: map[vdnKey][]time.Duration{other: {time.Second / 10}}, err: test.err}
					v := newFakeCodes(t, lists)
					if diff := cmp.Diff(codesVisit{"", false, 0, 1}, visitAs(t, v, lists, t.Context(), inEnglish)); diff != "" {
						t.Errorf("first (-want +got)\n%s", diff)
					}
					if diff := cmp.Diff(test.want, visitAs(t, v, lists, t.Context(), other)); diff != "" {
						t.Errorf("%v (-want +got)\n%s", other, diff)
					}
					time.Sleep(codesRetry)
					if got := visitAs(t, v, lists, t.Context(), other); got.Text != "first" || got.Asked != 2 {
						t.Errorf("after the pause: %+v", got)
					}
				})
			})
		}
	}
}

// TestDictionaryLoads: however many VDNs are looked at, no more than
// maxCodeLoads are read at once, each once, and all in the end.
func TestDictionaryLoads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const vdns = 12
		lists := &slowLists{takes: map[vdnKey][]time.Duration{}}
		for vdn := range vdns {
			lists.takes[vdnKey{vdn + 1, isales.English}] = []time.Duration{time.Second}
		}
		v := newFakeCodes(t, lists)
		var visitors sync.WaitGroup
		start := time.Now()
		for vdn := range vdns {
			for range 3 {
				visitors.Go(func() {
					v.Wait(t.Context(), v.Start(t.Context(), vdn+1, isales.English), codesWait)
				})
			}
		}
		visitors.Wait()
		if waited := time.Since(start); waited != codesWait {
			t.Errorf("the visitors waited %s, want %s", waited, codesWait)
		}
		time.Sleep(vdns / maxCodeLoads * time.Second)
		synctest.Wait()
		got := []int{lists.most, lists.times(), lists.running}
		if diff := cmp.Diff([]int{maxCodeLoads, vdns, 0}, got); diff != "" {
			t.Errorf("at once, in all, left (-want +got)\n%s", diff)
		}
		for vdn := range vdns {
			if found, complete := v.Wait(t.Context(), v.Start(t.Context(), vdn+1, isales.English),
				0); found.Text("00605") != "first" || !complete {
				t.Errorf("VDN %d has no dictionary in the end", vdn+1)
			}
		}
	})
}

// TestDictionaryVisitorLeaves: who goes away waits no longer, and the reading
// goes on for the others.
func TestDictionaryVisitorLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lists := &slowLists{takes: map[vdnKey][]time.Duration{inEnglish: {time.Second}}}
		v := newFakeCodes(t, lists)
		ctx, leave := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer leave()
		if diff := cmp.Diff(codesVisit{"", false, 50 * time.Millisecond, 1},
			visitAs(t, v, lists, ctx, inEnglish)); diff != "" {
			t.Errorf("the one who leaves (-want +got)\n%s", diff)
		}
		time.Sleep(time.Second)
		if diff := cmp.Diff(codesVisit{"first", true, 0, 1}, visitAs(t, v, lists, t.Context(), inEnglish)); diff != "" {
			t.Errorf("the next (-want +got)\n%s", diff)
		}
	})
}

// TestNoDictionaries: a console without code lists asks for none and says
// nothing about it.
func TestNoDictionaries(t *testing.T) {
	v, err := NewCodeLists(nil, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	list := v.Start(t.Context(), 40, isales.English)
	if found, complete := v.Wait(t.Context(), list, time.Hour); list != nil || found != nil || !complete {
		t.Errorf("got %v, %v and %t, want nothing, and complete", list, found, complete)
	}
}
