package handlers

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"isales-console/handlers/respond"
	"isales-console/spreadsheet"
)

// textTwin is a code with its text. Excel drops the zeros of a code alone: each column of codes has another one of
// these.
func textTwin(code, text string) string {
	if code != "" && text == "" {
		text = "–"
	}
	return strings.TrimSpace(code + " " + text)
}

// textTwins returns what makes one text of several codes. meaning is asked once for each code.
func textTwins(meaning func(code string) string) func(codes []string) string {
	made := map[string]string{}
	return func(codes []string) string {
		texts := make([]string, len(codes))
		for i, code := range codes {
			if _, ok := made[code]; !ok {
				made[code] = textTwin(code, meaning(code))
			}
			texts[i] = made[code]
		}
		return strings.Join(texts, "; ")
	}
}

// newTable makes the answer of a page's table: as CSV, which has the first of the sheets, or as a workbook of all of
// them. name is that of the file.
func newTable(form int, name string, l *locale, sheets ...spreadsheet.Sheet) (*respond.Answer, error) {
	if form == formCSV {
		var b bytes.Buffer
		err := sheets[0].WriteCSV(&b)
		return respond.NewCSV(name, b.Bytes()), err
	}
	about := spreadsheet.Properties{Title: name, Creator: l.messages.Product, Language: l.tag}
	file, err := spreadsheet.Workbook(about, sheets...)
	return respond.NewXLSX(name, file), err
}

// sendTable sends what newTable makes.
func sendTable(w http.ResponseWriter, r *http.Request, form int, name string, l *locale,
	sheets ...spreadsheet.Sheet) error {
	answer, err := newTable(form, name, l, sheets...)
	if err == nil {
		answer.Send(w, r, http.StatusOK)
	}
	return err
}

// machineTime writes a point in time for programs.
func machineTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// asciiOnly makes a file name of a code.
func asciiOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '-'
	}, s)
}
