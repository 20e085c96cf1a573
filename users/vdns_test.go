package users

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestVDNSet reads limits and looks at their edges.
func TestVDNSet(t *testing.T) {
	tests := []struct {
		text, err, written string
		in, out            []int
	}{
		{"40", "", "40", []int{40}, []int{39, 41, 4, 400, 0, -40}},
		{"40,100-199", "", "40,100-199", []int{40, 100, 150, 199}, []int{39, 41, 99, 200}},
		{"1-9999", "", "1-9999", []int{1, 5000, 9999}, []int{0, 10000}},
		{"9999,1", "", "9999,1", []int{1, 9999}, []int{2, 9998}},
		{" 40 , 100 - 199 ", "", "40,100-199", []int{40, 100, 199}, []int{41, 99}},
		{"7-7,007", "", "7,7", []int{7}, []int{6, 8}},
		{"1-5,3-9", "", "1-5,3-9", []int{1, 5, 6, 9}, []int{10}},
		{"", `"" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"40,", `"" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{",40", `"" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"0", `"0" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"10000", `"10000" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"0-5", `"0-5" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"5-10000", `"5-10000" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"199-100", `"199-100" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"-40", `"-40" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"40-", `"40-" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"1-2-3", `"1-2-3" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"all", `"all" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{" * ", "", "all", []int{1, 9999}, nil},
		{"*,40", `"*" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"40 41", `"40 41" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"４０", `"４０" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
		{"18446744073709551656",
			`"18446744073709551656" is neither a VDN ID from 1 to 9999 nor a range like 100-199`, "", nil, nil},
	}
	for _, test := range tests {
		set, err := ParseVDNSet(test.text, maxVDN)
		message, written := "", ""
		if err != nil {
			message = err.Error()
		} else {
			written = set.String()
		}
		if diff := cmp.Diff([]string{test.err, test.written}, []string{message, written}); diff != "" {
			t.Errorf("%q (-want +got)\n%s", test.text, diff)
			continue
		}
		for _, vdn := range test.in {
			if !set.Has(vdn) {
				t.Errorf("%q does not have %d", test.text, vdn)
			}
		}
		for _, vdn := range test.out {
			if err == nil && set.Has(vdn) {
				t.Errorf("%q has %d", test.text, vdn)
			}
		}
	}
	if all := VDNSet(nil); !all.Has(1) || !all.Has(9999) || all.String() != "all" {
		t.Errorf("no limit is %s", all)
	}
	if none := (VDNSet{}); none.Has(1) {
		t.Error("an empty limit has VDN 1")
	}
}
