package handlers

import (
	"io"
	"strings"

	"isales-console/spreadsheet"
	"isales-console/views"
)

// Report is a call report to explain.
type Report struct {
	From io.ReaderAt
	Size int64
	// Column is the name or the number, from 1, of the column of OBS codes; empty for the one that is found by its name.
	Column string
	// Workbook writes XLSX, else text with the separator of the report.
	Workbook bool
	// Progress is told how many rows of all are written; nil for nobody.
	Progress func(rows, all int)
}

// Explain writes a report with the meaning of its codes, as /explain does, and returns the summary of that page. The
// error is a *[TerminalError] of Input when the report or its column cannot be used, else that of writing.
func (t Terminal) Explain(r Report, to io.Writer) (summary string, err error) {
	m := t.l.messages
	refuse := func(problem string) (string, error) { return "", &TerminalError{Text: problem, Input: true} }
	table, err := spreadsheet.Open(r.From, r.Size)
	if err != nil {
		return refuse(fileProblem(err, m))
	}
	e := newExplainer(t.l, t.notes)
	e.text = !r.Workbook
	column, err := findColumn(table, r.Column)
	sure := true
	if e.column = column; err == nil && column < 0 {
		sure, err = e.choose(table, "", "")
		sure = sure && e.column >= 0
	}
	p := views.ExplainPage{Page: views.Page{T: m}}
	if results, ok := table.Find(spreadsheet.ResultCode); e.holds != holdsCodes || ok && e.column == results {
		sure, p.Error = false, m.Explain.NoPlatform
	}
	if err == nil {
		err = e.fill(&p, table, !sure)
	}
	if err != nil {
		return refuse(fileProblem(err, m))
	}
	if !sure {
		if e.column < 0 && p.Error == "" {
			p.Error = m.Explain.NoCodes
		}
		return refuse(columnQuestion(p))
	}
	width, last, err := extentOf(table)
	if err != nil {
		return refuse(fileProblem(err, m))
	}
	table.Kind = spreadsheet.Text
	if r.Workbook {
		table.Kind = spreadsheet.XLSX
	}
	added := e.newCells(table)
	return p.Report.Summary, table.Annotate(to, width, func(row spreadsheet.Row) []string {
		if r.Progress != nil {
			r.Progress(row.Number, last)
		}
		return added(row)
	})
}

// findColumn returns the column with a name or a number, counted from 0; -1 for no name. A name counts in the rows
// where a header may stand.
func findColumn(table *spreadsheet.Table, name string) (int, error) {
	if name == "" {
		return -1, nil
	}
	width := 0
	for row, err := range table.All() {
		if err != nil {
			return 0, err
		}
		for i := range row.Cells {
			if row.Number <= maxNameRows && strings.EqualFold(row.Cell(i), strings.TrimSpace(name)) {
				return i, nil
			}
		}
		width = max(width, len(row.Cells))
	}
	return columnNumber(name, width)
}

// maxNameRows is where the names of columns are looked for.
const maxNameRows = 10

// columnQuestion asks for a column of a report and names each of them.
func columnQuestion(p views.ExplainPage) string {
	lines := []string{p.Error}
	if p.Error == "" {
		lines[0] = p.T.Explain.Column
	}
	for _, column := range p.Columns {
		lines = append(lines, strings.TrimSpace("- "+p.T.Fact(column.Name, column.Header)))
	}
	return ticketLines(lines)
}
