package respond

import (
	"bytes"
	"io"
	"iter"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"isales-console/safetext"
)

// Rows is a list of a JSON document whose elements are made one after the other while
// it is written; nil is an empty list.
type Rows[T any] iter.Seq[T]

// MarshalJSONTo implements json.MarshalerTo.
func (rows Rows[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if err := enc.WriteToken(jsontext.BeginArray); err != nil {
		return err
	}
	if rows != nil {
		for row := range rows {
			if err := json.MarshalEncode(enc, row); err != nil {
				return err
			}
		}
	}
	return enc.WriteToken(jsontext.EndArray)
}

// StreamJSON sends a document bit by bit, without ever having it whole: it has no tag.
// What can fail is done before. See JSON for the document.
func StreamJSON(w http.ResponseWriter, document any) {
	start(w, jsonType)
	out := &jsonLines{to: w}
	err := encode(out, document)
	if out.err == nil && err != nil {
		panic(err)
	}
	_, _ = out.Write([]byte("\n"))
}

// StreamCSV sends a table as a file of that name, without ".csv", like StreamJSON. An
// error of write means that the reader is gone.
func StreamCSV(w http.ResponseWriter, name string, write func(io.Writer) error) {
	w.Header().Set("Content-Disposition", attachment(name+".csv"))
	start(w, csvType)
	_ = write(w)
}

// start sends the head of an answer that is streamed.
func start(w http.ResponseWriter, mediaType string) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", askAgain)
	}
	w.WriteHeader(http.StatusOK)
}

// encode writes a document as JSON. The answer is no HTML, and nosniff keeps it so:
// nothing is escaped for it.
func encode(w io.Writer, document any) error {
	return json.MarshalWrite(w, document, json.Deterministic(true), jsontext.WithIndent("  "),
		jsontext.AllowInvalidUTF8(true))
}

// jsonLines escapes control characters in the lines of a JSON text. A line end is never
// a part of a string.
type jsonLines struct {
	to   io.Writer
	rest []byte // of a line
	err  error  // of to
}

func (l *jsonLines) Write(b []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	l.rest = append(l.rest, b...)
	if end := bytes.LastIndexByte(l.rest, '\n') + 1; end > 0 {
		_, l.err = io.WriteString(l.to, safetext.JSON(string(l.rest[:end])))
		l.rest = append(l.rest[:0], l.rest[end:]...)
	}
	return len(b), l.err
}
