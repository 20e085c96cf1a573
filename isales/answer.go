package isales

import (
	"cmp"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

// answer is a complete answer with HTTP status 200.
type answer struct {
	text            string
	contentType     string
	contentEncoding string
}

func (a answer) notJSON(problem string) error {
	return &NotJSONError{http.StatusOK, a.contentType, problem, snippet(a.text)}
}

// checkForm refuses what cannot be an answer before anything is decoded: a body
// that is encoded or a page, and one that neither the header nor its first byte
// takes for a JSON object. Whatever else the header says does not count.
func (a answer) checkForm() error {
	first := strings.TrimLeft(strings.TrimPrefix(a.text, "\ufeff"), " \r\n\t")
	media := a.mediaProblem()
	switch {
	case a.encoded(), media != "" && !strings.HasPrefix(first, "{"):
		return a.notJSON(media)
	case strings.HasPrefix(first, "<"):
		return a.notJSON("a page")
	}
	return nil
}

// explain completes an error of a decoder with what only the answer knows: the
// header tells why something is no answer.
func (a answer) explain(err error) error {
	media := a.mediaProblem()
	if broken, ok := errors.AsType[*syntaxError](err); ok {
		return a.notJSON(cmp.Or(media, broken.problem))
	}
	if misfit, ok := errors.AsType[*DecodeError](err); ok && media != "" && misfit.Field == resultCodeField {
		return a.notJSON(media)
	}
	return err
}

// encoded reports a content encoding that was not undone.
func (a answer) encoded() bool {
	return a.contentEncoding != "" && !strings.EqualFold(a.contentEncoding, "identity")
}

// mediaProblem says what in the header does not announce JSON; empty when all does.
func (a answer) mediaProblem() string {
	media, params, err := mime.ParseMediaType(a.contentType)
	charset := params["charset"]
	switch {
	case a.encoded():
		return "content encoding " + quote(a.contentEncoding)
	case a.contentType == "":
		return "no content type"
	case err != nil || media != "application/json":
		return "content type " + quote(a.contentType)
	case charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "utf8"):
		return "charset " + quote(charset)
	}
	return ""
}

// read reads a body, at most MaxAnswer bytes of it. The text read so far comes
// with an error.
func read(body io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(body, MaxAnswer+1))
	if err == nil && len(text) > MaxAnswer {
		err = fmt.Errorf("isales: %w: more than %d bytes", ErrTooLarge, MaxAnswer)
	}
	return string(text), err
}

// isBrokenGzip recognises what net/http returns while it decompresses.
func isBrokenGzip(err error) bool {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	return corrupt || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
}
