package handlers

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestCoveragePages: 450 results are shown on three pages; JSON and CSV are whole on
// each.
func TestCoveragePages(t *testing.T) {
	console := newWhole(t, isalestest.Generate(7, 450, 2), withoutLog)
	get(t, console, "/vdns/7.json")
	tests := map[string]struct {
		first, last, summary, current string
		rows                          int
	}{
		"":        {"1500000001", "1500000200", "1 to 200 of 450", "1", 200},
		"?page=2": {"1500000201", "1500000400", "201 to 400 of 450", "2", 200},
		"?page=3": {"1500000401", "1500000450", "401 to 450 of 450", "3", 50},
		"?page=4": {"", "", "", "", 0},
	}
	for query, tt := range tests {
		t.Run(query, func(t *testing.T) {
			page := get(t, console, "/vdns/7"+query).Body.String()
			doc := parse(t, page)
			names := texts(doc, "table.matrix tbody th code")
			got := tt
			got.first, got.last, got.rows, got.summary, got.current = "", "", len(names), doc.Find("p.lead").Text(),
				doc.Find("ul.jump [aria-current]").Text()
			if len(names) > 0 {
				got.first, got.last = names[0], names[len(names)-1]
			}
			if diff := cmp.Diff([]any{tt.first, tt.last, tt.summary, tt.current, tt.rows},
				[]any{got.first, got.last, got.summary, got.current, got.rows}); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			links := doc.Find("ul.jump a, .empty a")
			if tt.rows == 0 && links.AttrOr("href", "") != "/vdns/7?page=3#matrix" {
				t.Errorf("beyond the end a link leads to %q", links.AttrOr("href", ""))
			}
			for _, a := range doc.Find("table.matrix td a").EachIter() {
				if name := a.ParentsFiltered("tr").Find("th a"); a.AttrOr("href", "-") != name.AttrOr("href", "") {
					t.Errorf("a cell of %s leads to %s", name.AttrOr("href", ""), a.AttrOr("href", "-"))
				}
			}
			if n := len(jsonOf[coverageRead](t, get(t, console, "/vdns/7.json"+query)).Results); n != 450 {
				t.Errorf("the JSON has %d results, want all 450", n)
			}
		})
	}
}

// TestHeadOfVDN: HEAD has the status of GET, and no body.
func TestHeadOfVDN(t *testing.T) {
	srv := listen(t, newWhole(t, isalestest.Sample(), withoutLog))
	client := *srv.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for path, status := range map[string]int{
		"/vdns/40": 200, "/vdns/40.json": 200, "/vdns/40.csv": 200, "/vdns/040": 301, "/vdns/40/": 301, "/vdns/0": 404,
		"/vdns/40/results": 200, "/vdns/40/results.json": 200, "/vdns/40/codes": 200, "/vdns/40/codes?code=605": 303,
		"/vdns/40/codes/00605": 200, "/vdns/40/batch": 200, "/vdns/40/batch.json?id=1": 200, "/vdns/40/compare": 200,
		"/vdns/40/compare?id=x": 422, "/vdns/40/nowhere": 404, examplePath: 200,
	} {
		t.Run(path, func(t *testing.T) {
			resp, err := client.Head(srv.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if diff := cmp.Diff([]any{status, 0}, []any{resp.StatusCode, bodyLength(t, resp)}); diff != "" {
				t.Errorf("status, bytes of the body (-want +got)\n%s", diff)
			}
		})
	}
}

// TestReverseForm: a code leads to its reverse look-up, as people write it.
func TestReverseForm(t *testing.T) {
	tests := map[string]struct {
		status   int
		location string
	}{
		"":                              {200, ""},
		"?code=00605":                   {303, "/vdns/40/codes/00605"},
		"?code=+00605%E3%80%80":         {303, "/vdns/40/codes/00605"},
		"?code=%EF%BC%9000605":          {303, "/vdns/40/codes/000605"},
		"?code=OB99999":                 {303, "/vdns/40/codes/OB99999"},
		"?code=a/b":                     {303, "/vdns/40/codes/a%2Fb"},
		"?code=":                        {422, ""},
		"?code=..":                      {422, ""},
		"?code=00605+00606":             {422, ""},
		"?code=%2F%2Fevil.example%2F00": {303, "/vdns/40/codes/" + "%2F%2Fevil.example%2F00"},
	}
	console := newConsole(t, isalestest.Options{}, withoutLog)
	for query, tt := range tests {
		rec := get(t, console, "/vdns/40/codes"+query)
		if diff := cmp.Diff([]any{tt.status, tt.location}, []any{rec.Code, rec.Header().Get("Location")}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", query, diff)
		}
		if tt.status == 422 && !strings.Contains(rec.Body.String(), `aria-invalid="true"`) {
			t.Errorf("%s: the field is not marked as wrong", query)
		}
	}
}

func bodyLength(t *testing.T, resp *http.Response) int {
	t.Helper()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return len(body)
}
