package handlers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBatchStops: closing the browser in the middle of a batch stops the calls.
func TestBatchStops(t *testing.T) {
	for name, how := range map[string][2]string{"in the address": {"GET",
		"/vdns/7/batch?" + url.Values{"id": someIDs(50)}.Encode()}, "as a form": {"POST", "/vdns/7/batch"}} {
		t.Run(name, func(t *testing.T) {
			console := newWhole(t, generated())
			held, release := console.holdDetails(t, func(defID string) bool { return defID <= "1500000010" })
			h, ended := signals(console)
			srv := listen(t, h)
			ctx, leave := context.WithTimeout(t.Context(), patience)
			defer leave()
			body := ""
			if how[0] == "POST" {
				body = url.Values{"ids": {strings.Join(someIDs(300), " ")}}.Encode()
			}
			resp := open(t, srv, ctx, how[0], how[1], body)
			readUntil(t, resp.Body, "10 of ")
			for range batchParallel {
				<-held
			}
			leave()
			wait(t, "the batch", ended)
			asked := len(console.details())
			release()
			idle(t, console)
			if n := len(console.details()); asked != 10+batchParallel || n != asked {
				t.Errorf("%d calls when the reader had left, %d in the end, want %d", asked, n, 10+batchParallel)
			}
			record := console.log.record(t)
			if diff := cmp.Diff([]any{"INFO", "batch"}, []any{record["level"], record["upstream_outcome"]}); diff != "" {
				t.Errorf("logged %v (-want +got)\n%s", record, diff)
			}
		})
	}
}

// someIDs are the first IDs of generated.
func someIDs(n int) (ids []string) {
	for i := range n {
		ids = append(ids, strconv.Itoa(1500000001+i))
	}
	return ids
}

