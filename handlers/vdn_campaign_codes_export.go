package handlers

import (
	"slices"
	"strconv"

	"isales-console/spreadsheet"
)

// failuresDocument is the failures of a campaign as JSON. What was counted before is
// absent when it could not be read.
type failuresDocument struct {
	Schema     int    `json:"schema"`
	VDNID      int    `json:"vdnId"`
	CampaignID string `json:"campaignId"`
	From       string `json:"from"`
	To         string `json:"to"`
	ReadAt     string `json:"readAt"`
	// Complete says that no external result is missing, so that "mapped" is right.
	Complete bool                  `json:"complete"`
	Calls    int                   `json:"calls"`
	Before   *int                  `json:"callsBefore,omitempty"`
	Ours     int                   `json:"oursToMend"`
	Unmapped int                   `json:"unmapped"`
	Unknown  int                   `json:"unknown"`
	Days     []failuresDayDocument `json:"days"`
	Codes    []failedCodeDocument  `json:"codes"`
}

type failuresDayDocument struct {
	Date     string            `json:"date"`
	Calls    int               `json:"calls"`
	ByAction []countedDocument `json:"byAction"`
	// ByCode has the codes with calls, in the order of failuresDocument.Codes.
	ByCode []countedDocument `json:"byCode"`
}

// countedDocument is an action or a code with its calls.
type countedDocument struct {
	Key   string `json:"key"`
	Calls int    `json:"calls"`
}

type failedCodeDocument struct {
	OBSCode     string `json:"obsCode"`
	Description string `json:"description"`
	Action      string `json:"action"`
	Calls       int    `json:"calls"`
	Before      *int   `json:"callsBefore,omitempty"`
	Mapped      bool   `json:"mapped"`
	Known       bool   `json:"known"`
	Ours        bool   `json:"oursToMend"`
}

func newFailuresDocument(v vdnRequest, count failureCount) failuresDocument {
	before := func(n int) *int {
		if !count.Compared {
			return nil
		}
		return &n
	}
	d := failuresDocument{Schema: v.schema(), VDNID: v.vdnID, CampaignID: strconv.FormatInt(count.id, 10),
		From: dayText(count.days.From), To: dayText(count.days.To), ReadAt: machineTime(count.read.ReadAt()),
		Complete: count.read.Complete(), Calls: count.Total, Before: before(count.Failures.Earlier),
		Ours: count.Failures.Ours, Unmapped: count.Failures.Unmapped, Unknown: count.Failures.Unknown,
		Codes: []failedCodeDocument{}}
	for _, day := range count.Days {
		on := failuresDayDocument{dayText(day.Date), day.Total, []countedDocument{}, []countedDocument{}}
		for i, n := range day.ByAction {
			on.ByAction = append(on.ByAction, countedDocument{count.Actions[i].Action, n})
		}
		for _, c := range count.Codes {
			if n := day.Counts[c.Code]; n > 0 {
				on.ByCode = append(on.ByCode, countedDocument{c.Code, n})
			}
		}
		d.Days = append(d.Days, on)
	}
	for _, c := range count.Codes {
		d.Codes = append(d.Codes, failedCodeDocument{c.Code, vdnCodeRow(c.Code, v, count.read).Meaning, c.Action, c.Count,
			before(c.Earlier), c.Mapped, c.Known, c.Ours})
	}
	return d
}

// failureSheet has one row for each code of a day, the most frequent codes of the
// span first.
func failureSheet(v vdnRequest, count failureCount) spreadsheet.Sheet {
	columns := []string{"vdnId", "campaignId", "date", "obsCode", "codeAndDescription", "calls", "action", "actionText",
		"mapped", "known", "oursToMend"}
	var list [][]any
	for _, day := range count.Days {
		for _, c := range count.Codes {
			if day.Counts[c.Code] == 0 {
				continue
			}
			row := vdnCodeRow(c.Code, v, count.read)
			list = append(list, []any{strconv.Itoa(v.vdnID), strconv.FormatInt(count.id, 10), dayText(day.Date), c.Code,
				textTwin(c.Code, row.Meaning), day.Counts[c.Code], c.Action, row.Action.Text,
				strconv.FormatBool(c.Mapped), strconv.FormatBool(c.Known), strconv.FormatBool(c.Ours)})
		}
	}
	return spreadsheet.Sheet{Name: "codes", Columns: columns, Rows: slices.Values(list)}
}
