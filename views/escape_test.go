package views

import (
	"html"
	"strings"
	"testing"
)

var escapeSeeds = []string{
	"", "a", "&", "<", ">", `"`, "'", "&amp;", "a&b<c>d\"e'f", "\x00", "\xff<", "外显<结果>", "\u2028", strings.Repeat("<", 1000),
	strings.Repeat("no special character here ", 100) + "&", strings.Repeat("x", lookAhead-1) + "&", strings.Repeat("x", lookAhead) + `"<`, `{"defId":"1","displayResult":"<b>"}`,
}

// FuzzAppendText: our escaping, which is there for its speed, is the standard
// library's.
//
//	go test ./views -fuzz FuzzAppendText
func FuzzAppendText(f *testing.F) {
	for _, s := range escapeSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(appendText([]byte("before"), s)), "before"+html.EscapeString(s); got != want {
			t.Errorf("appendText(%q) = %q, want %q", s, got, want)
		}
		quotesLeft := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
		if got := string(appendContent(nil, s)); got != quotesLeft {
			t.Errorf("appendContent(%q) = %q, want %q", s, got, quotesLeft)
		}
	})
}

// TestAppendRow compares whole rows: the code with and without a link, a meaning
// that is known or not, warnings, the releasing side, everything escaped.
func TestAppendRow(t *testing.T) {
	tests := map[string]struct {
		row  MappingRow
		want string
	}{
		"documented": {
			MappingRow{Code: "00008", Href: "/codes#00008", Known: true, Meaning: "Forwarded", Group: "G", Suggests: "S"},
			`<tr><th scope="row"><a href="/codes#00008"><code>00008</code></a></th><td>Forwarded</td><td>G</td><td>S</td></tr>`,
		},
		"unknown": {
			MappingRow{Code: "09999", Meaning: "None", Group: "G", Suggests: "S"},
			`<tr><th scope="row"><code>09999</code></th><td class="none">None</td><td>G</td><td>S</td></tr>`,
		},
		"with everything": {
			MappingRow{Code: "1", Known: true, Meaning: "M", Group: "G", ReleasedBy: "R", Suggests: "S", Warnings: []string{"W1", "W2"}},
			`<tr><th scope="row"><code>1</code></th><td>M<span class="warn">W1</span><span class="warn">W2</span></td><td>G<small>R</small></td><td>S</td></tr>`,
		},
		"hostile": {
			MappingRow{Code: "<c>", Href: `"h"`, Known: true, Meaning: "<m>", Group: "<g>", ReleasedBy: "<r>", Suggests: "<s>", Warnings: []string{"<w>"}},
			`<tr><th scope="row"><a href="&#34;h&#34;"><code>&lt;c&gt;</code></a></th><td>&lt;m&gt;<span class="warn">&lt;w&gt;</span></td>` +
				`<td>&lt;g&gt;<small>&lt;r&gt;</small></td><td>&lt;s&gt;</td></tr>`,
		},
	}
	for name, test := range tests {
		if got := string(appendRow(nil, &test.row)); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
		if got := string(test.row.Ready().appendTo([]byte("before"))); got != "before"+test.want {
			t.Errorf("%s, ready:\n got %s\nwant before%s", name, got, test.want)
		}
	}
}
