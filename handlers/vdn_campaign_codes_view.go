package handlers

import (
	"slices"
	"strconv"

	"isales-console/dictionary"
	"isales-console/isales/catalog"
	"isales-console/views"
)

// failureCount is the failures of a campaign, counted with what is known of their
// codes.
type failureCount struct {
	catalog.Failures
	campaignFailures
	read *catalog.Catalog
}

// oursToMend are the reasons that the call center or its platform can do away with:
// agents, resources, platform.
var oursToMend = []dictionary.Reason{dictionary.ReasonOurSide, dictionary.ReasonCapacity, dictionary.ReasonPlatform}

func countFailures(v vdnRequest, found campaignFailures, read *catalog.Catalog) failureCount {
	var actions []string
	for _, a := range dictionary.Actions() {
		actions = append(actions, string(a))
	}
	traits := func(code string) catalog.CodeTraits {
		row := vdnCodeRow(code, v, read)
		return catalog.CodeTraits{Action: row.Action.Key, Known: row.Known || row.Note != nil,
			Mapped: len(read.ResultsFor(code)) > 0,
			Ours:   slices.Contains(oursToMend, dictionary.Advise(code, *v.notes).Reason)}
	}
	return failureCount{catalog.CountFailures(catalog.FailureSource{Days: found.days, Failures: found.during,
		Earlier: found.before, Compare: found.beforeErr == nil, Actions: actions, Traits: traits}), found, read}
}

func fillCampaignCodes(p *views.CampaignCodesPage, v vdnRequest, count failureCount) {
	t := v.l.messages.CampaignCodes
	p.Counted = true
	from, to := dayText(count.days.From), dayText(count.days.To)
	p.Range = views.Fill(t.Range, "from", from, "to", to)
	p.Compared = t.Uncompared
	if before := count.days.Before(); count.Compared {
		p.Compared = views.Fill(t.Compared, "from", dayText(before.From), "to", dayText(before.To))
	}
	p.Uncertain = !count.read.Complete()
	p.NoCalls, p.Uncompared = count.Total == 0, !count.Compared
	shareOf := func(id, text string, n int) {
		if n == 0 {
			id = "" // there is no list behind it
		}
		number := views.Fill(t.ShareOf, "share", shareText(count.Share(n)), "n", strconv.Itoa(n))
		p.Numbers = append(p.Numbers, views.Number{ID: id, Text: text, N: number})
	}
	p.Numbers = []views.Number{{ID: "table", Text: t.Failed, N: strconv.Itoa(count.Total)}}
	shareOf("", t.Ours, count.Ours)
	shareOf("unmapped", t.Unmapped, count.Failures.Unmapped)
	shareOf("unknown", t.Unknown, count.Failures.Unknown)
	for _, c := range count.UnmappedCodes() {
		p.Unmapped = append(p.Unmapped, codeCount(c, v, count))
	}
	for _, c := range count.UnknownCodes() {
		p.Unknown = append(p.Unknown, codeCount(c, v, count))
	}
	for _, c := range count.Codes {
		p.Codes = append(p.Codes, codeCount(c, v, count))
	}
	p.All = codeCount(catalog.CodeTotal{Count: count.Total, Earlier: count.Failures.Earlier,
		CodeTraits: catalog.CodeTraits{Known: true, Mapped: true}}, v, count)
	for _, a := range count.Actions {
		p.Actions = append(p.Actions, views.ActionCount{Verdict: actionView(dictionary.Action(a.Action), v.l), N: a.Count,
			Share: shareText(count.Share(a.Count))})
	}
	most := 0
	for i, day := range count.Days {
		p.Days = append(p.Days, views.DayBar{Day: dayText(day.Date), N: day.Total, ByAction: day.ByAction})
		if day.Total > count.Days[most].Total {
			most = i
		}
	}
	p.PictureText = views.Fill(t.PictureText, "n", strconv.Itoa(count.Total), "from", from, "to", to,
		"most", strconv.Itoa(count.Days[most].Total), "day", dayText(count.Days[most].Date))
}

// codeCount is a code with its calls.
func codeCount(c catalog.CodeTotal, v vdnRequest, count failureCount) views.CodeCount {
	t := v.l.messages.CampaignCodes
	row := views.CodeCount{MappingRow: vdnCodeRow(c.Code, v, count.read), N: strconv.Itoa(c.Count),
		Share: shareText(count.Share(c.Count))}
	if count.Compared {
		row.Change, row.Before = changeText(c.Count-c.Earlier), views.Fill(t.Before, "n", strconv.Itoa(c.Earlier))
	}
	for _, mark := range []struct {
		holds bool
		text  string
	}{{!c.Mapped, t.MarkUnmapped}, {!c.Known, t.MarkUnknown}, {c.Ours, t.MarkOurs}} {
		if mark.holds {
			row.Marks = append(row.Marks, mark.text)
		}
	}
	return row
}

// shareText writes a share with one digit after the point.
func shareText(share float64) string {
	return strconv.FormatFloat(100*share, 'f', 1, 64) + "%"
}

// changeText writes a difference with its sign.
func changeText(n int) string {
	switch {
	case n > 0:
		return "+" + strconv.Itoa(n)
	case n < 0:
		return "−" + strconv.Itoa(-n)
	}
	return "±0"
}
