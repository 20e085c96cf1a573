package handlers

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/views"
)

// english40 asks for VDN 40 in English.
var english40 = vdnRequest{vdnID: 40, l: &locales[0], notes: noNotes}

// TestMappingWarnings: a mapping that names another VDN or result is shown with
// a warning; one that names none is not.
func TestMappingWarnings(t *testing.T) {
	const otherVDN, otherResult = "The platform files this mapping under VDN 41.",
		"The platform files this mapping under external result 2."
	tests := []struct {
		name    string
		result  isales.ExternalResult
		mapping isales.Mapping
		want    []string
	}{
		{"same", isales.ExternalResult{VDNID: 40, DefID: "1"}, isales.Mapping{VDNID: 40, DefID: "1"}, nil},
		{"VDN", isales.ExternalResult{VDNID: 40, DefID: "1"}, isales.Mapping{VDNID: 41, DefID: "1"}, []string{otherVDN}},
		{"result", isales.ExternalResult{VDNID: 40, DefID: "1"}, isales.Mapping{VDNID: 40, DefID: "2"},
			[]string{otherResult}},
		{"both", isales.ExternalResult{VDNID: 40, DefID: "1"}, isales.Mapping{VDNID: 41, DefID: "2"},
			[]string{otherVDN, otherResult}},
		{"mapping names none", isales.ExternalResult{VDNID: 40, DefID: "1"}, isales.Mapping{}, nil},
		{"result names none", isales.ExternalResult{}, isales.Mapping{VDNID: 41, DefID: "2"}, nil},
	}
	for _, test := range tests {
		test.result.Mappings = []isales.Mapping{test.mapping}
		rows := mappingRows(&test.result, english40, nil)
		if diff := cmp.Diff([][]string{test.want}, [][]string{rows[0].Warnings}); diff != "" || len(rows) != 1 {
			t.Errorf("%s: (-want +got)\n%s", test.name, diff)
		}
	}
}

// TestAge says how old a page is. A clock that was set back is no age.
func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Hour:        "less than a minute ago",
		0:                 "less than a minute ago",
		time.Minute - 1:   "less than a minute ago",
		time.Minute:       "1 minute ago",
		2*time.Minute - 1: "1 minute ago",
		2 * time.Minute:   "2 minutes ago",
		90 * time.Minute:  "90 minutes ago",
	} {
		if got := age(d, &views.English); got != want {
			t.Errorf("age(%s) = %q, want %q", d, got, want)
		}
	}
}

// TestMoment writes times in UTC whatever zone they come in.
func TestMoment(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*60*60)
	got := locales[0].moment(time.Date(2026, 1, 1, 7, 59, 59, 999, shanghai))
	want := views.Time{Machine: "2025-12-31T23:59:59Z", Human: "31 Dec 2025, 23:59:59 UTC"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
