package dictionary

import (
	"testing"

	"isales-console/isales"
)

func TestDescription(t *testing.T) {
	tests := []struct {
		code, en, zh string
		documented   bool
	}{
		{"00605", "The switch is busy", "交换设备忙", true},
		{"00190", "Text telephone (ans1)", "文本电话（ans1）", true},
		{"0", "The outgoing call succeeded", "呼出成功", true},
		{"01119", "No meaning found so far: the code is only seen in the vendor's examples",
			"目前未查到含义：该码只见于厂商的示例", false},
		{"01288", "An action of the agent while agent and customer were being connected (the vendor's text is cut off)",
			"座席与客户接续过程中的座席操作（厂商文字不完整）", false},
		{"34609", "No meaning found so far: the code is only seen in the vendor's examples",
			"目前未查到含义：该码只见于厂商的示例", false},
		{"09999", "No meaning documented: the code is not in the vendor's list",
			"没有文档说明：该码不在厂商的列表中", false},
		{"605", "No meaning documented: the code is not in the vendor's list",
			"没有文档说明：该码不在厂商的列表中", false},
	}
	for _, tt := range tests {
		for l, want := range map[isales.Language]string{isales.English: tt.en, isales.Chinese: tt.zh} {
			if got, documented := Description(tt.code, l); got != want || documented != tt.documented {
				t.Errorf("%s: %q, %t; want %q, %t", tt.code, got, documented, want, tt.documented)
			}
		}
	}
}
