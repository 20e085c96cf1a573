package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// vdnState is a page about a VDN in one of its states; its files are
// testdata/golden-vdn/*/{name}. The clock stands still while it is made.
type vdnState struct {
	name, target string
	form         url.Values // of a POST
	source       func() inMemory
	status       int
}

var platformDown = &isales.StatusError{StatusCode: 500}

// small is a VDN with a code of each kind.
func small() inMemory {
	maps := func(codes ...string) (list []isalestest.Mapping) {
		for _, code := range codes {
			list = append(list, isalestest.Mapping{MapID: "1" + code, FailCode: code})
		}
		return list
	}
	wrong := append(maps("00602", "00602"), isalestest.Mapping{MapID: "5", FailCode: "00605", DefID: "12"},
		isalestest.Mapping{MapID: "6", FailCode: "09999", VDNID: "41"})
	return inMemory{vdn: isalestest.VDN{ID: 7,
		Results: []isalestest.Result{
			{DefID: "11", DisplayResult: "1: 用户忙", Code: "001", Mappings: maps("00145", "00181")},
			{DefID: "12", DisplayResult: "2: Not answered", Code: "002", Mappings: maps("00145", "00603")},
			{DefID: "13", DisplayResult: "<b>3</b>", Code: "", Mappings: wrong},
			{DefID: "14", DisplayResult: "", Code: "004"},
		},
		Codes: []isalestest.Code{{Code: "00145", Chinese: "用户正忙", English: "Busy here"}, {Code: "90001", Chinese: "主叫号码未授权",
			English: "Not authorized"}},
	}}
}

// smallMapped has no mapping of 00605.
func smallMapped() inMemory {
	m := small()
	m.vdn.Results = m.vdn.Results[:2]
	return m
}

func smallFailing() inMemory {
	m := small()
	m.broken = map[string]error{"12": platformDown, "14": &isales.NotFoundError{VDNID: 7, DefID: 14}}
	return m
}

// smallSlow answers so slowly that the page begins before.
func smallSlow() inMemory {
	m := smallFailing()
	m.takes = func(defID string) time.Duration {
		return map[string]time.Duration{"11": 500, "12": 900, "13": 1300, "14": 1301}[defID] * time.Millisecond
	}
	return m
}

func smallWithoutCodes() inMemory {
	m := small()
	m.codes = platformDown
	return m
}

// sample40 is the demo's VDN 40.
func sample40() inMemory { return inMemory{vdn: isalestest.Sample().VDNs[0]} }

func nothing() inMemory { return inMemory{vdn: isalestest.VDN{ID: 7}} }

func many() inMemory { return inMemory{vdn: isalestest.Generate(7, 120, 1).VDNs[0]} }

