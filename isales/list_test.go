package isales_test

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

func collect[E any](seq iter.Seq2[E, error]) (list []E, err error) {
	for e, err := range seq {
		if err != nil {
			return list, err
		}
		list = append(list, e)
	}
	return list, nil
}

func TestListOBSCodesReadsAllPages(t *testing.T) {
	s, c := newPair(t, isalestest.Options{})
	for language, first := range map[isales.Language]string{isales.English: "The switch is busy.",
		isales.Chinese: "交换设备忙"} {
		s.ResetRequests()
		got, err := collect(c.InLanguage(language).ListOBSCodes(t.Context(), 40))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 120 || got[0] != (isales.OBSCodeText{Code: "00605", Text: first}) {
			t.Errorf("%s: %d codes, the first is %+v; want 120 and 00605 %s", language, len(got), got[0], first)
		}
		var queries []string
		for _, r := range s.Requests() {
			queries = append(queries, r.Path[strings.LastIndexByte(r.Path, '/')+1:]+"?"+r.RawQuery)
		}
		want := "queryOBSResultCode?pageNum=1&pageSize=50 queryOBSResultCode?pageNum=2&pageSize=50 " +
			"queryOBSResultCode?pageNum=3&pageSize=50"
		slices.Sort(queries) // the second and the third are asked for at once
		if got := strings.Join(queries, " "); got != want {
			t.Errorf("asked %s, want %s", got, want)
		}
	}
}

func TestListExternalResults(t *testing.T) {
	s, c := newPair(t, isalestest.Options{Data: isalestest.Generate(7, 300, 1200)})
	got, err := collect(c.ListExternalResults(t.Context(), 7))
	if err != nil || len(got) != 300 || len(s.Requests()) != 6 {
		t.Fatalf("%d results in %d calls, error %v; want 300 in 6", len(got), len(s.Requests()), err)
	}
	want := isalestest.Generate(7, 300, 1200).VDNs[0].Results
	for i, r := range got {
		if r.DefID != want[i].DefID || r.DisplayResult != want[i].DisplayResult || r.Code != want[i].Code {
			t.Fatalf("result %d is %+v, want %+v", i, r, want[i])
		}
	}
	if none, err := collect(c.ListExternalResults(t.Context(), 8)); err != nil || none != nil {
		t.Errorf("an unknown VDN lists %v, error %v; want nothing", none, err)
	}
}

func TestListSurvivesFaults(t *testing.T) {
	tests := []struct {
		fault isalestest.Fault
		want  error
	}{
		{isalestest.FaultLooseTypes, nil}, {isalestest.FaultBOM, nil}, {isalestest.FaultOnlyResult, nil},
		{isalestest.FaultStatus503, isales.ErrStatus}, {isalestest.FaultHTML, isales.ErrNotJSON},
		{isalestest.FaultBadJSON, isales.ErrNotJSON}, {isalestest.FaultStatus401, isales.ErrUnauthorized},
	}
	for _, tt := range tests {
		_, c := newPair(t, isalestest.Options{Fault: tt.fault})
		got, err := collect(c.ListOBSCodes(t.Context(), 40))
		if !errors.Is(err, tt.want) || err == nil && len(got) != 120 {
			t.Errorf("%s: %d codes, error %v; want %v", tt.fault, len(got), err, tt.want)
		}
	}
	_, c := newPair(t, isalestest.Options{Fault: isalestest.FaultWrongTypes})
	if _, err := collect(c.ListOBSCodes(t.Context(), 40)); errorType(err) != "*isales.DecodeError" {
		t.Errorf("wrong types: %v, want a DecodeError", err)
	}
	if _, err := collect(c.ListOBSCodes(t.Context(),
		0)); err == nil || err.Error() != "isales: VDN ID 0 is not between 1 and 9999" {
		t.Errorf("VDN 0: %v", err)
	}
}

func errorType(err error) string { return fmt.Sprintf("%T", err) }

// changing serves a list that changes between its pages.
func changing(t *testing.T, pages func(call, page int) (total int, codes []int)) (*isales.Client, *int) {
	t.Helper()
	calls := 0
	var mu sync.Mutex // one page after the other: pages counts them
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		calls++
		page, err := strconv.Atoi(r.URL.Query().Get("pageNum"))
		if err != nil {
			t.Error(err)
		}
		total, codes := pages(calls, page)
		var rows []string
		for _, code := range codes {
			rows = append(rows, fmt.Sprintf(`{"obsCode":"%05d","obsCodeDesc":""}`, code))
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w,
			`{"resultCode":"0200000","totalCount":`+strconv.Itoa(total)+`,"obsCodes":[`+strings.Join(rows, ",")+`]}`)
	}))
	t.Cleanup(server.Close)
	c, err := isales.New(server.URL, isales.Credentials{AccessKey: "AK", SecretKey: "SK"})
	if err != nil {
		t.Fatal(err)
	}
	return c, &calls
}

