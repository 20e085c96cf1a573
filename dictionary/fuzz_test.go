package dictionary

import (
	"slices"
	"strings"
	"testing"

	"isales-console/isales"
)

// FuzzSearch checks that every hit satisfies the filters, that hits are in
// order and there once, that a known code is first in its own search, and that
// the order of the words does not change what is found. Run with
//
//	go test ./dictionary -fuzz FuzzSearch -fuzztime 30s
func FuzzSearch(f *testing.F) {
	for _, text := range []string{"", "busy", "忙", "0060", "00605", "空号 错号", "０", "0",
		"voicemail/answering machine",
		"a b c", "\xff", "'", "timed out", "|"} {
		f.Add(text, "", "", "OB99999", "其他", "Other")
		f.Add(text, "busy", "retry_soon", text, text, text)
	}
	f.Add("0200001", "", "", "0200001", "", "")
	f.Add("0", "", "", "000", "", "")
	f.Add("00a b", "", "", "a b", "", "") // zeros belong to a code, not to a phrase
	f.Fuzz(func(t *testing.T, text, group, action, code, zh, en string) {
		q := Query{Text: text, Group: isales.Group(group), Action: Action(action),
			Extra: []Named{{code, zh, en}, {"00605", en, zh}}}
		hits := Search(q)
		seen := map[Entry]bool{}
		for i, h := range hits {
			e := h.Entry
			if group != "" && string(e.Group) != group || action != "" && string(e.Action) != action {
				t.Errorf("%s has group %q and action %q, want %q and %q", e.Code, e.Group, e.Action, group, action)
			}
			if e.Kind == KindAPI && group+action != "" {
				t.Errorf("%s is an API status", e.Code)
			}
			if i > 0 && (h.Score > hits[i-1].Score ||
				h.Score == hits[i-1].Score && compareCodes(h.Entry, hits[i-1].Entry) <= 0) {
				t.Errorf("%s is out of order", e.Code)
			}
			if seen[e] {
				t.Errorf("%s is there twice", e.Code)
			}
			seen[e] = true
		}
		known, ok := Lookup(strings.TrimSpace(text))
		if ok && q.leaves(known, nil) && (len(hits) == 0 || hits[0].Entry != known) {
			t.Errorf("the first of %q is not %s", codes(hits), known.Code)
		}
		checkWordOrder(t, q, hits)
		Nearest(text, 3, Notes{})
	})
}

// checkWordOrder searches for plain words backwards. Pairs like "timed out" are
// folded to one word and are left out.
func checkWordOrder(t *testing.T, q Query, hits []Hit) {
	fields := strings.Fields(words(q.Text))
	backwards := slices.Clone(fields)
	slices.Reverse(backwards)
	folded := " " + strings.Join(backwards, " ") + " "
	if strings.Join(fields, " ") != q.Text || words(folded) != folded {
		return
	}
	q.Text = strings.Join(backwards, " ")
	got, want := codes(Search(q)), codes(hits)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q finds %q, backwards %q", fields, want, got)
	}
}
