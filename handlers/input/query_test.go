package input

import (
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestQuery lists parameters as mails and pages pass them on; nil is an error.
func TestQuery(t *testing.T) {
	tests := map[string]url.Values{
		"":                  {},
		"id=A&id=B":         {"id": {"A", "B"}},
		"id=A&amp;id=B":     {"id": {"A", "B"}},
		"id=A&AMP;id=B":     {"id": {"A", "B"}},
		"id=A&amp;amp;id=B": {"id": {"A", "B"}},
		"id=A;id=B":         {"id": {"A", "B"}},
		"id=A;B":            {"id": {"A;B"}},
		"id=1;2&id=3":       {"id": {"1;2", "3"}},
		"id=A;;id=B;":       {"id": {"A", "B"}},
		"id=A;&id=B":        {"id": {"A", "B"}},
		"q=busy; line":      {"q": {"busy; line"}},
		"print":             {"print": {""}},
		"vdnId=4&vdnId=4":   {"vdnId": {"4", "4"}},
		"ID=A&VdnID=40":     {"id": {"A"}, "vdnId": {"40"}},
		"Id=C&ID=B&id=A":    {"id": {"A", "B", "C"}},
		"q=a%3Bb":           {"q": {"a;b"}},
		"q=a%26amp%3Bb":     {"q": {"a&amp;b"}},
		"q=%E5%BF%99+x":     {"q": {"忙 x"}},
		"id=A%;":            nil,
		"id=%zz":            nil,
		"id=%":              nil,
		"q=%FF":             nil,
		"%C3=1":             nil,
		"id=1&2":            nil, // the second is no name
		"id=1&=2":           nil,
		"vdnId=4&vdnId=5":   nil, // one of them would be dropped
	}
	for raw, want := range tests {
		got, err := Query(raw)
		if (want == nil) != errors.Is(err, ErrQuery) {
			t.Errorf("Query(%q): error %v", raw, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Query(%q) (-want +got)\n%s", raw, diff)
		}
	}
}
