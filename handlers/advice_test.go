package handlers

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales/isalestest"
)

// said is what a page or an export says of a code: the action in words and the
// sentence; one of them is empty where there is no place for it.
type said struct{ Action, Sentence string }

// TestOneAdvice: every page and export gives the same action and sentence for a
// code, which are those of the dictionary.
func TestOneAdvice(t *testing.T) {
	result := isalestest.Result{DefID: "1", DisplayResult: "All", Code: "001"}
	for _, e := range dictionary.OBS() {
		result.Mappings = append(result.Mappings, isalestest.Mapping{MapID: e.Code, FailCode: e.Code})
	}
	other := isalestest.Result{DefID: "2", DisplayResult: "None", Code: "002"}
	data := &isalestest.Data{VDNs: []isalestest.VDN{{ID: 7, Results: []isalestest.Result{result, other}}}}
	console := newWhole(t, data)
	for i := range locales {
		l := &locales[i]
		load := func(path string) string { return get(t, console, path, "Accept-Language", l.tag).Body.String() }
		want := map[string]said{}
		for _, e := range dictionary.OBS() {
			want[e.Code] = said{e.Action.Text(l.platform), e.Advice(l.platform)}
		}
		if len(want) != 81 {
			t.Fatalf("%d codes, want 81", len(want))
		}
		codePages := map[string]said{}
		for code := range want {
			page := readCode(t, console, code, l)
			codePages[code] = said{page.Action, page.Advice}
		}
		for door, got := range map[string]map[string]said{
			"result page":  rowsSaid(parse(t, load("/vdns/7/results/1"))),
			"result JSON":  mappingsSaid(t, load("/vdns/7/results/1.json"), l),
			"result CSV":   linesSaid(t, load("/vdns/7/results/1.csv"), "obsCode", "suggests"),
			"compare page": rowsSaid(parse(t, load("/vdns/7/compare?id=1&id=2"))),
			"code pages":   codePages,
			"codes JSON":   codesSaid(t, load("/codes.json"), l),
			"codes CSV":    linesSaid(t, load("/codes.csv"), "code", "advice"),
		} {
			for code, s := range got {
				if s.Action == "" {
					got[code] = said{want[code].Action, s.Sentence}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", door, l.tag, diff)
			}
		}
	}
}

// rowsSaid reads the tables of codes of a page.
func rowsSaid(doc *goquery.Document) map[string]said {
	got := map[string]said{}
	for _, row := range doc.Find("table tbody tr").EachIter() {
		if code := row.Find("th code").First().Text(); code != "" {
			follows := row.Find("td.follows")
			got[code] = said{follows.Find(".verdict").Text(), follows.Children().Last().Text()}
		}
	}
	return got
}

func mappingsSaid(t *testing.T, document string, l *locale) map[string]said {
	t.Helper()
	var d resultDocument
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		t.Fatal(err)
	}
	got := map[string]said{}
	for _, m := range d.Mappings {
		got[m.OBSCode] = said{dictionary.Action(m.Action).Text(l.platform), m.Suggests}
	}
	return got
}

func codesSaid(t *testing.T, document string, l *locale) map[string]said {
	t.Helper()
	var d codesDocument
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		t.Fatal(err)
	}
	got := map[string]said{}
	for _, c := range d.Codes {
		if c.Kind == "obs" {
			got[c.Code] = said{dictionary.Action(c.Action).Text(l.platform), c.Advice}
		}
	}
	return got
}

// linesSaid reads a CSV file with a column "action" and the two that are named.
func linesSaid(t *testing.T, file, code, sentence string) map[string]said {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range lines[0] {
		column[name] = i
	}
	got := map[string]said{}
	for _, line := range lines[1:] {
		if len(line[column[code]]) == 5 { // not an API status
			got[line[column[code]]] = said{line[column["action"]], line[column[sentence]]}
		}
	}
	return got
}
