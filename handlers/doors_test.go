package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// door is a way in which a text comes to the console as a value of VDN 40.
type door struct {
	request func(t *testing.T, text string) *http.Request
	problem string // selector of what the page says about the text
	// taken is the answer when the text is the ID 1402245659, refused when it is none for a reason.
	taken, refused string
}

func asked(before string, escape func(string) string) func(*testing.T, string) *http.Request {
	return func(t *testing.T, text string) *http.Request {
		t.Helper()
		return httptest.NewRequest(http.MethodGet, before+escape(text), nil)
	}
}

const rowProblem = "tbody.steps-rows td small"

var idDoors = map[string]door{
	"form": {asked("/lookup?vdnId=40&defId=", url.QueryEscape), "#defId-error", "303 /vdns/40/results/1402245659",
		"422 {why}"},
	"box": {asked("/find?vdnId=40&q=", url.QueryEscape), "main h1", "303 /vdns/40/results/1402245659",
		"404 Nothing found"},
	"path": {asked("/vdns/40/results/", url.PathEscape), "main h1", "301 /vdns/40/results/1402245659",
		"404 Page not found"},
	"query": {asked("/vdns/40/batch?id=", url.QueryEscape), rowProblem,
		"200 asked 1402245659", "200 {why}"},
	"JSON": {asked("/vdns/40/batch.json?id=", url.QueryEscape), "",
		"200 found asked 1402245659", "200 no_id"},
	"compare": {asked("/vdns/40/compare?id=1402245660&id=", url.QueryEscape), "#second-error",
		"200 asked 1402245659 1402245660", "422 {why}"},
	"paste": {func(t *testing.T, text string) *http.Request {
		t.Helper()
		return formRequest(http.MethodPost, "/vdns/40/batch", url.Values{"ids": {text}})
	}, rowProblem, "303 /vdns/40/batch?id=1402245659", "200 {why}"},
	"upload": {func(t *testing.T, text string) *http.Request {
		t.Helper()
		return upload(t, "/vdns/40/batch", "", "a.csv", text+"\n", "")
	}, rowProblem, "303 /vdns/40/batch?id=1402245659", "200 {why}"},
}

var codeDoors = map[string]door{
	"box":     {asked("/find?vdnId=40&q=", url.QueryEscape), "main h1", "", ""},
	"code":    {asked("/codes/", url.PathEscape), "main h1", "", ""},
	"reverse": {asked("/vdns/40/codes/", url.PathEscape), "main h1", "", ""},
	"field":   {asked("/vdns/40/codes?code=", url.QueryEscape), ".message", "", ""},
}

// through is what becomes of a text at a door: status, address or what is said, and for which IDs the platform was
// asked.
func through(t *testing.T, console *testConsole, d door, text string) string {
	t.Helper()
	console.platform.ResetRequests()
	rec := serve(console, d.request(t, text))
	got := outcome(rec)
	if strings.HasPrefix(rec.Header().Get("Content-Type"), "application/json") {
		for _, result := range jsonOf[batchDocument](t, rec).Results {
			got += " " + result.State
		}
	} else if rec.Header().Get("Location") == "" {
		said := texts(parse(t, rec.Body.String()), d.problem)
		slices.Sort(said) // rows come as they are answered
		got = strings.TrimSpace(got + " " + strings.Join(said, " / "))
	}
	if ids := console.details(); len(ids) > 0 {
		got += " asked " + strings.Join(ids, " ")
	}
	return got
}

