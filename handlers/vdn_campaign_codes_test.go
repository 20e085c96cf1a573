package handlers

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// manyFailures is the demo with 60 days and 40 codes of failures in campaign 7001.
func manyFailures() *isalestest.Data {
	data := isalestest.Sample()
	codes := []string{"01119", "08888", "77777"}
	for _, e := range dictionary.OBS()[:37] {
		codes = append(codes, e.Code)
	}
	days := make([]map[string]int, 60)
	for ago := range days {
		if ago%9 == 5 {
			continue
		}
		days[ago] = map[string]int{}
		for i, code := range codes {
			if n := (ago*7 + i*13) % 17; n > 0 {
				days[ago][code] = n
			}
		}
	}
	data.VDNs[0].Campaigns[0].Failures = days
	return data
}

// shownFailures is what a page says, by the day and the action or by the code.
type shownFailures struct {
	Picture, DayTable map[string]int // without zeros
	DayTotals         map[string]int
	Actions           map[string]string
	Codes             map[string][]string // calls, share, change, calls before, marks
	Tiles             []string
	Unmapped, Unknown []string
}

// wantFailures counts the simulator's data anew, from ago to ago days before today.
func wantFailures(data *isalestest.Data, from, to int) shownFailures {
	vdn := data.VDNs[0]
	mapped := map[string]bool{}
	for _, r := range vdn.Results {
		for _, m := range r.Mappings {
			mapped[m.FailCode] = true
		}
	}
	want := shownFailures{Picture: map[string]int{}, DayTotals: map[string]int{}, Actions: map[string]string{},
		Codes: map[string][]string{}}
	during, before, byAction := map[string]int{}, map[string]int{}, map[dictionary.Action]int{}
	length := from - to + 1
	total, totalBefore := 0, 0
	for ago := to; ago <= from+length; ago++ {
		day := testNow().AddDate(0, 0, -ago).Format(time.DateOnly)
		if ago <= from {
			want.DayTotals[day[5:]] = 0
		}
		for code, n := range vdn.Campaigns[0].Failures[ago] {
			action := dictionary.Advise(code, dictionary.Notes{}).Action
			if ago > from {
				before[code] += n
				totalBefore += n
				continue
			}
			want.Picture[day+" "+action.Text(isales.English)] += n
			want.DayTotals[day[5:]] += n
			during[code] += n
			byAction[action] += n
			total += n
		}
	}
	want.DayTable = want.Picture
	share := func(n int) string { return fmt.Sprintf("%.1f%%", 100*float64(n)/float64(total)) }
	for _, a := range dictionary.Actions() {
		want.Actions[a.Text(isales.English)] = fmt.Sprintf("%d (%s)", byAction[a], share(byAction[a]))
	}
	change := func(n int) string { return strings.Replace(fmt.Sprintf("%+d", n), "-", "−", 1) }
	ours, unmapped, unknown := 0, 0, 0
	all := maps.Clone(before)
	maps.Copy(all, during)
	for code := range all {
		n := during[code]
		_, explained := dictionary.Description(code, isales.English)
		explained = explained || slices.ContainsFunc(vdn.Codes, func(c isalestest.Code) bool {
			return c.Code == code && c.English != ""
		})
		marks := ""
		if !mapped[code] {
			marks, unmapped = marks+" unmapped", unmapped+n
			if n > 0 {
				want.Unmapped = append(want.Unmapped, fmt.Sprintf("%s (%d)", code, n))
			}
		}
		if !explained {
			marks, unknown = marks+" unexplained", unknown+n
			if n > 0 {
				want.Unknown = append(want.Unknown, fmt.Sprintf("%s (%d)", code, n))
			}
		}
		switch dictionary.Advise(code, dictionary.Notes{}).Reason {
		case "our_side", "capacity", "platform":
			marks, ours = marks+" ours to mend", ours+n
		}
		want.Codes[code] = []string{strconv.Itoa(n), share(n), change(n - before[code]), strconv.Itoa(before[code]),
			strings.TrimSpace(marks)}
	}
	want.Codes["All codes"] = []string{strconv.Itoa(total), "100.0%", change(total - totalBefore),
		strconv.Itoa(totalBefore),
		""}
	want.Tiles = []string{strconv.Itoa(total)}
	for _, n := range []int{ours, unmapped, unknown} {
		want.Tiles = append(want.Tiles, fmt.Sprintf("%s (%d)", share(n), n))
	}
	slices.Sort(want.Unmapped)
	slices.Sort(want.Unknown)
	return want
}

