package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// reverseAnswer is what the page of a code says.
type reverseAnswer struct {
	Heading, What, Do string
	Results           []string // text, code, ID, number of codes
	Uncertain         bool
}

const (
	uncertainEn = "Some results are missing, so a code that seems to lead nowhere may lead to one of them."
	uncertainZh = "缺少部分外显结果，因此看似未关联的结果码可能与其中之一关联。"
)

// TestReverse: each of the four answers has its own words.
func TestReverse(t *testing.T) {
	tests := []struct {
		code, state string
		ids         []string
		en, zh      reverseAnswer
	}{
		{"00008", "once", []string{"1402245659"},
			reverseAnswer{"Code 00008 leads to one external result",
				"A call that ends with this code in VDN 40 is shown as the external result below.",
				"A retry policy names external results, not codes: what follows is decided for the result as a whole.",
				[]string{"6: The call is not answered.|002|1402245659|2"}, false},
			reverseAnswer{"结果码 00008 关联一个外显结果",
				"在 VDN 40 中，以此结果码结束的呼叫显示为以下外显结果。",
				"重试策略以外显结果为单位，因此是否重试要看整个结果。",
				[]string{"6: The call is not answered.|002|1402245659|2"}, false}},
		{"00145", "twice", []string{"1402245660", "1402245677"},
			reverseAnswer{"Code 00145 leads to 2 external results",
				"More than one external result of VDN 40 is mapped to this code, so it is not clear which one a call gets.",
				"Ask the administrator of the VDN to map the code once only.",
				[]string{"1: 用户忙|001|1402245660|4", "19: 用户忙, 稍后重拨|020|1402245677|3"}, false},
			reverseAnswer{"结果码 00145 关联 2 个外显结果",
				"VDN 40 中有多个外显结果关联此结果码，无法确定呼叫显示为哪一个。",
				"请让 VDN 的管理员只保留一处关联。",
				[]string{"1: 用户忙|001|1402245660|4", "19: 用户忙, 稍后重拨|020|1402245677|3"}, false}},
		{"90029", "nowhere", []string{},
			reverseAnswer{"Code 90029 leads to no external result",
				"The code exists, but no external result of VDN 40 is mapped to it.",
				"Add it to an external result in AICC, if calls with this code should be shown as one.", nil, false},
			reverseAnswer{"结果码 90029 没有关联外显结果",
				"此结果码存在，但 VDN 40 中没有外显结果与它关联。",
				"如果此类呼叫需要显示外显结果，请在 AICC 中添加关联。", nil, false}},
		{"77777", "unknown", []string{},
			reverseAnswer{"Code 77777 is unknown",
				"Neither the documentation nor the code list of VDN 40 has this code, and no external result is mapped to it.",
				"Check each digit; leading zeros count.", nil, false},
			reverseAnswer{"未知的结果码 77777",
				"文档和 VDN 40 的结果码列表中都没有此结果码，也没有外显结果与它关联。",
				"请逐位核对，前导零也算。", nil, false}},
		{"09999", "once", []string{"1402245672"}, // in no document and no dictionary, but mapped
			reverseAnswer{"Code 09999 leads to one external result",
				"A call that ends with this code in VDN 40 is shown as the external result below.",
				"A retry policy names external results, not codes: what follows is decided for the result as a whole.",
				[]string{"14: 线路异常|015|1402245672|2"}, false},
			reverseAnswer{"结果码 09999 关联一个外显结果",
				"在 VDN 40 中，以此结果码结束的呼叫显示为以下外显结果。",
				"重试策略以外显结果为单位，因此是否重试要看整个结果。",
				[]string{"14: 线路异常|015|1402245672|2"}, false}},
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for _, test := range tests {
		path := "/vdns/40/codes/" + test.code
		for lang, want := range map[string]reverseAnswer{"en": test.en, "zh-CN": test.zh} {
			if got := readReverse(t, console, path, lang); !cmp.Equal(want, got) {
				t.Errorf("%s in %s (-want +got)\n%s", path, lang, cmp.Diff(want, got))
			}
		}
		document := jsonOf[reverseRead](t, get(t, console, path+".json"))
		ids := []string{}
		for _, r := range document.Results {
			ids = append(ids, r.DefID)
		}
		advice := document.adviceDocument // has a test of its own
		advice.OBSCode = test.code
		want := reverseRead{reverseDocument{2, 40, advice, test.state, true, 0, nil, document.ReadAt, nil}, document.Results}
		if diff := cmp.Diff([]any{want, test.ids}, []any{document, ids},
			cmp.AllowUnexported(want, want.reverseDocument)); diff != "" {
			t.Errorf("%s.json (-want +got)\n%s", path, diff)
		}
		lines := csvOf(t, get(t, console, path+".csv"))[1:]
		ids = ids[:0]
		for i, line := range lines {
			ids = append(ids, line[1])
			if want := strings.Join(document.Results[i].OBSCodes, " "); line[5] != want {
				t.Errorf("%s.csv has the codes %s, want %s", path, line[5], want)
			}
		}
		if diff := cmp.Diff(test.ids, ids); diff != "" {
			t.Errorf("%s.csv (-want +got)\n%s", path, diff)
		}
	}
}

func readReverse(t *testing.T, console *testConsole, path, lang string) reverseAnswer {
	t.Helper()
	rec := get(t, console, path, "Accept-Language", lang)
	doc := parse(t, rec.Body.String())
	code := doc.Find("main table").First().Find("tbody th code").Text()
	if rec.Code != 200 || !strings.HasSuffix(path, "/"+code) {
		t.Errorf("%s: status %d, the code is %q", path, rec.Code, code)
	}
	answer := reverseAnswer{Heading: join(texts(doc, "h1")), Uncertain: doc.Find("p.warn").Length() == 1}
	if note := join(texts(doc, "p.warn")); answer.Uncertain && note != uncertainEn && note != uncertainZh {
		t.Errorf("%s is uncertain: %q", path, note)
	}
	if lines := texts(doc, "main > p:not(.warn):not(.age)"); len(lines) == 2 {
		answer.What, answer.Do = lines[0], lines[1]
	}
	for _, tr := range doc.Find("#results + div tbody tr").EachIter() {
		var cells []string
		for _, cell := range tr.Children().Slice(0, 4).EachIter() { // the verdict has a test of its own
			cells = append(cells, strings.TrimSpace(cell.Text()))
		}
		answer.Results = append(answer.Results, strings.Join(cells, "|"))
	}
	return answer
}

// TestReverseUncertain: while results are missing, only a code that is mapped
// twice is sure.
func TestReverseUncertain(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	console.failDetails(func(defID string) bool { return defID == "1402245661" || defID == "1402245659" })
	for code, want := range map[string]struct {
		uncertain bool
		state     string
	}{
		"00145": {false, "twice"},
		"00208": {true, "once"},
		"00008": {true, "nowhere"}, // of a result that is missing
		"00146": {true, "nowhere"},
		"77777": {true, "unknown"},
	} {
		for _, lang := range []string{"en", "zh-CN"} {
			answer := readReverse(t, console, "/vdns/40/codes/"+code, lang)
			document := jsonOf[reverseRead](t, get(t, console, "/vdns/40/codes/"+code+".json", "Accept-Language", lang))
			got := []any{answer.Uncertain, document.State, document.Complete}
			if diff := cmp.Diff([]any{want.uncertain, want.state, false}, got); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", code, lang, diff)
			}
		}
	}
}
