package respond

import (
	"io"
	"net/http"
	"time"
)

// StartFile begins a file of that name, which nobody may keep. Its status is sent with the first bytes that are written
// to what is returned: it begins when nothing can go wrong any more but the connection.
func StartFile(w http.ResponseWriter, name, mediaType string) io.Writer {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", attachment(name))
	h.Set("Cache-Control", "no-store")
	return fileWriter{w, http.NewResponseController(w)}
}

type fileWriter struct {
	w  io.Writer
	rc *http.ResponseController
}

// Write gives each piece the time of a step of a page that is streamed.
func (f fileWriter) Write(b []byte) (int, error) {
	_ = f.rc.SetWriteDeadline(time.Now().Add(StreamStep))
	return f.w.Write(b)
}
