package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"isales-console/safetext"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// batchPage is the page of a batch; its files have addresses only when the page
// can have one.
func (c *Console) batchPage(r *http.Request, v vdnRequest, b *batch) views.BatchPage {
	t := v.l.messages
	p := views.BatchPage{VDNPage: c.vdnPage(r, v, "batch"), Action: v.path,
		Typed: safetext.Area(strings.Join(b.ids(), "\n"))}
	p.JSON, p.CSV, p.XLSX, p.Canonical = "", "", "", v.path
	if len(b.entries) > 0 {
		p.Summary = t.Batch.Count.Of(len(b.entries))
	}
	for _, note := range []struct {
		text views.Plural
		n    int
	}{{t.Batch.Duplicates, b.duplicates}, {t.Batch.TooMany, b.tooMany}, {t.Batch.ListNumbers, b.listNumbers},
		{t.Batch.NoRow, b.emptyRows}} {
		if note.n > 0 {
			p.Notes = append(p.Notes, note.text.Of(note.n))
		}
	}
	for _, other := range b.otherVDNs() {
		vdn := strconv.Itoa(other.VDNID)
		link := views.NoteLink{Text: views.Fill(t.Batch.Other.Of(len(other.DefIDs)), "vdn", vdn),
			Link: views.Fill(t.Batch.OtherLink, "vdn", vdn), Href: "/vdns/" + vdn + "/batch"}
		if len(other.DefIDs) <= maxBatchInURL {
			link.Href += "?" + url.Values{"id": other.DefIDs}.Encode()
		}
		p.Others = append(p.Others, link)
	}
	return p
}

// fillTableError says what is wrong with a file or with a pasted table, or asks which
// of its columns is meant. Nothing of a file is kept: the form asks for it again.
func fillTableError(p *views.BatchPage, err error, t *views.Messages) {
	message := fileProblem(err, t)
	if choose, ok := errors.AsType[*spreadsheet.ChooseError](err); ok {
		message, p.Columns = t.Batch.Column, columnChoices(choose, t)
	}
	if pasted, ok := errors.AsType[*pasteError](err); ok {
		p.Error, p.Typed = message, safetext.Area(pasted.text)
	} else {
		p.FileError = message
	}
}
