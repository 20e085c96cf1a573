package handlers

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales"
	"isales-console/isales/background"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/views"
)

const (
	// findWait is how long a VDN's list may take.
	findWait = 3 * time.Second
	// maxFound is how many codes and how many results are shown.
	maxFound = 10
	// maxJudged is how many results are looked up to say what follows for them.
	maxJudged = 5
)

// errNotJudged is the error of a result of which only the list's fields are known.
var errNotJudged = errors.New("mapped codes not read")

// findAll looks for a text in the documentation and in the VDN.
func (c *Console) findAll(r *http.Request, p findPlan) findResult {
	f := findResult{plan: p, notes: c.notes(), tried: []string{}}
	l := c.localeOf(r)
	if p.text == "" || p.reason != "" {
		return f
	}
	ctx, cancel := context.WithTimeout(r.Context(), findWait)
	defer cancel()
	v := vdnRequest{vdnID: p.vdnID, l: l, notes: c.notes()}
	var own *platform.CodeList
	if p.vdnID != 0 {
		own = c.ownCodes(ctx, v)
	}
	f.findCodes(own, v.notes, l)
	if p.number != "" || p.words != "" {
		owner, _ := c.bulkOwner(r)
		f.findResults(ctx, c, l, owner)
	}
	if f.count() == 0 && p.words != "" {
		// A question with a number in it: the code may be meant, and is no certain answer.
		f.partly = true
		f.addCodes(codesIn(p.words), own, v.notes, l)
	}
	if f.count() == 0 {
		f.nearest = nearest(p.text, f.notes, l)
	}
	return f
}

// findCodes fills in the codes of the documentation and of the VDN's own list.
func (f *findResult) findCodes(own *platform.CodeList, notes *dictionary.Notes, l *locale) {
	p, t := f.plan, l.messages
	q := codesQuery{vdnID: p.vdnID, own: own}
	q.Notes = *notes
	beyond := 0 // codes that match and are not shown
	if p.words != "" {
		q.Text, q.GroupNames, q.Extra = p.words, groupNames, namedCodes(own, l)
		hits := dictionary.Search(q.Query)
		for _, hit := range hits[:min(len(hits), maxFound)] {
			f.codes = append(f.codes, hitRow(hit, q, l))
		}
		if beyond = len(hits) - len(f.codes); beyond > 0 {
			f.moreCodes = pathWith("/codes", "q", p.words)
			if p.vdnID != 0 {
				f.moreCodes = pathWith("/codes", "q", p.words, "vdnId", strconv.Itoa(p.vdnID))
			}
		}
	}
	codes := p.codes
	if (own.Text(p.number) != "" || noteOn(p.number, *notes) != nil) && !slices.Contains(codes, p.number) {
		codes = append(codes, p.number)
	}
	f.addCodes(codes, own, notes, l)
	where := t.FindTriedCodes
	if own != nil {
		where = views.Fill(t.FindTriedOwn, "vdn", strconv.Itoa(p.vdnID))
	}
	f.tried = append(f.tried, views.Fill(where, "found", t.FindCount.Of(len(f.codes)+beyond)))
}

// addCodes adds codes that a number stands for.
func (f *findResult) addCodes(codes []string, own *platform.CodeList, notes *dictionary.Notes, l *locale) {
	q := codesQuery{vdnID: f.plan.vdnID, own: own}
	q.Notes = *notes
	for _, code := range codes {
		row := codeRow(code, own, notes, l)
		if e, ok := dictionary.Lookup(code); ok {
			row = hitRow(dictionary.Hit{Entry: e, Note: noteOn(code, *notes)}, q, l)
		}
		row.Href = codeHref(code, f.plan.vdnID)
		f.codes = append(f.codes, row)
	}
}

// findResults fills in the external results of the VDN that match. The list of all is
// bulk work of the owner.
func (f *findResult) findResults(ctx context.Context, c *Console, l *locale, owner string) {
	p, t := f.plan, l.messages
	if p.vdnID == 0 {
		f.tried = append(f.tried, t.FindNoVDN)
		return
	}
	vdn := strconv.Itoa(p.vdnID)
	list, err := c.listed(isales.Bulk(ctx, owner), p.vdnID, l)
	if short, ok := errors.AsType[*isales.IncompleteError](err); ok {
		f.partly = true
		f.tried = append(f.tried, listShort(t.SectionResults, short, t))
	} else if err != nil {
		f.partly = true
		f.tried = append(f.tried, views.Fill(t.FindUnread, "vdn", vdn, "why", findTrouble(err, l)))
		return
	}
	matching := p.pick(list)
	f.tried = append(f.tried, views.Fill(t.FindTriedResults, "vdn", vdn, "found", t.FindCount.Of(len(matching))))
	if len(matching) > maxFound {
		f.moreResults = pathWith("/vdns/"+vdn+"/results", "q", p.text)
		matching = matching[:maxFound]
	}
	f.results = matching
	var lookups sync.WaitGroup
	for i := range f.results[:min(len(f.results), maxJudged)] {
		lookups.Go(background.Safe(func() { c.judge(ctx, p.vdnID, &f.results[i], l) }))
	}
	lookups.Wait()
}

func findTrouble(err error, l *locale) string {
	if errors.Is(err, context.DeadlineExceeded) {
		err = platform.ErrSlow
	}
	return diagnose(&readError{err: err}, l).words(l.messages).Heading
}

// listed returns the external results of a VDN as its list has them, or the kept
// catalogue's. With an *isales.IncompleteError they are those that came.
func (c *Console) listed(ctx context.Context, vdnID int, l *locale) (list []catalog.Result, err error) {
	if held := c.catalogs.Held(vdnID, l.platform); held != nil {
		if held.ListErr() != nil {
			err = held.ListErr()
		}
		return held.Results(), err
	}
	for entry, err := range c.Browser.ListExternalResults(ctx, vdnID, l.platform) {
		if err != nil {
			return list, err
		}
		list = append(list, catalog.Result{DefID: entry.DefID, DisplayResult: entry.DisplayResult, Code: entry.Code,
			Err: errNotJudged})
	}
	return list, nil
}

// judge reads the mapped codes of a result.
func (c *Console) judge(ctx context.Context, vdnID int, result *catalog.Result, l *locale) {
	defID, reason := input.Number(result.DefID)
	if reason != "" || result.Err == nil {
		return
	}
	query := platform.Query{VDNID: vdnID, DefID: defID, Language: l.platform}
	found, err := c.Results.ExternalResult(ctx, query)
	if result.Err = err; err == nil {
		result.Mappings = found.Mappings
	}
}

// pick returns the results that a plan may mean. A number is one's ID or whole code.
// Words are one's whole code or, when there is no such result, part of one's text
// or code.
func (p findPlan) pick(list []catalog.Result) []catalog.Result {
	keep := func(match func(catalog.Result) bool) (kept []catalog.Result) {
		for _, result := range list {
			if match(result) {
				kept = append(kept, result)
			}
		}
		return kept
	}
	if p.number != "" {
		id := strconv.FormatInt(p.defID, 10)
		return keep(func(r catalog.Result) bool {
			return r.Code == p.number || strings.TrimLeft(r.DefID, "0") == id
		})
	}
	if whole := keep(func(r catalog.Result) bool { return strings.EqualFold(r.Code, p.words) }); len(whole) > 0 {
		return whole
	}
	wanted := strings.ToLower(p.words)
	return keep(func(r catalog.Result) bool {
		return strings.Contains(strings.ToLower(r.DisplayResult), wanted) ||
			strings.Contains(strings.ToLower(r.Code), wanted)
	})
}
