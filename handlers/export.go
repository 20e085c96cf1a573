package handlers

import (
	"bytes"
	"encoding/csv"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/views"
)

// schema is the version of the JSON documents; it grows when a field changes
// its meaning or goes away. In 2, "suggests" is the sentence of the code instead
// of the group, and an action is written "no_retry" instead of "never-retry".
const schema = 2

// resultDocument is an external result as JSON. defId is a string because many
// readers round large numbers.
type resultDocument struct {
	Schema               int               `json:"schema"`
	VDNID                int               `json:"vdnId"`
	DefID                string            `json:"defId"`
	DisplayResult        string            `json:"displayResult"`
	ResultDefinitionCode string            `json:"resultDefinitionCode"`
	Mappings             []mappingDocument `json:"mappings"`
	APIStatus            statusDocument    `json:"apiStatus"`
	CheckedAt            string            `json:"checkedAt"`
	Stale                *staleDocument    `json:"stale,omitempty"`
}

// staleDocument says why an old copy stands in for the platform's answer.
type staleDocument struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

type mappingDocument struct {
	MapID       string   `json:"mapId"`
	OBSCode     string   `json:"obsCode"`
	Description string   `json:"description"`
	Documented  bool     `json:"documented"`
	Group       string   `json:"group"`
	ReleasedBy  string   `json:"releasedBy"`
	Action      string   `json:"action"`
	Reason      string   `json:"reason"`
	Suggests    string   `json:"suggests"` // the sentence of the action
	Warnings    []string `json:"warnings,omitempty"`
}

type statusDocument struct {
	ResultCode string `json:"resultCode"`
	ResultDesc string `json:"resultDesc"`
	ReturnCode string `json:"returnCode"`
	ReturnDesc string `json:"returnDesc"`
}

// jsonError is what programs get instead of an error page.
type jsonError struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Field     string `json:"field,omitempty"`
	APICode   string `json:"apiCode,omitempty"`
	RequestID string `json:"requestId"`
}

func (c *Console) sendJSONError(w http.ResponseWriter, r *http.Request, status int, e jsonError) {
	e.RequestID = requestLogOf(r).requestID
	respond.JSON(w, r, status, struct {
		Error jsonError `json:"error"`
	}{e})
}

func newResultDocument(v resultView, rows []views.MappingRow) resultDocument {
	q, r := v.query, v.found.ExternalResult
	d := resultDocument{
		Schema: schema, VDNID: q.vdnID, DefID: strconv.FormatInt(q.defID, 10),
		DisplayResult: r.DisplayResult, ResultDefinitionCode: r.Code,
		Mappings:  make([]mappingDocument, len(rows)),
		APIStatus: statusDocument(r.Status),
		CheckedAt: machineTime(r.ReceivedAt),
	}
	if v.found.Trouble != nil {
		d.Stale = &staleDocument{diagnose(v.found.Trouble, v.locale).code, v.staleWhy}
	}
	for i, row := range rows {
		m := r.Mappings[i]
		code, _ := isales.LookupOBSCode(m.OBSCode)
		a := advise(m.OBSCode)
		d.Mappings[i] = mappingDocument{
			MapID: m.MapID, OBSCode: m.OBSCode, Description: row.Meaning, Documented: row.Known,
			Group: string(code.Group), ReleasedBy: string(code.ReleasedBy),
			Action: string(a.Action), Reason: string(a.Reason), Suggests: row.Suggests, Warnings: row.Warnings,
		}
	}
	return d
}

var csvHead = []string{"vdnId", "defId", "displayResult", "resultDefinitionCode", "obsCode", "codeAndDescription",
	"description", "group", "releasedBy", "action", "suggests", "mapId", "warnings"}

// resultCSV writes one line for each mapping; a result without mappings has one
// line with its own columns.
func resultCSV(q resultID, r *isales.ExternalResult, rows []views.MappingRow) []byte {
	own := []string{strconv.Itoa(q.vdnID), strconv.FormatInt(q.defID, 10), r.DisplayResult, r.Code}
	lines := [][]string{csvHead}
	for i, row := range rows {
		m := r.Mappings[i]
		lines = append(lines, append(own[:len(own):len(own)], m.OBSCode, strings.TrimSpace(m.OBSCode+" "+row.Meaning),
			row.Meaning, row.Group, row.ReleasedBy, row.Action, row.Suggests, m.MapID, strings.Join(row.Warnings, " ")))
	}
	if len(rows) == 0 {
		lines = append(lines, append(own, make([]string, len(csvHead)-len(own))...))
	}
	return csvBytes(lines)
}

// csvBytes writes CSV for spreadsheets. A byte order mark tells Excel that it is
// UTF-8. Excel drops the leading zeros of a code, so each file also has a column
// with the code and its description as one text.
func csvBytes(lines [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, line := range lines {
		cells := make([]string, len(line)) // the first line is shared by all exports
		for i := range line {
			cells[i] = escapeFormula(line[i])
		}
		if err := w.Write(cells); err != nil {
			panic(err) // a bytes.Buffer takes everything
		}
	}
	w.Flush()
	return b.Bytes()
}

// machineTime writes a point in time for programs.
func machineTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// harmless keeps a spreadsheet from taking a customer's text for a formula. The
// full-width forms are formulas for a Chinese Excel.
func escapeFormula(cell string) string {
	if strings.ContainsAny(cell[:min(len(cell), 1)], "=+-@\t\r\n") ||
		strings.HasPrefix(cell, "＝") || strings.HasPrefix(cell, "＋") || strings.HasPrefix(cell, "－") || strings.HasPrefix(cell, "＠") {
		return "'" + cell
	}
	return cell
}

// The forms in which data is served, in order of preference.
const (
	formHTML = iota
	formJSON
	formCSV
)

var formTypes = [...]string{formHTML: "text/html", formJSON: "application/json", formCSV: "text/csv"}

// negotiate returns the form that the request asks for: by the suffix of its
// path, else by its Accept header.
func negotiate(r *http.Request) int {
	switch {
	case strings.HasSuffix(r.URL.Path, ".json"):
		return formJSON
	case strings.HasSuffix(r.URL.Path, ".csv"):
		return formCSV
	}
	if r.Header["Accept"] == nil {
		return formHTML
	}
	accept := strings.Join(r.Header["Accept"], ",")
	if rest, ok := strings.CutPrefix(accept, "text/html"); ok && (rest == "" || rest[0] == ',') {
		return formHTML // as all browsers have it: wholly liked, and first of all
	}
	best, bestQ := formHTML, 0.0
	for form, media := range formTypes {
		if q := quality(accept, media); q > bestQ {
			best, bestQ = form, q
		}
	}
	return best
}

// wantsJSON reports whether errors go to a program.
func wantsJSON(r *http.Request) bool { return negotiate(r) == formJSON }

// quality returns how much an Accept header likes a media type, by its most
// specific entry.
func quality(accept, media string) float64 {
	result, specific := 0.0, -1
	kind, _, _ := strings.Cut(media, "/")
	for entry := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(entry)
		level := map[string]int{"*/*": 0, kind + "/*": 1, media: 2}
		l, ok := level[name]
		if err != nil || !ok || l <= specific {
			continue
		}
		q, err := strconv.ParseFloat(params["q"], 64)
		if params["q"] == "" || err != nil {
			q = 1
		}
		result, specific = q, l
	}
	return result
}
