package handlers

import (
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Limits of a batch.
const (
	maxBatch        = 500 // IDs at once
	maxBatchInURL   = 50  // IDs that an address may hold
	batchParallel   = 4   // look-ups of one batch at once, so that others get their turn
	batchUploadName = "file"
)

// batch is a list of IDs to look up, as typed: duplicates merged, order kept.
type batch struct {
	entries    []batchEntry
	duplicates int
	tooMany    int // IDs beyond maxBatch, which are left out
}

// batchEntry is one ID; defID is 0 for what is none.
type batchEntry struct {
	text  string
	defID int64
}

// parseBatch splits at anything that cannot be part of an ID.
func parseBatch(texts []string) (b batch) {
	seen := make(map[string]bool)
	for _, text := range texts {
		for _, field := range strings.FieldsFunc(text, isSeparator) {
			e := batchEntry{text: normalizeID(field)}
			if e.text == "" {
				continue
			}
			if n, ok := parseID(e.text); ok {
				e.defID, e.text = n, strconv.FormatInt(n, 10)
			}
			switch {
			case seen[e.text]:
				b.duplicates++
			case len(b.entries) == maxBatch:
				b.tooMany++
			default:
				e.text = echo(e.text)
				b.entries = append(b.entries, e)
			}
			seen[e.text] = true
		}
	}
	return b
}

func isSeparator(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",;|/，；、\"'", r)
}

func (b batch) ids() (ids []string) {
	for _, e := range b.entries {
		ids = append(ids, e.text)
	}
	return ids
}

// readBatchForm returns the texts that may hold IDs. Of a CSV file with a column
// called defId or id only that column counts.
func readBatchForm(r *http.Request) ([]string, error) {
	// ParseMultipartForm forgets this error when the form is no multipart one.
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	if err := r.ParseMultipartForm(maxBody); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, err
	}
	texts := []string{r.PostFormValue("ids")}
	file, _, err := r.FormFile(batchUploadName)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return texts, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return append(texts, idColumn(strings.TrimPrefix(string(content), "\ufeff"))...), nil
}

// idColumn returns the column of IDs, whatever stands between the columns: a
// spreadsheet writes semicolons where the comma is for decimals, and tabs when
// asked for text. Without such a column it returns the whole content.
func idColumn(content string) []string {
	for _, comma := range ",;\t" {
		lines := csv.NewReader(strings.NewReader(content))
		lines.Comma, lines.FieldsPerRecord, lines.LazyQuotes = comma, -1, true
		records, err := lines.ReadAll()
		if err != nil || len(records) == 0 {
			continue
		}
		column := slices.IndexFunc(records[0], func(name string) bool {
			name = strings.ToLower(strings.TrimSpace(name))
			return name == "defid" || name == "id"
		})
		if column < 0 {
			continue
		}
		var ids []string
		for _, record := range records[1:] {
			if column < len(record) {
				ids = append(ids, record[column])
			}
		}
		return ids
	}
	return []string{content}
}
