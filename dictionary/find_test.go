package dictionary

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	tests := []struct{ text, want string }{
		{"00605", "00605"}, {"605", "00605"}, {"0605", "00605"}, {"000605", "00605"}, {" ６０５　", "00605"},
		{"8", "00008"},
		{"34609", "34609"}, {"34605", "34605"}, {"1288", "01288"}, {"0", "00000"}, {"000", "00000"},
		{"0200001", "0200001"}, {"200001", "0200001"}, {"2000001", "02000001"}, {"200000", "0200000"},
		{"99999", ""}, {"60", ""}, {"6 05", ""}, {"605a", ""}, {"busy", ""}, {"", ""}, {"-605", ""}, {"6٠5", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, e := range Find(tt.text) {
			got = append(got, e.Code)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("Find(%q) = %q, want %q", tt.text, s, tt.want)
		}
	}
}

// TestCodesDifferInMoreThanZeros lets a number without its zeros stand for one
// code.
func TestCodesDifferInMoreThanZeros(t *testing.T) {
	for _, e := range all() {
		if found := Find(withoutZeros(e.Code)); len(found) != 1 || found[0] != e {
			t.Errorf("%s without zeros stands for %d codes", e.Code, len(found))
		}
	}
}

func TestNeighbours(t *testing.T) {
	tests := []struct{ code, previous, next string }{
		{"00000", "", "00003"}, {"0", "", "00003"}, {"00605", "00604", "00606"}, {"00606", "00605", "00701"},
		{"34611", "34609", ""}, {"01119", "01056", "01153"},
		{"00607", "00606", "00701"}, {"99999", "34611", ""}, {"00001", "00000", "00003"},
		{"0200000", "", "0200001"}, {"0200001", "0200000", "02000001"}, {"02000011", "02000010", ""},
		{"607", "", ""}, {"OB999", "", ""}, {"", "", ""},
	}
	for _, tt := range tests {
		if previous, next := Neighbours(tt.code); previous.Code != tt.previous || next.Code != tt.next {
			t.Errorf("Neighbours(%q) = %q, %q; want %q, %q", tt.code, previous.Code, next.Code, tt.previous, tt.next)
		}
	}
	for _, list := range [][]Entry{OBS(), API()} {
		walked := []Entry{list[0]}
		for {
			_, next := Neighbours(walked[len(walked)-1].Code)
			if next.Code == "" || len(walked) > len(list) {
				break
			}
			walked = append(walked, next)
		}
		if !slices.Equal(walked, list) {
			t.Errorf("walked through %d codes, want %d", len(walked), len(list))
		}
	}
}
