package handlers

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"isales-console/dictionary"
	"isales-console/isales/isalestest"
)

// hostileVDN has a text in every field that the platform has a text in; without one
// it is a harmless VDN.
func hostileVDN(id int, text string) isalestest.VDN {
	vdn := isalestest.Sample().VDNs[0]
	vdn.ID, vdn.Results = id, vdn.Results[1:12]
	if text == "" {
		return vdn
	}
	for i := range vdn.Results {
		r := &vdn.Results[i]
		r.DisplayResult, r.Code = text, text
		for j := range r.Mappings {
			r.Mappings[j] = isalestest.Mapping{MapID: text, FailCode: r.Mappings[j].FailCode}
		}
		r.Mappings = append(r.Mappings, isalestest.Mapping{MapID: "1", FailCode: text},
			isalestest.Mapping{MapID: "2", FailCode: "00145", DefID: text, VDNID: text})
	}
	for i := range vdn.Codes {
		vdn.Codes[i].Chinese, vdn.Codes[i].English = text, text
	}
	vdn.Codes = append(vdn.Codes, isalestest.Code{Code: text, Chinese: text, English: text})
	for i := range vdn.Campaigns {
		c := &vdn.Campaigns[i]
		c.Name, c.Description, c.Begin, c.End, c.CallerNo, c.SkillQueue, c.CallBackURL = text, text, text, text,
			text, text, text
		c.Policy = &isalestest.RetryPolicy{ID: text, Policy: text, NoRetry: text + "," + text, Business: text}
		c.Failures = []map[string]int{{text: 3, "00145": 2}}
	}
	vdn.BusinessResults = []isalestest.BusinessResult{{Name: text, Code: text,
		Children: []isalestest.BusinessResult{{Name: text, Code: text}}}}
	for i := range vdn.Calls {
		c := &vdn.Calls[i]
		c.Status, c.FailCode, c.Code, c.Ack, c.Begin, c.End = text, text, text, text, text, text
	}
	return vdn
}

// visitHostile asks for all pages that show texts of the platform, of the notes or of
// the visitor.
func visitHostile(t *testing.T, console *testConsole, vdn int,
	text string) (pages map[string]*httptest.ResponseRecorder) {
	t.Helper()
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "") // else an address is refused as a whole
	q, v := url.QueryEscape(text), "/vdns/"+strconv.Itoa(vdn)
	pages = map[string]*httptest.ResponseRecorder{}
	for _, path := range []string{
		v, v + "/results", v + "/results?q=" + q, v + "/results?sort=" + q, v + "/retry", v + "/codes",
		v + "/codes/00145", v + "/codes?code=" + q,
		v + "/codes/" + url.PathEscape(text), v + "/results/1402245660", v + "/results/" + url.PathEscape(text),
		v + "/batch?id=1402245660&id=" + q,
		v + "/compare?id=1402245660&id=1402245661", v + "/compare?id=" + q + "&id=1", v + "/campaigns",
		v + "/campaigns?q=" + q, v + "/campaigns/7001",
		v + "/campaigns/7001/codes", v + "/campaigns/7001/codes?from=" + q + "&to=" + q,
		v + "/calls/1700000000-1002", v + "/calls/" + url.PathEscape(text),
		"/", "/find?q=" + q + "&vdnId=" + strconv.Itoa(vdn), "/find?q=" + q, "/find?vdnId=" + q + "&q=1",
		"/codes?q=" + q, "/codes?in=" + q + "&q=00145",
		"/codes?vdnId=" + strconv.Itoa(vdn), "/codes/00145", "/codes/00145?vdnId=" + strconv.Itoa(vdn),
		"/codes/" + url.PathEscape(text),
		"/lookup?vdnId=" + q + "&defId=" + q, "/account", "/" + url.PathEscape(text), "/help?" + q,
	} {
		pages[path] = get(t, console, path)
	}
	form := newRequest(t, http.MethodPost, v+"/batch", "Content-Type", "application/x-www-form-urlencoded")
	form.PostForm = url.Values{"ids": {text}}
	form.Form = form.PostForm
	pages["POST batch"] = serve(console, form)
	pages["upload"] = serve(console, upload(t, v+"/batch", "",
		"a"+strings.Map(func(r rune) rune { return max(r, ' ') }, text)+".csv", text+","+text+"\n1402245660,"+text+"\n", ""))
	return pages
}

// shapes are the elements of a page, each with the names of its attributes, and with
// its address when that leads away from the console.
func shapes(t *testing.T, body string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, e := range parse(t, body).Find("*").EachIter() {
		found[goquery.NodeName(e)] = true
		for _, a := range e.Nodes[0].Attr {
			shape := goquery.NodeName(e) + " " + a.Key
			switch a.Key {
			case "href", "src", "action", "formaction":
				to, err := url.Parse(strings.TrimPrefix(a.Val, "http://example.com/"))
				if err != nil || to.Scheme != "" || to.Host != "" {
					shape += "=" + a.Val
				}
			}
			found[shape] = true
		}
	}
	return found
}

// TestHostileTexts: whatever stands in the fields of the platform, the notes and the
// visitor, no page has an element, an attribute or a way out that the pages of a
// harmless VDN do not have.
func TestHostileTexts(t *testing.T) {
	third := len(hostile) / 3
	texts := []string{`"><img src=x onerror=alert(1)>`, "javascript:alert(1)"}
	for i := range 3 {
		texts = append(texts, strings.Join(hostile[i*third:(i+1)*third], " "))
	}
	harmless := []string{"", "busy", "00145", "x", "中"}
	data := &isalestest.Data{}
	for i, text := range append(texts, harmless...) {
		data.VDNs = append(data.VDNs, hostileVDN(i+1, text))
	}
	slow := len(data.VDNs) + 1
	data.VDNs = append(data.VDNs, hostileVDN(slow, ""))
	console := newWhole(t, data, withoutLog)
	note := func(text string) {
		cell := `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		if notes, err := dictionary.ParseNotes([]byte("00145," + cell + "," + cell + ",,a,2026-01-01\n")); err == nil {
			console.Notes = func() *dictionary.Notes { return &notes }
		}
	}
	console.platform.SetLatency(2 * progressAfter) // any page may have to show progress
	known := shapes(t, get(t, console, "/vdns/"+strconv.Itoa(slow)).Body.String())
	console.platform.SetLatency(0)
	for i, text := range harmless {
		note(text)
		for _, rec := range visitHostile(t, console, len(texts)+i+1, text) {
			maps.Copy(known, shapes(t, rec.Body.String()))
		}
	}
	for i, text := range texts {
		note(text)
		for path, rec := range visitHostile(t, console, i+1, text) {
			if rec.Code == http.StatusInternalServerError {
				t.Errorf("%q, %.80s: status 500", text, path)
			}
			for shape := range shapes(t, rec.Body.String()) {
				if !known[shape] {
					t.Errorf("%q, %.80s: has %s, which harmless pages have not", text, path, shape)
				}
			}
		}
	}
}
