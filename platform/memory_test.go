package platform

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

// heap is what is in use after a collection.
func heap() int64 {
	var m runtime.MemStats
	for range 2 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestMemoryIsBounded, whatever makes answers large: one text, or many mappings.
func TestMemoryIsBounded(t *testing.T) {
	tests := map[string]struct {
		answers int
		body    string
	}{
		"long text":      {1000, `"displayResult":"` + strings.Repeat("x", 100<<10) + `"`},
		"mappings":       {400, `"resultMapList":[` + strings.Repeat(`{"mapId":"1402245700","failCode":"00008"},`, 2500) + `{}]`},
		"empty mappings": {40, `"resultMapList":[` + strings.Repeat(`{},`, 100<<10) + `{}]`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, usual, func(w *world) {
				w.platform.always(reply{body: `{"resultCode":"0200000","obResult":{` + tt.body + `}}`})
				c, err := w.ExternalResult(w.Context(), seven)
				if err != nil {
					w.Fatal(err)
				}
				before := heap()
				for i := range tt.answers {
					// What is decoded each time anew, without decoding.
					another := *c.ExternalResult
					another.Raw, another.Mappings = strings.Clone(c.Raw), slices.Clone(c.Mappings)
					w.keep(Query{VDNID: 41, DefID: int64(1 + i)}, &another, nil)
				}
				synctest.Wait()
				w.copies.CleanUp()
				grown := heap() - before
				w.Logf("%d copies of %d answers of %d bytes; the heap grew by %d KiB", w.copies.EstimatedSize(), tt.answers, len(c.Raw), grown>>10)
				if weight := w.copies.WeightedSize(); weight > 32<<20 || grown > 64<<20 {
					w.Errorf("want less than 64 MiB; the copies weigh %d bytes, want at most 32 MiB", weight)
				}
				if n := w.copies.EstimatedSize(); tt.answers > 100 && n < 25 {
					w.Errorf("%d copies of 100 KiB are kept, want at least 25", n)
				}
				runtime.KeepAlive(c)
			})
		})
	}
}

// TestRefusalsWeighSomething: asking for ever other IDs must not fill the memory.
func TestRefusalsWeighSomething(t *testing.T) {
	inBubble(t, usual, func(w *world) {
		w.platform.always(missing)
		for i := range 1000 {
			w.want(Query{VDNID: 40, DefID: int64(1 + i)}, "not_found")
		}
		synctest.Wait()
		w.copies.CleanUp()
		if n, weight := w.copies.EstimatedSize(), w.copies.WeightedSize(); n != 1000 || weight != 512_000 {
			w.Errorf("%d entries weigh %d bytes, want 1000 and 512000", n, weight)
		}
	})
}
