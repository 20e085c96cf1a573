package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"isales-console/isales"
	"isales-console/views"
)

// serveResult shows one external result as a page, as JSON or as CSV.
func (c *Console) serveResult(w http.ResponseWriter, r *http.Request) error {
	q, canonical, ok := parsePath(pathValue(r, "vdnId"), pathValue(r, "defId"))
	if !ok {
		return errPageNotFound
	}
	if !canonical {
		redirect(w, r, q.path()+suffix(r))
		return nil
	}
	l := c.tongueOf(r)
	list := c.codes.begin(q.vdnID, l.platform)
	start := time.Now()
	result, err := c.Results.ExternalResult(r.Context(), Query{q.vdnID, q.defID, l.platform})
	e := eventOf(r)
	e.upstream, e.outcome, e.query = time.Since(start), "ok", q
	if err != nil {
		return &lookupError{q, err}
	}
	if err := c.remember(w, r, q); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Link", "<"+q.path()+`.json>; rel="alternate"; type="application/json"`)
	own, complete := c.codes.wait(r.Context(), list, q.vdnID, l.platform, codesPatience)
	rows := mappingRows(result, q.vdnID, own, l)
	switch negotiate(r) {
	case formJSON:
		c.sendJSON(w, http.StatusOK, newResultDocument(q, result, rows, e.requestID))
	case formCSV:
		h.Set("Content-Disposition", `attachment; filename="external-result-`+strconv.Itoa(q.vdnID)+"-"+strconv.FormatInt(q.defID, 10)+`.csv"`)
		send(w, http.StatusOK, "text/csv; charset=utf-8", resultCSV(q, result, rows))
	default:
		p := c.resultPage(r, q, result, rows)
		p.CodesMissing = !complete
		return c.render(w, r, http.StatusOK, views.Result(p))
	}
	return nil
}

// remember puts a page that was found on the list of recent look-ups. Programs
// have no use for one.
func (c *Console) remember(w http.ResponseWriter, r *http.Request, q resultQuery) error {
	if negotiate(r) != formHTML {
		return nil
	}
	s := c.sessionOf(r)
	if !s.remember(q, c.Now()) {
		return nil
	}
	return c.sessions.save(w, r, s)
}

// suffix is ".json" or ".csv" when the path names the form.
func suffix(r *http.Request) string {
	for _, s := range []string{".json", ".csv"} {
		if strings.HasSuffix(r.URL.Path, s) {
			return s
		}
	}
	return ""
}

// pathValue returns a part of the path, unescaped: chi hands out the escaped
// form when a request has one.
func pathValue(r *http.Request, name string) string {
	value := chi.URLParam(r, name)
	if r.URL.RawPath == "" {
		return value
	}
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}

func (c *Console) resultPage(r *http.Request, q resultQuery, result *isales.ExternalResult, rows []views.MappingRow) views.ResultPage {
	l := c.tongueOf(r)
	t := l.messages
	p := views.ResultPage{
		Page: c.page(r),
		VDN:  strconv.Itoa(q.vdnID), Def: strconv.FormatInt(q.defID, 10),
		DisplayText: result.DisplayResult, Code: result.Code,
		Rows:      rows,
		CSV:       q.path() + ".csv",
		CheckedAt: l.moment(result.ReceivedAt),
		Age:       age(c.Now().Sub(result.ReceivedAt), t),
		Details:   requestDetails(result, l),
		RequestID: eventOf(r).requestID,
		Raw:       result.Raw,
	}
	p.Title = views.Fill(t.ResultTitle, "name", strings.TrimSpace(p.Def+" "+p.DisplayText), "vdn", p.VDN)
	p.Active, p.Canonical, p.JSON = views.NavLookup, q.path(), q.path()+".json"
	return p
}

func requestDetails(r *isales.ExternalResult, l *tongue) []views.Detail {
	t := l.messages
	meaning, _ := isales.APIStatusMeaning(r.Status.ResultCode, l.platform)
	status := []string{"resultCode " + r.Status.ResultCode}
	if r.Status.ReturnCode != "" {
		status = append(status, "returnCode "+r.Status.ReturnCode)
	}
	details := []views.Detail{{Label: t.DetailStatus, Value: views.Fill(t.DetailMeaning, "status", strings.Join(status, ", "), "meaning", meaning)}}
	if r.Status.ResultDesc != "" {
		details = append(details, views.Detail{Label: t.DetailDesc, Value: r.Status.ResultDesc})
	}
	return append(details,
		views.Detail{Label: t.DetailDuration, Value: t.Milliseconds.Of(int(r.Took.Milliseconds()))},
		views.Detail{Label: t.DetailSource, Value: t.SourceFresh})
}

// age says how old data is.
func age(d time.Duration, t *views.Messages) string {
	if d < time.Second {
		return t.JustNow
	}
	if d >= 2*time.Minute {
		return t.AgeMinutes.Of(int(d / time.Minute))
	}
	return t.AgeSeconds.Of(int(d / time.Second))
}

// mappingRows explains the mapped codes, in the platform's order.
func mappingRows(r *isales.ExternalResult, vdnID int, own *codeList, l *tongue) []views.MappingRow {
	t := l.messages
	rows := make([]views.MappingRow, len(r.Mappings))
	for i, m := range r.Mappings {
		rows[i] = ownRow(m.OBSCode, vdnRequest{vdnID: vdnID, l: l}, own)
		if m.VDNID != 0 && r.VDNID != 0 && m.VDNID != r.VDNID {
			rows[i].Warnings = append(rows[i].Warnings, views.Fill(t.OtherVDN, "vdn", strconv.Itoa(m.VDNID)))
		}
		if m.DefID != "" && r.DefID != "" && m.DefID != r.DefID {
			rows[i].Warnings = append(rows[i].Warnings, views.Fill(t.OtherResult, "def", m.DefID))
		}
	}
	return rows
}
