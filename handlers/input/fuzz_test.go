package input

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

var seeds = []string{
	"40\t1402245659", "1,402,245,659", "140\n141", "1402245659。", "http://a/vdns/40/results/1402245659,1402245660",
	"1.40225E+09",
	`{"vdnId":40,"defId":1402245659}`, "1. 1402245659", "VDN 40: 1 2 3", "１４０２ 1402245660", "14022\u200b45659",
	"1 402 245 659",
	"/lookup?vdnId=40&amp;defId=1%2C402", "(http://a/vdns/40/batch?id=1&id=2)", "5-6/7:8.9,10;11|12'13",
	"2024年5月1日 ①",
	"\"vdnId\":1{\"id\":2}3", "/vdns/1/results/2…3", "http://a/codes/1?x=2/vdns/3", "0 00 000", "，1、2；3",
	"%31%2532", "45659〥", "４２ ０２", "/vdns/0/results/5%E3%80%82",
}

// FuzzNumber: a number that is taken has all digits of its text in their order,
// parted by one kind of separator into groups of three at most, and is taken as
// the same when written plainly.
//
//	go test ./handlers/input -fuzz FuzzNumber
func FuzzNumber(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	separators := regexp.MustCompile(`\D+`)
	f.Fuzz(func(t *testing.T, text string) {
		n, reason := Number(text)
		if (reason == "") != (n > 0) {
			t.Fatalf("Number(%q) = %d, %q", text, n, reason)
		}
		if reason != "" {
			return
		}
		plainly := strconv.FormatInt(n, 10)
		if again, reason := Number(plainly); again != n || reason != "" {
			t.Errorf("%s is taken as %d, %q", plainly, again, reason)
		}
		bare := decimals.ReplaceAllString(trim(fold(text)), "")
		if digits := separators.ReplaceAllString(bare, ""); strings.TrimLeft(digits, "0") != plainly {
			t.Errorf("Number(%q) = %s, but its digits are %s", text, plainly, digits)
		}
		between := separators.FindAllString(bare, -1)
		for _, s := range between {
			if s != between[0] || !strings.Contains(groupSeparators, s) || len([]rune(s)) != 1 {
				t.Errorf("Number(%q) crosses %q", text, s)
			}
		}
		for i, group := range digitRun.FindAllString(bare, -1) {
			if len(between) > 0 && (i > 0 && len(group) != 3 || len(group) > 3) {
				t.Errorf("Number(%q) joins a group of %d digits", text, len(group))
			}
		}
	})
}

// FuzzIDs: no digit of a text is lost, an ID that is taken is taken as the same
// when written plainly, and no ID has a digit that its text has not.
//
//	go test ./handlers/input -fuzz FuzzIDs
func FuzzIDs(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var told strings.Builder
		for _, p := range IDs(text) {
			told.WriteString(fold(p.Text) + " " + strconv.Itoa(p.ID.VDN) + "\n")
			if (p.Reason == "") != (p.ID.Def > 0) || p.ID.VDN < 0 || p.ID.VDN > MaxVDN {
				t.Errorf("IDs(%q): %+v", text, p)
			}
			if p.Reason != "" {
				continue
			}
			plainly := ID{p.ID.VDN, p.ID.Def}
			if again, reason := One(strconv.FormatInt(p.ID.Def, 10)); again.Def != p.ID.Def || reason != "" {
				t.Errorf("%v is taken as %v, %q", plainly, again, reason)
			}
			link, _ := Address(p.Text)
			if link.Kind == "" && !p.named {
				if n, reason := Number(p.Text); n != p.ID.Def {
					t.Errorf("IDs(%q): %+v, but the number of its text is %d, %q", text, p, n, reason)
				}
			}
		}
		inNumber := func(r rune) bool { return !unicode.IsNumber(r) }
		for run := range strings.FieldsFuncSeq(fold(strings.ToValidUTF8(text, "\ufffd")), inNumber) {
			if !strings.Contains(told.String(), run) && strings.Trim(run, "0") != "" && !isVDNOf(told.String(), run) {
				t.Errorf("IDs(%q) says nothing of %q:\n%s", text, run, told.String())
			}
		}
	})
}

// isVDNOf reports whether the digits are those of a VDN that was named with zeros.
func isVDNOf(told, digits string) bool {
	return strings.Contains(told, " "+strings.TrimLeft(digits, "0")+"\n")
}

// FuzzOne: a field yields one of the IDs of its text, or a reason.
//
//	go test ./handlers/input -fuzz FuzzOne
func FuzzOne(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, reason := One(text)
		if (reason == "") != (id.Def > 0) {
			t.Fatalf("One(%q) = %v, %q", text, id, reason)
		}
		if reason != "" {
			return
		}
		if id.VDN == 0 {
			id.VDN = 40
		}
		plainly := "/vdns/" + strconv.Itoa(id.VDN) + "/results/" + strconv.FormatInt(id.Def, 10)
		if again, reason := One(plainly); again != id || reason != "" {
			t.Errorf("One(%q) = %v, but %s is taken as %v, %q", text, id, plainly, again, reason)
		}
	})
}
