package handlers

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"isales-console/dictionary"
	"isales-console/isales"
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
	action string // or the verdict of external results
	reason string // as it is shown
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
	n.outcomes[outcomeOf{x.row.Action.Key, x.reason}]++
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

// fill asks what to explain and shows what a report comes to. ask means that it only asks.
func (e *explainer) fill(p *views.ExplainPage, table *spreadsheet.Table, ask bool) error {
	choose := &spreadsheet.ChooseError{Header: table.Header}
	names := 0
	if e.column >= 0 {
		names = e.nameRow(table)
		p.Chosen = strconv.Itoa(e.column + 1)
	}
	for _, holds := range holdings {
		p.Holds = append(p.Holds, views.ExplainHolding{Value: string(holds), Text: p.T.Explain.Holdings[string(holds)],
			Chosen: holds == e.holds})
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
		if ask {
			if len(choose.Sample) == maxSampleRows {
				break
			}
			continue
		}
		x := e.of(cellOf(row, e.column))
		n.add(row.Cell(e.column), x)
		if len(report.First) < maxFirstRows {
			report.First = append(report.First, e.row(row, x))
		}
	}
	p.Columns = columnChoices(choose, p.T)
	if !ask {
		e.fillReport(report, &n)
		p.Report = report
	}
	return nil
}

func (e *explainer) row(row spreadsheet.Row, x *explainedCell) views.ExplainRow {
	lang := ""
	if e.l.platform != isales.Chinese && hasHan(x.result) {
		lang = "zh-CN"
	}
	return views.ExplainRow{Number: row.Number, Cell: excerpt(row.Cell(e.column)), Code: x.code, Href: x.href,
		Meaning: cmp.Or(x.why, x.row.Meaning), Group: x.row.Group, Acts: x.acts, Action: x.row.Action, Result: x.result,
		Lang: lang}
}

func (e *explainer) fillReport(report *views.ExplainReport, n *tally) {
	t := e.l.messages
	sentences := []string{t.Explain.Rows.Of(n.rows)}
	for _, part := range []struct {
		text views.Plural
		n    int
	}{{t.Explain.Mended, n.mended}, {t.Explain.Unknown, n.unknown}, {t.Explain.Empty, n.empty},
		{t.Explain.LeftOut, e.leftOut}} {
		if part.n > 0 {
			sentences = append(sentences, part.text.Of(part.n))
		}
	}
	report.Summary = t.Sentences(sentences...)
	report.Added = views.Fill(t.Explain.Added, "columns", t.List(e.titles()))
	report.Counts = e.counts(n)
	e.fillUnknown(report, n)
}

// counts says how many rows come to what, in the order of the actions and verdicts, the most frequent reason first.
func (e *explainer) counts(n *tally) (list []views.ExplainCount) {
	var order []string
	for _, action := range dictionary.Actions() {
		order = append(order, string(action))
	}
	for _, verdict := range dictionary.Verdicts() {
		order = append(order, string(verdict))
	}
	outcomes := slices.SortedFunc(maps.Keys(n.outcomes), func(a, b outcomeOf) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.action), slices.Index(order, b.action)),
			cmp.Compare(n.outcomes[b], n.outcomes[a]), cmp.Compare(a.reason, b.reason))
	})
	for _, o := range outcomes {
		if o.action == "" {
			continue // not explained: they are in the list of those
		}
		action := actionView(dictionary.Action(o.action), e.l)
		if e.holds != holdsCodes {
			action = verdictView(dictionary.Verdict(o.action), e.l)
		}
		list = append(list, views.ExplainCount{Action: action, Reason: o.reason, Rows: n.outcomes[o]})
	}
	return list
}

// fillUnknown lists the texts that are not explained, the most frequent ones first.
func (e *explainer) fillUnknown(report *views.ExplainReport, n *tally) {
	t := e.l.messages
	report.Named = e.vdnID != 0
	texts := slices.SortedFunc(maps.Keys(n.unknowns), func(a, b string) int {
		return cmp.Or(cmp.Compare(n.unknowns[b], n.unknowns[a]), cmp.Compare(a, b))
	})
	for i, text := range texts {
		if i == maxUnknownRows {
			report.More = t.Explain.More.Of(len(texts) - i)
			break
		}
		x := e.of(text)
		why := cmp.Or(x.why, t.Explain.NotKnown)
		if len(x.candidates) > 1 {
			why = views.Fill(t.Explain.Several, "codes", t.List(x.candidates))
		}
		report.Unknown = append(report.Unknown, views.ExplainUnknown{Text: text, Why: why, Rows: n.unknowns[text]})
	}
}
