package handlers

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"isales-console/views"
)

// FuzzReadLookup types anything into the form: either it is told what is wrong,
// or it arrives at a canonical address of the same IDs.
//
//	go test ./handlers -fuzz FuzzReadLookup
func FuzzReadLookup(f *testing.F) {
	for _, c := range lookupCases {
		f.Add(c.vdn, c.def)
	}
	f.Fuzz(func(t *testing.T, vdn, def string) {
		q, err := readLookup(vdn, def, &views.English)
		if err != nil {
			var input *inputError
			if !errors.As(err, &input) {
				t.Fatalf("error %T, want *inputError", err)
			}
			if input.form.VDN.Error == "" && input.form.Def.Error == "" {
				t.Error("an error without a message")
			}
			for _, field := range []views.Field{input.form.VDN, input.form.Def} {
				if !utf8.ValidString(field.Value) || utf8.RuneCountInString(field.Value) > maxEcho {
					t.Errorf("%q cannot be shown again", field.Value)
				}
			}
			return
		}
		ids := strings.Split(strings.TrimPrefix(q.path(), "/vdns/"), "/results/")
		back, ok := parsePath(ids[0], ids[1])
		if back != q || !ok {
			t.Errorf("%q and %q lead to %s, which reads as %+v (ok %t)", vdn, def, q.path(), back, ok)
		}
		if q.vdnID < 1 || q.vdnID > 9999 || q.defID < 1 {
			t.Errorf("%+v is out of range", q)
		}
	})
}
