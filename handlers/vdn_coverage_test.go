package handlers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// plainPicture is a VDN's coverage, computed in the plainest way from what the
// simulator serves.
type plainPicture struct {
	vdn             isalestest.VDN
	codes           []string            // all that there are, sorted
	uses            map[string][]string // the IDs of the results of each code, in list order
	mapped, missing []string
	twice           []string
}

func pictureOf(vdn isalestest.VDN, failed func(defID string) bool) plainPicture {
	p := plainPicture{vdn: vdn, uses: map[string][]string{}}
	all := map[string]bool{}
	for _, c := range vdn.Codes {
		all[c.Code] = true
	}
	for _, c := range isales.OBSCodes() {
		all[c.Code] = true
	}
	for _, r := range vdn.Results {
		for _, m := range r.Mappings {
			if !failed(r.DefID) && !slices.Contains(p.uses[m.FailCode], r.DefID) {
				p.uses[m.FailCode] = append(p.uses[m.FailCode], r.DefID)
				all[m.FailCode] = true
			}
		}
	}
	p.codes = sortedKeys(all)
	for _, code := range p.codes {
		switch n := len(p.uses[code]); {
		case n == 0:
			p.missing = append(p.missing, code)
		case n > 1:
			p.twice = append(p.twice, code)
			fallthrough
		default:
			p.mapped = append(p.mapped, code)
		}
	}
	return p
}

func none(string) bool { return false }

func (p plainPicture) result(defID string) isalestest.Result {
	return p.vdn.Results[slices.IndexFunc(p.vdn.Results, func(r isalestest.Result) bool { return r.DefID == defID })]
}

// meaning is what the VDN says of a code, or else the documentation.
func (p plainPicture) meaning(code string, l *locale) string {
	for _, c := range p.vdn.Codes {
		text := map[isales.Language]string{isales.English: c.English, isales.Chinese: c.Chinese}[l.platform]
		if c.Code == code && text != "" {
			return dictionary.FullWidth(text)
		}
	}
	text, _ := dictionary.Description(code, l.platform)
	return text
}

func plainGroup(code string, l *locale) string {
	known, _ := isales.LookupOBSCode(code)
	if group, ok := l.messages.Groups[string(known.Group)]; ok {
		return group
	}
	return l.messages.GroupUnknown
}

// groupNames are the groups that have a code, in their order.
func (p plainPicture) groupNames(l *locale) (names []string) {
	for _, g := range append(isales.Groups(), "") {
		name := l.messages.GroupUnknown
		if g != "" {
			name = l.messages.Groups[string(g)]
		}
		if slices.ContainsFunc(p.codes, func(code string) bool { return plainGroup(code, l) == name }) {
			names = append(names, name)
		}
	}
	return names
}

// shownCoverage is what a coverage page says, apart from its matrix.
type shownCoverage struct {
	Title, Numbers    string
	Groups            []string // name, lengths of the two bars, mapped, unmapped
	Unmapped, Twice   []string
	Matrix            []string
	Warnings, Missing []string
}

func readCoverage(doc *goquery.Document) shownCoverage {
	cells := func(selector string) []string {
		return doc.Find(selector).Map(func(_ int, tr *goquery.Selection) string {
			return strings.Join(tr.Find("th, td").Map(func(_ int, cell *goquery.Selection) string {
				bars := cell.Find("rect")
				return strings.Join(strings.Fields(cell.Text()+" "+bars.First().AttrOr("width", "")+" "+bars.Last().AttrOr("width", "")), " ")
			}), "|")
		})
	}
	return shownCoverage{
		Title: join(texts(doc, "h1")), Numbers: strings.Join(texts(doc, "dl.numbers dd"), " "),
		Groups: cells("table.bars tbody tr"), Unmapped: cells("h2#unmapped ~ details:not(:has(h2)) tbody tr"),
		Twice:  cells("#twice tbody tr"),
		Matrix: cells("table.matrix tr"), Warnings: texts(doc, "p.warn, div.warn > p"), Missing: texts(doc, "div.warn li"),
	}
}

