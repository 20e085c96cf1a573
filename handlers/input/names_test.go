package input

import "testing"

// TestNames: a name that a column of IDs may have stands before an ID in text too.
func TestNames(t *testing.T) {
	for name, want := range map[string]field{
		"defId": fieldDef, "External result ID": fieldDef, "外显结果 ID": fieldDef, "结果ID": fieldDef,
		"IDs": fieldDef, "外显结果": fieldDef,
		"vdn_id": fieldVDN, "VDN 编号": fieldVDN, "failCode": fieldOther, "phone": fieldOther, "": fieldNone,
		"：": fieldNone,
	} {
		if got := fieldOf(name); got != want {
			t.Errorf("%q is %d, want %d", name, got, want)
		}
	}
}
