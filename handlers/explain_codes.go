package handlers

import (
	"slices"
	"strings"

	"isales-console/dictionary"
	"isales-console/handlers/input"
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
	candidates []string
	mended     bool
	row        views.MappingRow
	acts       string
	reason     dictionary.Reason
	added      []string // the cells of the new columns
}

// explainer explains the cells of one report. It is not safe for concurrent use.
type explainer struct {
	l     *locale
	notes *dictionary.Notes
	known []string
	text  bool // the report is a text: a code alone loses its zeros in Excel
	seen  map[string]*explainedCell
}

func newExplainer(l *locale, notes *dictionary.Notes) *explainer {
	e := &explainer{l: l, notes: notes, seen: map[string]*explainedCell{}}
	for _, entry := range dictionary.OBS() {
		e.known = append(e.known, entry.Code)
	}
	for _, note := range notes.All() {
		if !slices.Contains(e.known, note.Code) {
			e.known = append(e.known, note.Code)
		}
	}
	return e
}

// titles are the names of the new columns.
func (e *explainer) titles() []string {
	t := e.l.messages
	return []string{t.ColMeaning, t.ColGroup, t.CodeActor, t.ColWhatToDo, t.Explain.Explained}
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
	if strings.TrimSpace(cell) == "" {
		return x
	}
	code, _ := input.ParseCode(cell, e.known)
	x.candidates = code.Candidates
	text, mended := excerpt(strings.TrimSpace(cell)), ""
	if n := len(code.Candidates); n == 1 || n > 1 && code.Candidates[0] == code.Text {
		x.code = code.Candidates[0]
		text = x.code
		if x.mended = x.code != cell; x.mended {
			mended = x.code
		}
	}
	advice := dictionary.Advise(text, *e.notes)
	x.row, x.acts, x.reason = codeRow(text, nil, e.notes, e.l), e.l.messages.Actors[string(advice.Actor)], advice.Reason
	if mended != "" && e.text {
		mended = textTwin(mended, x.row.Meaning)
	}
	x.added = []string{spreadsheet.Cell(x.row.Meaning), x.row.Group, x.acts, x.row.Action.Text, mended}
	return x
}

// column returns the column of the codes: the chosen one, else the one with a known name, else the one with the most
// known codes, of which a person has to be asked: sure is false then.
func (e *explainer) column(table *spreadsheet.Table, chosen string) (column int, sure bool, err error) {
	if chosen != "" {
		width, err := widthOf(table)
		if err == nil {
			column, err = columnNumber(chosen, width)
		}
		return column, true, err
	}
	if column, ok := table.Find(spreadsheet.FailCode); ok {
		return column, true, nil
	}
	var codes, filled []int
	n := 0
	for row, err := range table.All() {
		if err != nil {
			return 0, false, err
		}
		for i := range row.Cells {
			if len(codes) <= i {
				codes, filled = append(codes, 0), append(filled, 0)
			}
			if cell := row.Cell(i); cell != "" {
				filled[i]++
				if e.explain(cell).code != "" {
					codes[i]++
				}
			}
		}
		if n++; n > maxGuessRows {
			break
		}
	}
	column, best := -1, 0.5
	for i := range codes {
		if share := float64(codes[i]) / float64(max(1, filled[i])); share > best {
			column, best = i, share
		}
	}
	return column, len(codes) == 1, nil
}

// nameRow returns the number of the row with the names of the columns; 0 for none. It is the one with known names or
// the first, if it has no digit where the codes stand.
func (e *explainer) nameRow(table *spreadsheet.Table, column int) int {
	if n := table.HeaderRow(); n > 0 {
		return n
	}
	for row, err := range table.All() {
		if err == nil && row.Cell(column) != "" && !strings.ContainsAny(row.Cell(column), "0123456789０１２３４５６７８９") {
			return row.Number
		}
		break
	}
	return 0
}
