package platform

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"isales-console/isales"
)

func TestOutcome(t *testing.T) {
	transport := func(kind error) error { return &isales.TransportError{Kind: kind, Err: context.DeadlineExceeded} }
	status := func(code int) error { return &isales.StatusError{StatusCode: code} }
	tests := []struct {
		err  error
		want string
	}{
		{nil, "ok"},
		{context.Canceled, "canceled"}, {fmt.Errorf("isales: %w", context.Canceled), "canceled"},
		{context.DeadlineExceeded, "canceled"},
		{fmt.Errorf("isales: %w", context.DeadlineExceeded), "other"},
		{&isales.NotFoundError{VDNID: 40, DefID: 7}, "not_found"},
		{status(401), "unauthorized"}, {status(403), "forbidden"}, {status(429), "throttled"},
		{status(302), "redirect"}, {status(399), "redirect"},
		{status(400), "http_status"}, {status(404), "http_status"}, {status(500), "http_status"},
		{status(503), "http_status"}, {status(204), "http_status"},
		{fmt.Errorf("isales: %w: more", isales.ErrTooLarge), "too_large"}, {&isales.NotJSONError{}, "not_json"},
		{transport(isales.ErrTimeout), "timeout"}, {transport(isales.ErrUnreachable), "unreachable"},
		{transport(isales.ErrInterrupted), "interrupted"}, {transport(isales.ErrTLS), "tls"},
		{&isales.APIError{Code: "02000007"}, "other"}, {&isales.CodeMismatchError{}, "other"},
		{&isales.DecodeError{}, "other"},
		{&UnavailableError{Err: status(503)}, "other"}, {ErrSlow, "other"}, {errors.New("else"), "other"},
	}
	var seen []string
	for _, tt := range tests {
		got := Outcome(tt.err)
		if got != tt.want {
			t.Errorf("Outcome(%v) = %q, want %q", tt.err, got, tt.want)
		}
		seen = append(seen, got)
	}
	slices.Sort(seen)
	all := Outcomes()
	slices.Sort(all)
	if seen = slices.Compact(seen); !slices.Equal(seen, all) {
		t.Errorf("seen %q, want all of %q", seen, all)
	}
}
