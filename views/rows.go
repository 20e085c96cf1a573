package views

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// longTable is how many rows a table can have without a filter.
const longTable = 10

var rowBuffers = sync.Pool{New: func() any { return new([]byte) }}

// ReadyRow is the HTML of a MappingRow, for rows that many pages have: to write
// it is to copy it.
type ReadyRow struct{ before, code, after string }

// Ready makes the HTML of the row.
func (r MappingRow) Ready() ReadyRow {
	if r.Href != "" {
		return ReadyRow{before: string(appendRow(nil, &r))}
	}
	code := r.Code
	r.Code = mark(holeCode, true, false)
	before, after, _ := strings.Cut(string(appendRow(nil, &r)), r.Code)
	return ReadyRow{before, code, after}
}

// With returns the row of another code that differs in nothing else. It is for
// rows without a link.
func (r ReadyRow) With(code string) ReadyRow { return ReadyRow{r.before, code, r.after} }

func (r *ReadyRow) size() int { return len(r.before) + len(r.code) + len(r.after) }

// tableRow is a row of the mapping table, to be made or ready.
type tableRow interface {
	appendTo(b []byte) []byte
}

func (r MappingRow) appendTo(b []byte) []byte { return appendRow(b, &r) }

func (r ReadyRow) appendTo(b []byte) []byte {
	return append(appendText(append(b, r.before...), r.code), r.after...)
}

// mappingRows writes the rows of the mapping table. It appends to one buffer
// because a result can have hundreds of rows: the same rows as a templ loop take
// more than ten times as long.
func mappingRows[R tableRow](rows []R) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		buf := rowBuffers.Get().(*[]byte)
		defer rowBuffers.Put(buf)
		b := (*buf)[:0]
		for _, row := range rows {
			b = row.appendTo(b)
		}
		*buf = b
		_, err := w.Write(b)
		return err
	})
}

func appendRow(b []byte, r *MappingRow) []byte {
	b = append(b, `<tr><th scope="row">`...)
	if r.Href != "" {
		b = append(b, `<a href="`...)
		b = appendText(b, r.Href)
		b = append(b, `"><code>`...)
		b = appendText(b, r.Code)
		b = append(b, `</code></a>`...)
	} else {
		b = append(b, `<code>`...)
		b = appendText(b, r.Code)
		b = append(b, `</code>`...)
	}
	if r.Known {
		b = append(b, `</th><td>`...)
	} else {
		b = append(b, `</th><td class="none">`...)
	}
	if r.Lang != "" {
		b = append(b, `<span lang="`...)
		b = appendText(b, r.Lang)
		b = append(b, `">`...)
		b = appendText(b, r.Meaning)
		b = append(b, `</span>`...)
	} else {
		b = appendText(b, r.Meaning)
	}
	if r.Source != "" {
		b = append(b, `<small>`...)
		b = appendText(b, r.Source)
		b = append(b, `</small>`...)
	}
	for _, warning := range r.Warnings {
		b = append(b, `<span class="warn">`...)
		b = appendText(b, warning)
		b = append(b, `</span>`...)
	}
	b = append(b, `</td><td>`...)
	b = appendText(b, r.Group)
	if r.ReleasedBy != "" {
		b = append(b, `<small>`...)
		b = appendText(b, r.ReleasedBy)
		b = append(b, `</small>`...)
	}
	b = append(b, `</td><td>`...)
	b = appendText(b, r.Suggests)
	return append(b, `</td></tr>`...)
}

// rawText writes text from the platform as it came.
func rawText(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		buf := rowBuffers.Get().(*[]byte)
		defer rowBuffers.Put(buf)
		*buf = appendContent((*buf)[:0], s)
		_, err := w.Write(*buf)
		return err
	})
}

// appendText appends s escaped for text and for quoted attributes.
func appendText(b []byte, s string) []byte {
	plain := 0
	for i := range len(s) {
		if entity := entities[s[i]]; entity != "" {
			b = append(append(b, s[plain:i]...), entity...)
			plain = i + 1
		}
	}
	return append(b, s[plain:]...)
}

var entities = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&#34;", '\'': "&#39;"}

// appendContent appends s escaped for text only, where quotation marks, of
// which JSON is full, need no escape. Raw answers are long and seldom have
// anything to escape, which IndexByte finds out many bytes at a time; not more
// than lookAhead, because what comes after a special character is looked at again.
func appendContent(b []byte, s string) []byte {
	for s != "" {
		end, entity := min(len(s), lookAhead), ""
		for _, c := range [...]byte{'&', '<', '>'} {
			if i := strings.IndexByte(s[:end], c); i >= 0 {
				end, entity = i, entities[c]
			}
		}
		b = append(append(b, s[:end]...), entity...)
		s = s[end:]
		if entity != "" {
			s = s[1:]
		}
	}
	return b
}

const lookAhead = 512