// slice returns the page of the numbers from first to last.
func slice(first, last, page int) (codes []int) {
	for i := first + (page-1)*50; i <= last && i < first+page*50; i++ {
		codes = append(codes, i)
	}
	return codes
}

// changes are lists that change between their pages.
var changes = map[string]struct {
	pages func(call, page int) (int, []int)
	codes int
	calls int
	err   string
}{
	"steady": {func(_, page int) (int, []int) { return 120, slice(1, 120, page) }, 120, 3, ""},
	// The first entry goes away after page 1: 51 moves to page 1 and would be lost.
	"shrinks": {func(call, page int) (int, []int) {
		if call == 1 {
			return 120, slice(1, 120, page)
		}
		return 119, slice(2, 120, page)
	}, 120, 6, ""},
	"grows at the front": {func(call, page int) (int, []int) {
		if call == 1 {
			return 120, slice(1, 120, page)
		}
		return 121, slice(0, 120, page)
	}, 121, 6, ""},
	// A pass reads as many pages as its first one says.
	"grows with each page": {func(_, page int) (int, []int) { return 1000 * page, slice(1, 1000, page) },
		1000, 20, "isales: the list does not add up: 1000 entries came, the platform counts 20000"},
	"longer than is believed": {func(_, page int) (int, []int) { return 20000, slice(1, 20000, page) },
		10000, 200, "isales: the list does not add up: 10000 entries came, the platform counts 20000"},
	"comes short": {func(_, page int) (int, []int) { return 120, slice(1, 81, page) }, 81, 6,
		"isales: the list does not add up: 81 entries came, the platform counts 120"},
	"empty page": {func(_, page int) (int, []int) { return 120, nil }, 0, 2,
		"isales: the list does not add up: 0 entries came, the platform counts 120"},
	"the same page again and again": {func(int, int) (int, []int) { return 120, slice(1, 50, 1) }, 50, 3,
		"isales: the list does not add up: 50 entries came, the platform counts 120"},
	"more than the count": {func(int, int) (int, []int) { return 6, slice(1, 50, 1) }, 50, 2,
		"isales: the list does not add up: 50 entries came, the platform counts 6"},
	"nothing": {func(int, int) (int, []int) { return 0, nil }, 0, 1, ""},
}

func TestListThatChangesMeanwhile(t *testing.T) {
	for name, tt := range changes {
		t.Run(name, func(t *testing.T) {
			c, calls := changing(t, tt.pages)
			got, err := collect(c.ListOBSCodes(t.Context(), 1))
			text := ""
			if err != nil {
				text = err.Error()
			}
			if len(got) != tt.codes || *calls != tt.calls || text != tt.err {
				t.Errorf("%d codes in %d calls, error %q; want %d in %d, error %q", len(got), *calls, text, tt.codes,
					tt.calls, tt.err)
			}
			seen := make(map[string]bool)
			for _, e := range got {
				if seen[e.Code] {
					t.Errorf("code %s came twice", e.Code)
				}
				seen[e.Code] = true
			}
		})
	}
}

// TestListCountIsNeeded, as a number or a string: without it the list would seem
// to be empty.
func TestListCountIsNeeded(t *testing.T) {
	for member, want := range map[string]string{
		`"totalCount":1,`:    "",
		`"totalCount":" 1",`: "",
		"":                   "isales: /totalCount: missing",
		`"totalCount":null,`: "isales: /totalCount: missing",
		`"totalCount":"",`:   "isales: the list does not add up: 1 entries came, the platform counts 0",
		`"totalCount":"x",`:  `isales: /totalCount: want a number, got "x"`,
		`"totalCount":-1,`:   `isales: /totalCount: want a string or an integer, got the number "-1"`,
		`"totalCount":[],`:   "isales: /totalCount: want a string or an integer, got an array",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `{`+member+`"obsCodes":[{"obsCode":" 00008"}],"resultCode":"0200000"}`)
		}))
		defer server.Close()
		c, err := isales.New(server.URL, isales.Credentials{AccessKey: "AK", SecretKey: "SK"})
		if err != nil {
			t.Fatal(err)
		}
		got, err := collect(c.ListOBSCodes(t.Context(), 1))
		text := ""
		if err != nil {
			text = err.Error()
		}
		if text != want || err == nil && (len(got) != 1 || got[0] != isales.OBSCodeText{Code: "00008"}) {
			t.Errorf("%s %v, error %q, want %q", member, got, text, want)
		}
	}
}
