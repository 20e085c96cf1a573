package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// patience bounds what waits for an event; no test waits that long when all is
// well.
const patience = 20 * time.Second

// generated is VDN 7 with 300 external results and 1,200 mappings.
func generated() *isalestest.Data { return isalestest.Generate(7, 300, 4) }

// newWhole returns a console as cmd/web builds it, in front of these VDNs.
func newWhole(t testing.TB, data *isalestest.Data, options ...option) *testConsole {
	t.Helper()
	usual := []option{withDictionary, withClient(isales.WithMaxConcurrent(10))}
	return newConsole(t, isalestest.Options{Data: data}, append(usual, options...)...)
}

// calls counts what the platform was asked: "detail 15", "results offset=0".
func (c *testConsole) calls() map[string]int {
	count := map[string]int{}
	for _, r := range c.platform.Requests() {
		switch r.Operation {
		case isalestest.OperationDetail:
			count["detail "+r.DefID]++
		case isalestest.OperationResults:
			count["results "+r.RawQuery]++
		default:
			count["codes "+r.RawQuery]++
		}
	}
	return count
}

// details are the IDs that were asked for, with repetitions, sorted.
func (c *testConsole) details() (list []string) {
	for _, r := range c.platform.Requests() {
		if r.Operation == isalestest.OperationDetail {
			list = append(list, r.DefID)
		}
	}
	slices.Sort(list)
	return list
}

// failDetails answers 500 when the platform is asked for these results.
func (c *testConsole) failDetails(wrong func(defID string) bool) {
	c.platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
		if r.Operation == isalestest.OperationDetail && wrong(r.DefID) {
			return isalestest.FaultStatus500
		}
		return isalestest.FaultNone
	})
}

// every reports each tenth result of generated.
func tenth(defID string) bool { return strings.HasSuffix(defID, "0") }

// jsonOf decodes a document, all members known.
func jsonOf[T any](t testing.TB, rec *httptest.ResponseRecorder) (document T) {
	t.Helper()
	d := json.NewDecoder(rec.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&document); err != nil || rec.Code != 200 || rec.Header().Get("Content-Type") != jsonType {
		t.Fatalf("status %d, %s: %v", rec.Code, rec.Header().Get("Content-Type"), err)
	}
	return document
}

// csvOf reads a file as a spreadsheet does.
func csvOf(t testing.TB, rec *httptest.ResponseRecorder) [][]string {
	t.Helper()
	content, ok := bytes.CutPrefix(rec.Body.Bytes(), []byte("\ufeff"))
	lines, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil || !ok || rec.Code != 200 || rec.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Fatalf("status %d, %s, byte order mark %v: %v", rec.Code, rec.Header().Get("Content-Type"), ok, err)
	}
	return lines
}

// listen serves the console over a real connection.
func listen(t testing.TB, h http.Handler) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	t.Cleanup(srv.Client().CloseIdleConnections)
	return srv
}

// open sends a request whose answer is read bit by bit.
func open(t testing.TB, srv *httptest.Server, ctx context.Context, method, path, body string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, srv.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// readUntil reads until the text has come, and returns all so far.
func readUntil(t testing.TB, r io.Reader, wanted string) string {
	t.Helper()
	var all []byte
	chunk := make([]byte, 4096)
	for {
		n, err := r.Read(chunk)
		all = append(all, chunk[:n]...)
		if strings.Contains(string(all), wanted) {
			return string(all)
		}
		if err != nil {
			t.Fatalf("%q did not come, but %v after\n%s", wanted, err, all)
		}
	}
}

// wait fails the test when the event does not come.
func wait(t testing.TB, what string, event <-chan struct{}) {
	t.Helper()
	select {
	case <-event:
	case <-time.After(patience):
		t.Fatalf("%s: not within %s", what, patience)
	}
}

// signals is a channel that is closed when serving a request has ended.
func signals(h http.Handler) (http.Handler, <-chan struct{}) {
	ended := make(chan struct{}, 100)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { ended <- struct{}{} }()
		h.ServeHTTP(w, r)
	}), ended
}

// inMemory is a VDN without a network, for the fake time of testing/synctest.
type inMemory struct {
	vdn    isalestest.VDN
	takes  func(defID string) time.Duration // nil for no time
	broken map[string]error                 // by ID
	codes  error
	list   error // that ends the list of results at once
}

func (m inMemory) ExternalResult(ctx context.Context, q platform.Query) (platform.Copy, error) {
	r, err := m.find(ctx, q)
	return platform.Copy{ExternalResult: r}, err
}

func (m inMemory) find(ctx context.Context, q platform.Query) (*isales.ExternalResult, error) {
	id := strconv.FormatInt(q.DefID, 10)
	if m.takes != nil {
		time.Sleep(m.takes(id))
	}
	i := slices.IndexFunc(m.vdn.Results, func(r isalestest.Result) bool { return r.DefID == id })
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case m.broken[id] != nil:
		return nil, m.broken[id]
	case i < 0:
		return nil, &isales.NotFoundError{VDNID: q.VDNID, DefID: q.DefID}
	}
	r := m.vdn.Results[i]
	result := &isales.ExternalResult{VDNID: m.vdn.ID, DefID: r.DefID, DisplayResult: r.DisplayResult, Code: r.Code}
	for _, given := range r.Mappings {
		mapping := isales.Mapping{MapID: given.MapID, OBSCode: given.FailCode, DefID: r.DefID, VDNID: m.vdn.ID}
		if given.DefID != "" {
			mapping.DefID = given.DefID
		}
		if n, err := strconv.Atoi(given.VDNID); err == nil {
			mapping.VDNID = n
		}
		result.Mappings = append(result.Mappings, mapping)
	}
	return result, nil
}

func (m inMemory) ListExternalResults(_ context.Context, vdnID int,
	_ isales.Language) iter.Seq2[isales.ListedResult, error] {
	return func(yield func(isales.ListedResult, error) bool) {
		if m.list != nil {
			yield(isales.ListedResult{}, m.list)
			return
		}
		for _, r := range m.vdn.Results {
			if vdnID != m.vdn.ID || !r.Unlisted &&
				!yield(isales.ListedResult{DefID: r.DefID, DisplayResult: r.DisplayResult, Code: r.Code}, nil) {
				return
			}
		}
	}
}

func (m inMemory) OBSCodes(_ context.Context, _ int, l isales.Language) (list []isales.OBSCodeText, err error) {
	for _, c := range m.vdn.Codes {
		list = append(list, isales.OBSCodeText{Code: c.Code,
			Text: map[isales.Language]string{isales.English: c.English, isales.Chinese: c.Chinese}[l]})
	}
	return list, m.codes
}

// console returns a console in front of the VDN.
func (m inMemory) console(t testing.TB) *Console {
	t.Helper()
	c, err := New(Config{Results: m, Browser: m, Campaigns: inMemoryCampaigns{m: m}, CodeLists: m, Log: discard,
		Version: "1.2.3-test", NewRequestID: func() string { return requestID }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
