package catalog_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/catalog"
)

// fuzzCodes are the codes of fuzzed mappings, sorted.
var fuzzCodes = []string{"0", "00000", "00008", "34609", "8", "99999"}

// fuzzRows makes external results out of bytes; IDs may come again.
func fuzzRows(data []byte) (rows []row) {
	next := func(n int) int {
		if len(data) == 0 {
			return 0
		}
		b := data[0]
		data = data[1:]
		return int(b) % n
	}
	for len(data) > 0 && len(rows) < 40 {
		id := fmt.Sprint(1 + next(30))
		r := row{ListedResult: isales.ListedResult{DefID: id, Code: fmt.Sprint(len(rows))}}
		if next(8) == 1 {
			r.err = errors.New("broken")
		}
		if next(2) == 1 {
			r.answer = isales.ExternalResult{VDNID: 7, DefID: id}
		}
		for n := range next(6) {
			r.answer.Mappings = append(r.answer.Mappings, isales.Mapping{
				MapID: fmt.Sprint(n), OBSCode: slices.Concat(fuzzCodes, []string{""})[next(len(fuzzCodes)+1)],
				DefID: []string{"", id, id, "31"}[next(4)], VDNID: []int{0, 7, 7, 8}[next(4)],
			})
		}
		rows = append(rows, r)
	}
	return rows
}

// FuzzCatalog: the indexes agree with a naive computation, and reading what
// failed again makes no difference to reading everything.
//
//	go test -run '^$' -fuzz FuzzCatalog ./isales/catalog
func FuzzCatalog(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 0, 1, 2, 3, 3, 3, 3, 0, 0})
	f.Add([]byte{1, 1, 0, 0, 2, 0, 0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 2, 2, 2})
	f.Add([]byte("The switch is busy. The call is rejected. The called party does not answer."))
	f.Fuzz(func(t *testing.T, data []byte) {
		source := &fake{rows: fuzzRows(data)}
		var once []row
		for _, r := range source.rows {
			if !slices.ContainsFunc(once, func(o row) bool { return o.DefID == r.DefID }) {
				once = append(once, r)
			}
		}
		c := read(t, source, catalog.Options{})
		want := naive(7, once, fuzzCodes)
		if diff := cmp.Diff(want, viewOf(c, fuzzCodes)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if len(source.asked) != len(once) {
			t.Errorf("asked for %d of %d results", len(source.asked), len(once))
		}

		source.asked = nil
		for i := range source.rows {
			source.rows[i].err = nil
		}
		again := read(t, source, catalog.Options{Previous: c})
		if len(source.asked) != len(want.Failed) {
			t.Errorf("asked again for %d, want %d", len(source.asked), len(want.Failed))
		}
		if diff := cmp.Diff(viewOf(read(t, source, catalog.Options{}), fuzzCodes),
			viewOf(again, fuzzCodes)); diff != "" {
			t.Errorf("read again (-all +failed)\n%s", diff)
		}
	})
}
