package views

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

var rowBuffers = sync.Pool{New: func() any { return new([]byte) }}

// mappingRows writes the rows of the mapping table. It appends to one buffer
// because a result can have hundreds of rows: the same rows as a templ loop take
// more than ten times as long.
func mappingRows(rows []MappingRow) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		buf := rowBuffers.Get().(*[]byte)
		defer rowBuffers.Put(buf)
		b := (*buf)[:0]
		for i := range rows {
			b = appendRow(b, &rows[i])
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
	b = appendText(b, r.Meaning)
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
func appendText(b []byte, s string) []byte { return appendEscaped(b, s, `&<>"'`) }

// appendContent appends s escaped for text only, where quotation marks, of
// which JSON is full, need no escape.
func appendContent(b []byte, s string) []byte { return appendEscaped(b, s, `&<>`) }

func appendEscaped(b []byte, s, special string) []byte {
	for {
		i := strings.IndexAny(s, special)
		if i < 0 {
			return append(b, s...)
		}
		b = append(b, s[:i]...)
		switch s[i] {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&#34;"...)
		default:
			b = append(b, "&#39;"...)
		}
		s = s[i+1:]
	}
}
