package isales

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"
)

// TestOBSCodesEqualTheSource compares the codes with the file they are read from,
// field by field.
func TestOBSCodesEqualTheSource(t *testing.T) {
	data, err := os.ReadFile("failcodes.json")
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Code       string `json:"code"`
		Chinese    string `json:"zh"`
		English    string `json:"en"`
		Group      string `json:"group"`
		ReleasedBy string `json:"released_by"`
		ZHDetail   string `json:"zh_detail"`
		ENDetail   string `json:"en_detail"`
		Note       string `json:"note"`
	}
	var source []row
	if err := json.Unmarshal(data, &source); err != nil {
		t.Fatal(err)
	}
	if len(source) != 81 || len(OBSCodes()) != 81 {
		t.Fatalf("%d codes in the source, %d in the table, want 81 in both", len(source), len(OBSCodes()))
	}
	documented := 0
	for i, c := range OBSCodes() {
		want := source[i]
		want.Note = ""
		got := row{c.Code, c.Text(Chinese), c.Text(English), string(c.Group), string(c.ReleasedBy), c.Detail(Chinese),
			c.Detail(English), ""}
		if got != want {
			t.Errorf("code %d\n got %+v\nwant %+v", i, got, want)
		}
		if c.Documented() {
			documented++
		}
	}
	if documented != 76 {
		t.Errorf("%d codes with a documented meaning, want 76", documented)
	}
}

// TestLookupOBSCodeComparesTexts: five digits find what is in the table, and no
// other text finds anything.
func TestLookupOBSCodeComparesTexts(t *testing.T) {
	known := make(map[string]bool)
	for _, c := range OBSCodes() {
		known[c.Code] = true
	}
	for n := range 100_000 {
		code := fmt.Sprintf("%05d", n)
		if c, ok := LookupOBSCode(code); ok != known[code] || ok && c.Code != code {
			t.Errorf("look-up of %s finds %q, %t", code, c.Code, ok)
		}
	}
	for _, code := range []string{"", "8", "0008", "000008", "00008 ", " 0008", "+0008", "-0008", "0000:", "/0008",
		"０0008", "0x008", "0000\x00", "00\xff08"} {
		if c, ok := LookupOBSCode(code); ok {
			t.Errorf("look-up of %q finds %s", code, c.Code)
		}
	}
	if c, ok := LookupOBSCode("0"); !ok || c.Code != "00000" {
		t.Errorf("look-up of 0 finds %q, %t; want 00000", c.Code, ok)
	}
}

func TestDescription(t *testing.T) {
	tests := []struct {
		code       string
		language   Language
		want       string
		documented bool
	}{
		{"00008", English, "The called party is being forwarded", true},
		{"00008", Chinese, "被叫正在转移", true},
		{"00605", English, "The switch is busy", true},
		{"34609", English, "No meaning found so far: the code is only seen in the vendor's examples", false},
		{"34609", Chinese, "目前未查到含义：该码只见于厂商的示例", false},
		{"09999", English, "No meaning documented: the code is not in the vendor's list", false},
		{"09999", Chinese, "没有文档说明：该码不在厂商的列表中", false},
		{"00000", English, "The outgoing call succeeded", true},
		{"0", English, "The outgoing call succeeded", true},
		{"8", English, "No meaning documented: the code is not in the vendor's list", false},
		{"000008", English, "No meaning documented: the code is not in the vendor's list", false},
		{"", English, "No meaning documented: the code is not in the vendor's list", false},
	}
	for _, tt := range tests {
		text, documented := Description(tt.code, tt.language)
		if text != tt.want || documented != tt.documented {
			t.Errorf("Description(%q, %s) = %q, %t; want %q, %t", tt.code, tt.language, text, documented, tt.want,
				tt.documented)
		}
	}
}

func TestAPIStatuses(t *testing.T) {
	// Table 6 of the vendor's page, in its order, after success.
	want := "0200000 0200001 02000001 02000002 02000003 02000004 02000005 02000006 02000007 02000008 02000009 " +
		"02000010 02000011"
	var codes []string
	for _, s := range APIStatuses() {
		codes = append(codes, s.Code)
		for _, l := range []Language{Chinese, English} {
			text := s.Meaning(l)
			han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
			if text == "" || han != (l == Chinese) {
				t.Errorf("meaning of %s in %s is %q", s.Code, l, text)
			}
		}
	}
	if got := strings.Join(codes, " "); got != want {
		t.Errorf("codes\n got %s\nwant %s", got, want)
	}
	for code, want := range map[string]bool{"0200000": false, "0200001": true, "02000011": true, "02000012": false,
		"200000": false, "0200006": false} {
		if got := (&APIError{Code: code}).Parameter(); got != want {
			t.Errorf("APIError{%s}.Parameter() = %t, want %t", code, got, want)
		}
	}
	for code, want := range map[string]string{"0299999": "Not in the documentation",
		"0200006": "The platform's database failed (documented for the interfaces of campaigns)"} {
		if text, ok := APIStatusMeaning(code, English); text != want || ok != (code == "0200006") {
			t.Errorf("meaning of %s = %q, %t; want %q", code, text, ok, want)
		}
	}
}
