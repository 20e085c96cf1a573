package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
	"isales-console/views"
)

// shownCode is a row of the result page about one code.
type shownCode struct{ Code, Href, Meaning, Source string }

// rowsOf reads the table of codes.
func rowsOf(t testing.TB, page string) (rows []shownCode) {
	t.Helper()
	for _, tr := range parse(t, page).Find("tbody tr").EachIter() {
		row := shownCode{Code: tr.Find("code").Text(), Href: tr.Find("a").AttrOr("href", ""),
			Meaning: strings.TrimSpace(tr.Find("td.wrap").Text())}
		for _, aside := range tr.Find("td.aside span").EachIter() {
			if slices.Contains(sourceNames, aside.Text()) {
				row.Source = aside.Text()
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// sourceNames are the sources of a meaning, in every language.
var sourceNames = []string{views.English.SourceDocs, views.English.SourceVDN, views.Chinese.SourceDocs,
	views.Chinese.SourceVDN}

const (
	fromDocs = "Vendor’s documentation"
	fromVDN  = "This VDN’s code list"
	noteEn   = "This VDN's own code list could not be read. The meanings come from the vendor's documentation."
	noteZh   = "未能读取此 VDN 自己的结果码列表，以下含义来自厂商文档。"
)

// strangeVDN is a VDN with texts and codes of its own.
func strangeVDN() *isalestest.Data {
	mappings := func(codes ...string) (list []isalestest.Mapping) {
		for i, code := range codes {
			list = append(list, isalestest.Mapping{MapID: string(rune('1' + i)), FailCode: code})
		}
		return list
	}
	return &isalestest.Data{VDNs: []isalestest.VDN{{
		ID: 40,
		Results: []isalestest.Result{{DefID: "1", DisplayResult: "x", Code: "001",
			Mappings: mappings("00605", "00604", "90001", "34609", "09999", "01119")}},
		Codes: []isalestest.Code{
			{Code: "00605", Chinese: "交换机正忙 <b>", English: "Exchange busy <b>"},
			{Code: "90001", Chinese: "主叫号码未授权", English: "Not authorized"},
			{Code: "34609", Chinese: "自有含义", English: "Own meaning"},
			{Code: "01119", Chinese: "", English: ""},
		},
	}}}
}

// TestDictionaryFirst: a VDN's own texts come first, the documented ones fill
// the rest, and each says where it is from.
func TestDictionaryFirst(t *testing.T) {
	console := newConsole(t, isalestest.Options{Data: strangeVDN()}, withDictionary, withoutLog)
	rec := get(t, console, "/vdns/40/results/1")
	want := []shownCode{
		{"00605", "/codes/00605?vdnId=40", "Exchange busy <b>", fromVDN},
		{"00604", "/codes/00604", "The call is rejected", fromDocs},
		{"90001", "/codes/90001?vdnId=40", "Not authorized", fromVDN},
		{"34609", "/codes/34609?vdnId=40", "Own meaning", fromVDN},
		{"09999", "", "No description in this VDN's code list", ""},
		{"01119", "/codes/01119", "No meaning found so far: the code is only seen in the vendor's examples", ""},
	}
	if diff := cmp.Diff(want, rowsOf(t, rec.Body.String())); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if notes := texts(parse(t, rec.Body.String()), "p.warn"); len(notes) != 0 {
		t.Errorf("the page says %q, want nothing", notes)
	}

	// Each link leads to a page that explains the code as the VDN does.
	for _, row := range want {
		if row.Href == "" {
			continue
		}
		rec := get(t, console, row.Href)
		doc := parse(t, rec.Body.String())
		code := doc.Find("h1 code").Text()
		meaning := strings.TrimSpace(strings.TrimPrefix(doc.Find("h1").Text(), code))
		source := ""
		if first := doc.Find("details dl.facts > div").First(); first.Find("dd").Text() == meaning {
			source = first.Find("dt").Text()
		}
		got := shownCode{code, row.Href, meaning, source}
		if diff := cmp.Diff([]any{200, row}, []any{rec.Code, got}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", row.Href, diff)
		}
	}
	// Without the VDN, a code that only it has is unknown.
	if rec := get(t, console, "/codes/90001"); rec.Code != 404 {
		t.Errorf("/codes/90001: status %d, want 404", rec.Code)
	}
	// The documented text is there as well when the VDN has another one.
	facts := texts(parse(t, get(t, console, "/codes/00605?vdnId=40").Body.String()), "details dl.facts > div")
	if diff := cmp.Diff("Vendor’s documentationThe switch is busy", facts[1]); diff != "" {
		t.Errorf("second fact (-want +got)\n%s", diff)
	}
}

// TestDictionaryFails: however the dictionary fails, the result page is there,
// says so once, and has the documented texts.
func TestDictionaryFails(t *testing.T) {
	faults := []isalestest.Fault{isalestest.FaultStatus500, isalestest.FaultHang, isalestest.FaultHTML,
		isalestest.FaultWrongTypes, isalestest.FaultStatus401,
		isalestest.FaultStatus403, isalestest.FaultStatus429, "slow=1s", isalestest.FaultCode,
		isalestest.FaultReset, isalestest.FaultHuge, isalestest.FaultRedirect,
		isalestest.FaultTruncated, isalestest.FaultDisagree}
	for _, fault := range faults {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel() // some wait
			console := newConsole(t, isalestest.Options{}, withDictionary)
			console.platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
				if r.Operation == isalestest.OperationCodes {
					return fault
				}
				return isalestest.FaultNone
			})
			for lang, want := range map[string][]any{
				"en": {200, []string{noteEn}, shownCode{"00008", "/codes/00008",
					"The called party is being forwarded", fromDocs}},
				"zh-CN": {200, []string{noteZh}, shownCode{"00008", "/codes/00008", "被叫正在转移", "厂商文档"}},
			} {
				rec := get(t, console, examplePath, "Accept-Language", lang)
				got := []any{rec.Code, texts(parse(t, rec.Body.String()), "p.warn"), rowsOf(t, rec.Body.String())[1]}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got)\n%s", lang, diff)
				}
			}
			for _, suffix := range []string{".json", ".csv"} {
				rec := get(t, console, examplePath+suffix)
				if rec.Code != 200 || !strings.Contains(rec.Body.String(), "The called party is being forwarded") {
					t.Errorf("%s: status %d\n%s", suffix, rec.Code, rec.Body)
				}
			}
			warned := false
			for _, record := range console.log.records(t) {
				if record["msg"] == "code list not read; pages explain codes by the documentation" {
					warned = warned || record["level"] == "WARN" && record["vdn_id"] == 40.0 && record["error"] != ""
					continue
				}
				if record["level"] != "INFO" || record["upstream_outcome"] != "ok" {
					t.Errorf("logged %v, want a look-up that went well", record)
				}
			}
			if !warned && !strings.HasPrefix(string(fault), "hang") && !strings.HasPrefix(string(fault), "slow") {
				t.Error("the log does not say why the code list is missing")
			}
		})
	}
}

