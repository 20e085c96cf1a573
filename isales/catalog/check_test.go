package catalog_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/isales/isalestest"
)

// result makes a result of the codes, which are separated by spaces; "!" makes one
// that was not read.
func result(id, code, obsCodes string) catalog.Result {
	r := catalog.Result{DefID: id, Code: code}
	if obsCodes == "!" {
		r.Err = errors.New("not read")
		return r
	}
	for _, obs := range strings.Fields(obsCodes) {
		r.Mappings = append(r.Mappings, isales.Mapping{OBSCode: obs})
	}
	return r
}

// byFirstLetter advises by what codes begin with: n never, t temporary, others
// undecided. Undecided wins unless both others occur.
func byFirstLetter(codes []string) catalog.Advice {
	all := strings.Join(codes, " ")
	has := func(letter string) bool { return strings.Contains(" "+all, " "+letter) }
	switch {
	case has("n") && has("t"):
		return catalog.MixedAdvice
	case has("u") || all == "":
		return catalog.Undecided
	case has("n"):
		return catalog.NeverRetry
	}
	return catalog.Temporary
}

// shown is a check as text: "001(7 8)" for each external result code with its
// results, a star for a listed one.
type shown struct{ Retried, NotRetried, Mixed, Unread, Gone string }

func show(c catalog.PolicyCheck) shown {
	text := func(list []catalog.Checked) string {
		var words []string
		for _, x := range list {
			star := ""
			if x.Listed {
				star = "*"
			}
			words = append(words, fmt.Sprintf("%s%s(%s)", x.Code, star, ids(x.Results)))
		}
		return strings.Join(words, " ")
	}
	return shown{text(c.Retried), text(c.NotRetried), text(c.Mixed), text(c.Unread), strings.Join(c.Gone, " ")}
}

var checks = []struct {
	name        string
	noRetry     string
	results     []catalog.Result
	want        shown
	differences int
	agrees      bool
}{
	{"nothing", "", nil, shown{}, 0, true},
	{"never, listed", "001", []catalog.Result{result("1", "001", "n1 n2")}, shown{}, 0, true},
	{"never, not listed", "", []catalog.Result{result("1", "001", "n1 n2")}, shown{Retried: "001(1)"}, 1, false},
	{"temporary, listed", "001", []catalog.Result{result("1", "001", "t1")}, shown{NotRetried: "001*(1)"}, 1, false},
	{"temporary, not listed", "", []catalog.Result{result("1", "001", "t1")}, shown{}, 0, true},
	{"mixed, listed", "001", []catalog.Result{result("1", "001", "t1 n1")}, shown{Mixed: "001*(1)"}, 0, true},
	{"mixed, not listed", "", []catalog.Result{result("1", "001", "n1 t1")}, shown{Mixed: "001(1)"}, 0, true},
	{"undecided", "001", []catalog.Result{result("1", "001", "n1 u1"), result("2", "002", "u1")}, shown{}, 0, true},
	{"without codes", "001", []catalog.Result{result("1", "001", "")}, shown{}, 0, true},
	{"not read", "001", []catalog.Result{result("1", "001", "!"), result("2", "002", "!")},
		shown{Unread: "001*(1) 002(2)"}, 0, false},
	{"gone", "009,001,008,009", []catalog.Result{result("1", "001", "n1")}, shown{Gone: "009 008"}, 2, false},
	{"unread is not gone", "001", []catalog.Result{result("1", "001", "!")}, shown{Unread: "001*(1)"}, 0, false},
	{"codes are text", "1", []catalog.Result{result("1", "001", "n1")}, shown{Retried: "001(1)", Gone: "1"}, 2, false},
	{"one code, two results", "",
		[]catalog.Result{result("1", "001", "n1"), result("2", "002", "t1"), result("3", "001", "n2")},
		shown{Retried: "001(1 3)"}, 1, false},
	{"one code, mixed by two results", "001", []catalog.Result{result("1", "001", "n1"), result("3", "001", "t2")},
		shown{Mixed: "001*(1 3)"}, 0, true},
	{"one code, one of two read", "", []catalog.Result{result("1", "001", "n1"), result("3", "001", "!")},
		shown{Unread: "001(1 3)"}, 0, false},
	{"no external result code", "", []catalog.Result{result("1", "", "n1"), result("2", "", "n2"), result("3", "", "t1")},
		shown{Retried: "(1) (2)"}, 2, false},
	{"order of the list", "", []catalog.Result{result("9", "009", "n1"), result("1", "001", "n1")},
		shown{Retried: "009(9) 001(1)"}, 2, false},
}

