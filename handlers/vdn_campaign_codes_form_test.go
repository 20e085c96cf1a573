package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
	"isales-console/views"
)

// TestFailureDays: what is typed into the form is counted or refused in words, and is
// kept.
func TestFailureDays(t *testing.T) {
	words := views.English.CampaignCodes
	bad := views.Fill(words.BadDay, "day", "2026-03-04")
	tests := []struct {
		from, to           string
		fromWrong, toWrong string
		wantFrom, wantTo   string // in the fields
	}{
		{"", "", "", "", "2026-02-26", "2026-03-04"},
		{" ", "", "", "", "2026-02-26", "2026-03-04"},
		{" 2026-03-01", "2026-03-02 ", "", "", "2026-03-01", "2026-03-02"},
		{"2026-03-04", "2026-03-04", "", "", "2026-03-04", "2026-03-04"},
		{"2026-02-03", "2026-03-04", "", "", "2026-02-03", "2026-03-04"},
		{"2026-03-01", "", "", words.NoDay, "2026-03-01", ""},
		{"", "2026-03-01", words.NoDay, "", "", "2026-03-01"},
		{"x", "2026-02-30", bad, bad, "x", "2026-02-30"},
		{"1999-12-31", "2026-3-4", bad, bad, "1999-12-31", "2026-3-4"},
		{"2026-03-04", "2026-03-03", words.Order, "", "2026-03-04", "2026-03-03"},
		{"2026-02-02", "2026-03-04", "", views.Fill(words.TooMany, "days", "31", "max", "30"), "2026-02-02", "2026-03-04"},
		{"2026-03-05", "2026-03-06", words.Future, words.Future, "2026-03-05", "2026-03-06"},
	}
	for _, test := range tests {
		console := newWhole(t, isalestest.Sample(), withoutLog)
		path := "/vdns/40/campaigns/7003/codes"
		query := "?" + url.Values{"from": {test.from}, "to": {test.to}}.Encode()
		wrong := test.fromWrong != "" || test.toWrong != ""
		program := get(t, console, path+".json"+query)
		rec := get(t, console, path+query)
		doc := parse(t, rec.Body.String())
		value := func(id string) string { return doc.Find("input#"+id).AttrOr("value", "") }
		want := []any{http.StatusOK, http.StatusOK, test.fromWrong, test.toWrong, test.wantFrom, test.wantTo, false}
		if wrong {
			want[0], want[1], want[6] = http.StatusUnprocessableEntity, http.StatusUnprocessableEntity, true
		}
		got := []any{rec.Code, program.Code, doc.Find("#from-error").Text(), doc.Find("#to-error").Text(),
			value("from"), value("to"), len(console.platform.Requests()) == 0}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q to %q (-want +got)\n%s", test.from, test.to, diff)
		}
	}
	// A day has begun when it has somewhere on earth.
	for now, want := range map[string]string{"2026-03-04T09:59:59Z": words.Future, "2026-03-04T10:00:00Z": ""} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		field := views.Field{Value: "2026-03-05"}
		if readDay(&field, at, words); field.Error != want {
			t.Errorf("%s: %q, want %q", now, field.Error, want)
		}
	}
}

// TestFailureErrors: without the days before there is no change; all else that is
// missing is an error.
func TestFailureErrors(t *testing.T) {
	const month = "?from=2026-02-03&to=2026-03-04"
	tests := map[string]struct {
		path, failing string // failing is a part of the query of the requests that fail
		fault         isalestest.Fault
		status        int
		says          string // of the heading of an error, or the warning
	}{
		"before": {"/vdns/40/campaigns/7001/codes" + month, "startDate=2026-01-04", isalestest.FaultStatus500, 200,
			views.English.CampaignCodes.Uncompared},
		"days": {"/vdns/40/campaigns/7001/codes" + month, "startDate=2026-02-03", isalestest.FaultStatus500, 502,
			"HTTP status 500"},
		"parameter":        {"/vdns/40/campaigns/7001/codes", "startDate", isalestest.FaultCode, 422, "02000007"},
		"unknown campaign": {"/vdns/40/campaigns/7099/codes", "none", "", 404, "7099"},
		"not found":        {"/vdns/41/campaigns/8004/codes", "none", "", 404, "8004"},
		"no such ID":       {"/vdns/40/campaigns/x/codes", "none", "", 404, ""},
	}
	for name, test := range tests {
		console := newWhole(t, isalestest.Sample(), withoutLog)
		console.platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
			if strings.Contains(r.RawQuery, test.failing) {
				return test.fault
			}
			return isalestest.FaultNone
		})
		rec := get(t, console, test.path)
		main := strings.Join(texts(parse(t, rec.Body.String()), "main"), "")
		if rec.Code != test.status || !strings.Contains(main, test.says) {
			t.Errorf("%s: status %d, want %d, and %q in\n%s", name, rec.Code, test.status, test.says, main)
		}
	}
}

// TestFailuresWithoutACode are shown, and lead nowhere.
func TestFailuresWithoutACode(t *testing.T) {
	data := isalestest.Sample()
	data.VDNs[0].Campaigns[0].Failures = []map[string]int{{"": 3}}
	console := newConsole(t, isalestest.Options{Data: data})
	doc := parse(t, get(t, console, "/vdns/40/campaigns/7001/codes").Body.String())
	code := views.English.NoCode
	if n, links := doc.Find("code:contains('"+code+"')").Length(), doc.Find("a[href='']").Length(); n != 3 || links != 0 {
		t.Errorf("%s stands %d times, %d links lead nowhere; want 3 and 0", code, n, links)
	}
}
