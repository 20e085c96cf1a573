package handlers

import (
	"bytes"
	"encoding/csv"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// explainForm is the form of /explain with pasted rows and other fields, in pairs.
func explainForm(t testing.TB, rows string, fields ...string) *http.Request {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	err := form.WriteField("rows", rows)
	for i := 0; i < len(fields); i += 2 {
		err = cmpOr(err, form.WriteField(fields[i], fields[i+1]))
	}
	if err = cmpOr(err, form.Close()); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/explain", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

// tabbed are rows as they are copied from a spreadsheet.
func tabbed(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	return b.String()
}

// TestExplainResults: what is added to rows with external result codes, with their IDs, and with OBS codes of a VDN.
func TestExplainResults(t *testing.T) {
	const (
		meaning = "00005 Call waiting; 00145 User busy; 00181 Busy tone; 00537 Called party busy"
		result  = "001 1: 用户忙"
	)
	busy := func(mended string) []string {
		return []string{meaning, "Busy", "The campaign manager", "Retry soon", result, mended}
	}
	tests := map[string]struct {
		rows   string
		fields []string
		want   [][]string // the new cells of each row
	}{
		"result codes": {"n\texternalResultCode\n1\t001\n2\t1\n3\t999\n", nil,
			[][]string{busy(""), busy(result), {"No external result of VDN 40 has this code", "", "", "", "", ""}}},
		"IDs": {"phone\tdefId\n0000001\t1402245660\n0000002\t1,402,245,660\n0000003\t140\n0000004\tx\n0000005\thttps://a.example/vdns/41/results/7",
			[]string{"column", "2", "holds", "defId"}, [][]string{busy(""), busy("1402245660"),
				{"No external result 140 in VDN 40", "", "", "", "", ""}, {"External result ID must contain only digits", "", "", "", "", ""},
				{"This external result is of VDN 41, not of this one", "", "", "", "", ""}}},
		"OBS codes": {"n\tfailCode\n1\t145\n", nil, [][]string{
			{"User busy", "Busy", "The campaign manager", "Retry soon", "001 1: 用户忙; 020 19: 用户忙, 稍后重拨", "00145 User busy"}}},
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for name, test := range tests {
		rec := serve(console, explainForm(t, test.rows, append(test.fields, "vdnId", "40", "download", "1")...))
		file := csv.NewReader(strings.NewReader(strings.TrimPrefix(rec.Body.String(), "\ufeff")))
		file.Comma = '\t'
		lines, err := file.ReadAll()
		if err != nil || rec.Code != 200 {
			t.Fatalf("%s: status %d, %v", name, rec.Code, err)
		}
		titles := []string{"Meaning", "Group", "Who acts", "What to do", "External result", "Explained code"}
		for i, want := range append([][]string{titles}, test.want...) {
			if diff := cmp.Diff(want, lines[i][2:]); diff != "" {
				t.Errorf("%s, row %d (-want +got)\n%s", name, i, diff)
			}
		}
	}
}

// TestExplainAsks: what is asked before anything is looked up; a column that may hold phone numbers is looked up only
// when it was chosen, and each ID once.
func TestExplainAsks(t *testing.T) {
	var many strings.Builder
	for i := range 501 {
		many.WriteString("15" + strconv.Itoa(10000000+i) + "\n")
	}
	tests := map[string]struct {
		rows   string
		fields []string
		status int
		says   string // the error, or the summary
		calls  int
	}{
		"no VDN":    {"externalResultCode\tx\n001\ty\n", nil, 422, "Enter the VDN whose external results the report has", 0},
		"no number": {"failCode\n605\n", []string{"vdnId", "abc"}, 422, "VDN ID must be a number from 1 to 9999", 0},
		"not chosen": {"phone\tid\n0000001\t0000002\n", []string{"vdnId", "40"}, 422,
			"No column looks like OBS result codes: choose it", 0},
		"codes alone": {"failCode\n605\n", nil, 200, "1 row. 1 code was written differently and is recognised.", 0},
		"an ID twice": {"x\tdefId\n1\t1402245660\n2\t1402245660\n", []string{"vdnId", "40", "column", "2", "holds", "defId"}, 200,
			"2 rows.", 1},
		"too many": {"defId\n" + many.String(), []string{"vdnId", "40", "column", "1", "holds", "defId"}, 200,
			"501 rows. 501 rows are not explained. 1 ID beyond the first 500 was not looked up.", 500},
	}
	for name, test := range tests {
		console := newWhole(t, isalestest.Sample(), withoutLog)
		rec := serve(console, explainForm(t, test.rows, test.fields...))
		doc := parse(t, rec.Body.String())
		got := []any{rec.Code, join(texts(doc, ".summary-errors li, p.lead")), len(console.details())}
		if test.status == 422 {
			got[1] = join(texts(doc, ".summary-errors li"))
		}
		if diff := cmp.Diff([]any{test.status, test.says, test.calls}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		checkStructure(t, "en", rec.Body.String())
	}
}

// TestExplainVDN: a VDN that the user may not see is refused, and the platform is not asked.
func TestExplainVDN(t *testing.T) {
	console := newGuarded(t)
	bob := newBrowser(t, console).signIn("bob") // VDN 41 is not his
	console.platform.ResetRequests()
	rec := bob.post("/explain", url.Values{"rows": {"failCode\n605\n"}, "vdnId": {"41"}}.Encode())
	if asked := console.platform.Requests(); rec.Code != http.StatusForbidden || len(asked) > 0 {
		t.Errorf("status %d, want 403; the platform was asked %v", rec.Code, asked)
	}
}

// TestExplainStream: while a VDN is read the page shows progress; a failure after that is said on the page.
func TestExplainStream(t *testing.T) {
	for fault, says := range map[isalestest.Fault]string{
		isalestest.FaultNone:      "Explain a call report",
		isalestest.FaultStatus503: "The CC-iSales service has a problem",
	} {
		console := newWhole(t, isalestest.Generate(7, 2, 1), withoutLog)
		console.platform.SetLatency(2 * progressAfter)
		console.platform.SetDecider(func(isalestest.Request, int) isalestest.Fault { return fault })
		rec := serve(console, explainForm(t, "n\texternalResultCode\n1\t001\n", "vdnId", "7"))
		doc := parse(t, rec.Body.String())
		got := []any{rec.Code, doc.Find(".steps").Length(), doc.Find("h1").Text()}
		if diff := cmp.Diff([]any{200, 1, says}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", fault, diff)
		}
	}
}

// TestExplainCounts: what the rows of a report come to, with the reasons, the most frequent first.
func TestExplainCounts(t *testing.T) {
	tests := map[string]struct {
		rows string
		want []string
	}{
		"result codes": {"x\texternalResultCode\na\t001\nb\t009\nc\t009\nd\t014\ne\t004\nf\t999\n", []string{
			"Do not retryNumber dead1", "Retry soonBusy1", "MixedMachine · Tone or announcement2", "No codesNone1"}},
		"OBS codes": {"x\tfailCode\na\t605\nb\t145\nc\t145\nd\t34605\ne\t99999\n", []string{
			"Do not retryBad record1", "Retry soonBusy2", "Ask the administratorNot enough capacity1", "Cannot tellNot documented1"}},
	}
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for name, test := range tests {
		page := parse(t, serve(console, explainForm(t, test.rows, "vdnId", "40")).Body.String())
		if diff := cmp.Diff(test.want, texts(page, "#counts + div tbody tr")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// deadlineWriter notes whether a deadline has passed, which ends a stream of HTTP/2 even if a later one is set then.
type deadlineWriter struct {
	*httptest.ResponseRecorder
	deadline time.Time
	late     bool
}

func (w *deadlineWriter) SetWriteDeadline(t time.Time) error {
	w.late = w.late || !w.deadline.IsZero() && time.Now().After(w.deadline)
	w.deadline = t
	return nil
}

// TestExplainTakesItsTime: a report that is long uploaded and long looked up is sent all the same.
func TestExplainTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := vdnOf("11|Busy|001|00145")
		m.takes = func(string) time.Duration { return platform.BulkTimeout * 2 / 3 }
		r := explainForm(t, "n\texternalResultCode\n1\t001\n", "vdnId", "7", "download", "1")
		body := r.Body
		r.Body = io.NopCloser(io.MultiReader(readerFunc(func([]byte) (int, error) {
			time.Sleep(platform.BulkTimeout / 2)
			return 0, io.EOF
		}), body))
		w := &deadlineWriter{ResponseRecorder: httptest.NewRecorder()}
		m.console(t).ServeHTTP(w, r)
		if w.Code != 200 || w.late || !strings.Contains(w.Body.String(), "Busy") {
			t.Errorf("status %d, late %v: %s", w.Code, w.late, w.Body)
		}
	})
}

// readerFunc is a reader that is a function.
type readerFunc func([]byte) (int, error)

func (read readerFunc) Read(b []byte) (int, error) { return read(b) }