// TestResultPageAndDictionaryAtOnce: the dictionary is read while the platform
// looks the result up, so that a page takes as long as the slower of the two.
func TestResultPageAndDictionaryAtOnce(t *testing.T) {
	tests := []struct {
		lookup, list, want time.Duration
	}{
		{0, time.Hour, codesWait},
		{time.Second, time.Hour, time.Second},
		{100 * time.Millisecond, time.Hour, codesWait},
		{time.Second, 900 * time.Millisecond, time.Second},
		{0, 100 * time.Millisecond, 100 * time.Millisecond},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			lists := listing(func(codesKey) ([]isales.OBSCodeText, error) {
				time.Sleep(test.list)
				return []isales.OBSCodeText{{Code: "00605"}}, nil
			})
			results := fake(func(context.Context, platform.Query) (*isales.ExternalResult, error) {
				time.Sleep(test.lookup)
				return resultWith(2), nil
			})
			console, err := New(Config{Results: results, CodeLists: lists, Log: discard})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			rec := serve(console, newRequest(t, http.MethodGet, examplePath))
			missing := len(texts(parse(t, rec.Body.String()), "p.warn"))
			got := []any{rec.Code, time.Since(start), missing == 1}
			if diff := cmp.Diff([]any{200, test.want, test.list == time.Hour}, got); diff != "" {
				t.Errorf("look-up %s, dictionary %s (-want +got)\n%s", test.lookup, test.list, diff)
			}
			time.Sleep(time.Hour) // by then the slowest list was read, or synctest complains
		})
	}
}
