package handlers

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// compared is what the page of two results says.
type compared struct {
	Status  int
	Errors  [2]string
	Values  [2]string
	Sides   []string
	Parts   []string // heading: codes
	Title   string
	Details int
	Warn    string
}

func readCompare(t *testing.T, console *testConsole, target, lang string) compared {
	t.Helper()
	console.platform.ResetRequests()
	rec := get(t, console, target, "Accept-Language", lang)
	doc := parse(t, rec.Body.String())
	checkStructure(t, lang, rec.Body.String())
	got := compared{Status: rec.Code, Title: doc.Find("title").Text(), Details: len(console.details()), Warn: join(texts(doc, "p.warn"))}
	for _, side := range doc.Find(".sides dl").EachIter() {
		got.Sides = append(got.Sides,
			strings.Join(side.Find("dd").Map(func(_ int, dd *goquery.Selection) string {
				return strings.Join(strings.Fields(dd.Text()), " ")
			}), "|"))
	}
	for i, id := range []string{"first", "second"} {
		got.Errors[i], got.Values[i] = doc.Find("#"+id+"-error").Text(), doc.Find("#"+id).AttrOr("value", "-")
	}
	for _, h2 := range doc.Find("h2[id^=part]").EachIter() {
		codes := h2.Next().Find("tbody th code").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
		if len(codes) == 0 {
			codes = []string{h2.Next().Text()}
		}
		got.Parts = append(got.Parts, h2.Text()+": "+strings.Join(codes, " "))
	}
	return got
}

// TestCompare: the codes of both results and of one only.
func TestCompare(t *testing.T) {
	const title, wrong = "Compare two results of VDN 40 – iSales Console",
		"Error: Compare two results of VDN 40 – iSales Console"
	const busy, later, reject = "1: 用户忙 1402245660|Retry soon|001|4",
		"19: 用户忙, 稍后重拨 1402245677|Retry soon|020|3",
		"9: 用户拒接 1402245667|Mixed|010|4"
	tests := []struct {
		query string
		want  compared
	}{
		{"", compared{200, [2]string{}, [2]string{}, nil, nil, title, 0, ""}},
		{"?id=1402245660&id=1402245677", compared{200, [2]string{}, [2]string{"1402245660", "1402245677"},
			[]string{busy, later},
			[]string{"In both (2): 00145 00537", "Only in 1402245660 (2): 00005 00181",
				"Only in 1402245677 (1): 00006"}, title, 2, ""}},
		{"?id=1402245660&id=1402245667", compared{200, [2]string{}, [2]string{"1402245660", "1402245667"},
			[]string{busy, reject},
			[]string{"In both (0): None", "Only in 1402245660 (4): 00005 00145 00181 00537",
				"Only in 1402245667 (4): 00149 00551 00601 00604"}, title, 2, ""}},
		{"?id=1402245660&id=001402245660", compared{200, [2]string{}, [2]string{"1402245660", "001402245660"},
			[]string{busy, busy},
			[]string{"In both (4): 00005 00145 00181 00537", "Only in 1402245660 (0): None",
				"Only in 1402245660 (0): None"}, title, 2, ""}},
		{"?id=1402245660", compared{422, [2]string{"", "Enter the external result ID"}, [2]string{"1402245660", ""},
			nil, nil, wrong, 0, ""}},
		{"?id=x&id=1402245660", compared{422, [2]string{"External result ID must contain only digits", ""},
			[2]string{"x", "1402245660"}, nil, nil, wrong, 0, ""}},
		{"?id=1402245660&id=%3Cb%3E%22", compared{422, [2]string{"", "External result ID must contain only digits"},
			[2]string{"1402245660", `<b>"`}, nil, nil, wrong, 0, ""}},
		// A third one is not dropped in silence.
		{"?id=1402245660&id=1402245677&id=1402245659", compared{200, [2]string{}, [2]string{"1402245660", "1402245677"},
			[]string{busy, later}, []string{"In both (2): 00145 00537", "Only in 1402245660 (2): 00005 00181",
				"Only in 1402245677 (1): 00006"}, title, 2, "3 external results were picked; the first two are compared."}},
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for _, test := range tests {
		got := readCompare(t, console, "/vdns/40/compare"+test.query, "en")
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.query, diff)
		}
	}
	zh := readCompare(t, console, "/vdns/40/compare?id=1402245660&id=1402245677", "zh-CN")
	if diff := cmp.Diff([]string{"两者都有（2）: 00145 00537", "仅在 1402245660 中（2）: 00005 00181",
		"仅在 1402245677 中（1）: 00006"}, zh.Parts); diff != "" {
		t.Errorf("in Chinese (-want +got)\n%s", diff)
	}
	for target, status := range map[string]int{"?id=140&id=1402245660": 404, "?id=1402245660&id=140": 404} {
		rec := get(t, console, "/vdns/40/compare"+target)
		if rec.Code != status || heading(t, rec) != "No external result 140 in VDN 40" {
			t.Errorf("%s: status %d, %q", target, rec.Code, heading(t, rec))
		}
	}
}
