package dictionary

import (
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	tests := []struct {
		name, code, want string
		n                int
	}{
		{"zeros lost", "605", "00605 00601 00602", 3},
		{"one zero lost", "0605", "00605 00601 00602", 3},
		{"a zero too many", "000605", "00605", 1},
		{"zero of a status lost", "2000001", "02000001 0200001", 2},
		{"zero of a short status lost", "200001", "0200001 0200000", 2},
		{"zeros only", "000", "00000", 1},
		{"all zeros but one lost", "8", "00008", 1},
		{"swapped", "34069", "34609", 1},
		{"swapped at the end", "00650", "00605", 1},
		{"one digit wrong", "00607", "00601 00602 00603 00604 00605 00606", 6},
		{"same beginning first", "01042", "01040 01041 01043 01046 01048", 5},
		{"one digit lost", "3469", "34609", 1},
		{"one digit too many", "345609", "34609", 1},
		{"status after the last", "02000012", "02000010 02000011 02000002", 3},
		{"full width", "６０５", "00605", 1},
		{"spaces", " 605\u3000", "00605", 1},
		{"a known code", "00605", "00605 00601", 2},
		{"nothing alike", "99999", "", 5},
		{"no digit", "busy", "", 5},
		{"empty", "", "", 5},
		{"long", strings.Repeat("0", 40) + "605", "", 5},
		{"none wanted", "605", "", 0},
		{"less than none", "605", "", -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, e := range Nearest(tt.code, tt.n, Notes{}) {
				got = append(got, e.Code)
			}
			want := strings.Fields(tt.want)
			want = want[:min(len(want), max(tt.n, 0))]
			if !slices.Equal(got, want) {
				t.Errorf("Nearest(%q, %d) = %q, want %q", tt.code, tt.n, got, want)
			}
		})
	}
	var got []string
	for _, e := range Nearest("605", 3, parse(t, "00605,known\n6051,of the center\nOB9,other")) {
		got = append(got, e.Code)
	}
	if want := []string{"00605", "6051", "00601"}; !slices.Equal(got, want) {
		t.Errorf("with notes %q, want %q", got, want)
	}
	if got := len(Nearest("00600", 1000, Notes{})); got == 0 || got > 94 {
		t.Errorf("%d codes are near 00600", got)
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"605", "605", 0}, {"", "605", 3}, {"605", "65", 1}, {"605", "6005", 1}, {"605", "615", 1},
		{"605", "650", 1}, {"605", "065", 1}, {"12345", "21354", 2}, {"ca", "abc", 3}, {"号", "码", 1},
	}
	for _, tt := range tests {
		if ab, ba := distance(tt.a, tt.b), distance(tt.b, tt.a); ab != tt.want || ba != tt.want {
			t.Errorf("distance(%q, %q) = %d and %d the other way, want %d", tt.a, tt.b, ab, ba, tt.want)
		}
	}
}
