package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// symbols are the visible forms of some of isalestest.Controls, as pages and tables show them.
const symbols = "␈␉␊␋␌␍"

// rawControls are the control characters in a body that its own line ends and white space do not explain.
func rawControls(t *testing.T, rec *httptest.ResponseRecorder) (found []rune) {
	t.Helper()
	body, white := rec.Body.String(), "\n"
	switch media := rec.Header().Get("Content-Type"); {
	case strings.HasPrefix(media, "text/html"):
		white = "\n\t"
	case strings.HasPrefix(media, "text/csv"):
		white, body = "", ""
		for _, line := range csvOf(t, rec) {
			body += strings.Join(line, "")
		}
	}
	for _, r := range body {
		if (unicode.IsControl(r) || strings.ContainsRune(isalestest.Controls, r)) && !strings.ContainsRune(white, r) {
			found = append(found, r)
		}
	}
	return found
}

// TestTextsOfThePlatform: no form of any page shows a control character of the platform's, each shows its symbol.
func TestTextsOfThePlatform(t *testing.T) {
	notes, err := dictionary.ParseNotes([]byte("00145,\"a" + strings.ReplaceAll(isalestest.Controls, `"`, "") +
		"b\",,,c,d\n"))
	if err != nil {
		t.Fatal(err)
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	console.Notes = func() *dictionary.Notes { return &notes }
	console.platform.SetFault(isalestest.FaultControls)
	for path, forms := range map[string]string{
		"/vdns/40/results/1402245659":                     "html json csv",
		"/vdns/40/results":                                "html json csv",
		"/vdns/40/retry":                                  "html json csv",
		"/vdns/40":                                        "html json csv",
		"/vdns/40/codes/00145":                            "html",
		"/vdns/40/batch?id=1402245659":                    "html json csv",
		"/vdns/40/compare?id=1402245659&id=1402245660":    "html",
		"/vdns/40/campaigns":                              "html json csv",
		"/vdns/40/campaigns/7001":                         "html json",
		"/vdns/40/campaigns/7002":                         "html json",
		"/vdns/40/calls/1700000000-1002":                  "html json csv",
		"/find?vdnId=40&q=" + url.QueryEscape("answered"): "html",
		"/codes?vdnId=40":                                 "html json csv",
		"/codes/00145?vdnId=40":                           "html",
	} {
		path, query, _ := strings.Cut(path, "?")
		for form := range strings.FieldsSeq(forms) {
			target, want := path+"."+form+"?"+query, symbols
			switch form {
			case "html":
				target = path + "?" + query
			case "json":
				want = `\u202e`
			}
			rec := get(t, console, target)
			if raw := rawControls(t, rec); rec.Code != 200 || len(raw) > 0 || !strings.Contains(rec.Body.String(), want) {
				t.Errorf("%s: status %d, raw %U, has %s: %t", target, rec.Code, raw, want,
					strings.Contains(rec.Body.String(), want))
			}
		}
	}
}

// TestTextsOfForms: what is typed or clicked comes back without control characters: in fields as a space, elsewhere
// as symbols.
func TestTextsOfForms(t *testing.T) {
	evil := "1" + isalestest.Controls + "2"
	q := url.QueryEscape(evil)
	console := newWhole(t, isalestest.Sample(), withoutLog)
	post := func(target, form string) *http.Request {
		r := newRequest(t, http.MethodPost, target, "Content-Type", "application/x-www-form-urlencoded")
		r.Body = http.NoBody
		r.PostForm, _ = url.ParseQuery(form)
		r.Form = r.PostForm
		return r
	}
	requests := []*http.Request{
		post("/vdns/40/batch", "ids="+q), post("/vdns/40/batch", "ids=x"+q),
		upload(t, "/vdns/40/batch", "", "a"+evil+".csv", "a"+isalestest.Controls+",b\n1,2\n", ""),
	}
	for _, target := range []string{
		"/lookup?vdnId=" + q + "&defId=" + q, "/find?q=" + q + "&vdnId=40", "/find?q=x" + q + "&vdnId=" + q,
		"/codes?q=" + q + "&vdnId=" + q,
		"/codes?q=" + q, "/codes/" + url.PathEscape(evil), "/codes/00145?in=" + q,
		"/vdns/40/results?q=" + q + "&sort=" + q, "/vdns/40/results/" + url.PathEscape(evil),
		"/vdns/40/codes?code=" + q, "/vdns/40/codes/" + url.PathEscape(evil),
		"/vdns/40/compare?id=" + q + "&id=" + q, "/vdns/40/batch?id=" + q,
		"/vdns/40/campaigns?q=" + q, "/vdns/40/campaigns?campaignId=" + q,
		"/vdns/40/campaigns/" + url.PathEscape(evil), "/vdns/40/calls/" + url.PathEscape(evil),
		"/" + url.PathEscape(evil), "/login?next=/" + q,
	} {
		requests = append(requests, newRequest(t, http.MethodGet, target),
			newRequest(t, http.MethodGet, target, "Accept", "application/json"))
	}
	for _, r := range requests {
		rec := serve(console, r)
		if raw := rawControls(t, rec); len(raw) > 0 || rec.Code >= 500 {
			t.Errorf("%s %s %s: status %d, raw %U", r.Method, r.URL, r.Header, rec.Code, raw)
		}
		if !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") {
			continue
		}
		for _, field := range parse(t, rec.Body.String()).Find("input[value], textarea").EachIter() {
			if value := field.AttrOr("value", field.Text()); strings.ContainsAny(value, symbols+"[") {
				t.Errorf("%s %s: the field %s holds %q", r.Method, r.URL, field.AttrOr("name", ""), value)
			}
		}
	}
}

// TestTextsOfErrors: what the platform says about a failure is shown with symbols, and makes no line of its own in
// the text for a ticket.
func TestTextsOfErrors(t *testing.T) {
	desc := "a" + isalestest.Controls + "b"
	console := newConsole(t, isalestest.Options{},
		withResults(failing(&isales.APIError{Code: "02000007", Desc: desc})), withoutLog)
	page, document := get(t, console, "/vdns/40/results/1"), get(t, console, "/vdns/40/results/1.json")
	if raw := append(rawControls(t, page), rawControls(t, document)...); len(raw) > 0 {
		t.Errorf("raw %U", raw)
	}
	doc := parse(t, page.Body.String())
	for _, selector := range []string{"dd bdi", ".ticket pre"} {
		if got := doc.Find(selector).Text(); !strings.Contains(got, symbols) {
			t.Errorf("%s reads %q", selector, got)
		}
	}
}
