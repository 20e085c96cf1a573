package handlers

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// missingOf lists the results of generated that failed, as a page names them.
func missingOf(data *isalestest.Data, why string) (list []string) {
	for _, r := range data.VDNs[0].Results {
		if tenth(r.DefID) {
			list = append(list, r.DisplayResult+" "+r.DefID+" "+why)
		}
	}
	return list
}

// TestMissingResults: with every tenth call failing, the pages show what they
// have, name what is missing, and ask again for that only.
func TestMissingResults(t *testing.T) {
	words := map[string][3]string{ // what failed, the note, the uncertainty
		"en": {"The CC-iSales service has a problem", "30 external results could not be read. Read them again",
			"Some results are missing, so a code that seems to lead nowhere may lead to one of them."},
		"zh-CN": {"CC-iSales 服务出现问题", "有 30 个外显结果未能读取。 只重新读取这些",
			"缺少部分外显结果，因此看似未关联的结果码可能与其中之一关联。"},
	}
	data := generated()
	console := newWhole(t, data, withoutLog)
	for i := range locales {
		l := &locales[i]
		console.failDetails(tenth)
		visit := func(path string) *goquery.Document {
			rec := get(t, console, path, "Accept-Language", l.tag)
			if rec.Code != 200 {
				t.Fatalf("%s: status %d", path, rec.Code)
			}
			return parse(t, rec.Body.String())
		}
		get(t, console, "/vdns/7.json", "Accept-Language", l.tag)
		doc := visit("/vdns/7")
		want := pictureOf(data.VDNs[0], tenth).wantCoverage(l)
		want.Missing, want.Warnings = missingOf(data, words[l.tag][0]), []string{words[l.tag][1], words[l.tag][2]}
		for i, row := range want.Matrix {
			if name, _, _ := strings.Cut(row, "|"); tenth(name) {
				want.Matrix[i] = name + "|" + l.messages.NotRead
			}
		}
		if diff := cmp.Diff(want.withoutAdvice(), readCoverage(doc).withoutAdvice()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", l.tag, diff)
		}
		again := map[string]string{}
		for page, path := range map[string]string{"coverage": "/vdns/7", "list": "/vdns/7/results",
			"code": "/vdns/7/codes/00605"} {
			doc := visit(path)
			again[page] = doc.Find("div.warn > p > a").AttrOr("href", "")
			if diff := cmp.Diff([]any{want.Missing, words[l.tag][1]},
				[]any{texts(doc, "div.warn li"), join(texts(doc, "div.warn > p"))}); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", path, l.tag, diff)
			}
		}
		if diff := cmp.Diff(map[string]string{"coverage": "/vdns/7?again=missing",
			"list": "/vdns/7/results?again=missing", "code": "/vdns/7/codes/00605?again=missing"}, again); diff != "" {
			t.Errorf("links (-want +got)\n%s", diff)
		}

		// Again, and twenty-nine of them come; again, and the last one does.
		left := func(defID string) bool { return defID == "1500000300" }
		for _, wrong := range []func(string) bool{left, none} {
			console.platform.ResetRequests()
			before := missingIDs(doc)
			console.failDetails(wrong)
			doc = visit("/vdns/7?again=missing")
			if doc.Find("dl.numbers").Length() == 0 {
				t.Fatal("no coverage")
			}
			if diff := cmp.Diff(before, console.details()); diff != "" || most(console.calls()) != 1 {
				t.Errorf("asked %v (-want +got)\n%s", console.calls(), diff)
			}
		}
		whole := visit("/vdns/7")
		if diff := cmp.Diff(pictureOf(data.VDNs[0], none).wantCoverage(l).withoutAdvice(),
			readCoverage(whole).withoutAdvice()); diff != "" {
			t.Errorf("%s in the end (-want +got)\n%s", l.tag, diff)
		}
	}
}

// most is how often the most frequent call was made.
func most(calls map[string]int) (n int) {
	for _, made := range calls {
		n = max(n, made)
	}
	return n
}

func missingIDs(doc *goquery.Document) []string {
	list := texts(doc, "div.warn li > code")
	slices.Sort(list)
	return list
}

// TestMissingInData: the documents say which results are missing, and why.
func TestMissingInData(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	console.failDetails(tenth)
	var failed []string
	document := jsonOf[resultsRead](t, get(t, console, "/vdns/7/results.json"))
	for _, r := range document.Results {
		if r.Error != "" {
			failed = append(failed, r.DefID+" "+r.Error)
		}
		if (r.Error != "") != tenth(r.DefID) || (len(r.OBSCodes) == 0) != tenth(r.DefID) {
			t.Errorf("%+v", r)
		}
	}
	if document.Complete || len(failed) != 30 || failed[0] != "1500000010 http_status" ||
		jsonOf[coverageRead](t, get(t, console, "/vdns/7.json")).Complete {
		t.Errorf("complete %v, failed %v", document.Complete, failed)
	}
	for _, line := range csvOf(t, get(t, console, "/vdns/7/results.csv"))[1:] {
		want := []string{"4", ""}
		if tenth(line[1]) {
			want = []string{"", "http_status"}
		}
		if diff := cmp.Diff(want, []string{line[4], line[6]}); diff != "" {
			t.Errorf("line of %s (-want +got)\n%s", line[1], diff)
		}
	}
}