// readFailuresPage reads the picture and both tables of a page, and checks that the
// bars are as long as their numbers.
func readFailuresPage(t *testing.T, doc *goquery.Document) shownFailures {
	t.Helper()
	number := func(s string) int {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			t.Errorf("%q is no number", s)
		}
		return n
	}
	got := shownFailures{Picture: map[string]int{}, DayTable: map[string]int{}, DayTotals: map[string]int{},
		Actions: map[string]string{}, Codes: map[string][]string{}, Tiles: texts(doc, "dl.numbers dd")}
	labels := texts(doc, "svg.days > text")
	largest := 1
	for i := 0; i < len(labels); i += 2 {
		got.DayTotals[labels[i]] = number(labels[i+1])
		largest = max(largest, number(labels[i+1]))
	}
	percent := func(e *goquery.Selection, name string) float64 {
		width, err := strconv.ParseFloat(strings.TrimSuffix(e.AttrOr(name, ""), "%"), 64)
		if err != nil {
			t.Error(err)
		}
		return width
	}
	ends := map[string]float64{}
	for _, bar := range doc.Find("svg.days > rect").EachIter() {
		text := bar.Find("title").Text()
		key, n, _ := strings.Cut(strings.Replace(text, ",", "", 1), ":")
		got.Picture[key] = number(n)
		day := key[:len(time.DateOnly)]
		x, width := percent(bar, "x"), percent(bar, "width")
		wantX := max(ends[day], 15)
		if math.Abs(x-wantX) > .01 || math.Abs(width-70*float64(number(n))/float64(largest)) > .001 {
			t.Errorf("the bar %q begins at %v and is %v wide", text, x, width)
		}
		ends[day] = x + width
	}
	tables := doc.Find("table.counts")
	names := tables.First().Find("thead th")
	for _, row := range tables.First().Find("tbody tr").EachIter() {
		day, sum := row.Find("th").Text(), 0
		cells := row.Find("td")
		for i := range cells.Length() {
			n := number(cells.Eq(i).Text())
			if i == cells.Length()-1 {
				if n != sum || n != got.DayTotals[day[5:]] {
					t.Errorf("%s: %d in the table, %d added up, %d in the picture", day, n, sum, got.DayTotals[day[5:]])
				}
			} else if sum += n; n > 0 {
				got.DayTable[day+" "+names.Eq(i+1).Text()] = n
			}
		}
	}
	for _, row := range tables.Last().Find("tbody tr, tfoot tr").EachIter() {
		cells := row.Find("td.number")
		before := cells.Eq(2).Find("small").Text()
		got.Codes[strings.TrimSpace(row.Find("th").Text())] = []string{cells.Eq(0).Text(), cells.Eq(1).Text(),
			strings.TrimSpace(strings.TrimSuffix(cells.Eq(2).Text(), before)), strings.TrimSuffix(before, " before"),
			strings.TrimSpace(strings.ReplaceAll(row.Find(".wrap small > span:not(.verdict)").Text(), "·", ""))}
	}
	for _, a := range doc.Find(".legend li").EachIter() {
		got.Actions[a.Find(".verdict").Text()] = a.Find("span:not(.verdict)").Text()
	}
	got.Unmapped, got.Unknown = texts(doc, "#unmapped .code-count"), texts(doc, "#unknown .code-count")
	slices.Sort(got.Unmapped)
	slices.Sort(got.Unknown)
	return got
}

// TestFailuresRecomputed: picture, tables, JSON and CSV agree with the simulator's data
// to the last number.
func TestFailuresRecomputed(t *testing.T) {
	data := manyFailures()
	tests := map[string]struct {
		query    string
		from, to int // days ago
		asked    int // statistics
	}{
		"default": {"", 6, 0, 1},
		"30 days": {"?from=2026-02-03&to=2026-03-04", 29, 0, 2},
		"15 days": {"?from=2026-02-01&to=2026-02-15", 31, 17, 1},
		"one day": {"?from=2026-03-01&to=2026-03-01", 3, 3, 1},
	}
	for name, test := range tests {
		console := newWhole(t, data, withoutLog)
		const path = "/vdns/40/campaigns/7001/codes"
		document := jsonOf[failuresDocument](t, get(t, console, path+".json"+test.query))
		want := wantFailures(data, test.from, test.to)
		got := readFailuresPage(t, parse(t, get(t, console, path+test.query).Body.String()))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: page (-want +got)\n%s", name, diff)
		}
		if diff := cmp.Diff(countsOf(data, test.from, test.to), documentCounts(document)); diff != "" {
			t.Errorf("%s: JSON (-want +got)\n%s", name, diff)
		}
		if got := fmt.Sprintf("%d", document.Calls); got != want.Tiles[0] || len(document.Codes) != len(want.Codes)-1 {
			t.Errorf("%s: JSON has %s calls and %d codes, want %s and %d", name, got, len(document.Codes), want.Tiles[0],
				len(want.Codes)-1)
		}
		lines := map[string]int{}
		for _, line := range csvOf(t, get(t, console, path+".csv"+test.query))[1:] {
			lines[line[2]+" "+line[3]], _ = strconv.Atoi(line[5])
		}
		if diff := cmp.Diff(countsOf(data, test.from, test.to), lines); diff != "" {
			t.Errorf("%s: CSV (-want +got)\n%s", name, diff)
		}
		asked := 0
		for _, r := range console.platform.Requests() {
			if r.Operation == isalestest.OperationStatistics {
				asked++
			}
		}
		if asked != test.asked {
			t.Errorf("%s: the statistics were asked for %d times, want %d", name, asked, test.asked)
		}
	}
}

// countsOf are the simulator's counts by day and code.
func countsOf(data *isalestest.Data, from, to int) map[string]int {
	counts := map[string]int{}
	for ago := to; ago <= from; ago++ {
		day := testNow().AddDate(0, 0, -ago).Format(time.DateOnly)
		for code, n := range data.VDNs[0].Campaigns[0].Failures[ago] {
			counts[day+" "+code] = n
		}
	}
	return counts
}

func documentCounts(d failuresDocument) map[string]int {
	counts := map[string]int{}
	for _, day := range d.Days {
		for _, c := range day.ByCode {
			counts[day.Date+" "+c.Key] = c.Calls
		}
	}
	return counts
}
