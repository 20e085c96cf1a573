package handlers

import (
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// TestCompareTooMany: a third result is not dropped in silence.
func TestCompareTooMany(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for query, want := range map[string]bool{
		"?id=1402245660&id=1402245677":               false,
		"?id=1402245660&id=1402245677&id=1402245659": true,
	} {
		body := get(t, console, "/vdns/40/compare"+query).Body.String()
		if got := strings.Contains(body, "3 external results were picked; the first two are compared."); got != want {
			t.Errorf("%s: said so %v, want %v", query, got, want)
		}
	}
}