func TestCheck(t *testing.T) {
	for _, tt := range checks {
		t.Run(tt.name, func(t *testing.T) {
			var noRetry []string
			if tt.noRetry != "" {
				noRetry = strings.Split(tt.noRetry, ",")
			}
			got := catalog.NewChecker(tt.results, byFirstLetter).Check(noRetry)
			if diff := cmp.Diff(tt.want, show(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if got.Differences() != tt.differences || got.Agrees() != tt.agrees {
				t.Errorf("%d differences, agrees %t; want %d, %t", got.Differences(), got.Agrees(), tt.differences, tt.agrees)
			}
		})
	}
}

// TestCheckAgainstSets compares with the definitions, computed set by set, for
// results with different codes.
func TestCheckAgainstSets(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var results []catalog.Result
		var noRetry []string
		for i := range random.IntN(12) {
			codes := []string{"", "n1", "n1 n2", "t1", "t1 t2", "n1 t1", "u1", "n1 u1", "!"}[random.IntN(9)]
			results = append(results, result(fmt.Sprint(i), fmt.Sprintf("c%d", i), codes))
		}
		for range random.IntN(8) {
			noRetry = append(noRetry, fmt.Sprintf("c%d", random.IntN(15)))
		}
		var want shown
		add := func(to *string, text string) { *to = strings.TrimSpace(*to + " " + text) }
		for _, r := range results {
			listed := slices.Contains(noRetry, r.Code)
			text := fmt.Sprintf("%s%s(%s)", r.Code, map[bool]string{true: "*"}[listed], r.DefID)
			never, temporary := true, true
			anyNever, anyTemporary := false, false
			for _, m := range r.Mappings {
				never, temporary = never && m.OBSCode[0] == 'n', temporary && m.OBSCode[0] == 't'
				anyNever, anyTemporary = anyNever || m.OBSCode[0] == 'n', anyTemporary || m.OBSCode[0] == 't'
			}
			switch {
			case r.Err != nil:
				add(&want.Unread, text)
			case anyNever && anyTemporary:
				add(&want.Mixed, text)
			case len(r.Mappings) > 0 && never && !listed:
				add(&want.Retried, text)
			case len(r.Mappings) > 0 && temporary && listed:
				add(&want.NotRetried, text)
			}
		}
		for _, code := range noRetry {
			exists := slices.ContainsFunc(results, func(r catalog.Result) bool { return r.Code == code })
			if !exists && !slices.Contains(strings.Fields(want.Gone), code) {
				add(&want.Gone, code)
			}
		}
		if diff := cmp.Diff(want, show(catalog.NewChecker(results, byFirstLetter).Check(noRetry))); diff != "" {
			t.Fatalf("%v against %v (-want +got)\n%s", noRetry, results, diff)
		}
	}
}

// Codes of the sample data after which a number is not to be called again, and
// codes that are no reason for either: written down here, so that the expectation
// comes from no other part of the program.
const (
	neverInSample     = "00129 00538 00209 00150 00184 00186 00263 00160 00261 00149 00604"
	undecidedInSample = "00000 09999 00602 00605 01048 00259 00003 34606 00702 00606 00703 01043 34608"
)

// TestCheckSample checks the campaigns of the simulator's VDN 40, whose results are
// read through the client.
func TestCheckSample(t *testing.T) {
	advise := func(codes []string) catalog.Advice {
		var letters []string
		for _, code := range codes {
			letter := "t"
			if slices.Contains(strings.Fields(neverInSample), code) {
				letter = "n"
			}
			if slices.Contains(strings.Fields(undecidedInSample), code) {
				letter = "u"
			}
			letters = append(letters, letter+code)
		}
		return byFirstLetter(letters)
	}
	_, client := newPair(t, isalestest.Sample())
	c, err := catalog.Read(t.Context(), client, 40, catalog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		noRetry string
		want    shown
	}{
		{"003,004,010,B99", shown{
			Retried: "007(1402245664) 019(1402245676)", NotRetried: "003*(1402245661)",
			Mixed: "009(1402245666) 010*(1402245667)", Gone: "B99",
		}},
		{"004,007,019", shown{Mixed: "009(1402245666) 010(1402245667)"}},
	} {
		got := show(catalog.NewChecker(c.Results(), advise).Check(strings.Split(tt.noRetry, ",")))
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.noRetry, diff)
		}
	}
}
