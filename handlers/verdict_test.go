package handlers

import (
	"strings"
	"testing"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// TestVerdictLine: each count says what is counted, the verdict's own first.
func TestVerdictLine(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for codes, want := range map[string]string{
		"":                        "No codes",
		"00129":                   "Do not retry: 1 of 1 code",
		"00129 00538":             "Do not retry: 2 of 2 codes",
		"00145 09999":             "Cannot tell: 1 of 2 codes Retry soon: 1 of 2",
		"00129 09999":             "Cannot tell: 1 of 2 codes Do not retry: 1 of 2",
		"00145 00129":             "Mixed Do not retry: 1 of 2 codes Retry soon: 1 of 2",
		"00145 00008 00606 00181": "Retry later: 1 of 4 codes Retry soon: 2 of 4 Ask the administrator: 1 of 4",
	} {
		var r isales.ExternalResult
		for _, code := range strings.Fields(codes) {
			r.Mappings = append(r.Mappings, isales.Mapping{OBSCode: code})
		}
		console.Results = answering(r)
		doc := parse(t, get(t, console, examplePath).Body.String())
		if got := join(texts(doc, ".verdict-line")); got != want {
			t.Errorf("%s: %q, want %q", codes, got, want)
		}
	}
}
