package dictionary

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"isales-console/isales"
)

// Note is what the center itself says about a code.
type Note struct {
	Code string
	// Chinese and English are the text; one of them may be empty.
	Chinese, English string
	// Action is empty when the note leaves the code's own action as it is.
	Action Action
	// Author and Date are as written; both may be empty.
	Author, Date string
}

// Text returns the text in a language or, when it is empty, in the other one.
func (n Note) Text(l isales.Language) string {
	if l == isales.Chinese && n.Chinese != "" || n.English == "" {
		return n.Chinese
	}
	return n.English
}

// Notes are the center's notes, at most one on a code. The zero Notes are
// empty. They do not change after [ParseNotes] and are safe for concurrent use.
type Notes struct {
	list     []Note
	position map[string]int // in list, by code in half width
}

// Of returns the note on a code.
func (n Notes) Of(code string) (Note, bool) {
	i, ok := n.position[halfWidth(trimCode(code))]
	if !ok {
		return Note{}, false
	}
	return n.list[i], true
}

// All returns the notes in the order of the file. The caller may change the
// slice.
func (n Notes) All() []Note { return slices.Clone(n.list) }

// notesHead is the optional first line of a file of notes.
var notesHead = []string{"code", "zh", "en", "action", "author", "date"}

// ParseNotes reads a file of notes: UTF-8 CSV with the columns code, zh, en,
// action, author, date. A byte order mark, CRLF, a line with the names of the
// columns, empty lines, white space around a cell and missing columns at the
// end do not matter; a code whose leading zeros a spreadsheet has dropped gets
// them back. An action is the key or the words of an [Action] in either
// language, in any spelling of case, spaces, hyphens and underscores, or empty.
//
// The error joins one problem for each bad line, by its number. With an error
// no note counts: half a file could turn a verdict around.
func ParseNotes(data []byte) (Notes, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return Notes{}, errors.New("the notes are not in UTF-8: save them as CSV UTF-8")
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.FieldsPerRecord = -1
	notes := Notes{position: map[string]int{}}
	lines := map[string]int{} // of the code
	var problems []error
	for first := true; ; first = false {
		row, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			problems = append(problems, csvProblem(err))
			continue
		}
		line, _ := reader.FieldPos(0)
		for i, cell := range row {
			row[i] = strings.TrimSpace(cell)
		}
		if strings.Join(row, "") == "" || first && isNotesHead(row) {
			continue
		}
		note, err := newNote(row)
		key := halfWidth(note.Code)
		if err == nil && lines[key] != 0 {
			err = fmt.Errorf("%s already has a note on line %d", note.Code, lines[key])
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("line %d: %w", line, err))
			continue
		}
		lines[key], notes.position[key] = line, len(notes.list)
		notes.list = append(notes.list, note)
	}
	if len(problems) > 0 {
		return Notes{}, errors.Join(problems...)
	}
	return notes, nil
}

// csvProblem says where a line is not CSV.
func csvProblem(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("line %d: not CSV: %w", parse.StartLine, parse.Err)
	}
	return err
}

func isNotesHead(row []string) bool { return strings.EqualFold(row[0], notesHead[0]) }

// newNote reads a line, whose cells are trimmed.
func newNote(row []string) (Note, error) {
	if extra := strings.Join(row[min(len(row), len(notesHead)):], ""); extra != "" {
		return Note{}, fmt.Errorf("%d columns, want at most %d (%s): put a text with commas in quotes",
			len(row), len(notesHead), strings.Join(notesHead, ","))
	}
	row = append(row, make([]string, len(notesHead))...)
	n := Note{Code: noteCode(row[0]), Chinese: row[1], English: row[2], Author: row[4], Date: row[5]}
	if n.Code == "" {
		return n, errors.New("no code")
	}
	if row[3] != "" {
		action, ok := ParseAction(row[3])
		if !ok || action == CannotTell {
			return n, fmt.Errorf("%s: %q is no action; use no_retry, retry_later, retry_soon or ask_admin", n.Code,
				row[3])
		}
		n.Action = action
	}
	if e, ok := Lookup(n.Code); ok && e.Kind == KindAPI && n.Action != "" {
		return n, fmt.Errorf("%s: an API status has no action", n.Code)
	}
	if n.Chinese == "" && n.English == "" && n.Action == "" {
		return n, fmt.Errorf("%s: neither a text nor an action", n.Code)
	}
	return n, nil
}

// noteCode returns a code as the documentation writes it, if it is in there.
func noteCode(written string) string {
	if found := Find(written); len(found) == 1 {
		return found[0].Code
	}
	return written
}
