package handlers

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"weak"

	"isales-console/dictionary"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/safetext"
	"isales-console/views"
)

// resultView is everything that an answer about one external result shows.
type resultView struct {
	query    resultID
	form     int
	former   bool // see vdnRequest
	locale   *locale
	found    platform.Copy
	notes    *dictionary.Notes
	staleWhy views.TimedText
	list     *platform.CodeList
	complete bool // nothing is missing for want of list
	age      string
	policies *platform.PolicyList // nil when they were not read
}

// resultKey names a finished answer; who may see what is decided before.
type resultKey struct {
	query             resultID
	form              int
	locale            *locale
	user, theme, base string
}

// resultState is what may change in an answer under the same key. What it was made of
// has its own bounds: a finished answer does not hold it.
type resultState struct {
	result   weak.Pointer[isales.ExternalResult]
	list     weak.Pointer[platform.CodeList]
	notes    *dictionary.Notes
	complete bool
	age      string
	staleWhy views.TimedText
	policies weak.Pointer[platform.PolicyList]
}

// resultAnswer returns the answer, finished before or made now. It is kept when
// its result is: what is asked for once only would push the others out.
func (c *Console) resultAnswer(r *http.Request, v resultView) (*respond.Answer, error) {
	frame := c.pageFrame(r)
	frame.Here = returnPath(r)
	make := func() (*respond.Answer, error) { return v.answer(r.Context(), frame) }
	kept := v.found.Origin == platform.Hit || v.found.Origin == platform.Stale
	// The page leads back to itself as it was asked for: only the usual spelling of
	// its address is kept.
	if !kept || r.URL.RawQuery != "" || r.URL.ForceQuery || r.URL.RawPath != "" {
		return make()
	}
	key := resultKey{v.query, v.form, v.locale, frame.User, frame.Theme, frame.Base}
	return c.results.Get(key, resultState{weak.Make(v.found.ExternalResult), weak.Make(v.list), v.notes,
		v.complete, v.age, v.staleWhy, weak.Make(v.policies)}, make)
}

// answer makes the answer in its form.
func (v *resultView) answer(ctx context.Context, frame views.Page) (*respond.Answer, error) {
	rows := mappingRows(v.found.ExternalResult, v.vdnRequest(), v.list)
	switch v.form {
	case formJSON:
		return respond.NewJSON(newResultDocument(*v, rows)), nil
	case formCSV, formXLSX:
		sheet := resultSheet(v.vdnRequest(), v.query, v.found.ExternalResult, rows)
		return newTable(v.form, v.query.fileName(), v.locale, sheet)
	}
	return respond.NewPage(ctx, views.Result(v.page(frame, rows)))
}

func (v *resultView) page(frame views.Page, rows []views.MappingRow) views.ResultPage {
	t, q, found, path := v.locale.messages, v.query, v.found, v.query.path()
	judgement := v.judgement()
	count := len(found.Mappings)
	p := views.ResultPage{
		Page: frame,
		VDN:  strconv.Itoa(q.vdnID), Def: strconv.FormatInt(q.defID, 10),
		DisplayText: found.DisplayResult, Code: found.Code,
		Rows:         rows,
		Count:        strconv.Itoa(count),
		CodesMissing: !v.complete,
		Verdict:      verdictView(judgement.Verdict, v.locale),
		Shares:       shares(judgement, v.locale),
		CSV:          path + ".csv",
		XLSX:         path + ".xlsx",
		CheckedAt:    v.locale.moment(found.ReceivedAt),
		Age:          v.age,
		Details:      requestDetails(found.ExternalResult, v.locale),
		Raw:          safetext.JSON(found.Raw),
		Stale:        v.staleWhy,
		Again:        path + "?again=all",
		NotRetriedBy: v.notRetriedBy(),
	}
	p.FindVDN = p.VDN
	for _, row := range rows {
		for _, warning := range row.Warnings {
			p.Contradictions = append(p.Contradictions, views.Fill(t.Contradiction, "code", row.Code, "text", warning))
		}
	}
	p.Active, p.Canonical, p.JSON = views.NavLookup, path, path+".json"
	p.Ticket = resultTicket(p)
	return p
}

func (v *resultView) vdnRequest() vdnRequest {
	return vdnRequest{vdnID: v.query.vdnID, l: v.locale, notes: v.notes, former: v.former}
}

// judgement is what follows for the result as a whole.
func (v *resultView) judgement() dictionary.Judgement {
	codes := make([]string, len(v.found.Mappings))
	for i, m := range v.found.Mappings {
		codes[i] = m.OBSCode
	}
	return dictionary.Judge(codes, *v.notes)
}

// shares say of each action how many codes have it, that of the verdict first. The
// first names what is counted, the others only the number.
func shares(j dictionary.Judgement, l *locale) (list []views.Share) {
	total, counts := len(j.Advices), j.Counts()
	isVerdict := func(c dictionary.Count) bool { return string(c.Action) == string(j.Verdict) }
	if i := slices.IndexFunc(counts, isVerdict); i > 0 {
		counts = slices.Concat(counts[i:i+1], counts[:i], counts[i+1:])
	}
	for i, count := range counts {
		text := l.messages.ShareFirst.Of(total)
		if i > 0 {
			text = l.messages.Share
		}
		list = append(list, views.Share{Action: actionView(count.Action, l),
			Text: views.Fill(text, "part", strconv.Itoa(len(count.Codes)), "n", strconv.Itoa(total))})
	}
	return list
}

func requestDetails(r *isales.ExternalResult, l *locale) []views.Detail {
	t := l.messages
	status := statusDetail(r.Status.ResultCode, r.Status.ReturnCode, l)
	details := []views.Detail{{Label: t.DetailStatus, Value: status}}
	if r.Status.ResultDesc != "" {
		details = append(details, views.Detail{Label: t.DetailDesc, Value: r.Status.ResultDesc})
	}
	return append(details, views.Detail{Label: t.DetailDuration, Value: t.Milliseconds.Of(int(r.Took.Milliseconds()))})
}

func statusDetail(resultCode, returnCode string, l *locale) string {
	meaning, _ := isales.APIStatusMeaning(resultCode, l.platform)
	status := "resultCode " + resultCode
	if returnCode != "" {
		status += ", returnCode " + returnCode
	}
	return views.Fill(l.messages.DetailMeaning, "status", status, "meaning", meaning)
}
