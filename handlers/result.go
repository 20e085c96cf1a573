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
	start := time.Now()
	result, err := c.Results.QueryExternalResult(r.Context(), q.vdnID, q.defID)
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
	if suffix(r) == "" {
		h.Add("Vary", "Accept")
	}
	rows := mappingRows(result, c.messages(r))
	switch negotiate(r) {
	case formJSON:
		c.sendJSON(w, http.StatusOK, newResultDocument(q, result, rows, e.requestID))
	case formCSV:
		h.Set("Content-Disposition", `attachment; filename="external-result-`+strconv.Itoa(q.vdnID)+"-"+strconv.FormatInt(q.defID, 10)+`.csv"`)
		send(w, http.StatusOK, "text/csv; charset=utf-8", resultCSV(q, result, rows))
	default:
		return c.render(w, r, http.StatusOK, views.Result(c.resultPage(r, q, result, rows)))
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
	t := c.messages(r)
	p := views.ResultPage{
		Page: c.page(r),
		VDN:  strconv.Itoa(q.vdnID), Def: strconv.FormatInt(q.defID, 10),
		DisplayText: result.DisplayResult, Code: result.Code,
		Rows:      rows,
		CSV:       q.path() + ".csv",
		CheckedAt: moment(result.ReceivedAt),
		Age:       age(c.Now().Sub(result.ReceivedAt), t),
		Details:   requestDetails(result, t),
		RequestID: eventOf(r).requestID,
		Raw:       result.Raw,
	}
	p.Title = strings.TrimSpace(views.Fill(t.ResultTitle, "def", p.Def, "text", p.DisplayText, "vdn", p.VDN))
	p.Active, p.Canonical, p.JSON = views.NavLookup, q.path(), q.path()+".json"
	return p
}

func requestDetails(r *isales.ExternalResult, t *views.Messages) []views.Detail {
	meaning, _ := isales.APIStatusMeaning(r.Status.ResultCode, isales.English)
	status := []string{"resultCode " + r.Status.ResultCode}
	if r.Status.ReturnCode != "" {
		status = append(status, "returnCode "+r.Status.ReturnCode)
	}
	details := []views.Detail{{Label: t.DetailStatus, Value: strings.Join(status, ", ") + ": " + meaning}}
	if r.Status.ResultDesc != "" {
		details = append(details, views.Detail{Label: t.DetailDesc, Value: r.Status.ResultDesc})
	}
	return append(details,
		views.Detail{Label: t.DetailDuration, Value: strconv.FormatInt(r.Took.Milliseconds(), 10) + " ms"},
		views.Detail{Label: t.DetailSource, Value: t.SourceFresh})
}

// age says how old data is.
func age(d time.Duration, t *views.Messages) string {
	if d < time.Second {
		return t.JustNow
	}
	return t.AgeSeconds.Of(int(d / time.Second))
}

// mappingRows explains the mapped codes, in the platform's order.
func mappingRows(r *isales.ExternalResult, t *views.Messages) []views.MappingRow {
	rows := make([]views.MappingRow, len(r.Mappings))
	for i, m := range r.Mappings {
		rows[i] = codeRow(m.OBSCode, t)
		if m.VDNID != 0 && r.VDNID != 0 && m.VDNID != r.VDNID {
			rows[i].Warnings = append(rows[i].Warnings, views.Fill(t.OtherVDN, "vdn", strconv.Itoa(m.VDNID)))
		}
		if m.DefID != "" && r.DefID != "" && m.DefID != r.DefID {
			rows[i].Warnings = append(rows[i].Warnings, views.Fill(t.OtherResult, "def", m.DefID))
		}
	}
	return rows
}

// codeRow explains one OBS result code as far as the documentation does.
func codeRow(code string, t *views.Messages) views.MappingRow {
	if code == "" {
		return views.MappingRow{Code: t.NoCode, Meaning: t.NoCodeMeaning, Group: t.GroupUnknown.Name, Suggests: t.GroupUnknown.Suggests}
	}
	row := views.MappingRow{Code: code}
	row.Meaning, row.Known = isales.Description(code, isales.English)
	known, ok := isales.LookupOBSCode(code)
	if ok {
		row.Href = "/codes#" + known.Code
	}
	group, ok := t.Groups[string(known.Group)]
	if !ok {
		group = t.GroupUnknown
	}
	row.Group, row.Suggests = group.Name, group.Suggests
	row.ReleasedBy = t.ReleasedBy[string(known.ReleasedBy)]
	return row
}
