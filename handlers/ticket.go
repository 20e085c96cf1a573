package handlers

import (
	"strings"

	"isales-console/views"
)

// resultTicket says in a few lines what an external result is and what follows.
func resultTicket(p views.ResultPage) views.Ticket {
	t := p.T
	name := p.DisplayText
	if name == "" {
		name = t.ResultNoText
	}
	ids := labelled(t, t.FactDef, p.Def) + " · " + views.Fill(t.VDNNav, "vdn", p.VDN)
	if p.Code != "" {
		ids = labelled(t, t.FactCode, p.Code) + " · " + ids
	}
	lines := []string{labelled(t, t.FactDisplay, name), ids, labelled(t, t.ColVerdict, p.Verdict.Text)}
	for _, row := range p.Rows {
		lines = append(lines, codeLine(t, row))
	}
	lines = append(lines, p.Contradictions...)
	return views.Ticket{Text: strings.Join(append(lines, p.Base+p.Canonical), "\n"), At: p.CheckedAt}
}

// codeTicket says in a few lines what a code means and what follows.
func codeTicket(p views.CodePage) views.Ticket {
	kind := p.T.CodeOBS
	if p.API {
		kind = p.T.CodeAPI
	}
	lines := []string{labelled(p.T, kind, strings.TrimSpace(p.Code+" "+p.Row.Meaning))}
	if note := p.Row.Note; note != nil {
		lines = append(lines, labelled(p.T, p.T.CenterNote, note.Text))
	}
	lines = append(lines, labelled(p.T, p.T.ColWhatToDo, advised(p.T, p.Row)), p.Base+p.Canonical)
	return views.Ticket{Text: strings.Join(lines, "\n")}
}

// errorTicket says in a few lines what went wrong.
func errorTicket(p views.ErrorPage) views.Ticket {
	lines := []string{p.Heading, p.T.Sentences(p.What, p.Do.String())}
	if p.PlatformSays != "" {
		lines = append(lines, labelled(p.T, p.T.PlatformSays, p.PlatformSays))
	}
	if p.RequestID != "" {
		lines = append(lines, labelled(p.T, p.T.RequestID, p.RequestID))
	}
	return views.Ticket{Text: strings.Join(append(lines, p.Base+p.Here), "\n"), At: p.Time}
}

func codeLine(t *views.Messages, row views.MappingRow) string {
	return strings.TrimSpace(row.Code+" "+row.Meaning) + " → " + advised(t, row)
}

// advised is the action of a code with its sentence.
func advised(t *views.Messages, row views.MappingRow) string {
	if row.Action.Text == "" {
		return row.Suggests
	}
	return labelled(t, row.Action.Text, row.Suggests)
}

func labelled(t *views.Messages, label, text string) string {
	return t.Fact(label, text)
}
