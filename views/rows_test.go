package views

import (
	"html"
	"strings"
	"testing"
)

// TestMappingRow compares whole rows: the code with and without a link, a meaning
// that is known or not, warnings, the releasing side, everything escaped.
func TestMappingRow(t *testing.T) {
	tests := map[string]struct {
		row  MappingRow
		want string
	}{
		"documented": {
			MappingRow{Code: "00008", Href: "/codes#00008", Known: true, Meaning: "Forwarded", Group: "G",
				Suggests: "S"},
			`<tr><th scope="row"><a href="/codes#00008"><code>00008</code></a></th>` +
				`<td>Forwarded </td><td>G </td><td>S</td></tr>`,
		},
		"unknown": {
			MappingRow{Code: "09999", Meaning: "None", Group: "G", Suggests: "S"},
			`<tr><th scope="row"><code>09999</code></th><td class="none">None </td><td>G </td><td>S</td></tr>`,
		},
		"with everything": {
			MappingRow{Code: "1", Known: true, Meaning: "M", Group: "G", ReleasedBy: "R", Suggests: "S",
				Lang: "zh-CN", Source: "Z", Warnings: []string{"W1", "W2"}},
			`<tr><th scope="row"><code>1</code></th><td><span lang="zh-CN">M</span> <small>Z</small> ` +
				`<span class="warn">W1</span><span class="warn">W2</span></td>` +
				`<td>G <small>R</small></td><td>S</td></tr>`,
		},
		"hostile": {
			MappingRow{Code: "<c>", Href: `"h"`, Known: true, Meaning: "<m>", Group: "<g>", ReleasedBy: "<r>",
				Suggests: "<s>", Warnings: []string{"<w>"}},
			`<tr><th scope="row"><a href="&#34;h&#34;"><code>&lt;c&gt;</code></a></th>` +
				`<td>&lt;m&gt; <span class="warn">&lt;w&gt;</span></td>` +
				`<td>&lt;g&gt; <small>&lt;r&gt;</small></td><td>&lt;s&gt;</td></tr>`,
		},
	}
	for name, test := range tests {
		if got := render(t, mappingRows([]MappingRow{test.row})); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
	}
}

// TestRawAnswer: the platform's answer stands on the page as it came, also one
// of a megabyte that is nothing but markup.
func TestRawAnswer(t *testing.T) {
	answers := []string{"", "\n {}\n",
		`{"defId":"1","displayResult":"<b>&amp;'"}`, "\xff<", strings.Repeat("</pre>", 1<<20/6)}
	for _, raw := range answers {
		page := render(t, Result(ResultPage{Page: Page{T: &English}, Raw: raw}))
		if want := `<pre tabindex="0">` + html.EscapeString(raw) + `</pre>`; !strings.Contains(page, want) {
			t.Errorf("the page of an answer of %d bytes does not have it, escaped", len(raw))
		}
	}
}
