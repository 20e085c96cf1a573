package handlers

import (
	"net/http"
	"strings"
	"time"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// codesQuery is what the pages about codes are asked: a search, and the VDN whose
// own dictionary is to be heard; 0 for none.
type codesQuery struct {
	dictionary.Query
	vdnID int
	own   *platform.CodeList
	kind  codeKind
	// schema is the version of the document that is asked for.
	schema int
}

// codeKind is what a list of codes is restricted to.
type codeKind string

// The kinds of codes in addresses; a page without one shows OBS result codes, data
// without one is of both kinds.
const (
	kindOBS codeKind = "obs"
	kindAPI codeKind = "api"
)

// of returns the codes of a kind; all of them for none.
func (k codeKind) of(hits []dictionary.Hit) (list []dictionary.Hit) {
	for _, hit := range hits {
		if k == "" || (hit.Entry.Kind == dictionary.KindAPI) == (k == kindAPI) {
			list = append(list, hit)
		}
	}
	return list
}

// search returns the codes that the query leaves. A number is searched for as it is written in the list.
func (q codesQuery) search() []dictionary.Hit {
	wanted := q.Query
	wanted.Text = input.Searched(q.Text)
	return dictionary.Search(wanted)
}

// readCodesQuery reads the search. A VDN ID that is none is an input error of the
// form, one that the user may not see is refused.
func (c *Console) readCodesQuery(r *http.Request) (q codesQuery, complete bool, err error) {
	form := r.URL.Query()
	q.GroupNames, q.Notes, q.schema = groupNames, *c.notes(), schemaOf(r)
	q.Text = strings.TrimSpace(echo(form.Get("q")))
	if kind := codeKind(form.Get("kind")); kind == kindOBS || kind == kindAPI {
		q.kind = kind
	}
	q.Group = isales.Group(form.Get("group"))
	q.Action = dictionary.Action(form.Get("action"))
	if action, ok := dictionary.ParseAction(form.Get("action")); ok { // as older addresses write it
		q.Action = action
	}
	l := c.localeOf(r)
	var reason input.Reason
	switch q.vdnID, reason = readVDNField(form.Get("vdnId")); reason {
	case "":
	case input.Empty:
		return q, true, nil
	default:
		return q, true, &codesInputError{field: views.Field{Value: echo(form.Get("vdnId")),
			Error: vdnProblem(reason, l.messages)}, query: q}
	}
	if !c.maySee(r, q.vdnID) {
		return q, true, refuseVDN(r, q.vdnID)
	}
	list := c.codes.Start(r.Context(), q.vdnID, l.platform)
	q.own, complete = c.codes.Wait(r.Context(), list, codesPageWait)
	q.Extra = namedCodes(q.own, l)
	return q, complete, nil
}

// namedCodes are a VDN's own codes, for a search.
func namedCodes(own *platform.CodeList, l *locale) (extra []dictionary.Named) {
	for _, code := range own.Codes() {
		named := dictionary.Named{Code: code.Code, English: code.Text}
		if l.platform == isales.Chinese {
			named = dictionary.Named{Code: code.Code, Chinese: code.Text}
		}
		extra = append(extra, named)
	}
	return extra
}

// codesPageWait is how long the pages about codes wait for a VDN's dictionary,
// which is what they were asked for.
const codesPageWait = 3 * time.Second

// codesInputError is a VDN ID in the search form that is none.
type codesInputError struct {
	field views.Field
	query codesQuery
}

func (e *codesInputError) Error() string { return "bad search: " + e.field.Error }
