package handlers

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/views"
)

// mappingRows explains the mapped codes, in the platform's order.
func mappingRows(r *isales.ExternalResult, v vdnRequest, own *platform.CodeList) []views.MappingRow {
	rows := make([]views.MappingRow, len(r.Mappings))
	for i := range r.Mappings {
		rows[i] = mappingRow(r, &r.Mappings[i], v, own)
	}
	return rows
}

func mappingRow(r *isales.ExternalResult, m *isales.Mapping, v vdnRequest, own *platform.CodeList) views.MappingRow {
	row := ownRow(m.OBSCode, v, own)
	if ofOtherVDN(r, m) {
		row.Warnings = append(row.Warnings, views.Fill(v.l.messages.OtherVDN, "vdn", strconv.Itoa(m.VDNID)))
	}
	if ofOtherResult(r, m) {
		row.Warnings = append(row.Warnings, views.Fill(v.l.messages.OtherResult, "def", m.DefID))
	}
	return row
}

func ofOtherVDN(r *isales.ExternalResult, m *isales.Mapping) bool {
	return m.VDNID != 0 && r.VDNID != 0 && m.VDNID != r.VDNID
}

func ofOtherResult(r *isales.ExternalResult, m *isales.Mapping) bool {
	return m.DefID != "" && r.DefID != "" && m.DefID != r.DefID
}

// codeRow explains one OBS result code: by the VDN's own dictionary, else by the
// documentation.
func codeRow(code string, own *platform.CodeList, notes *dictionary.Notes, l *locale) views.MappingRow {
	t, advice := l.messages, dictionary.Advise(code, *notes)
	if code == "" {
		return views.MappingRow{Code: t.NoCode, Meaning: t.NoCodeMeaning, Group: t.GroupUnknown,
			Action: actionView(advice.Action, l), Suggests: advice.Sentence(l.platform)}
	}
	row := views.MappingRow{Code: code, Source: t.SourceDocs, Action: actionView(advice.Action, l),
		Suggests: advice.Sentence(l.platform), Note: noteView(advice.Note, l)}
	known, documented := isales.LookupOBSCode(code)
	row.Meaning, row.Known = dictionary.Description(code, l.platform)
	if documented || advice.Note != nil {
		row.Href = codeHref(advice.Code, 0)
	}
	switch text := own.Text(code); {
	case text != "":
		row.Meaning, row.Known, row.Source = dictionary.FullWidth(text), true, t.SourceVDN
		row.Href = codeHref(code, 0)
		if l.platform != isales.Chinese && hasHan(text) {
			row.Lang = "zh-CN"
		}
	case !row.Known:
		row.Source = ""
		if own != nil && !documented {
			row.Meaning = t.NoDescription
		}
	}
	group, ok := t.Groups[string(known.Group)]
	if !ok {
		group = t.GroupUnknown
	}
	row.Group = group
	row.ReleasedBy = t.ReleasedBy[string(known.ReleasedBy)]
	return row
}

// actionView shows an action as a verdict is shown; their keys are the same.
func actionView(a dictionary.Action, l *locale) views.Verdict {
	return views.Verdict{Key: string(a), Text: a.Text(l.platform)}
}

// noteView shows the center's own note on a code; nil for none.
func noteView(n *dictionary.Note, l *locale) *views.Note {
	if n == nil {
		return nil
	}
	note := &views.Note{Text: n.Text(l.platform), By: strings.Join(nonEmpty(n.Author, n.Date), ", ")}
	if l.platform != isales.Chinese && hasHan(note.Text) {
		note.Lang = "zh-CN"
	}
	return note
}

