package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"isales-console/handlers/input"
	"isales-console/isales"
	"isales-console/spreadsheet"
)

// Limits of a batch.
const (
	maxBatch      = 500 // IDs at once
	maxBatchInURL = 50  // IDs that an address may hold
	batchParallel = 4   // look-ups of one batch at once, so that others get their turn
)

// batch is a list of IDs of one VDN to look up: duplicates merged, order kept.
// Whatever was read and is no entry is counted.
type batch struct {
	vdnID       int
	entries     []batchEntry
	seen        map[string]bool
	duplicates  int
	tooMany     int             // IDs beyond maxBatch
	listNumbers int             // "1." before a line
	emptyRows   int             // rows of a table without an ID
	others      map[int][]int64 // IDs of other VDNs, by VDN, each once
	seenOthers  map[input.ID]bool
}

// batchEntry is one ID, or a text that is none and the reason of handlers/input
// or problem of spreadsheet; defID is 0 then. row is the row of a table that cannot
// be read, 0 for all others.
type batchEntry struct {
	text   string
	defID  int64
	reason string
	row    int
}

// parseBatch reads free texts.
func parseBatch(vdnID int, texts []string) *batch {
	b := &batch{vdnID: vdnID, seen: map[string]bool{}, others: map[int][]int64{}, seenOthers: map[input.ID]bool{}}
	for _, text := range texts {
		b.addText(text)
	}
	return b
}

func (b *batch) addText(text string) {
	for _, piece := range input.IDs(text) {
		b.add(piece.Text, piece.ID, string(piece.Reason))
	}
}

// add takes what a piece of a text comes to.
func (b *batch) add(text string, id input.ID, reason string) {
	e := batchEntry{text: excerpt(text), reason: reason}
	switch {
	case reason == string(input.ListNumber):
		b.listNumbers++
		return
	case reason == "" && id.VDN != 0 && id.VDN != b.vdnID:
		if !b.seenOthers[id] {
			b.others[id.VDN] = append(b.others[id.VDN], id.Def)
		}
		b.seenOthers[id] = true
		return
	case reason == "":
		e.defID, e.text = id.Def, strconv.FormatInt(id.Def, 10)
	}
	switch {
	case b.seen[e.text]:
		b.duplicates++
	case len(b.entries) == maxBatch:
		b.tooMany++
	default:
		b.entries = append(b.entries, e)
	}
	b.seen[e.text] = true
}

// addBroken takes a row of a table that cannot be read.
func (b *batch) addBroken(e *spreadsheet.RowError) {
	if len(b.entries) == maxBatch {
		b.tooMany++
		return
	}
	b.entries = append(b.entries, batchEntry{text: "row " + strconv.Itoa(e.Row), reason: string(e.Problem), row: e.Row})
}

// ids are the entries as they can be typed again. The number of a row is none of
// them: it would be read as an ID.
func (b *batch) ids() (ids []string) {
	for _, e := range b.entries {
		if e.row == 0 {
			ids = append(ids, e.text)
		}
	}
	return ids
}

// addressable reports whether an address can stand for the whole batch. What is
// no ID may be anything, a phone number too: no address is made of it.
func (b *batch) addressable() bool {
	isBad := func(e batchEntry) bool { return e.defID == 0 }
	return len(b.entries) > 0 && len(b.entries) <= maxBatchInURL && !slices.ContainsFunc(b.entries, isBad) &&
		len(b.others) == 0 && b.listNumbers == 0
}

// short says how many IDs were too many; nil for none.
func (b *batch) short() *isales.IncompleteError {
	if b.tooMany == 0 {
		return nil
	}
	return &isales.IncompleteError{Got: len(b.entries), Total: len(b.entries) + b.tooMany}
}

// readBatchForm reads what was pasted and uploaded. An error about the file is a
// *fileError, one about a pasted table a *pasteError.
func readBatchForm(r *http.Request, vdnID int) (*batch, error) {
	file, header, err := openUpload(r, maxUpload)
	if err != nil {
		return nil, err
	}
	b := parseBatch(vdnID, nil)
	pasted, column := strings.Join(r.PostForm[pastedName], "\n"), r.PostFormValue("column")
	if table, ok := spreadsheet.Pasted(pasted); !ok {
		b.addText(pasted)
	} else if err := b.addTable(table, column); err != nil {
		return b, &pasteError{pasted, err}
	}
	if file == nil {
		return b, nil
	}
	defer file.Close()
	table, err := spreadsheet.Open(file, header.Size)
	if err == nil {
		err = b.addTable(table, column)
	}
	if err != nil {
		return b, &fileError{err}
	}
	return b, nil
}

// addTable reads the IDs of a table: of the column with a known name, else of the
// chosen one, counted from 1. No other cell leaves this function but the VDN.
func (b *batch) addTable(table *spreadsheet.Table, chosen string) error {
	if table.List() {
		return b.addList(table)
	}
	field := spreadsheet.DefID
	if _, ok := table.Find(field); !ok {
		if _, ok := table.Find(spreadsheet.DefIDs); ok {
			field = spreadsheet.DefIDs
		}
	}
	column, err := table.Pick(field)
	if choose, ok := errors.AsType[*spreadsheet.ChooseError](err); ok && chosen != "" {
		if column, err = strconv.Atoi(chosen); err != nil || column < 1 || column > choose.Columns {
			return &columnError{excerpt(chosen)}
		}
		column--
	}
	if err != nil {
		return err
	}
	vdnColumn, hasVDN := table.Find(spreadsheet.VDNID)
	mayBeName := table.Header == nil // the first cell of a chosen column
	for row, err := range table.Rows() {
		if broken, ok := errors.AsType[*spreadsheet.RowError](err); ok {
			b.addBroken(broken)
			continue
		}
		if err != nil {
			return err
		}
		if _, reason := input.One(row.Cell(column)); mayBeName && reason == input.NoNumber {
			mayBeName = false
			continue
		}
		mayBeName = false
		vdn := ""
		if hasVDN {
			vdn = row.Cell(vdnColumn)
		}
		for _, cell := range cellsOf(row.Cell(column), field) {
			b.addRow(cell, vdn)
		}
	}
	return nil
}

// cellsOf parts the IDs of a cell that may hold several.
func cellsOf(cell string, field spreadsheet.Field) []string {
	if field == spreadsheet.DefIDs {
		return strings.Fields(cell)
	}
	return []string{cell}
}

// addList reads a table of one column without a header as the lines that it is.
func (b *batch) addList(table *spreadsheet.Table) error {
	var lines []string
	for row, err := range table.Rows() {
		if broken, ok := errors.AsType[*spreadsheet.RowError](err); ok {
			b.addBroken(broken)
			continue
		}
		if err != nil {
			return err
		}
		lines = append(lines, row.Cell(0))
	}
	b.addText(strings.Join(lines, "\n"))
	return nil
}

// addRow reads the cell of an ID, which is one value, and that of its VDN.
func (b *batch) addRow(cell, vdn string) {
	id, reason := input.One(cell)
	if reason == input.Empty || strings.Trim(cell, "-–—:") == "" { // also the line below the names of a Markdown table
		b.emptyRows++
		return
	}
	if vdn != "" && reason == "" && id.VDN == 0 {
		if id.VDN, reason = input.VDN(vdn); reason != "" {
			reason = input.BadVDN
		}
	}
	b.add(cell, id, string(reason))
}
