package handlers

import (
	"strconv"
	"strings"

	"isales-console/isales/catalog"
	"isales-console/views"
)

// maxChanges is how many rows a list of changes shows; the JSON has all.
const maxChanges = 200

// fillChanges shows what has changed since an export.
func fillChanges(p *views.ChangesPage, v vdnRequest, read *catalog.Catalog, earlier *earlierExport, c changes) {
	t := v.l.messages.Changes
	p.Compared, p.Same = true, c.none()
	if !earlier.readAt.IsZero() {
		p.ExportedAt = v.l.moment(earlier.readAt)
	}
	p.Warnings = changesWarnings(&c, v)
	number := func(id, text string, n int) {
		if n == 0 {
			id = ""
		}
		p.Numbers = append(p.Numbers, views.Number{ID: id, Text: text, N: strconv.Itoa(n)})
	}
	for _, list := range []struct {
		id, heading string
		ids         []string
	}{{"added", t.Added, c.Added}, {"removed", t.Removed, c.Removed}} {
		number(list.id, list.heading, len(list.ids))
		rows := views.ChangedResults{ID: list.id, Heading: list.heading, Total: len(list.ids)}
		for _, id := range list.ids[:min(len(list.ids), maxChanges)] {
			r := c.result(id)
			rows.Rows = append(rows.Rows, views.ChangedResult{ResultLink: changedLink(v, &c, id), Code: r.code,
				Codes: strings.Join(r.obsCodes, " "), Unread: !r.read})
		}
		p.Results = append(p.Results, rows)
	}
	number("renamed", t.Renamed, len(c.Renamed))
	p.Renamed = views.RenamedResults{ID: "renamed", Heading: t.Renamed, Total: len(c.Renamed)}
	for _, id := range c.Renamed[:min(len(c.Renamed), maxChanges)] {
		old, now := c.earlier.results[id], c.now.results[id]
		p.Renamed.Rows = append(p.Renamed.Rows, views.RenamedResult{ResultLink: changedLink(v, &c, id),
			OldText: old.displayResult, OldCode: old.code, Code: now.code})
	}
	for _, list := range []struct {
		id, heading string
		codes       []codeChange
	}{{"moved", t.Moved, c.Moved}, {"mapped", t.Mapped, c.Mapped}, {"unmapped", t.Unmapped, c.Unmapped},
		{"others", t.Others, c.Others}} {
		number(list.id, list.heading, len(list.codes))
		p.Codes = append(p.Codes, changedCodes(list.id, list.heading, list.codes, v, read, &c))
	}
	for _, id := range c.NotCompared[:min(len(c.NotCompared), maxChanges)] {
		p.NotCompared = append(p.NotCompared, changedLink(v, &c, id))
	}
	p.NotComparedText = t.Unread.Of(len(c.NotCompared))
}

// changesWarnings say what cannot be told, and why.
func changesWarnings(c *changes, v vdnRequest) (list []string) {
	t := v.l.messages.Changes
	for _, warning := range []struct {
		text string
		is   bool
	}{
		{t.OnlyCodes, !c.earlier.named},
		{t.PartialExport, c.earlier.named && !c.earlier.listed},
		{t.PartialNow, !c.now.listed},
		{t.UnreadExport, len(c.earlier.unread()) > 0},
		{t.UnreadNow, len(c.now.unread()) > 0},
	} {
		if warning.is {
			list = append(list, warning.text)
		}
	}
	return list
}

// changedLink leads to a result that is there now; one that is gone has no address.
func changedLink(v vdnRequest, c *changes, id string) views.ResultLink {
	link := views.ResultLink{Text: c.result(id).displayResult, Def: id}
	if _, ok := c.now.results[id]; ok {
		link.Href = resultPath(v.vdnID, id)
	}
	return link
}

func changedCodes(id, heading string, codes []codeChange, v vdnRequest, read *catalog.Catalog,
	c *changes) views.ChangedCodes {
	list := views.ChangedCodes{ID: id, Heading: heading, Total: len(codes)}
	links := func(ids []string) (some []views.ResultLink, more string) {
		for _, id := range ids[:min(len(ids), maxListedResults)] {
			some = append(some, changedLink(v, c, id))
		}
		if rest := len(ids) - len(some); rest > 0 {
			more = v.l.messages.MoreResults.Of(rest)
		}
		return some, more
	}
	for _, change := range codes[:min(len(codes), maxChanges)] {
		row := views.ChangedCode{Row: vdnCodeRow(change.OBSCode, v, read)}
		row.Earlier, row.MoreEarlier = links(change.Earlier)
		row.Now, row.MoreNow = links(change.Now)
		list.Rows = append(list.Rows, row)
	}
	return list
}
