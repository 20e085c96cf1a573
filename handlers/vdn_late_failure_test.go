package handlers

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// TestListFailsLate: a page that has begun shows why the list could not be read, in
// the words of the error page. What has not begun has the status of the error.
func TestListFailsLate(t *testing.T) {
	tests := map[string]struct {
		accept string
		after  time.Duration
		status int
		begun  bool
	}{
		"page":       {"text/html", 2 * progressAfter, http.StatusOK, true},
		"quick page": {"text/html", 0, http.StatusBadGateway, false},
		"JSON":       {"application/json", 2 * progressAfter, http.StatusBadGateway, false},
		"CSV":        {"text/csv", 2 * progressAfter, http.StatusBadGateway, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			console := newWhole(t, generated())
			console.platform.SetLatency(tt.after)
			console.platform.SetDecider(func(isalestest.Request, int) isalestest.Fault { return isalestest.FaultStatus503 })
			rec := ask(t, console, http.MethodGet, "/vdns/7", "Accept", tt.accept)
			body := rec.Body.String()
			if rec.Code != tt.status {
				t.Errorf("status %d, want %d", rec.Code, tt.status)
			}
			if got := strings.Contains(body, "Reading the list of external results"); got != tt.begun {
				t.Errorf("progress %v, want %v:\n%s", got, tt.begun, body)
			}
			if tt.accept == "text/html" &&
				!strings.Contains(body, "<h1>The CC-iSales service has a problem</h1>") {
				t.Errorf("the page does not say what went wrong:\n%s", body)
			}
			for _, record := range console.log.records(t) {
				if record["error"] == nil {
					t.Errorf("logged without the error: %v", record)
				}
			}
		})
	}
}
