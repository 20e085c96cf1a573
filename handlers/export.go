package handlers

import (
	"bytes"
	"encoding/csv"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"isales-console/spreadsheet"
)

// schema is the version of the JSON documents; it grows when a field changes
// its meaning or goes away. In 2, "suggests" is the sentence of the code instead
// of the group, and an action is written "no_retry" instead of "never-retry".
const schema = 2

// writeCSV writes CSV for spreadsheets. A byte order mark tells Excel that it is
// UTF-8. Excel drops the leading zeros of a code, so each file also has a column
// with the code and its description as one text. The error is out's own.
func writeCSV(out io.Writer, lines iter.Seq[[]string]) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	for line := range lines {
		cells := make([]string, len(line)) // the first line is shared by all exports
		for i := range line {
			cells[i] = spreadsheet.Cell(line[i])
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// csvBytes is a whole table.
func csvBytes(lines [][]string) []byte {
	var b bytes.Buffer // takes everything
	_ = writeCSV(&b, slices.Values(lines))
	return b.Bytes()
}

// machineTime writes a point in time for programs.
func machineTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// staleDocument says why an old copy stands in for the platform's answer.
type staleDocument struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// asciiOnly makes a file name of a code.
func asciiOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '-'
	}, s)
}
