//go:build !race

package isales

import (
	"context"
	"strings"
	"testing"
	"time"
)

// The race detector allocates too, hence the build constraint.

// TestAllocations holds how little memory a call takes: what is not the result
// (three pieces: it, its text and its mappings) is garbage.
func TestAllocations(t *testing.T) {
	c, err := New("https://192.0.2.10:28080", benchCredentials, WithTransport(newFromMemory(manyMappings(t))))
	if err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(t.Context(), 9*time.Second)
	defer cancel()
	signer, at := newSigner(Signing{}, benchCredentials), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	// A name with an escape takes memory, unless a stencil passes it over.
	escaped := "[" + strings.Repeat(changed("mapId", `map\u0049d`)+",", 200) + "{}]"
	query := func(ctx context.Context) func() {
		return func() {
			if _, err := c.QueryExternalResult(ctx, 40, 1402245659); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, tt := range map[string]struct {
		most float64
		do   func()
	}{
		"call with a deadline":     {9, query(soon)},
		"call without a deadline":  {13, query(t.Context())},
		"signature in this second": {1, func() { signer.authorization(benchMessage, at) }},
		"client in a language":     {1, func() { c.InLanguage(Chinese) }},
		"list of 200 mappings": {100, func() {
			if err := (&scanner{s: escaped}).mappings(new(ExternalResult)); err != nil {
				t.Fatal(err)
			}
		}},
		"look-up of a code": {0, func() { LookupOBSCode("00008") }},
	} {
		if got := testing.AllocsPerRun(100, tt.do); got > tt.most {
			t.Errorf("%s: %v allocations, want at most %v", name, got, tt.most)
		}
	}
}
