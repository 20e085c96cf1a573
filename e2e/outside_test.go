package e2e

import (
	"testing"

	"isales-console/isales/isalestest"
)

// rawControls finds, in a text of the page, the control characters that must not reach a reader: all of them but the
// tabs and line feeds of templates, and half of a surrogate pair.
const rawControls = `const raw = (text) => (text.match(/[^\t\n\P{Cc}]|[\p{Bidi_Control}\u2028\u2029]/gu) ?? [])
	.map((c) => c.codePointAt(0).toString(16)).join(" ") + (text.isWellFormed() ? "" : " half a pair");`

// TestTextsFromOutside: nothing of a page or of its data shows a control character of the platform's texts; pages and
// CSV show symbols, JSON has escapes.
func TestTextsFromOutside(t *testing.T) {
	t.Parallel()
	platform := isalestest.NewServer(t, isalestest.Options{Data: isalestest.Sample()})
	platform.SetFault(isalestest.FaultControls)
	c := start(t, platformFlags(t, platform)...)
	b := newTab(t, c)
	for _, path := range []string{resultPath, "/vdns/40/results", "/vdns/40/retry", "/vdns/40", "/vdns/40/campaigns"} {
		b.open(path, 200)
		const page = `(() => { ` + rawControls + `
			const all = [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes].map((a) => a.value));
			const shown = document.documentElement.textContent;
			return raw([document.title, shown, ...all].join("")) + (shown.includes("␉␊␋␌␍") ? "" : " no symbols");
		})()`
		if found := eval[string](b, page); found != "" {
			t.Errorf("%s has %s", path, found)
		}
		for suffix, want := range map[string]string{".csv": "␉␊␋␌␍", ".json": `\u202e`} {
			data := `(async () => { ` + rawControls + `
				const text = await (await fetch(` + quote(path+suffix) + `)).text();
				const own = ` + quote(suffix) + ` === ".csv" ? text.replaceAll("\r\n", "\n") : text;
				return raw(own) + (text.includes(` + quote(want) + `) ? "" : " not " + ` + quote(want) + `);
			})()`
			if found := eval[string](b, data); found != "" {
				t.Errorf("%s%s has %s", path, suffix, found)
			}
		}
	}
}