// noteOn returns the center's own note on a code; nil for none.
func noteOn(code string, notes dictionary.Notes) *dictionary.Note {
	if note, ok := notes.Of(code); ok {
		return &note
	}
	return nil
}

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// hitRow shows one code of a list.
func hitRow(hit dictionary.Hit, q codesQuery, l *locale) views.MappingRow {
	e := hit.Entry
	if e.Kind == dictionary.KindAPI {
		return views.MappingRow{Code: e.Code, Href: "/codes/" + e.Code, Known: true, Meaning: e.Short(l.platform),
			Group: l.messages.CodesAPI, Suggests: e.Advice(l.platform), Source: l.messages.SourceOwn,
			Note: noteView(hit.Note, l)}
	}
	row := codeRow(e.Code, q.own, &q.Notes, l)
	row.Href = codeHref(e.Code, q.vdnID)
	return row
}

// codeHref leads to the page of a code, as the VDN explains it.
func codeHref(code string, vdnID int) string {
	path := "/codes/" + url.PathEscape(code)
	if vdnID == 0 {
		return path
	}
	return path + "?vdnId=" + strconv.Itoa(vdnID)
}

// nearest are the codes that an unknown one may have been meant for.
func nearest(code string, notes *dictionary.Notes, l *locale) (rows []views.MappingRow) {
	var q codesQuery
	q.Notes = *notes
	for _, e := range dictionary.Nearest(code, 5, q.Notes) {
		rows = append(rows, hitRow(dictionary.Hit{Entry: e, Note: noteOn(e.Code, q.Notes)}, q, l))
	}
	return rows
}

// knownAs are the codes that a number stands for, with all their zeros or without;
// the center's notes know codes too.
func knownAs(number string, notes dictionary.Notes) (hits []dictionary.Hit) {
	for _, e := range dictionary.Find(number) {
		hits = append(hits, dictionary.Hit{Entry: e, Note: noteOn(e.Code, notes)})
	}
	if note := noteOn(number, notes); note != nil && len(hits) == 0 {
		hits = append(hits, dictionary.Hit{Entry: dictionary.Entry{Code: note.Code}, Note: note})
	}
	return hits
}

// meant are the codes that a number stands for, with all their zeros or without, to
// be linked where something else was looked for.
func meant(number string, v vdnRequest) (rows []views.MappingRow) {
	q := codesQuery{vdnID: v.vdnID}
	q.Notes = *v.notes
	for _, hit := range knownAs(number, q.Notes) {
		row := hitRow(hit, q, v.l)
		row.Href = codeHref(hit.Entry.Code, v.vdnID)
		rows = append(rows, row)
	}
	return rows
}

// ownRow explains a code, and leads to its page as the VDN has it.
func ownRow(code string, v vdnRequest, own *platform.CodeList) views.MappingRow {
	row := codeRow(code, own, v.notes, v.l)
	if own.Text(code) != "" {
		row.Href = codeHref(code, v.vdnID)
	}
	return row
}

// ownCodes returns the VDN's own code list if it can be had quickly; else nil.
func (c *Console) ownCodes(ctx context.Context, v vdnRequest) *platform.CodeList {
	own, _ := c.codes.Wait(ctx, c.codes.Start(ctx, v.vdnID, v.l.platform), codesWait)
	return own
}

// vdnCodeRow explains a code and leads to its reverse look-up.
func vdnCodeRow(code string, v vdnRequest, read *catalog.Catalog) views.MappingRow {
	row := codeRow(code, ownText(read, code), v.notes, v.l)
	if code != "" {
		row.Href = "/vdns/" + strconv.Itoa(v.vdnID) + "/codes/" + url.PathEscape(code)
	}
	return row
}

// ownText is the VDN's own text for a code; nil when its code list is missing.
func ownText(read *catalog.Catalog, code string) *platform.CodeList {
	if read.CodesErr() != nil {
		return nil
	}
	return platform.NewCodeList([]isales.OBSCodeText{{Code: code, Text: read.Text(code)}}, read.ReadAt())
}

func groupName(g isales.Group, l *locale) string {
	if name := l.messages.Groups[string(g)]; name != "" {
		return name
	}
	return l.messages.GroupUnknown
}

// codesWait is how long a page waits for the VDN's own code list: it has the
// documented texts.
const codesWait = 250 * time.Millisecond