// wantCoverage computes the page.
func (p plainPicture) wantCoverage(l *locale) shownCoverage {
	t := l.messages
	want := shownCoverage{Title: strings.ReplaceAll(t.CoverageTitle, "{vdn}", strconv.Itoa(p.vdn.ID)),
		Warnings: []string{}, Missing: []string{},
		Numbers: fmt.Sprint(len(p.vdn.Results), len(p.mapped), len(p.missing), len(p.twice), 0)}
	names := p.groupNames(l)
	for _, name := range names {
		of := func(codes []string) (n int) {
			for _, code := range codes {
				if plainGroup(code, l) == name {
					n++
				}
			}
			return n
		}
		want.Groups = append(want.Groups, fmt.Sprintf("%s|%d %d|%d|%d", name, of(p.mapped), of(p.missing), of(p.mapped), of(p.missing)))
	}
	want.Matrix = []string{strings.Join(append([]string{t.FactDisplay, t.ColVerdict}, names...), "|")}
	for _, r := range p.vdn.Results[:min(len(p.vdn.Results), 200)] {
		row := []string{r.DisplayResult + " " + r.DefID, p.verdict(r).Text(l.platform)}
		for _, name := range names {
			n := 0
			for _, m := range r.Mappings {
				if slices.Contains(p.uses[m.FailCode], r.DefID) && plainGroup(m.FailCode, l) == name {
					n++
				}
			}
			row = append(row, strings.TrimPrefix(strconv.Itoa(n), "0"))
		}
		want.Matrix = append(want.Matrix, strings.Join(row, "|"))
	}
	for _, name := range names { // unmapped codes, by group
		want.Unmapped = append(want.Unmapped, p.unmappedOf(name, l)...)
	}
	for _, code := range p.twice[:min(len(p.twice), 100)] {
		var in []string
		for i, id := range p.uses[code] {
			if i == 4 {
				in = append(in, t.MoreResults.Of(len(p.uses[code])-i))
				break
			}
			in = append(in, p.result(id).DisplayResult+" "+id)
		}
		action := dictionary.Advise(code, *noNotes).Action.Text(l.platform)
		want.Twice = append(want.Twice, code+"|"+p.meaning(code, l)+action+"|"+strings.Join(in, " "))
	}
	return want
}

// unmappedOf are the unmapped codes of a group, as the page shows them.
func (p plainPicture) unmappedOf(group string, l *locale) (rows []string) {
	for _, code := range p.missing {
		if plainGroup(code, l) == group {
			known, _ := isales.LookupOBSCode(code)
			rows = append(rows, fmt.Sprintf("%s|%s|%s|%s", code, p.meaning(code, l), group, known.ReleasedBy))
		}
	}
	return rows
}

// verdict is what follows for a result that was read.
func (p plainPicture) verdict(r isalestest.Result) dictionary.Verdict {
	var codes []string
	for _, m := range r.Mappings {
		codes = append(codes, m.FailCode)
	}
	return dictionary.Judge(codes, dictionary.Notes{}).Verdict
}

// withoutAdvice leaves the first two cells of each unmapped row: what the others
// say is tested with the tables of codes.
func (s shownCoverage) withoutAdvice() shownCoverage {
	for i, row := range s.Unmapped {
		s.Unmapped[i] = strings.Join(strings.Split(row, "|")[:2], "|")
		for _, source := range []string{fromDocs, fromVDN, locales[1].messages.SourceDocs, locales[1].messages.SourceVDN} {
			s.Unmapped[i] = strings.TrimSpace(strings.TrimSuffix(s.Unmapped[i], source))
		}
	}
	return s
}

