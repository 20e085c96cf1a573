package input

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestParseCode lists codes as people and spreadsheets write them.
func TestParseCode(t *testing.T) {
	known := []string{"00000", "00008", "00605", "34609", "0200001", "02000001"}
	type want struct {
		Code   Code
		Reason Reason
	}
	c605 := want{Code{"00605", 3, []string{"00605"}}, ""}
	lost := want{Code{"605", 3, []string{"00605"}}, ""}
	tests := map[string]want{
		"00605": c605, " 00605\t": c605, "'00605": c605, `="00605"`: c605, "“00605”。": c605, "００６０５": c605,
		"00605)": c605,
		"#00605": c605, "code: 00605": c605, "failCode=00605": c605, "00605 The switch is busy": c605,
		"00605 总机忙":   c605,
		"\u200b00605": c605, "605": lost, "605.0": lost, "605.": lost,
		"6.05E+02": lost, "６.０５０Ｅ２": lost, "8.00E+00": {Code{"8", 1, []string{"00008"}}, ""},
		"8": {Code{"8", 1, []string{"00008"}}, ""}, "008": {Code{"008", 1, []string{"00008"}}, ""},
		"0": {Code{"0", 0, []string{"00000"}}, ""}, "00000": {Code{"00000", 0, []string{"00000"}}, ""},
		"200001":  {Code{"200001", 6, []string{"0200001"}}, ""},
		"2000001": {Code{"2000001", 7, []string{"02000001"}}, ""},
		"34,609":  {Code{"34609", 5, []string{"34609"}}, ""},
		"99999":   {Code{"99999", 5, nil}, ""},

		"":            {Code{}, Empty},
		"busy":        {Code{Text: "busy"}, Letters},
		"X-1":         {Code{Text: "X-1"}, Letters},
		"00605 00606": {Code{Text: "00605 00606"}, Several},
		"00605,00606": {Code{Text: "00605,00606"}, Several},
		"6E+02":       {Code{Text: "6E+02"}, Shortened},
		"3.46E+04":    {Code{Text: "3.46E+04"}, Shortened},
		"-1":          {Code{Text: "-1"}, Signed},
		"٦٠٥":         {Code{Text: "٦٠٥"}, ForeignDigits},
		"phone: 605":  {Code{Text: "phone: 605"}, Letters},
	}
	for text, w := range tests {
		code, reason := ParseCode(text, known)
		if diff := cmp.Diff(w, want{code, reason}); diff != "" {
			t.Errorf("ParseCode(%q) (-want +got)\n%s", text, diff)
		}
	}
}

// TestParseCodeOrder: the code itself comes before those that differ in zeros.
func TestParseCodeOrder(t *testing.T) {
	code, _ := ParseCode("0605", []string{"00605", "0605", "605"})
	if diff := cmp.Diff([]string{"0605", "00605", "605"}, code.Candidates); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
