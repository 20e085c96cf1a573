package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/handlers/respond"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// Terminal says in lines of text what pages say. It is safe for concurrent use.
type Terminal struct {
	l     *locale
	notes *dictionary.Notes
}

// NewTerminal returns one for a language, "en" or "zh", with the center's own notes, nil for none; ok is false for
// another language.
func NewTerminal(language string, notes *dictionary.Notes) (t Terminal, ok bool) {
	if notes == nil {
		notes = noNotes
	}
	l, ok := localeByTag(language)
	return Terminal{l, notes}, ok
}

// TerminalError is why there is no answer, in the words of a page.
type TerminalError struct {
	Text string // one or more lines
	// Input says that what was given cannot be used, NotFound that there is no such thing. Without both it is the
	// platform that does not answer as it should.
	Input, NotFound bool
}

func (e *TerminalError) Error() string { return e.Text }

// Code says what a code means and what follows from it, as the page of the code does. It forgives what /codes forgives.
// The error is a *[TerminalError] and NotFound.
func (t Terminal) Code(written string) (string, error) {
	m := t.l.messages
	text := excerpt(strings.TrimSpace(written))
	code := text
	if parsed, reason := input.ParseCode(written, nil); reason == "" {
		code = parsed.Text
	}
	switch hits := knownAs(code, *t.notes); len(hits) {
	case 0:
		lines := []string{m.Fact(text, m.Explain.NotKnown)}
		for _, row := range nearest(code, t.notes, t.l) {
			lines = append(lines, codeLine(m, row))
		}
		return "", &TerminalError{Text: ticketLines(lines), NotFound: true}
	case 1:
		q := codesQuery{Query: dictionary.Query{Notes: *t.notes}}
		return ticketLines(explanationLines(codeView(hits[0].Entry.Code, hits[0].Entry, q, t.l))), nil
	default:
		var codes []string
		for _, hit := range hits {
			codes = append(codes, hit.Entry.Code)
		}
		several := views.Fill(m.Explain.Several, "codes", m.List(codes))
		return "", &TerminalError{Text: ticketLines([]string{m.Fact(text, several)}), NotFound: true}
	}
}

// explanationLines are what a page says of a code, with its headings.
func explanationLines(p views.CodePage) []string {
	t := p.T
	lines := codeLines(p)
	group := strings.Join(nonEmpty(p.Row.Group, p.Row.ReleasedBy), " · ")
	if p.API {
		group = ""
	}
	for _, fact := range [][2]string{{t.CodeReason, p.Reason}, {t.ColGroup, group}, {t.CodeActor, p.Actor},
		{t.CodeMeaning, p.Meaning}} {
		if fact[1] != "" {
			lines = append(lines, t.Fact(fact[0], fact[1]))
		}
	}
	for i, cause := range p.Causes {
		if i == 0 {
			lines = append(lines, strings.TrimSpace(t.Fact(t.CodeCauses, "")))
		}
		lines = append(lines, "- "+cause)
	}
	return append(lines, nonEmpty(p.Provenance)...)
}

// TerminalResult is an external result: as lines of text, and as the JSON of its page.
type TerminalResult struct {
	Text string
	JSON []byte
}

// Lookup looks up an external result and says what its page says, in the language "en" or "zh"; another one is English.
// It forgives what the look-up form forgives. An error is a *[TerminalError], or ctx's own.
func (c *Console) Lookup(ctx context.Context, language, vdn, def string) (*TerminalResult, error) {
	l, ok := localeByTag(language)
	if !ok {
		l = &locales[0]
	}
	t := l.messages
	q, err := readLookup(vdn, def, t)
	if wrong, ok := errors.AsType[*inputError](err); ok {
		lines := nonEmpty(wrong.form.VDN.Error, wrong.form.Def.Error)
		return nil, &TerminalError{Text: ticketLines(lines), Input: true}
	}
	list := c.codes.Start(ctx, q.vdnID, l.platform)
	found, err := c.Results.ExternalResult(ctx, platform.Query{VDNID: q.vdnID, DefID: q.defID, Language: l.platform})
	if err != nil {
		return nil, terminalError(ctx, &lookupError{q, err}, l)
	}
	v := resultView{query: q, locale: l, found: found, notes: c.notes(), staleWhy: staleWhy(found, l)}
	v.list, v.complete = c.codes.Wait(ctx, list, codesPageWait)
	rows := mappingRows(found.ExternalResult, v.vdnRequest(), v.list)
	p := v.page(views.Page{T: t, Base: c.PublicURL}, rows)
	lines := resultLines(p, len(rows))
	if p.Stale.Text != "" {
		lines = append(lines, p.Stale.String())
	}
	if p.CodesMissing {
		lines = append(lines, t.CodesMissing)
	}
	if p.Base != "" {
		lines = append(lines, p.Base+p.Canonical)
	}
	return &TerminalResult{Text: ticketLines(lines), JSON: respond.NewJSON(newResultDocument(v, rows)).Body()}, nil
}

// terminalError says what an error page says.
func terminalError(ctx context.Context, err error, l *locale) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	t := l.messages
	p := diagnose(err, l)
	words := p.words(t)
	lines := []string{words.Heading, t.Sentences(words.What, p.do(t).String())}
	if p.platformSays != "" {
		lines = append(lines, t.Fact(t.PlatformSays, p.platformSays))
	}
	return &TerminalError{Text: ticketLines(nonEmpty(lines...)), NotFound: errors.Is(err, isales.ErrNotFound),
		Input: p.status == http.StatusUnprocessableEntity}
}
