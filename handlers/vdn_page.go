package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/views"
)

// vdnPage is the part of a page about a VDN that all of them have.
func (c *Console) vdnPage(r *http.Request, q vdnRequest, active string) views.VDNPage {
	p := views.VDNPage{Page: c.newPage(r), VDN: strconv.Itoa(q.vdnID), Section: active}
	p.FindVDN = p.VDN
	p.Active, p.Canonical, p.JSON = views.NavLookup, withQuery(q.path, r), withQuery(q.path+".json", r)
	p.CSV, p.XLSX = withQuery(q.path+".csv", r), withQuery(q.path+".xlsx", r)
	return p
}

// fillFreshness says how old a catalogue is and what is missing in it.
func (c *Console) fillFreshness(p *views.VDNPage, q vdnRequest, read *catalog.Catalog) {
	t := q.l.messages
	p.ReadAt = q.l.moment(read.ReadAt())
	p.Age = age(c.Now().Sub(read.ReadAt()), t)
	p.Again, p.AgainMissing = q.path+"?again=all", q.path+"?again=missing"
	for _, failed := range read.Failed() {
		p.Missing = append(p.Missing, views.ResultLink{Href: resultPath(q.vdnID, failed.DefID),
			Text: failed.DisplayResult, Def: failed.DefID,
			Why: diagnose(failed.Err, q.l).words(t).Heading})
	}
	p.MissingText = t.MissingResults.Of(len(p.Missing))
	p.CodesMissing = read.CodesErr() != nil
	if short, ok := errors.AsType[*isales.IncompleteError](read.CodesErr()); ok {
		p.CodesMissing, p.Short = false, append(p.Short, listShort(t.ListCodes, short, t))
	}
	if read.ListErr() != nil {
		p.Short = append(p.Short, listShort(t.SectionResults, read.ListErr(), t))
	}
}

// listShort says how a list does not add up.
func listShort(name string, short *isales.IncompleteError, t *views.Messages) string {
	return views.Fill(t.ListShort, "list", name, "got", strconv.Itoa(short.Got), "total", strconv.Itoa(short.Total))
}

// listTotal is the platform's count of a list that does not add up; else 0.
func listTotal(short *isales.IncompleteError) int {
	if short == nil {
		return 0
	}
	return short.Total
}

// shortName is the name of a file with what is missing in it: a table has no other
// place to say so.
func shortName(name string, short *isales.IncompleteError) string {
	if short == nil {
		return name
	}
	return fmt.Sprintf("%s-%d-of-%d", name, short.Got, short.Total)
}

func resultLinks(v vdnRequest, results []catalog.Result) (links []views.ResultLink) {
	for _, r := range results {
		links = append(links, views.ResultLink{Href: resultPath(v.vdnID, r.DefID), Text: r.DisplayResult, Def: r.DefID})
	}
	return links
}
