package handlers

import (
	"errors"
	"fmt"
	"strconv"

	"isales-console/spreadsheet"
	"isales-console/views"
)

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

// columnError is a chosen column that the file does not have.
type columnError struct{ chosen string }

func (e *columnError) Error() string { return "no such column" }

// fileProblem says what is wrong with a file.
func fileProblem(err error, t *views.Messages) string {
	if kind, ok := errors.AsType[*spreadsheet.KindError](err); ok {
		return views.Fill(t.BatchFileKind, "kind", t.FileKinds[string(kind.Kind)])
	}
	if column, ok := errors.AsType[*columnError](err); ok {
		return views.Fill(t.BatchColumnWrong, "n", column.chosen)
	}
	if row, ok := errors.AsType[*spreadsheet.RowError](err); ok {
		return t.Reasons[string(row.Problem)]
	}
	switch {
	case errors.Is(err, spreadsheet.ErrEmpty):
		return t.BatchFileEmpty
	case errors.Is(err, spreadsheet.ErrTooLarge):
		return t.BatchFileTooLarge
	}
	return t.BatchFileDamaged
}

// columnChoices shows each column by its name and first cells.
func columnChoices(choose *spreadsheet.ChooseError, t *views.Messages) (columns []views.ColumnChoice) {
	for i := range choose.Columns {
		column := views.ColumnChoice{Value: strconv.Itoa(i + 1), Name: views.Fill(t.BatchColumnName, "n", strconv.Itoa(i+1))}
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
