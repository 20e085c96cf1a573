// Package respond is the only writer of bodies: a page, JSON, CSV, XLSX or plain text is
// made whole, and then sent with its length and, where it may be asked for again,
// with its tag. An answer that fails half way becomes an error and not half an
// answer. What grows with a VDN is streamed: [Stream], [StreamJSON], [StreamCSV].
// Compression is that of [Compress].
package respond

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"isales-console/safetext"
)

// Media types of bodies.
const (
	htmlType = "text/html; charset=utf-8"
	jsonType = "application/json; charset=utf-8"
	csvType  = "text/csv; charset=utf-8"
	XLSX     = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	plain    = "text/plain; charset=utf-8"
)

// usualPage is the size in bytes that most pages stay below.
const usualPage = 16 << 10

// Page sends a page. The error is that of rendering; nothing was written then.
func Page(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	a, err := NewPage(r.Context(), page)
	if err == nil {
		a.Send(w, r, status)
	}
	return err
}

// NewPage renders a page. The error is the component's own, or the context's.
func NewPage(ctx context.Context, page templ.Component) (*Answer, error) {
	body, err := render(ctx, page)
	if err != nil {
		return nil, err
	}
	return newAnswer(htmlType, body), nil
}

// render makes HTML in which control characters from outside are visible, whatever the component shows.
func render(ctx context.Context, c templ.Component) ([]byte, error) {
	var b strings.Builder
	b.Grow(usualPage)
	if err := c.Render(ctx, &b); err != nil {
		return nil, err
	}
	return []byte(safetext.Lines(b.String())), nil
}

// JSON sends a document, which is one of our own types: those can always be
// encoded.
func JSON(w http.ResponseWriter, r *http.Request, status int, document any) {
	NewJSON(document).Send(w, r, status)
}

// NewJSON encodes a document; see JSON.
func NewJSON(document any) *Answer {
	var b bytes.Buffer
	if err := encode(&b, document); err != nil {
		panic(err)
	}
	return newAnswer(jsonType, []byte(safetext.JSON(b.String())+"\n"))
}

// NewCSV makes an answer that is kept as a file of that name, to which it adds ".csv".
func NewCSV(name string, table []byte) *Answer { return newFile(csvType, name+".csv", table) }

// NewXLSX makes an answer that is kept as a file of that name, to which it adds ".xlsx".
func NewXLSX(name string, workbook []byte) *Answer { return newFile(XLSX, name+".xlsx", workbook) }

func newFile(mediaType, name string, content []byte) *Answer {
	a := newAnswer(mediaType, content)
	a.disposition = attachment(name)
	return a
}

// attachment is the Content-Disposition of a file, whose name is ASCII without quotes.
func attachment(name string) string { return `attachment; filename="` + name + `"` }

// Text sends plain text that no one may keep.
func Text(w http.ResponseWriter, r *http.Request, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	newAnswer(plain, []byte(text)).Send(w, r, status)
}
