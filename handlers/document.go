package handlers

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"isales-console/static"
)

// idMark stands in a document where the ID of the request goes: each page shows
// its own, and is otherwise the same for everyone who may share it.
const idMark = "{request-id}"

// smallest is the size from which compressing pays.
const smallest = 1000

// document is a finished answer but for the ID of the request.
type document struct {
	mediaType     []string
	before, after []byte
	marked        bool     // the ID goes between before and after
	etag          []string // nil for what is never asked for again
	link          []string // nil for none
	kept          bool     // for many readers
	packed        atomic.Pointer[packed]
	borrowed      *bytes.Buffer // which holds the content of one that is sent once
}

// packed is the beginning of a document as gzip, up to a byte boundary, with the
// checksum of what is in it.
type packed struct {
	bytes []byte
	sum   uint32
}

// newDocument cuts a body at its last mark, which is ours: the frame of a page
// and the last field of a JSON document have it. What follows is short.
func newDocument(mediaType []string, body []byte) *document {
	d := &document{mediaType: mediaType, before: body}
	if mediaType[0] == csvMedia[0] {
		return d
	}
	if i := bytes.LastIndex(body, []byte(idMark)); i >= 0 {
		d.before, d.after, d.marked = body[:i], body[i+len(idMark):], true
	}
	return d
}

// release gives back what was borrowed; the document is of no use then.
func (d *document) release() {
	if d.borrowed != nil {
		keepBuffer(d.borrowed)
	}
}

// tag gives a document the tag of its content. The tag is a weak one: the IDs of
// requests differ, and the same content goes out compressed or not.
func (d *document) tag() {
	sum := sha256.New()
	sum.Write(d.before)
	sum.Write(d.after)
	d.etag = []string{weakTag(sum.Sum(nil))}
}

func weakTag(sum []byte) string {
	b := base64.RawURLEncoding.AppendEncode(append(make([]byte, 0, 32), `W/"`...), sum[:12])
	return string(append(b, '"'))
}

// size is about what a kept document takes.
func (d *document) size() int { return 512 + len(d.before) + len(d.before)/4 }

// sendDocument answers the request called id with a document, or with 304 to a
// reader who has it.
func sendDocument(w http.ResponseWriter, r *http.Request, id string, status int, d *document) {
	h := w.Header()
	if d.etag != nil && status == http.StatusOK {
		h["Etag"] = d.etag
		if (r.Method == http.MethodGet || r.Method == http.MethodHead) && matches(r.Header["If-None-Match"], d.etag[0]) {
			setPrivate(h)
			h.Del("Content-Disposition")
			sendWhole(w, http.StatusNotModified, func(*bytes.Buffer) {})
			return
		}
	}
	pack := d.packs(r)
	if pack {
		h["Content-Encoding"] = gzipEncoding
	}
	h["Content-Type"] = d.mediaType
	h["Content-Length"] = []string{strconv.Itoa(d.length(id, pack))}
	setPrivate(h)
	sendWhole(w, status, func(b *bytes.Buffer) { d.appendTo(b, id, pack) })
}

// packs reports whether the document goes out compressed.
func (d *document) packs(r *http.Request) bool {
	return len(d.before) >= smallest && static.AcceptsGzip(r)
}

// sendWhole sends an answer whose header is complete.
func sendWhole(w http.ResponseWriter, status int, body func(*bytes.Buffer)) {
	b := newBuffer()
	defer keepBuffer(b)
	body(b)
	w.WriteHeader(status)
	if b.Len() > 0 {
		// A failed write means that the reader went away, which is no one's fault.
		_, _ = w.Write(b.Bytes())
	}
}

var gzipEncoding = []string{"gzip"}

// matches reports whether an If-None-Match header names the tag. Two tags that
// differ in weakness only name the same page.
func matches(header []string, etag string) bool {
	for _, line := range header {
		for tag := range strings.SplitSeq(line, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
				return true
			}
		}
	}
	return false
}

// length is how long the document is with the ID.
func (d *document) length(id string, pack bool) int {
	rest := len(d.after)
	if d.marked {
		rest += len(id)
	}
	if pack {
		return len(d.pack().bytes) + rest + packedFrame
	}
	return len(d.before) + rest
}

// appendTo writes the document, with the ID where it goes.
func (d *document) appendTo(b *bytes.Buffer, id string, pack bool) {
	if !d.marked {
		id = ""
	}
	b.Grow(d.length(id, pack))
	if pack {
		d.appendPacked(b, id)
		return
	}
	b.Write(d.before)
	b.WriteString(id)
	b.Write(d.after)
}

// packedFrame is what frames a block that is not compressed, and the checksum.
const packedFrame = 5 + 8

// appendPacked writes the document as gzip. The part before the ID is compressed
// once and kept with the document; the ID and the short rest follow as they are,
// in a block that is not compressed (RFC 1951, 3.2.4), and the checksum goes on
// from where it was.
func (d *document) appendPacked(b *bytes.Buffer, id string) {
	p := d.pack()
	rest := len(id) + len(d.after)
	b.Write(p.bytes)
	var number [8]byte
	number[0] = 1 // the last block, not compressed
	binary.LittleEndian.PutUint16(number[1:], uint16(rest))
	binary.LittleEndian.PutUint16(number[3:], ^uint16(rest))
	b.Write(number[:5])
	b.WriteString(id)
	b.Write(d.after)
	sum := crc32.Update(p.sum, crc32.IEEETable, b.Bytes()[b.Len()-rest:])
	binary.LittleEndian.PutUint32(number[:], sum)
	binary.LittleEndian.PutUint32(number[4:], uint32(len(d.before)+rest))
	b.Write(number[:])
}

// pack returns the beginning of the document as gzip.
func (d *document) pack() *packed {
	p := d.packed.Load()
	if p == nil {
		p = pack(d.before, d.kept)
		d.packed.Store(p)
	}
	return p
}

// compressors are kept: each has some hundred kilobytes of tables. What has one
// reader is compressed fast, what has many well.
var compressors = map[bool]*sync.Pool{false: newCompressors(gzip.BestSpeed), true: newCompressors(gzip.DefaultCompression)}

func newCompressors(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(nil, level)
		if err != nil {
			panic(err) // the levels are ours
		}
		return z
	}}
}

func pack(content []byte, well bool) *packed {
	var b bytes.Buffer
	pool := compressors[well]
	z := pool.Get().(*gzip.Writer)
	defer pool.Put(z)
	z.Reset(&b)
	// A bytes.Buffer takes everything. Flush ends at a byte boundary, and Close,
	// which would end the stream, is left out.
	_, _ = z.Write(content)
	_ = z.Flush()
	return &packed{bytes.Clone(b.Bytes()), crc32.ChecksumIEEE(content)}
}

// send writes a whole answer. Whoever needs another caching rule than the one
// for private pages sets it before.
func send(w http.ResponseWriter, status int, mediaType []string, body []byte) {
	h := w.Header()
	h["Content-Type"] = mediaType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	setPrivate(h)
	w.WriteHeader(status)
	// A failed write means that the reader went away, which is no one's fault.
	_, _ = w.Write(body)
}

var privatePage = []string{"private, no-cache"}

func setPrivate(h http.Header) {
	if h["Cache-Control"] == nil {
		h["Cache-Control"] = privatePage
	}
}
