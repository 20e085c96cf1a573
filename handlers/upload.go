package handlers

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"

	"isales-console/spreadsheet"
	"isales-console/views"
)

// uploadName is the field of a file.
const uploadName = "file"

// fileError is an uploaded file that cannot be used.
type fileError struct{ err error }

// Error names the kind of the error only: others quote the file.
func (e *fileError) Error() string { return fmt.Sprintf("reading the file: %T", e.err) }

func (e *fileError) Unwrap() error { return e.err }

// pasteError is a pasted table that cannot be used.
type pasteError struct {
	text string // as it was pasted
	err  error
}

// Error names the kind of the error only: others quote the text.
func (e *pasteError) Error() string { return fmt.Sprintf("reading the pasted table: %T", e.err) }

func (e *pasteError) Unwrap() error { return e.err }

// openUpload reads a form and opens its file, which is nil when none was chosen. All of the form is within limit, so it
// is in memory and nothing of it on disk. Two values of a field or two files are an error: one would be dropped.
func openUpload(r *http.Request, limit int64) (multipart.File, *multipart.FileHeader, error) {
	if err := parseForm(r, limit); err != nil {
		return nil, nil, err
	}
	for name, list := range r.PostForm {
		if name != pastedName && len(slices.Compact(slices.Clone(list))) > 1 {
			return nil, nil, &formError{problem: "two values of a field"}
		}
	}
	if r.MultipartForm != nil && len(r.MultipartForm.File[uploadName]) > 1 {
		return nil, nil, &formError{problem: "two files"}
	}
	file, header, err := r.FormFile(uploadName)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, &formError{err: err}
	}
	return file, header, nil
}

// pastedName is the field of pasted IDs; a form may have several of them.
const pastedName = "ids"

// parseForm reads a form of either kind into r.PostForm. The error is a *formError.
func parseForm(r *http.Request, limit int64) error {
	// ParseMultipartForm forgets this error when the form is no multipart one.
	if err := r.ParseForm(); err != nil {
		return &formError{err: err}
	}
	if err := r.ParseMultipartForm(limit); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return &formError{err: err}
	}
	return nil
}

// columnError is a chosen column that the file does not have.
type columnError struct{ chosen string }

func (e *columnError) Error() string { return "no such column" }

// fileProblem says what is wrong with a file.
func fileProblem(err error, t *views.Messages) string {
	if kind, ok := errors.AsType[*spreadsheet.KindError](err); ok {
		return views.Fill(t.Batch.FileKind, "kind", t.FileKinds[string(kind.Kind)])
	}
	if column, ok := errors.AsType[*columnError](err); ok {
		return views.Fill(t.Batch.ColumnWrong, "n", column.chosen)
	}
	if row, ok := errors.AsType[*spreadsheet.RowError](err); ok {
		return t.Reasons[string(row.Problem)]
	}
	switch {
	case errors.Is(err, spreadsheet.ErrEmpty):
		return t.Batch.FileEmpty
	case errors.Is(err, spreadsheet.ErrTooLarge):
		return t.Batch.FileTooLarge
	}
	return t.Batch.FileDamaged
}

// columnChoices shows each column by its name and first cells.
func columnChoices(choose *spreadsheet.ChooseError, t *views.Messages) (columns []views.ColumnChoice) {
	for i := range choose.Columns {
		column := views.ColumnChoice{Value: strconv.Itoa(i + 1), Name: views.Fill(t.Batch.ColumnName, "n", strconv.Itoa(i+1))}
		if i < len(choose.Header) && choose.Header[i] != "" {
			column.Header = excerpt(choose.Header[i])
		}
		for _, row := range choose.Sample {
			if i < len(row) && row[i] != "" {
				column.Sample = append(column.Sample, excerpt(row[i]))
			}
		}
		columns = append(columns, column)
	}
	return columns
}