// TestDoorsOfIDs: a text is the same ID, or refused for the same reason, at every door.
func TestDoorsOfIDs(t *testing.T) {
	const (
		grouping = "It is not clear whether this is one number or several: write it without separators"
		address  = "https://console.example/vdns/40/results/1402245659"
	)
	type except map[string]string // answers by door
	notPath := except{"path": "404 Page not found"}
	cells := except{"path": "404 Page not found", "upload": "422"} // two columns without a name
	tests := map[string]struct {
		why    string // empty when the text is taken
		except except
	}{
		"'1402245659":    {},
		`"1402245659"`:   {},
		"“1402245659”":   {},
		"1402245659。":    {},
		"#1402245659":    {},
		" １４０２２４５６５９ ":   {},
		"1402245659.0":   {},
		"1,402,245,659":  {},
		"1 402 245 659":  {},
		"140 141":        {grouping, nil},
		"140\u00a0141":   {grouping, nil},
		"140 141 142":    {grouping, nil},
		"1.402.245.659":  {grouping, nil},
		"1.40225E+09":    {shortened, nil},
		"40\t1402245659": {"", cells},
		"40,1402245659":  {"", cells},
		"40，1402245659":  {"", notPath},
		"140\n141": {several,
			except{"query": "200 No external result 140 in VDN 40 / No external result 141 in VDN 40 asked 140 141",
				"JSON": "200 not_found not_found asked 140 141", "paste": "303 /vdns/40/batch?id=140&id=141",
				"upload": "303 /vdns/40/batch?id=140&id=141"}},
		address + ")": {"", notPath},
		address + "。": {"", notPath},
		address + ">": {"", notPath},
		"https://console.example/lookup?vdnId=40&defId=1402245659":                                     {"", notPath},
		"https://platform.example/rest/isales/v1/openapi/campaigns/40/1402245659/queryObsResultDetail": {"", notPath},
		"https://eur01.safelinks.protection.outlook.com/?url=" + url.QueryEscape(address) +
			"&data=05%7C02&reserved=0": {"", notPath},
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for text, test := range tests {
		for name, d := range idDoors {
			want := d.taken
			if test.why != "" {
				want = strings.ReplaceAll(d.refused, "{why}", test.why)
			}
			if other, ok := test.except[name]; ok {
				want = other
			}
			got := through(t, console, d, text)
			if got != want {
				t.Errorf("%s: %q\n got %s\nwant %s", name, text, got, want)
			}
		}
	}
}

// TestDoorsOfCodes: a text is the same code at every door; two are never joined.
func TestDoorsOfCodes(t *testing.T) {
	taken := map[string]string{"box": "303 /codes/00008?vdnId=40", "code": "301 /codes/00008",
		"reverse": "301 /vdns/40/codes/00008", "field": "303 /vdns/40/codes/00008"}
	refused := func(text, box string) map[string]string {
		return map[string]string{"box": box, "code": "404 No code " + text,
			"reverse": fmt.Sprintf("200 Code %s is unknown", text), "field": "422 Enter one code, such as 00605"}
	}
	const address = "https://console.example/codes/00008"
	tests := map[string]map[string]string{
		"'00008": taken, "00008。": taken, "００００８": taken, "“00008”": taken, "#00008": taken,
		"code: 00008": taken,
		"8": {"box": taken["box"], "code": taken["code"], "reverse": "200 Code 8 is unknown",
			"field": "303 /vdns/40/codes/8"},
		address: {"box": "303 /codes/00008", "code": "404 No code " + address,
			"reverse": fmt.Sprintf("200 Code %s is unknown", address),
			"field":   taken["field"]},
		"140 141":     refused("140 141", "404 Nothing found"),
		"00008 00145": refused("00008 00145", "200 “00008 00145” may be one of these"),
		"140\n141":    refused("140␊141", "404 Nothing found"),
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	get(t, console, "/vdns/40") // the list is known: no page asks for results
	for text, want := range tests {
		got := map[string]string{}
		for name, d := range codeDoors {
			got[name] = through(t, console, d, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}

// TestReverseMeant: a code that has lost its zeros leads to the one that is meant,
// in the same VDN.
func TestReverseMeant(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for lang, words := range map[string]string{"en": "Leading zeros may be lost. Did you mean:",
		"zh-CN": "可能丢失了前导零。你要查找的是否为："} {
		doc := parse(t, get(t, console, "/vdns/40/codes/8", "Accept-Language", lang).Body.String())
		meant := doc.Find("main > h1 + p + ul a")
		got := []string{doc.Find("main > h1 + p").Text(), meant.AttrOr("href", ""), meant.Text()}
		if diff := cmp.Diff([]string{words, "/vdns/40/codes/00008", "00008"}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", lang, diff)
		}
	}
	if got := jsonOf[reverseRead](t, get(t, console, "/vdns/40/codes/8.json")).Meant; !cmp.Equal(got, []string{"00008"}) {
		t.Errorf("JSON: %q", got)
	}
}
