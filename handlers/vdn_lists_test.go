package handlers

import (
	"slices"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// TestListsThatDoNotAddUp: however the platform's lists and counts disagree, each page
// shows what came and says so, the data too; a list that the platform does not have is
// told apart from one that is broken. Nothing of it is an error of the console.
func TestListsThatDoNotAddUp(t *testing.T) {
	data := isalestest.Generate(40, 60, 4)
	for _, vdn := range isalestest.Sample().VDNs {
		if vdn.ID == data.VDNs[0].ID {
			data.VDNs[0].Campaigns, data.VDNs[0].Codes = vdn.Campaigns, vdn.Codes
		}
	}
	kinds := map[string]struct {
		fault              isalestest.Fault
		results, campaigns string // what is said of each list; empty for nothing
		status             int
		heading            string // of an error
	}{
		"one is missing": {"list-total=61", "60 of 61 listed", "3 of 61 listed", 200, ""},
		"more than said": {"list-total=2", "50 of 2 listed", "3 of 2 listed", 200, ""},
		"far too many":   {isalestest.FaultListTotal, "60 of 12000 listed", "3 of 12000 listed", 200, ""},
		"growing":        {isalestest.FaultListGrowing, "60 of 62 listed", "3 of 4 listed", 200, ""},
		"duplicates":     {isalestest.FaultListDouble, "58 of 60 listed", "2 of 3 listed", 200, ""},
		"one page only":  {isalestest.FaultListFirst, "50 of 60 listed", "", 200, ""},
		"nameless":       {isalestest.FaultListNameless, "59 of 60 listed", "", 200, ""},
		"no interface":   {isalestest.FaultStatus404, "", "", 502, "The platform does not offer this list"},
		"not allowed":    {"status=405", "", "", 502, "The platform does not offer this list"},
		"unknown code":   {"code=0299999", "", "", 502, "CC-iSales reported an error"},
	}
	lists := []string{isalestest.OperationResults, isalestest.OperationCodes, isalestest.OperationCampaigns,
		isalestest.OperationBusiness}
	doors := []string{"/vdns/40", "/vdns/40/results", "/vdns/40/retry", "/vdns/40/codes/00605", "/vdns/40/campaigns",
		"/vdns/40/campaigns/7001"}
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			console := newWhole(t, data, withoutLog)
			console.platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
				if slices.Contains(lists, r.Operation) {
					return kind.fault
				}
				return isalestest.FaultNone
			})
			for _, door := range doors {
				said := kind.results
				if door == "/vdns/40/campaigns" {
					said = kind.campaigns
				}
				rec := get(t, console, door)
				if rec.Code != kind.status || kind.heading != "" && heading(t, rec) != kind.heading ||
					!strings.Contains(rec.Body.String(), said) || said == "" && strings.Contains(rec.Body.String(), " listed. ") {
					t.Errorf("%s: status %d, %q not said", door, rec.Code, said)
				}
				rec = get(t, console, door+".json")
				if total := strings.Contains(rec.Body.String(), `"listTotal"`); rec.Code != kind.status || total != (said != "") {
					t.Errorf("%s.json: status %d, the platform's count is said: %t", door, rec.Code, total)
				}
				rec = get(t, console, door+".csv")
				file := rec.Header().Get("Content-Disposition")
				if want := strings.ReplaceAll(strings.TrimSuffix(said, " listed"), " ", "-"); rec.Code != kind.status ||
					!strings.Contains(file, want) || strings.Contains(file, "-of-") != (want != "") {
					t.Errorf("%s.csv: status %d, file %q, want %q in its name", door, rec.Code, file, want)
				}
			}
			rec := get(t, console, "/find?q=generated&vdnId=40")
			found := map[int]int{200: 200, 502: 404}[kind.status]
			if told := kind.results + kind.heading; rec.Code != found || !strings.Contains(rec.Body.String(), told) {
				t.Errorf("find: status %d, %q not said: %s", rec.Code, told, rec.Body)
			}
			if rec := get(t, console, "/vdns/40/compare?id=1500000001&id=1500000002"); rec.Code != 200 {
				t.Errorf("compare: status %d", rec.Code)
			}
		})
	}
}