// TestListFails: without the list there is nothing to show, and the error page leads back to the page that was asked
// for. All other faults: TestEveryFault.
func TestListFails(t *testing.T) {
	tests := []struct {
		fault  isalestest.Fault
		status int
		code   string
		retry  bool
	}{
		{isalestest.FaultStatus500, 502, "http_status", true},
		{isalestest.FaultStatus401, 502, "unauthorized", false},
		{isalestest.FaultStatus429, 503, "throttled", true},
		{isalestest.FaultCode, 422, "api_parameter", false},
	}
	paths := map[string]string{"/vdns/7": "", "/vdns/7/results?q=x&sort=-id": "", "/vdns/7/codes/00605": ""}
	for _, test := range tests {
		console := newWhole(t, generated(), withoutLog)
		console.platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
			if r.Operation == isalestest.OperationResults {
				return test.fault
			}
			return isalestest.FaultNone
		})
		for path := range paths {
			rec := get(t, console, path)
			doc := parse(t, rec.Body.String())
			text := locales[0].messages.ErrorPage[test.code].Heading
			heading, _, _ := strings.Cut(text, "{")
			got := []any{rec.Code, strings.HasPrefix(join(texts(doc, "h1")), heading),
				doc.Find("main a.button").First().AttrOr("href", "") == path, rec.Header().Get("Link"), len(console.details())}
			if diff := cmp.Diff([]any{test.status, true, test.retry, "", 0}, got); diff != "" {
				t.Errorf("%s, %s (-want +got)\n%s", test.fault, path, diff)
			}
			checkStructure(t, "en", rec.Body.String())
		}
		rec := get(t, console, "/vdns/7.json")
		if rec.Code != test.status || !strings.Contains(rec.Body.String(), `"code": "`+test.code+`"`) {
			t.Errorf("%s: JSON has status %d\n%s", test.fault, rec.Code, rec.Body)
		}
		if rec := get(t, console, "/vdns/7.csv"); rec.Code != test.status || rec.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: CSV has status %d, %v", test.fault, rec.Code, rec.Header())
		}
		console.platform.SetDecider(nil)
		if rec := get(t, console, "/vdns/7.json"); rec.Code != 200 {
			t.Errorf("%s: status %d once the platform is well", test.fault, rec.Code)
		}
	}
}

// TestVDNDictionaryFails: the pages are there, with a note and the documented
// texts.
func TestVDNDictionaryFails(t *testing.T) {
	data := generated()
	console := newWhole(t, data, withoutLog)
	console.platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
		if r.Operation == isalestest.OperationCodes {
			return isalestest.FaultStatus500
		}
		return isalestest.FaultNone
	})
	for lang, note := range map[string]string{"en": noteEn, "zh-CN": noteZh} {
		l, _ := localeByTag(lang)
		want := pictureOf(isalestest.VDN{ID: 7, Results: data.VDNs[0].Results}, none).wantCoverage(l)
		want.Warnings = []string{note}
		get(t, console, "/vdns/7.json", "Accept-Language", lang)
		for _, path := range []string{"/vdns/7", "/vdns/7/results", "/vdns/7/codes/00605"} {
			rec := get(t, console, path, "Accept-Language", lang)
			doc := parse(t, rec.Body.String())
			if diff := cmp.Diff([]any{200, []string{note}}, []any{rec.Code, texts(doc, "p.warn")}); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", path, lang, diff)
			}
			if path != "/vdns/7" {
				continue
			}
			if diff := cmp.Diff(want.withoutAdvice(), readCoverage(doc).withoutAdvice()); diff != "" {
				t.Errorf("coverage in %s (-want +got)\n%s", lang, diff)
			}
		}
	}
}

// TestReadAgain: a catalogue is kept for ten minutes and says how old it is; who
// wants it anew gets it, though not every second.
func TestReadAgain(t *testing.T) {
	var later atomic.Int64
	console := newWhole(t, isalestest.Generate(7, 3, 2), withoutLog, func(w *wiring) {
		w.config.Now = func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	})
	tests := []struct {
		path  string
		later time.Duration
		calls int
		age   string
	}{
		{"/vdns/7", 0, 3, "less than a minute ago"},
		{"/vdns/7", 61 * time.Second, 0, "1 minute ago"},
		{"/vdns/7/results", 9*time.Minute + 50*time.Second, 0, "9 minutes ago"},
		{"/vdns/7/results", 10*time.Minute + time.Second, 3, ""},
		{"/vdns/7?again=all", time.Second, 0, ""},
		{"/vdns/7?again=all", 20 * time.Second, 3, ""},
		{"/vdns/7?again=missing", 20 * time.Second, 0, ""},
		{"/vdns/7?again=x", 20 * time.Second, 0, ""},
	}
	for _, test := range tests {
		console.platform.ResetRequests()
		later.Store(int64(test.later))
		rec := get(t, console, test.path)
		doc := parse(t, rec.Body.String())
		got := []any{rec.Code, len(console.details()), strings.HasSuffix(join(texts(doc, "p.age")), test.age)}
		if diff := cmp.Diff([]any{200, test.calls, true}, got); diff != "" {
			t.Errorf("%s after %s: %q (-want +got)\n%s", test.path, test.later, texts(doc, "p.age"), diff)
		}
	}
}
