package views

import (
	"html"
	"strings"
	"testing"
)

// TestMappingRow compares whole rows: the code with and without a link, a meaning
// that is known or not, warnings, the releasing side, everything escaped.
func TestMappingRow(t *testing.T) {
	later := Verdict{Key: "retry_later", Text: "Later"}
	const follows = `<td class="follows line"><span class="verdict" data-verdict="retry_later">Later</span>   `
	tests := map[string]struct {
		row  MappingRow
		want string
	}{
		"documented": {
			MappingRow{Code: "00008", Href: "/codes#00008", Known: true, Meaning: "Forwarded", Group: "G",
				Action: later, Suggests: "S"},
			`<tr><th scope="row"><a href="/codes#00008"><code>00008</code></a></th>` +
				`<td class="wrap"><bdi>Forwarded</bdi></td>` + follows + `<span>S</span></td>` +
				`<td class="aside line"><span>G</span> </td></tr>`,
		},
		"unknown": {
			MappingRow{Code: "09999", Meaning: "None", Group: "G", Suggests: "S"},
			`<tr><th scope="row"><code>09999</code></th><td class="wrap none"><bdi>None</bdi></td>` +
				`<td class="follows line"><span>S</span></td><td class="aside line"><span>G</span> </td></tr>`,
		},
		"with everything": {
			MappingRow{Code: "1", Known: true, Meaning: "M", Group: "G", ReleasedBy: "R", Action: later, Suggests: "S",
				Lang: "zh-CN", Source: "Z", Warnings: []string{"W1", "W2"},
				Note: &Note{Text: "N", Lang: "zh-CN", By: "B"}},
			`<tr><th scope="row"><code>1</code></th><td class="wrap"><span class="note"><b>Your center’s note</b> ` +
				`<span>(<bdi>B</bdi>)</span> <span lang="zh-CN"><bdi>N</bdi></span></span><span lang="zh-CN"><bdi>M</bdi></span>` +
				`<span class="warn">W1</span><span class="warn">W2</span></td>` + follows + `<span>S</span></td>` +
				`<td class="aside line"><span>G</span> <span>R</span> <span>Z</span></td></tr>`,
		},
		"hostile": {
			MappingRow{Code: "<c>", Href: `"h"`, Known: true, Meaning: "<m>", Group: "<g>", ReleasedBy: "<r>",
				Suggests: "<s>", Warnings: []string{"<w>"}, Note: &Note{Text: "<n>", By: "<b>"}},
			`<tr><th scope="row"><a href="&#34;h&#34;"><code>&lt;c&gt;</code></a></th>` +
				`<td class="wrap"><span class="note"><b>Your center’s note</b> <span>(<bdi>&lt;b&gt;</bdi>)</span> ` +
				`<span><bdi>&lt;n&gt;</bdi></span></span><bdi>&lt;m&gt;</bdi><span class="warn">&lt;w&gt;</span></td>` +
				`<td class="follows line"><span>&lt;s&gt;</span></td>` +
				`<td class="aside line"><span>&lt;g&gt;</span> <span>&lt;r&gt;</span> </td></tr>`,
		},
	}
	for name, test := range tests {
		if got := render(t, mappingRow(&English, test.row)); got != test.want {
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
