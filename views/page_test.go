package views

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

func TestForeign(t *testing.T) {
	tests := []struct{ page, text, want string }{
		{"en", "", ""},
		{"en", "6: The call is not answered.", ""},
		{"en", "外呼成功", "zh-CN"},
		{"en", "9: 用户拒接", "zh-CN"},
		{"en", "！？，", ""}, // punctuation of both
		{"en", "かな", ""},  // Japanese without Chinese characters
		{"en", "\xff用", "zh-CN"},
		{"en", "𠀀", "zh-CN"}, // beyond the basic plane
		{"zh-CN", "外呼成功", ""},
		{"zh-CN", "The call is not answered", ""},
	}
	for _, test := range tests {
		p := Page{T: &Messages{Lang: test.page}}
		if got := p.foreign(test.text); got != test.want {
			t.Errorf("foreign(%q) on a page in %s = %q, want %q", test.text, test.page, got, test.want)
		}
	}
}

func TestAroundAge(t *testing.T) {
	for text, want := range map[string][3]string{
		"Checked {time}, {age}.": {"Checked ", ", ", "."},
		"查询时间：{time}，{age}":      {"查询时间：", "，", ""},
		"{time}{age}":            {"", "", ""},
	} {
		start, middle, end := aroundAge(text)
		if got := [3]string{start, middle, end}; got != want {
			t.Errorf("aroundAge(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWrong(t *testing.T) {
	for _, test := range []struct {
		form LookupForm
		want bool
	}{
		{LookupForm{}, false},
		{LookupForm{VDN: Field{Value: "x"}, Def: Field{Value: "y"}}, false},
		{LookupForm{VDN: Field{Error: "x"}}, true},
		{LookupForm{Def: Field{Error: "x"}}, true},
	} {
		if got := test.form.Wrong(); got != test.want {
			t.Errorf("%+v: Wrong() = %t, want %t", test.form, got, test.want)
		}
	}
}

// samplePages are pages of each kind, each with n rows or so many codes.
func samplePages(n int) map[string]templ.Component {
	page := Page{T: &English, Version: "1"}
	return map[string]templ.Component{
		"lookup": Lookup(LookupPage{Page: page, Form: LookupForm{VDN: Field{"40", "wrong"}, Def: Field{Value: "1"}}}),
		"result": Result(sampleResult(n)),
		"codes":  Codes(CodesPage{Page: page, Sections: []CodeSection{{"busy", "Busy", sampleRows(n)}}}),
		"error": Error(ErrorPage{Page: page, Heading: "h", What: "w", Do: TimedText{Text: "d"}, PlatformSays: "说",
			Retry: "/vdns/1/results/1"}),
	}
}

// sampleResult is a page with n rows of the usual kinds and a raw answer of the
// length that so many mappings have.
func sampleResult(n int) ResultPage {
	p := ResultPage{
		Page: Page{T: &English, Active: NavLookup, Canonical: "/vdns/40/results/1402245659",
			JSON: "/vdns/40/results/1402245659.json", Version: "1.2.3"},
		VDN: "40", Def: "1402245659", DisplayText: "6: The call is not answered.", Code: "002",
		Count: strconv.Itoa(n), CSV: "/vdns/40/results/1402245659.csv",
		CheckedAt: Time{"2026-03-04T05:06:07Z", "4 Mar 2026, 05:06:07 UTC"}, Age: "less than a minute ago",
		Details: []Detail{{"API status", "resultCode 0200000: The query succeeded"}, {"Duration", "12 ms"}},
	}
	var raw strings.Builder
	for i, row := range sampleRows(n) {
		p.Rows = append(p.Rows, row)
		fmt.Fprintf(&raw, `{"mapId":"%d","defId":"1402245659","failCode":"%s","vdnId":"40"},`, 1059886898+i, row.Code)
	}
	p.Raw = `{"resultCode":"0200000","obResult":{"resultMapList":[` + raw.String() + `]}}`
	return p
}

func sampleRows(n int) (rows []MappingRow) {
	for i := range n {
		code := fmt.Sprintf("%05d", i)
		row := MappingRow{Code: code, Href: "/codes#" + code, Known: i%10 != 0,
			Meaning: "No answer; the called party is being forwarded",
			Group:   "Forwarded", Suggests: "Call again later or use another number."}
		if i%10 == 0 {
			row.ReleasedBy = "Released by the platform"
			row.Warnings = []string{"The platform files this mapping under VDN 41."}
		}
		rows = append(rows, row)
	}
	return rows
}

func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatalf("Render: %v", err)
	}
	return b.String()
}