// TestCoverage: each number of the page is right, each call is made once, never
// more than ten at a time, and who comes later costs nothing.
func TestCoverage(t *testing.T) {
	data := generated()
	console := newWhole(t, data, withoutLog)
	console.platform.SetLatency(time.Millisecond) // so that calls meet, even on one processor
	want := pictureOf(data.VDNs[0], none)
	if len(want.vdn.Results) != 300 || len(want.missing) == 0 || len(want.twice) == 0 {
		t.Fatalf("%d results, %d codes unmapped, %d mapped twice", len(want.vdn.Results), len(want.missing), len(want.twice))
	}
	for i := range locales {
		l := &locales[i]
		console.platform.ResetRequests()
		first := map[string]any{}
		var visitors sync.WaitGroup // who all come at once
		var mu sync.Mutex
		for _, path := range []string{"/vdns/7", "/vdns/7.json", "/vdns/7.csv", "/vdns/7/results.json", "/vdns/7/codes/00605.json"} {
			visitors.Go(func() {
				rec := get(t, console, path, "Accept-Language", l.tag)
				mu.Lock()
				defer mu.Unlock()
				first[path] = rec.Code
			})
		}
		visitors.Wait()
		rec := get(t, console, "/vdns/7", "Accept-Language", l.tag)
		if diff := cmp.Diff(want.wantCoverage(l).withoutAdvice(), readCoverage(parse(t,
			rec.Body.String())).withoutAdvice()); diff != "" || rec.Code != 200 {
			t.Errorf("%s: status %d, %v (-want +got)\n%s", l.tag, rec.Code, first, diff)
		}
		want.checkJSON(t, jsonOf[coverageRead](t, get(t, console, "/vdns/7.json", "Accept-Language", l.tag)))
		if diff := cmp.Diff(want.wantLines(l), csvOf(t, get(t, console, "/vdns/7.csv", "Accept-Language", l.tag))); diff != "" {
			t.Errorf("%s: CSV (-want +got)\n%s", l.tag, diff)
		}
		calls := console.calls()
		for call, n := range calls {
			if n != 1 {
				t.Errorf("%s: %s was asked %d times", l.tag, call, n)
			}
		}
		if n := len(console.details()); n != 300 || len(calls) < 302 || len(calls) > 320 {
			t.Errorf("%s: %d details of %d different calls", l.tag, n, len(calls))
		}
	}
	if n := console.platform.Stats().MaxInFlight; n > 10 || n < 2 {
		t.Errorf("%d calls in flight at once, want at most 10, but not one after the other", n)
	}
}

func (p plainPicture) checkJSON(t *testing.T, got coverageRead) {
	t.Helper()
	want := coverageRead{coverageDocument: coverageDocument{Schema: 2, VDNID: p.vdn.ID, ReadAt: got.ReadAt,
		Complete: true, Unmapped: p.missing, MappedTwice: p.twice,
		Repeated: []string{}, Contradictions: []contradiction{}}, Results: []resultOverview{}}
	for _, r := range p.vdn.Results {
		o := resultOverview{DefID: r.DefID, DisplayResult: r.DisplayResult, NamedCode: english40.nameCode(r.Code),
			Verdict: string(p.verdict(r))}
		for _, m := range r.Mappings {
			o.OBSCodes = append(o.OBSCodes, m.FailCode)
		}
		want.Results = append(want.Results, o)
	}
	for i, code := range p.mapped {
		known, _ := isales.LookupOBSCode(code)
		advice := got.Mapped[min(i, len(got.Mapped)-1)].adviceDocument // has a test of its own
		advice.OBSCode, advice.Group = code, string(known.Group)
		want.Mapped = append(want.Mapped, codeUse{advice, p.uses[code]})
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(codeUse{}, coverageRead{})); diff != "" {
		t.Errorf("JSON (-want +got)\n%s", diff)
	}
}

func (p plainPicture) wantLines(l *locale) [][]string {
	lines := [][]string{{"vdnId", "obsCode", "codeAndDescription", "description", "group", "results", "defIds",
		"displayResults", "verdicts", "action", "suggests", "note"}}
	for _, code := range p.codes {
		var names, verdicts []string
		advice := dictionary.Advise(code, *noNotes)
		for _, id := range p.uses[code] {
			names = append(names, p.result(id).DisplayResult)
			verdicts = append(verdicts, string(p.verdict(p.result(id))))
		}
		lines = append(lines, []string{strconv.Itoa(p.vdn.ID), code, code + " " + p.meaning(code, l), p.meaning(code, l),
			plainGroup(code, l),
			strconv.Itoa(len(p.uses[code])), strings.Join(p.uses[code], " "), strings.Join(names, "; "), strings.Join(verdicts, " "),
			advice.Action.Text(l.platform), advice.Sentence(l.platform), ""})
	}
	return lines
}
