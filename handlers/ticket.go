package handlers

import (
	"slices"
	"strings"

	"isales-console/safetext"
	"isales-console/views"
)

// resultTicket says in a few lines what an external result is and what follows.
func resultTicket(p views.ResultPage) views.Ticket {
	return views.Ticket{Text: ticketLines(append(resultLines(p, maxExplained), p.Base+p.Canonical)), At: p.CheckedAt}
}

// resultLines are the lines of a ticket but for the address; the codes have their meaning up to most of them.
func resultLines(p views.ResultPage, most int) []string {
	t := p.T
	name := p.DisplayText
	if name == "" {
		name = t.ResultNoText
	}
	ids := t.Fact(t.FactDef, p.Def) + " · " + views.Fill(t.VDNNav, "vdn", p.VDN)
	if p.Code != "" {
		ids = t.Fact(t.FactCode, p.Code) + " · " + ids
	}
	lines := []string{t.Fact(t.FactDisplay, name), ids, t.Fact(t.ColVerdict, p.Verdict.Text)}
	lines = append(lines, adviceLines(t, p.Rows, most)...)
	return append(lines, p.Contradictions...)
}

// codeTicket says in a few lines what a code means and what follows.
func codeTicket(p views.CodePage) views.Ticket {
	return views.Ticket{Text: ticketLines(append(codeLines(p), p.Base+p.Canonical))}
}

// codeLines are the lines of a ticket but for the address.
func codeLines(p views.CodePage) []string {
	kind := p.T.CodeOBS
	if p.API {
		kind = p.T.CodeAPI
	}
	lines := []string{p.T.Fact(kind, strings.TrimSpace(p.Code+" "+p.Row.Meaning))}
	if note := p.Row.Note; note != nil {
		lines = append(lines, p.T.Fact(p.T.CenterNote, note.Text))
	}
	return append(lines, p.T.Fact(p.T.ColWhatToDo, advised(p.T, p.Row)))
}

// errorTicket says in a few lines what went wrong.
func errorTicket(p views.ErrorPage) views.Ticket {
	lines := []string{p.Heading, p.T.Sentences(p.What, p.Do.String())}
	if p.PlatformSays != "" {
		lines = append(lines, p.T.Fact(p.T.PlatformSays, p.PlatformSays))
	}
	if p.RequestID != "" {
		lines = append(lines, p.T.Fact(p.T.RequestID, p.RequestID))
	}
	return views.Ticket{Text: ticketLines(append(lines, p.Base+p.Here)), At: p.Time}
}

// ticketLines joins lines; a text from outside cannot begin one of its own.
func ticketLines(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(safetext.Line(line))
	}
	return b.String()
}

// maxExplained is how many codes a ticket explains; of more it names the codes only.
const maxExplained = 20

// adviceLines give each advice once, with its codes below it; with their meaning up to most of them.
func adviceLines(t *views.Messages, rows []views.MappingRow, most int) (lines []string) {
	var advices []string
	below := map[string][]string{} // the codes of an advice, each once
	for _, row := range rows {
		advice, text := advised(t, row), row.Code
		if len(rows) <= most {
			text = codeLine(t, row)
		}
		if below[advice] == nil {
			advices = append(advices, advice)
		}
		if !slices.Contains(below[advice], text) {
			below[advice] = append(below[advice], text)
		}
	}
	for _, advice := range advices {
		if lines = append(lines, advice); len(rows) <= most {
			lines = append(lines, below[advice]...)
		} else {
			lines = append(lines, strings.Join(below[advice], ", "))
		}
	}
	return lines
}

func codeLine(t *views.Messages, row views.MappingRow) string {
	line := "- " + strings.TrimSpace(row.Code+" "+row.Meaning)
	if row.Note != nil && row.Note.Text != "" {
		line += " · " + t.Fact(t.CenterNote, row.Note.Text)
	}
	return line
}

// advised is the action of a code with its sentence.
func advised(t *views.Messages, row views.MappingRow) string {
	if row.Action.Text == "" {
		return row.Suggests
	}
	return t.Fact(row.Action.Text, row.Suggests)
}