// upload is a form as a browser sends it, with a file unless it has no name.
func upload(t testing.TB, target, ids, name, content, format string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	for key, value := range map[string]string{"ids": ids, "format": format} {
		if value != "" && err == nil {
			err = w.WriteField(key, value)
		}
	}
	if err = cmpOr(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, target, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func cmpOr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestBatchForm: what is typed or uploaded, and where it leads.
func TestBatchForm(t *testing.T) {
	const bom = "\ufeff"
	fifty, more := someIDs(50), someIDs(51)
	address := func(ids ...string) string { return "303 /vdns/7/batch?" + url.Values{"id": ids}.Encode() }
	tests := []struct {
		name, ids, file, content, format string
		want                             string // status and address
		rows                             int    // of a page
	}{
		{"one", "1500000001", "", "", "", address("1500000001"), 0},
		{"separators",
			"1500000001, 1500000002;1500000003\t1500000004\r\n1500000005|1500000006/1500000007，1500000008；1500000009、1500000010　\"1500000011\" '1500000012'",
			"", "", "", address(someIDs(12)...), 0},
		{"full-width, zeros, duplicates", "１５００００００１２ 001500000012 1500000012 1500000001", "", "", "",
			address("1500000012", "1500000001"), 0},
		{"junk makes no address", "1500000001 abc -5 1e9 0", "", "", "", "200", 5},
		{"fifty", strings.Join(fifty, "\n"), "", "", "", address(fifty...), 0},
		{"fifty-one", strings.Join(more, "\n"), "", "", "", "200", 51},
		{"fifty with duplicates", strings.Join(slices.Concat(fifty, fifty), "\n"), "", "", "", address(fifty...), 0},
		{"as JSON", "1500000001", "", "", "json", "303 /vdns/7/batch.json?id=1500000001", 0},
		{"as CSV", "1500000001", "", "", "csv", "303 /vdns/7/batch.csv?id=1500000001", 0},
		{"as XLSX", "1500000001", "", "", "xlsx", "303 /vdns/7/batch.xlsx?id=1500000001", 0},
		{"as something", "1500000001", "", "", "xml", address("1500000001"), 0},
		{"a file with a column", "", "a.csv", "name,defId,x\n1,1500000001,2\n3,1500000002,4\n", "",
			address("1500000001", "1500000002"), 0},
		{"semicolons", "", "a.csv", bom + "name;defId;x\r\n1,5;1500000001;2,5\r\n\"3;4\";1500000002;4\r\n", "",
			address("1500000001", "1500000002"), 0},
		{"tabs", "", "a.txt", "name\tdefId\n1,5\t1500000001\n3;4\t1500000002\n", "", address("1500000001", "1500000002"), 0},
		{"semicolons without such a column", "", "a.csv", "1500000001;1500000002\n", "", "422", 0},
		{"byte order mark and CRLF", "", "a.csv", bom + "defId\r\n1500000001\r\n\"1500000002\"\r\n", "",
			address("1500000001", "1500000002"), 0},
		{"a column called ID", "", "a.csv", " ID ,n\r\n1500000001,9\r\n", "", address("1500000001"), 0},
		{"short lines", "", "a.csv", "n,id\n1,1500000001\n2\n\n3,1500000002\n", "", address("1500000001", "1500000002"), 0},
		{"no such column", "", "a.txt", bom + "1500000001\r\n1500000002\r\n", "", address("1500000001", "1500000002"), 0},
		{"no CSV", "", "a.txt", "1500000001 \"1500000002", "", address("1500000001", "1500000002"), 0},
		{"typed and a file", "1500000003", "a.csv", "id\n1500000001\n", "", address("1500000003", "1500000001"), 0},
		{"no file chosen", "1500000001", "", "", "", address("1500000001"), 0},
		{"a file of 51", "", "a.csv", "defId\n" + strings.Join(more, "\n"), "", "200", 51},
	}
	console := newWhole(t, generated(), withoutLog)
	for _, test := range tests {
		console.platform.ResetRequests()
		rec := serve(console, upload(t, "/vdns/7/batch", test.ids, test.file, test.content, test.format))
		rows := parse(t, rec.Body.String()).Find("tbody.steps-rows tr:not(.step)").Length()
		asked := test.rows
		if strings.HasPrefix(test.name, "junk") {
			asked = 1
		}
		if diff := cmp.Diff([]any{test.want, test.rows, asked},
			[]any{outcome(rec), rows, len(console.details())}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
		if test.file == "" && test.rows == 0 { // the same without a file, as the retry form sends it
			rec := serve(console, formRequest(http.MethodPost, "/vdns/7/batch",
				url.Values{"ids": {test.ids}, "format": {test.format}}))
			if outcome(rec) != test.want {
				t.Errorf("%s, not multipart: %s, want %s", test.name, outcome(rec), test.want)
			}
		}
	}
}

// TestBatchRefused: forms that are none.
func TestBatchRefused(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	huge := strings.Repeat("1", maxUpload)
	for name, test := range map[string]struct {
		r    *http.Request
		want int
	}{
		"51 in the address": {newRequest(t, http.MethodGet,
			"/vdns/7/batch?"+url.Values{"id": someIDs(51)}.Encode()), 400},
		"51 in one value": {newRequest(t, http.MethodGet,
			"/vdns/7/batch.json?id="+strings.Join(someIDs(51), "+")), 400},
		"too large":             {upload(t, "/vdns/7/batch", huge, "", "", ""), 413},
		"too large a file":      {upload(t, "/vdns/7/batch", "", "a.csv", huge, ""), 413},
		"too large, not a file": {formRequest(http.MethodPost, "/vdns/7/batch", url.Values{"ids": {huge}}), 413},
		"two values of a field": {formRequest(http.MethodPost, "/vdns/7/batch",
			url.Values{"ids": {"1"}, "column": {"1", "2"}}), 400},
		"broken multipart": {brokenForm(), 400},
		"no such VDN":      {formRequest(http.MethodPost, "/vdns/0/batch", url.Values{"ids": {"1"}}), 404},
		"another spelling": {formRequest(http.MethodPost, "/vdns/007/batch", url.Values{"ids": {"1"}}), 301},
		"50 in the address, JSON": {newRequest(t, http.MethodGet,
			"/vdns/7/batch.json?"+url.Values{"id": someIDs(50)}.Encode()), 200},
	} {
		if rec := serve(console, test.r); rec.Code != test.want {
			t.Errorf("%s: status %d, want %d: %s", name, rec.Code, test.want, heading(t, rec))
		}
	}
}

// TestBatchPastedTwice: a form may have several fields of IDs, and be answered as data.
func TestBatchPastedTwice(t *testing.T) {
	r := formRequest(http.MethodPost, "/vdns/7/batch", url.Values{"ids": {"x", "y"}})
	r.Header.Set("Accept", "application/json")
	var got []string
	for _, result := range jsonOf[batchDocument](t, serve(newWhole(t, generated(), withoutLog), r)).Results {
		got = append(got, result.DefID+" "+result.State)
	}
	if diff := cmp.Diff([]string{"x no_id", "y no_id"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func brokenForm() *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/vdns/7/batch",
		strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"ids\"\r\n\r\n1"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	return r
}

// TestBatchEmpty keeps the form and says what is missing.
func TestBatchEmpty(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	for lang, message := range map[string]string{"en": "Enter at least one external result ID",
		"zh-CN": "请至少输入一个外显结果 ID"} {
		for name, r := range map[string]*http.Request{"nothing": upload(t, "/vdns/7/batch", "", "", "", ""),
			"separators": upload(t, "/vdns/7/batch", " ,;\n", "a.csv", "defId\n\n", "csv")} {
			r.Header.Set("Accept-Language", lang)
			rec := serve(console, r)
			doc := parse(t, rec.Body.String())
			l, _ := localeByTag(lang)
			got := []any{rec.Code, texts(doc, ".summary-errors li"), join(texts(doc, "#ids-error")),
				doc.Find("#ids").AttrOr("aria-invalid", ""),
				doc.Find("form.lookup").AttrOr("action", ""),
				strings.HasPrefix(doc.Find("title").Text(), l.messages.ErrorPrefix), len(console.details())}
			if diff := cmp.Diff([]any{422, []string{message}, message, "true", "/vdns/7/batch", true, 0}, got); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", name, lang, diff)
			}
			checkStructure(t, lang, rec.Body.String())
		}
	}
}

// TestParseBatch: what is kept of the pieces of a text, and what is counted only.
func TestParseBatch(t *testing.T) {
	tests := []struct {
		name   string
		texts  []string
		want   string // entries with their IDs
		counts [4]int // duplicates, too many, list numbers, of other VDNs
	}{
		{"nothing", nil, "", [4]int{}},
		{"separators only", []string{" ,;|/，；、\"'\t\r\n\u00a0\u3000 "}, "", [4]int{}},
		{"two texts", []string{"140, 141", "142"}, "140=140 141=141 142=142", [4]int{}},
		{"duplicates in two texts", []string{"140\n141\n140", "141"}, "140=140 141=141", [4]int{2}},
		{"one number written in three ways", []string{"777777\n0777777\n７７７７７７"}, "777777=777777", [4]int{2}},
		{"largest", []string{"9223372036854775807\n9223372036854775808"},
			"9223372036854775807=9223372036854775807 9223372036854775808=0", [4]int{}},
		{"two numbers or one", []string{"140 141"}, "140 141=0", [4]int{}},
		{"thousands", []string{"1,402,245,659"}, "1402245659=1402245659", [4]int{}},
		{"this VDN and another", []string{"40\t1402245659\n41\t1402245660\n41\t01402245660"}, "1402245659=1402245659",
			[4]int{0, 0, 0, 1}},
		{"a numbered list", []string{"1. 1402245659\n2. 1402245660"}, "1402245659=1402245659 1402245660=1402245660",
			[4]int{0, 0, 2}},
		{"addresses", []string{"https://console.example/vdns/40/results/1402245659\nhttps://console.example/vdns/41/results/7"},
			"1402245659=1402245659", [4]int{0, 0, 0, 1}},
		{"junk twice", []string{"x\ny\nx"}, "x=0 y=0", [4]int{1}},
	}
	for _, test := range tests {
		b := parseBatch(40, test.texts)
		var got []string
		for _, e := range b.entries {
			got = append(got, fmt.Sprintf("%s=%d", e.text, e.defID))
		}
		counts := [4]int{b.duplicates, b.tooMany, b.listNumbers, len(b.others[41])}
		if diff := cmp.Diff([]any{test.want, test.counts}, []any{strings.Join(got, " "), counts}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
	}
	b := parseBatch(7, []string{strings.Join(someIDs(600), "\n"), "1500000001\n1500000600\n1500000601"})
	if len(b.entries) != 500 || b.duplicates != 2 || b.tooMany != 101 || b.entries[499].text != "1500000500" {
		t.Errorf("%d entries, %d duplicates, %d too many", len(b.entries), b.duplicates, b.tooMany)
	}
}

// FuzzParseBatch: each entry is there once, is an ID or has a reason, and IDs of
// lines come back in order.
//
//	go test ./handlers -fuzz FuzzParseBatch
func FuzzParseBatch(f *testing.F) {
	for _, seed := range []string{"", "1 2 3", "１，００1；x", "\xff\xfe 1", "\"1\"\r\n'2'", "7 007",
		strings.Repeat("9", 300)} {
		f.Add(seed, uint16(12))
	}
	f.Fuzz(func(t *testing.T, text string, n uint16) {
		b := parseBatch(7, []string{text})
		seen := map[string]bool{}
		for _, e := range b.entries {
			if e.text == "" || seen[e.text] || (e.defID == 0) != (e.reason != "") || e.defID > 0 &&
				e.text != strconv.FormatInt(e.defID, 10) {
				t.Errorf("entry %+v of %q, which is there already: %v", e, text, seen[e.text])
			}
			seen[e.text] = true
		}
		if len(b.entries) > maxBatch || b.duplicates < 0 || b.tooMany > 0 && len(b.entries) < maxBatch {
			t.Errorf("%d entries, %d duplicates, %d too many", len(b.entries), b.duplicates, b.tooMany)
		}
		ids := someIDs(int(n%maxBatch) + 1)
		if got := parseBatch(7, []string{strings.Join(ids, "\n")}).ids(); !slices.Equal(got, ids) {
			t.Errorf("%d IDs come back as %q", len(ids), got)
		}
	})
}
