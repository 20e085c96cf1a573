package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/safetext"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// Limits of one report.
const (
	maxReportTexts = 10000 // different texts that are remembered
	maxGuessRows   = 200   // rows that decide which column holds the codes
)

// explainedCell is what one cell comes to.
type explainedCell struct {
	code       string // empty for a cell that is none
	why        string // not; empty for the usual reason
	href       string // of the page about it
	candidates []string
	mended     bool
	row        views.MappingRow
	acts       string
	result     string   // the external results
	reason     string   // why the calls ended, as it is shown
	added      []string // the cells of the new columns
}

// explainer explains the cells of one report. It is not safe for concurrent use.
type explainer struct {
	vdnRequest         // vdnID is 0 without a VDN
	column     int     // -1 while it is not known
	holds      holding // what the column holds
	known      []string
	text       bool // the report is a text: a code alone loses its zeros in Excel
	seen       map[string]*explainedCell

	// These are set by a look-up: the VDN's texts of codes, the external results of a code, those of IDs, how many IDs
	// were too many, and what writes the codes of a result.
	own     func(code string) *platform.CodeList
	results func(code string) []catalog.Result
	ids     map[int64]batchRow
	leftOut int
	twins   func(codes []string) string
}

func newExplainer(l *locale, notes *dictionary.Notes) *explainer {
	e := &explainer{vdnRequest: vdnRequest{l: l, notes: notes}, holds: holdsCodes, seen: map[string]*explainedCell{},
		own:     func(string) *platform.CodeList { return nil },
		results: func(string) []catalog.Result { return nil }}
	for _, entry := range dictionary.OBS() {
		e.know(entry.Code)
	}
	for _, note := range notes.All() {
		e.know(note.Code)
	}
	return e
}

// titles are the names of the new columns.
func (e *explainer) titles() []string {
	t := e.l.messages
	list := []string{t.ColMeaning, t.ColGroup, t.CodeActor, t.ColWhatToDo}
	if e.vdnID != 0 {
		list = append(list, t.FactDisplay)
	}
	return append(list, t.Explain.Explained)
}

// of explains a cell.
func (e *explainer) of(cell string) *explainedCell {
	if x, ok := e.seen[cell]; ok {
		return x
	}
	x := e.explain(cell)
	if len(e.seen) < maxReportTexts {
		e.seen[strings.Clone(cell)] = x
	}
	return x
}

func (e *explainer) explain(cell string) *explainedCell {
	x := &explainedCell{}
	switch {
	case strings.TrimSpace(cell) == "":
		return x
	case e.holds == holdsIDs:
		x = e.explainID(cell)
	default:
		x = e.explainCode(cell)
	}
	mended := ""
	if x.mended = x.code != "" && x.code != cell; x.mended {
		mended = x.code
	}
	switch {
	case mended == "" || !e.text:
	case e.holds == holdsCodes:
		mended = textTwin(mended, x.row.Meaning)
	case e.holds == holdsResults:
		mended = x.result
	}
	x.added = []string{safetext.Line(cmp.Or(x.why, x.row.Meaning)), x.row.Group, x.acts, x.row.Action.Text}
	if e.vdnID != 0 {
		x.added = append(x.added, safetext.Line(x.result))
	}
	x.added = append(x.added, mended)
	return x
}

// explainCode explains the cell of an OBS code or of an external result code.
func (e *explainer) explainCode(cell string) *explainedCell {
	code, _ := input.ParseCode(cell, e.known)
	x := &explainedCell{candidates: code.Candidates}
	text := excerpt(strings.TrimSpace(cell))
	if n := len(code.Candidates); n == 1 || n > 1 && code.Candidates[0] == code.Text {
		x.code = code.Candidates[0]
		text = x.code
	}
	if e.holds == holdsResults {
		if x.code == "" && len(e.results(text)) > 0 {
			x.code = text // it has letters
		}
		if x.code != "" {
			e.explainResults(x, e.results(x.code))
		} else {
			x.why = views.Fill(e.l.messages.Explain.NoResult, "vdn", strconv.Itoa(e.vdnID))
		}
		return x
	}
	advice := dictionary.Advise(text, *e.notes)
	x.row, x.reason = codeRow(text, e.own(text), e.notes, e.l), advice.Reason.Text(e.l.platform)
	x.acts = e.l.messages.Actors[string(advice.Actor)]
	if x.code != "" {
		x.href = codeHref(x.code, e.vdnID)
		e.name(x, e.results(x.code))
	}
	return x
}

// choose finds out what is to be explained: the chosen column, else the one with a known name, else the one with the
// most known codes. sure is false for a column of which a person has to be asked; it is -1 when there is none.
func (e *explainer) choose(table *spreadsheet.Table, chosen, holds string) (sure bool, err error) {
	if slices.Contains(holdings, holding(holds)) {
		e.holds = holding(holds)
	}
	if chosen != "" {
		width, err := widthOf(table)
		if err == nil {
			e.column, err = columnNumber(chosen, width)
		}
		return true, err
	}
	for _, named := range []struct {
		field spreadsheet.Field
		holds holding
	}{{spreadsheet.FailCode, holdsCodes}, {spreadsheet.ResultCode, holdsResults}} {
		if column, ok := table.Find(named.field); ok {
			e.column, e.holds = column, named.holds
			return true, nil
		}
	}
	columns, err := e.guess(table)
	if ids, ok := table.Find(spreadsheet.DefID); ok && e.column < 0 {
		e.column, e.holds = ids, holdsIDs
	}
	return columns == 1 && e.holds == holdsCodes, err
}

// guess takes the column of which more than half of the cells, and the most, are known codes. It returns the number of
// columns.
func (e *explainer) guess(table *spreadsheet.Table) (columns int, err error) {
	var codes, filled []int
	n := 0
	for row, err := range table.All() {
		if err != nil {
			return 0, err
		}
		for i := range row.Cells {
			if len(codes) <= i {
				codes, filled = append(codes, 0), append(filled, 0)
			}
			if cell := row.Cell(i); cell != "" {
				filled[i]++
				if e.explainCode(cell).code != "" {
					codes[i]++
				}
			}
		}
		if n++; n > maxGuessRows {
			break
		}
	}
	e.column = -1
	best := 0.5
	for i := range codes {
		if share := float64(codes[i]) / float64(max(1, filled[i])); share > best {
			e.column, best = i, share
		}
	}
	return len(codes), nil
}

// nameRow returns the number of the row with the names of the columns; 0 for none. It is the one with known names or
// the first, if it has no digit where the codes stand.
func (e *explainer) nameRow(table *spreadsheet.Table) int {
	if n := table.HeaderRow(); n > 0 {
		return n
	}
	for row, err := range table.All() {
		if err == nil && row.Cell(e.column) != "" && !strings.ContainsAny(row.Cell(e.column), "0123456789０１２３４５６７８９") {
			return row.Number
		}
		break
	}
	return 0
}