var vdnStates = []vdnState{
	{"results.html", "/vdns/7/results", nil, small, 200},
	{"results-missing.html", "/vdns/7/results", nil, smallFailing, 200},
	{"results-sorted.html", "/vdns/7/results?q=0&sort=-code", nil, small, 200},
	{"results-none.html", "/vdns/7/results?q=blancmange", nil, small, 200},
	{"results-code.html", "/vdns/7/results?q=00605", nil, smallMapped, 200},
	{"results-empty.html", "/vdns/7/results", nil, nothing, 200},
	{"results-page.html", "/vdns/7/results?page=3&sort=id", nil, many, 200},
	{"results-beyond.html", "/vdns/7/results?page=4", nil, many, 200},
	{"results.json", "/vdns/7/results.json", nil, smallFailing, 200},
	{"results.csv", "/vdns/7/results.csv", nil, smallFailing, 200},
	{"coverage.html", "/vdns/7", nil, small, 200},
	{"coverage-missing.html", "/vdns/7", nil, smallFailing, 200},
	{"coverage-stream.html", "/vdns/7", nil, smallSlow, 200},
	{"coverage-dictionary-failing.html", "/vdns/7", nil, smallWithoutCodes, 200},
	{"coverage-empty.html", "/vdns/7", nil, nothing, 200},
	{"coverage.json", "/vdns/7.json", nil, smallFailing, 200},
	{"coverage.csv", "/vdns/7.csv", nil, smallFailing, 200},
	{"retry.html", "/vdns/40/retry", nil, sample40, 200},
	{"retry-mixed.html", "/vdns/40/retry?verdict=mixed", nil, sample40, 200},
	{"retry-missing.html", "/vdns/7/retry", nil, smallFailing, 200},
	{"retry-nothing.html", "/vdns/7/retry?verdict=mixed", nil, small, 200},
	{"retry-stream.html", "/vdns/7/retry", nil, smallSlow, 200},
	{"retry-campaigns.html", "/vdns/40/retry?campaigns=1", nil, sample40, 200},
	{"retry-campaigns-stream.html", "/vdns/7/retry?campaigns=1&verdict=no_retry", nil, smallCampaigns, 200},
	{"retry-campaigns-none.html", "/vdns/7/retry?campaigns=1", nil, small, 200},
	{"retry-campaigns-failing.html", "/vdns/7/retry?campaigns=1", nil, smallCampaignsFailing, 200},
	{"retry-campaigns.json", "/vdns/7/retry.json?campaigns=1", nil, smallCampaigns, 200},
	{"retry.json", "/vdns/40/retry.json?verdict=mixed", nil, sample40, 200},
	{"retry-missing.json", "/vdns/7/retry.json", nil, smallFailing, 200},
	{"retry.csv", "/vdns/40/retry.csv", nil, sample40, 200},
	{"reverse-once.html", "/vdns/7/codes/00181", nil, small, 200},
	{"reverse-twice.html", "/vdns/7/codes/00145", nil, small, 200},
	{"reverse-nowhere.html", "/vdns/7/codes/90001", nil, small, 200},
	{"reverse-unknown.html", "/vdns/7/codes/77777", nil, small, 200},
	{"reverse-uncertain.html", "/vdns/7/codes/00603", nil, smallFailing, 200},
	{"reverse.json", "/vdns/7/codes/00145.json", nil, small, 200},
	{"reverse-form.html", "/vdns/7/codes", nil, small, 200},
	{"reverse-form-error.html", "/vdns/7/codes?code=1+2", nil, small, 422},
	{"batch-form.html", "/vdns/7/batch", nil, small, 200},
	{"batch-empty.html", "/vdns/7/batch", url.Values{"ids": {" ; "}}, small, 422},
	{"batch-rows.html", "/vdns/7/batch?id=x&id=11&id=12&id=13&id=140&id=x", nil, smallSlow, 200},
	{"batch.json", "/vdns/7/batch.json?id=x&id=11&id=12&id=140&id=x", nil, smallSlow, 200},
	{"batch.csv", "/vdns/7/batch.csv?id=x&id=11&id=12&id=140&id=x", nil, smallSlow, 200},
	{"changes-form.html", "/vdns/7/changes", nil, small, 200},
	{"changes-error.html", "/vdns/7/changes", url.Values{"partial": {"1"}}, small, 422},
	{"changes.html", "/vdns/7/changes", url.Values{"file": {changesExport}}, smallFailing, 200},
	{"changes-same.html", "/vdns/7/changes", url.Values{"file": {changesSame}}, smallMapped, 200},
	{"compare-form.html", "/vdns/7/compare", nil, small, 200},
	{"compare-errors.html", "/vdns/7/compare?id=x", nil, small, 422},
	{"compare.html", "/vdns/7/compare?id=11&id=12", nil, small, 200},
	{"compare-nothing.html", "/vdns/7/compare?id=13&id=14", nil, small, 200},
}

// TestGoldenVDN is TestGolden for the pages about a VDN; -update writes their
// files as well.
func TestGoldenVDN(t *testing.T) {
	for i := range locales {
		l := &locales[i]
		files := goldenFiles{dir: filepath.Join("testdata", "golden-vdn", l.tag)}
		for _, s := range vdnStates {
			file := files.of(s.name, l, slices.Contains(chineseVDNStates, s.name))
			t.Run(l.tag+"/"+s.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { checkGolden(t, l, s.show(t, l.tag), s.status, "", file) })
			})
		}
		files.checkNoOthers(t)
	}
}

// chineseVDNStates have a file in Chinese too.
var chineseVDNStates = []string{"results-missing.html", "coverage.html", "coverage.csv", "retry.html",
	"retry-campaigns-stream.html", "retry.csv", "reverse-twice.html", "batch-rows.html", "batch-form.html",
	"compare.html", "changes-form.html", "changes.html", "reverse-form-error.html"}

// show sends the request of a state from a browser that speaks a language.
func (s vdnState) show(t *testing.T, lang string) *httptest.ResponseRecorder {
	t.Helper()
	r := newRequest(t, http.MethodGet, s.target)
	if s.form != nil {
		r = formRequest(http.MethodPost, s.target, s.form)
	}
	if file := s.form.Get("file"); file != "" {
		r = upload(t, s.target, "", "export", file, "")
	}
	r.Header.Set("Accept-Language", lang)
	return serve(s.source().console(t), r)
}
