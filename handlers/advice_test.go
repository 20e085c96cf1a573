package handlers

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales/isalestest"
)

// said is what a page or an export says of a code: the action in words and the
// sentence.
type said struct{ Action, Sentence string }

// TestOneAdvice: every page and export gives the same action and sentence for each
// of the 81 codes, which are those of the dictionary.
func TestOneAdvice(t *testing.T) {
	all := isalestest.Result{DefID: "1", DisplayResult: "All", Code: "001"}
	for _, e := range dictionary.OBS() {
		all.Mappings = append(all.Mappings, isalestest.Mapping{MapID: e.Code, FailCode: e.Code})
	}
	none := isalestest.Result{DefID: "2", DisplayResult: "None", Code: "002"}
	console := newWhole(t, &isalestest.Data{VDNs: []isalestest.VDN{ // VDN 8 has no codes
		{ID: 7, Results: []isalestest.Result{all, none}}, {ID: 8, Results: []isalestest.Result{none}}}}, withoutLog)
	for i := range locales {
		l := &locales[i]
		load := func(path string) string { return get(t, console, path, "Accept-Language", l.tag).Body.String() }
		page := func(path string) map[string]said { return rowsSaid(parse(t, load(path))) }
		want := map[string]said{}
		for _, e := range dictionary.OBS() {
			want[e.Code] = said{e.Action.Text(l.platform), e.Advice(l.platform)}
		}
		if len(want) != 81 {
			t.Fatalf("%d codes, want 81", len(want))
		}
		// each puts together what an address with the code in it says.
		each := func(read func(code string) map[string]said) map[string]said {
			got := map[string]said{}
			for code := range want {
				maps.Copy(got, read(code))
			}
			return got
		}
		// some does so with many codes in one text, which may have 200 characters.
		some := func(read func(codes string) map[string]said) map[string]said {
			got := map[string]said{}
			for codes := range slices.Chunk(slices.Sorted(maps.Keys(want)), 27) {
				maps.Copy(got, read(strings.Join(codes, "+")))
			}
			return got
		}
		for door, got := range map[string]map[string]said{
			"result page":   page("/vdns/7/results/1"),
			"result JSON":   documentSaid(t, load("/vdns/7/results/1.json"), "mappings", "obsCode", "suggests", l),
			"result CSV":    linesSaid(t, load("/vdns/7/results/1.csv"), "obsCode", "suggests"),
			"result XLSX":   linesSaid(t, load("/vdns/7/results/1.xlsx"), "obsCode", "suggests"),
			"compare page":  page("/vdns/7/compare?id=1&id=2"),
			"compare JSON":  documentSaid(t, load("/vdns/7/compare.json?id=1&id=2"), "codes", "obsCode", "suggests", l),
			"compare CSV":   linesSaid(t, load("/vdns/7/compare.csv?id=1&id=2"), "obsCode", "suggests"),
			"codes page":    page("/codes"),
			"codes JSON":    documentSaid(t, load("/codes.json"), "codes", "code", "advice", l),
			"codes CSV":     linesSaid(t, load("/codes.csv"), "code", "advice"),
			"codes XLSX":    linesSaid(t, load("/codes.xlsx"), "code", "advice"),
			"batch page":    page("/vdns/7/batch?id=1&id=2"),
			"batch JSON":    documentSaid(t, load("/vdns/7/batch.json?id=1"), "codes", "obsCode", "suggests", l),
			"batch CSV":     lineSaid(t, load("/vdns/7/batch.csv?id=1"), " | ", want, l),
			"batch XLSX":    lineSaid(t, load("/vdns/7/batch.xlsx?id=1"), " | ", want, l),
			"list JSON":     documentSaid(t, load("/vdns/7/results.json"), "codes", "obsCode", "suggests", l),
			"list CSV":      lineSaid(t, load("/vdns/7/results.csv"), "", want, l),
			"list XLSX":     lineSaid(t, load("/vdns/7/results.xlsx"), "", want, l),
			"coverage page": page("/vdns/8"),
			"coverage JSON": documentSaid(t, load("/vdns/7.json"), "mapped", "obsCode", "suggests", l),
			"coverage CSV":  linesSaid(t, load("/vdns/7.csv"), "obsCode", "suggests"),
			"coverage XLSX": linesSaid(t, load("/vdns/7.xlsx"), "obsCode", "suggests"),
			"code page": each(func(code string) map[string]said {
				doc := readCode(t, console, code, l)
				return map[string]said{code: {doc.Action, doc.Advice}}
			}),
			"reverse page": each(func(code string) map[string]said { return page("/vdns/7/codes/" + code) }),
			"reverse JSON": each(func(code string) map[string]said {
				one := `{"one":[` + load("/vdns/8/codes/"+code+".json") + `]}`
				return documentSaid(t, one, "one", "obsCode", "suggests", l)
			}),
			"reverse CSV": each(func(code string) map[string]said {
				return linesSaid(t, load("/vdns/7/codes/"+code+".csv"), "obsCode", "suggests")
			}),
			"list page that finds nothing": each(func(code string) map[string]said {
				meant := parse(t, load("/vdns/8/results?q="+code)).Find("p.warn")
				return map[string]said{meant.Find("code").Text(): {meant.Find(".verdict").Text(), meant.Children().Last().Text()}}
			}),
			"found page": some(func(codes string) map[string]said { return page("/find?q=" + codes) }),
			"found JSON": some(func(codes string) map[string]said {
				found := get(t, console, "/find?q="+codes, "Accept-Language", l.tag, "Accept", "application/json")
				return documentSaid(t, found.Body.String(), "candidates", "code", "advice", l)
			}),
		} {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", door, l.tag, diff)
			}
		}
	}
}

