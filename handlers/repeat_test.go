package handlers

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/results"

	"context"
)

// keeping are Results with one copy, and what was counted.
type keeping struct {
	copy    *isales.ExternalResult
	asked   *int
	counted *int
}

func (k keeping) ExternalResult(context.Context, results.Query) (results.Copy, error) {
	*k.asked++
	return results.Copy{ExternalResult: k.copy, Origin: results.Kept}, nil
}

func (k keeping) Keeps(_ results.Query, r *isales.ExternalResult) bool {
	*k.counted++
	return r == k.copy
}

// TestRepeat: what is sent again is what was sent before, but for the ID of the
// request, and nothing that may have changed is sent again.
func TestRepeat(t *testing.T) {
	k := keeping{&isales.ExternalResult{VDNID: 40, DefID: "1", DisplayResult: "用户忙", Code: "002", Raw: "{}", ReceivedAt: testNow()}, new(int), new(int)}
	console := newConsole(t, isalestest.Options{}, withResults(k), withoutLog)
	id := "AAAAAAAAAAAAAAAA"
	console.NewRequestID = func() string { return id }
	const path = "/vdns/40/results/1"
	tests := []struct {
		name   string
		header []string
		before func()
		asked  int // anew
	}{
		{"first", nil, nil, 1},
		{"again", nil, nil, 0},
		{"another ID", nil, func() { id = "BBBBBBBBBBBBBBBB" }, 0},
		{"another language", []string{"Accept-Language", "zh-CN"}, nil, 1},
		{"that again", []string{"Accept-Language", "zh-CN"}, nil, 0},
		{"as data", []string{"Accept", "application/json"}, nil, 1},
		{"with a cookie", []string{"Cookie", "a=b"}, nil, 1},
		{"two lines of a header", []string{"Cookie", "a=b", "Cookie", "c=d"}, nil, 1},
		{"two lines again", []string{"Cookie", "a=b", "Cookie", "c=d"}, nil, 1},
		{"forced reload", []string{"Cache-Control", "no-cache"}, nil, 1},
		{"behind a proxy", []string{"X-Forwarded-Proto", "https"}, nil, 1},
		{"a very long cookie", []string{"Cookie", strings.Repeat("x", longestRepeat)}, nil, 1},
		{"the first once more", nil, nil, 0},
		{"after a form", nil, func() { post(t, console, "/preferences", "lang=en") }, 1},
		{"after a dictionary", nil, func() { console.codes.changed() }, 1},
		{"after a newer answer", nil, func() { k2 := *k.copy; k.copy = &k2; console.Results = k }, 1},
	}
	var first *httptest.ResponseRecorder
	for _, test := range tests {
		if test.before != nil {
			test.before()
		}
		before := *k.asked
		rec := ask(t, console, http.MethodGet, path, test.header...)
		if rec.Code != 200 || rec.Header().Get("X-Request-Id") != id || !strings.Contains(rec.Body.String(), id) {
			t.Errorf("%s: status %d, ID %q, or the page lacks %q", test.name, rec.Code, rec.Header().Get("X-Request-Id"), id)
		}
		if got := *k.asked - before; got != test.asked {
			t.Errorf("%s: asked %d times, want %d", test.name, got, test.asked)
		}
		if test.name == "first" {
			first = rec
		}
		if test.name == "again" {
			if first.Body.String() != rec.Body.String() || !sameHeader(first.Header(), rec.Header()) {
				t.Errorf("sent again:\n%v\n%s\nwant\n%v\n%s", rec.Header(), rec.Body, first.Header(), first.Body)
			}
		}
	}
}

func post(t *testing.T, h http.Handler, path, form string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	h.ServeHTTP(httptest.NewRecorder(), r)
}

func sameHeader(a, b http.Header) bool {
	if len(a) != len(b) {
		return false
	}
	for name := range a {
		if strings.Join(a[name], "\n") != strings.Join(b[name], "\n") {
			return false
		}
	}
	return true
}
