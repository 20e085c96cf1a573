package platform

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

// TestMemoryIsBounded, whatever makes answers large: one text, or many mappings.
func TestMemoryIsBounded(t *testing.T) {
	tests := map[string]struct {
		answers, least int // answers that are read, and those that are kept
		body           string
	}{
		"long text": {1000, 25, `"displayResult":"` + strings.Repeat("x", 100<<10) + `"`},
		"mappings": {400, 25, `"resultMapList":[` +
			strings.Repeat(`{"mapId":"1402245700","failCode":"00008"},`, 2500) + `{}]`},
		"empty mappings": {40, 0, `"resultMapList":[` + strings.Repeat(`{},`, 100<<10) + `{}]`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			inBubble(t, usual, func(w *world) {
				w.platform.always(reply{body: `{"resultCode":"0200000","obResult":{` + tt.body + `}}`})
				c, err := w.ExternalResult(w.Context(), seven)
				if err != nil {
					w.Fatal(err)
				}
				for i := range tt.answers {
					// What is decoded each time anew, without decoding.
					another := *c.ExternalResult
					another.Raw, another.Mappings = strings.Clone(c.Raw), slices.Clone(c.Mappings)
					w.keep(Query{VDNID: 41, DefID: int64(1 + i)}, &another, nil)
				}
				synctest.Wait()
				w.copies.CleanUp()
				if n, weight := w.copies.EstimatedSize(), w.copies.WeightedSize(); n < tt.least ||
					n > tt.answers/2 || weight > 32<<20 {
					w.Errorf("%d copies weigh %d bytes, want at least %d, at most half, and 32 MiB", n, weight, tt.least)
				}
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
