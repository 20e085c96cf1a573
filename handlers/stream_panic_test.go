package handlers

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/background"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// TestPanicInAStream: a panic while a row of a page is made, or looked up, ends neither
// the process nor the page: the page says what is missing, the panic is reported and
// logged, and the next visitor is answered.
func TestPanicInAStream(t *testing.T) {
	const says = "Sorry, something went wrong here. It is not your input. Try again later. " +
		"If it stays like this, tell an administrator the request ID."
	tests := map[string]struct {
		broken  func() (*isales.ExternalResult, error) // for 1402245660
		why     string                                 // of its row
		cut     []string                               // said below the rows
		panics  int
		message string // in the log
	}{
		"look-up": {func() (*isales.ExternalResult, error) { panic("boom") },
			"There is a problem with this console", []string{}, 1, ""},
		"row": {func() (*isales.ExternalResult, error) { return nil, nil }, "", []string{says}, 1,
			"panic: runtime error"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var reported []string
			background.OnPanic(func(err error) { reported = append(reported, err.Error()) })
			defer background.OnPanic(func(error) {})
			console := newConsole(t, isalestest.Options{},
				withResults(fake(func(_ context.Context, q platform.Query) (*isales.ExternalResult, error) {
					if q.DefID == 1402245660 {
						return tt.broken()
					}
					return &isales.ExternalResult{DisplayResult: "fine"}, nil
				})))
			rec := get(t, console, "/vdns/40/batch?id=1402245660")
			doc := parse(t, rec.Body.String())
			var why string
			for _, row := range readBatch(doc) {
				why = row.Why
			}
			logged := text(console.log.record(t)["error"])
			got := []any{rec.Code, why, texts(doc, "main > .message"), len(reported), strings.HasPrefix(logged, tt.message),
				doc.Find("footer").Length(), join(texts(doc, "textarea"))}
			want := []any{200, tt.why, tt.cut, tt.panics, true, 1, "1402245660"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("status, row, message, panics, log, end of the page, IDs to try again (-want +got)\n%s\n%s", diff, logged)
			}
			if body := get(t, console, "/vdns/40/batch?id=1402245659").Body.String(); !strings.Contains(body, "fine") {
				t.Error("the next visitor is not answered")
			}
		})
	}
}
