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

// mappingRows writes the rows of the mapping table. It appends to one buffer
// because a result can have hundreds of rows: the same rows as a templ loop take
// more than ten times as long.
func mappingRows(rows []MappingRow) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		buf := rowBuffers.Get().(*[]byte)
		defer rowBuffers.Put(buf)
		b := (*buf)[:0]
		if len(rows) > 0 && rows[0].Code == mark(holeRows, true, false) {
			b = append(b, rows[0].Code...) // of a page whose shape is wanted
		} else {
			b = appendRows(b, rows)
		}
		*buf = b
		_, err := w.Write(b)
		return err
	})
}

func appendRows(b []byte, rows []MappingRow) []byte {
	for i := range rows {
		b = appendRow(b, &rows[i])
	}
	return b
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
// anything to escape, which IndexByte finds out many bytes at a time.
func appendContent(b []byte, s string) []byte {
	for {
		i := len(s)
		for _, c := range [...]byte{'&', '<', '>'} {
			if j := strings.IndexByte(s[:i], c); j >= 0 {
				i = j
			}
		}
		b = append(b, s[:i]...)
		if i == len(s) {
			return b
		}
		b = append(b, entities[s[i]]...)
		s = s[i+1:]
	}
}