// rowsSaid reads the tables of codes of a page; an API status has seven digits.
func rowsSaid(doc *goquery.Document) map[string]said {
	got := map[string]said{}
	for _, row := range doc.Find("table tbody tr").EachIter() {
		if code := row.Find("th code").First().Text(); len(code) == 5 {
			follows := row.Find("td.follows")
			got[code] = said{follows.Find(".verdict").Text(), follows.Children().Last().Text()}
		}
	}
	return got
}

// documentSaid reads a list of a JSON document, whose members have an action and
// the two members that are named.
func documentSaid(t *testing.T, document, list, code, sentence string, l *locale) map[string]said {
	t.Helper()
	var d map[string]any
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		t.Fatal(err)
	}
	got := map[string]said{}
	for _, member := range d[list].([]any) {
		m := member.(map[string]any)
		if m["kind"] != "api" {
			action, _ := m["action"].(string)
			got[m[code].(string)] = said{dictionary.Action(action).Text(l.platform), m[sentence].(string)}
		}
	}
	return got
}

// linesSaid reads a CSV file with a column "action" and the two that are named.
func linesSaid(t *testing.T, file, code, sentence string) map[string]said {
	t.Helper()
	got := map[string]said{}
	for _, row := range csvRows(t, file) {
		if len(row[code]) == 5 { // not an API status
			got[row[code]] = said{row["action"], row[sentence]}
		}
	}
	return got
}

// lineSaid reads the first line of a CSV file with one line for a result: what is
// said of its codes stands in one cell, the sentences with a separator. Without
// one there are no sentences, and those of want are taken.
func lineSaid(t *testing.T, file, separator string, want map[string]said, l *locale) map[string]said {
	t.Helper()
	line := csvRows(t, file)[0]
	sentences := strings.Split(line["suggests"], separator)
	got := map[string]said{}
	for i, action := range strings.Fields(line["actions"]) {
		code := strings.Fields(line["obsCodes"])[i]
		got[code] = said{dictionary.Action(action).Text(l.platform), want[code].Sentence}
		if separator != "" {
			got[code] = said{got[code].Action, sentences[i]}
		}
	}
	return got
}

// csvRows reads the lines of a CSV file, or of the first sheet of a workbook, by the names of the columns.
func csvRows(t *testing.T, file string) (rows []map[string]string) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if strings.HasPrefix(file, "PK") {
		lines, err = sheetsOf(t, file)[0].Cells, nil
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}
