package isales_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// statisticsClock is the simulator's and the client's clock where dates matter.
func statisticsClock() time.Time { return time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC) }

func TestFailStatistics(t *testing.T) {
	s, c := newPair(t, isalestest.Options{Now: statisticsClock}, isales.WithClock(statisticsClock))
	data := &isalestest.Data{VDNs: []isalestest.VDN{{ID: 40, Campaigns: []isalestest.Campaign{{
		ID: "7", Failures: []map[string]int{{"00145": 2, "0": 1, "00000": 4}, nil, {" 01119": 3}},
	}}}}}
	s.SetData(data)
	want := []isales.DayFailures{
		{Date: "2024-05-04", Counts: map[string]int{"01119": 3}},
		{Date: "2024-05-06", Counts: map[string]int{"00145": 2, "00000": 5}},
	}
	to := statisticsClock()
	for _, fault := range []isalestest.Fault{isalestest.FaultNone, isalestest.FaultLooseTypes} {
		s.SetFault(fault)
		got, err := c.FailStatistics(t.Context(), 40, 7, to.AddDate(0, 0, -29), to)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: error %v (-want +got)\n%s", fault, err, diff)
		}
	}
	if q := s.Requests()[0].RawQuery; q != "campaignId=7&endDate=2024-05-06&startDate=2024-04-07" {
		t.Errorf("asked for %s", q)
	}
	// The date is the one of the time's own location.
	s.SetFault(isalestest.FaultNone)
	late := time.Date(2024, 5, 4, 1, 0, 0, 0, time.FixedZone("UTC+8", 8*60*60))
	got, err := c.FailStatistics(t.Context(), 40, 7, late, late)
	if diff := cmp.Diff(want[:1], got); err != nil || diff != "" {
		t.Errorf("one day: error %v (-want +got)\n%s", err, diff)
	}
}

func TestFailStatisticsDecodes(t *testing.T) {
	for _, tt := range []struct{ data, want string }{
		{`"data":null`, "[]"},
		{`"x":1`, "[]"},
		{`"data":[{"statDate":"2024-05-04","failData":null},{"statDate":"2024-05-05"}]`,
			"[{2024-05-04 map[]} {2024-05-05 map[]}]"},
		{`"data":[{"statDate":"2024-05-04","failData":{"00145":"7","00146":"x"}}]`,
			"isales: /data/0/failData/00146: want a number"},
		{`"data":[{"statDate":"2024-05-04","failData":{"00145":null,"00146":"","00147":" 3"}}]`,
			"[{2024-05-04 map[00145:0 00146:0 00147:3]}]"},
		{`"data":[{"statDate":"2024-05-04","failData":{"00145":1},"failData":{"00146":2,"00146":3}}]`,
			"[{2024-05-04 map[00146:3]}]"},
		{`"data":[{"statDate":"2024-05-04","failData":{"00145":1.5}}]`,
			"isales: /data/0/failData/00145: want a string or an integer"},
		{`"data":[{"statDate":"2024-05-04 0:00:00"}]`, "[{2024-05-04 map[]}]"},
		{`"data":[{"statDate":"4 May","failData":{}}]`, "isales: /data/0/statDate: want a date, yyyy-mm-dd"},
		{`"data":[{"failData":{}}]`, "isales: /data/0/statDate: want a date, yyyy-mm-dd"},
		{`"data":{}`, "isales: /data: want an array, got an object"},
	} {
		c := serving(t, func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `{"resultCode":"0200000",`+tt.data+`}`)
		})
		days, err := c.FailStatistics(t.Context(), 1, 1, statisticsClock(), statisticsClock())
		got := fmt.Sprint(days)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.data, got, tt.want)
		}
	}
}

func TestCallResult(t *testing.T) {
	s, c := newPair(t, isalestest.Options{})
	for id, want := range map[string]isales.CallResult{
		"1700000000-1001": {Status: isales.CallSucceeded, OBSCode: "00000", Code: "013",
			Rang: "2024-05-06 09:15:02", Answered: "2024-05-06 9:15:10", Ended: "2024-05-06 09:17:40"},
		"1700000000-1003": {Status: isales.CallFailed, OBSCode: "00208", Code: "007", Ended: "2024-05-06 09:16:30"},
		"1700000000-1004": {Status: isales.CallFailed, OBSCode: "01119", Ended: "2024-05-06 09:17:00"},
	} {
		want.CallID = id
		got, err := c.CallResult(t.Context(), 40, id)
		if diff := cmp.Diff(&want, got); err != nil || diff != "" {
			t.Errorf("error %v (-want +got)\n%s", err, diff)
		}
	}
	if path := s.Requests()[0].Path; !strings.HasPrefix(path,
		"/gateway/rest/isales/v1/openapi/campaigns/40/callresultdetail/1700000000-100") {
		t.Errorf("asked for %s", path)
	}
}

func TestValidCallID(t *testing.T) {
	for id, want := range map[string]bool{
		"1700000000-1001": true, "1": true, "a1_b.c": true, strings.Repeat("1", 64): true,
		"": false, "-": false, "..": false, "abc": false, "1/2": false, "1 2": false, "1%2F": false, "１": false,
		strings.Repeat("1", 65): false,
	} {
		if got := isales.ValidCallID(id); got != want {
			t.Errorf("ValidCallID(%q) = %t, want %t", id, got, want)
		}
	}
}
