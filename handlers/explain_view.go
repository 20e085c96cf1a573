package handlers

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"isales-console/dictionary"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// How much of a report a page shows.
const (
	maxUnknownRows = 50
	maxFirstRows   = 5
	maxSampleRows  = 3
)

// outcomeOf is by what the rows of a report are counted.
type outcomeOf struct {
	action dictionary.Action
	reason dictionary.Reason
}

// tally counts the rows of a report.
type tally struct {
	rows, empty, mended, unknown int
	outcomes                     map[outcomeOf]int
	unknowns                     map[string]int // by their text; at most maxReportTexts
}

func (n *tally) add(cell string, x *explainedCell) {
	n.rows++
	if len(x.added) == 0 {
		n.empty++
		return
	}
	n.outcomes[outcomeOf{dictionary.Action(x.row.Action.Key), x.reason}]++
	if x.mended {
		n.mended++
	}
	if x.code != "" {
		return
	}
	n.unknown++
	cell = excerpt(strings.TrimSpace(cell))
	if _, ok := n.unknowns[cell]; ok || len(n.unknowns) < maxReportTexts {
		n.unknowns[cell]++
	}
}

// fill shows what a report comes to and asks for its column. With no column, -1, it only asks.
func (e *explainer) fill(p *views.ExplainPage, table *spreadsheet.Table, column int) error {
	choose := &spreadsheet.ChooseError{Header: table.Header}
	names := 0
	if column >= 0 {
		names = e.nameRow(table, column)
		p.Chosen = strconv.Itoa(column + 1)
	}
	n := tally{outcomes: map[outcomeOf]int{}, unknowns: map[string]int{}}
	report := &views.ExplainReport{}
	for row, err := range table.All() {
		if err != nil {
			return err
		}
		choose.Columns = max(choose.Columns, len(row.Cells))
		if row.Number == names && choose.Header == nil {
			choose.Header = slices.Clone(row.Cells)
		}
		if row.Number <= names {
			continue
		}
		if len(choose.Sample) < maxSampleRows {
			choose.Sample = append(choose.Sample, slices.Clone(row.Cells))
		}
		if column < 0 {
			if len(choose.Sample) == maxSampleRows {
				break
			}
			continue
		}
		x := e.of(cellOf(row, column))
		n.add(row.Cell(column), x)
		if len(report.First) < maxFirstRows {
			report.First = append(report.First, explainRow(row, column, x))
		}
	}
	p.Columns = columnChoices(choose, p.T)
	if column < 0 {
		p.Error = p.T.Explain.NoCodes
		return nil
	}
	e.fillReport(report, &n)
	p.Report = report
	return nil
}

func explainRow(row spreadsheet.Row, column int, x *explainedCell) views.ExplainRow {
	view := views.ExplainRow{Number: row.Number, Cell: excerpt(row.Cell(column)), Code: x.code, Meaning: x.row.Meaning,
		Group: x.row.Group, Acts: x.acts, Action: x.row.Action}
	if x.code != "" {
		view.Href = codeHref(x.code, 0)
	}
	return view
}

func (e *explainer) fillReport(report *views.ExplainReport, n *tally) {
	t := e.l.messages
	sentences := []string{t.Explain.Rows.Of(n.rows)}
	for _, part := range []struct {
		text views.Plural
		n    int
	}{{t.Explain.Mended, n.mended}, {t.Explain.Unknown, n.unknown}, {t.Explain.Empty, n.empty}} {
		if part.n > 0 {
			sentences = append(sentences, part.text.Of(part.n))
		}
	}
	report.Summary = t.Sentences(sentences...)
	report.Added = views.Fill(t.Explain.Added, "columns", t.List(e.titles()))
	for _, action := range dictionary.Actions() {
		for _, reason := range dictionary.Reasons() {
			if rows := n.outcomes[outcomeOf{action, reason}]; rows > 0 {
				report.Counts = append(report.Counts, views.ExplainCount{Action: actionView(action, e.l),
					Reason: reason.Text(e.l.platform), Rows: rows})
			}
		}
	}
	texts := slices.SortedFunc(maps.Keys(n.unknowns), func(a, b string) int {
		return cmp.Or(cmp.Compare(n.unknowns[b], n.unknowns[a]), cmp.Compare(a, b))
	})
	for i, text := range texts {
		if i == maxUnknownRows {
			report.More = t.Explain.More.Of(len(texts) - i)
			break
		}
		why := t.Explain.NotKnown
		if candidates := e.of(text).candidates; len(candidates) > 1 {
			why = views.Fill(t.Explain.Several, "codes", t.List(candidates))
		}
		report.Unknown = append(report.Unknown, views.ExplainUnknown{Text: text, Why: why, Rows: n.unknowns[text]})
	}
}
