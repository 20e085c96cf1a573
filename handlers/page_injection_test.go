package handlers

import (
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// skeleton is a page without its texts: each element with its depth and its
// attributes, sorted as sent. ignored names an attribute whose value is left out.
func skeleton(t testing.TB, page, ignored string) []string {
	t.Helper()
	var elements []string
	for _, e := range parse(t, page).Find("*").EachIter() {
		s := strings.Repeat("  ", e.Parents().Length()) + goquery.NodeName(e)
		for _, a := range e.Nodes[0].Attr {
			if a.Key == ignored || a.Key == "data-verdict" {
				a.Val = "…"
			}
			s += " " + a.Key + "=" + a.Val
		}
		elements = append(elements, s)
	}
	return elements
}

// tame returns a harmless text that the page must treat in the same way: it is
// empty, or Chinese, when the hostile one is.
func tame(hostile string) string {
	switch {
	case hostile == "":
		return ""
	case strings.ContainsFunc(hostile, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return "中"
	}
	return "x"
}

// tameCode leaves documented codes alone, which the page links.
func tameCode(hostile string) string {
	if _, ok := isales.LookupOBSCode(hostile); ok || hostile == "" {
		return hostile
	}
	return "x"
}

var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</h1></main><h1>`,
	`</title><script>`,
	`javascript:alert(1)`, `<!--`, `-->`, `]]>`, `<![CDATA[`, `&lt;b&gt;`, `&amp;`, `&#60;b&#62;`, `&`,
	`&quot onx=`, `</pre></details><b>`,
	"a\x00b<b>", "\u2028<b>\u2029", "\u202e<b>\u202c", "\u200b<b>", "\xff<\xfe", "\u00bcscript\u00be", "＜script＞",
	"外显<b>结果</b>",
	"<svg/onload=alert(1)>", "`${alert(1)}`", "\r\n\r\n<b>", "<", ">", `"`, "'", "{time}", "{def}<b>",
	"<plaintext>", "<template><b>", "00008", "09999", "",
}

// pageOf returns the result page for texts of the platform.
func pageOf(t testing.TB, h func(isales.ExternalResult) string, display, code, desc, mapID, obsCode string) string {
	t.Helper()
	return h(isales.ExternalResult{
		VDNID: 40, DefID: "1", DisplayResult: display, Code: code, ReceivedAt: testNow(),
		Raw:    display + code + desc + mapID + obsCode,
		Status: isales.AnswerStatus{ResultCode: code, ResultDesc: desc, ReturnCode: code, ReturnDesc: desc},
		Mappings: []isales.Mapping{{MapID: mapID, OBSCode: obsCode, DefID: mapID, VDNID: 41},
			{MapID: obsCode, OBSCode: obsCode, DefID: "1"}},
	})
}

// FuzzHostileResult has the platform send anything as any text of a result: the
// page must have the elements and attributes of a harmless one, and no other.
//
//	go test ./handlers -fuzz FuzzHostileResult
func FuzzHostileResult(f *testing.F) {
	for i, s := range hostile {
		next := hostile[(i+1)%len(hostile)]
		f.Add(s, next, s, next, s)
		f.Add("x", "x", "x", "x", s)
	}
	console := newConsole(f, isalestest.Options{}, withResults(failing(errPageNotFound)), withoutLog)
	f.Fuzz(func(t *testing.T, display, code, desc, mapID, obsCode string) {
		page := func(r isales.ExternalResult) string {
			console.Results = answering(r)
			return get(t, console, "/vdns/40/results/1").Body.String()
		}
		// A mapping of another result is warned about, one without an ID is not.
		tameMapID := tame(mapID)
		if mapID == "1" {
			tameMapID = mapID
		}
		want := skeleton(t, pageOf(t, page, tame(display), tame(code), tame(desc), tameMapID, tameCode(obsCode)), "")
		got := skeleton(t, pageOf(t, page, display, code, desc, mapID, obsCode), "")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-harmless +hostile)\n%s", diff)
		}
	})
}

// FuzzHostileError does the same with what an error page repeats.
//
//	go test ./handlers -fuzz FuzzHostileError
func FuzzHostileError(f *testing.F) {
	for i, s := range hostile {
		f.Add(s, hostile[(i+1)%len(hostile)])
	}
	console := newConsole(f, isalestest.Options{}, withResults(failing(errPageNotFound)), withoutLog)
	f.Fuzz(func(t *testing.T, code, desc string) {
		page := func(err error) []string {
			console.Results = failing(err)
			return skeleton(t, get(t, console, "/vdns/40/results/1").Body.String(), "")
		}
		if _, documented := isales.LookupAPIStatus(code); !documented {
			want, got := page(&isales.APIError{Code: "x", Desc: tame(desc)}), page(&isales.APIError{Code: code, Desc: desc})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("APIError (-harmless +hostile)\n%s", diff)
			}
		}
		want := page(&isales.CodeMismatchError{ResultCode: "x", ReturnCode: "x", Desc: tame(desc)})
		got := page(&isales.CodeMismatchError{ResultCode: code, ReturnCode: desc, Desc: desc})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("CodeMismatchError (-harmless +hostile)\n%s", diff)
		}
		want, got = page(&isales.DecodeError{Field: "x"}), page(&isales.DecodeError{Field: code, Problem: desc})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("DecodeError (-harmless +hostile)\n%s", diff)
		}
	})
}
