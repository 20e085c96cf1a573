package handlers

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
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
