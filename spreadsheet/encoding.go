package spreadsheet

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// charset is an encoding and its name at IANA; the name is "" for no text.
type charset struct {
	name string
	encoding.Encoding
}

func (c charset) decoder() *encoding.Decoder {
	if c.Encoding == nil {
		return encoding.Nop.NewDecoder()
	}
	return c.NewDecoder()
}

var (
	utf8Text = charset{"UTF-8", unicode.UTF8BOM}
	utf16LE  = charset{"UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}
	utf16BE  = charset{"UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)}
	gb18030  = charset{"GB18030", simplifiedchinese.GB18030}
)

// guess names the encoding that the first bytes show: by a byte order mark, or by
// the zero bytes that digits and line ends have in UTF-16. Without them it is
// UTF-8 until detect has seen the rest; NUL is in no text.
func guess(head []byte) charset {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return utf16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return utf16BE
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch units := len(head) / 2; {
	case zeros[0]+zeros[1] == 0:
		return utf8Text
	case zeros[0]*20 < zeros[1] && zeros[1]*10 > units:
		return utf16LE
	case zeros[1]*20 < zeros[0] && zeros[0]*10 > units:
		return utf16BE
	}
	return charset{}
}

// detect names the encoding of a text, whose first bytes are head. Text that is
// not UTF-8 is GB18030, as Chinese Excel writes it, unless its faults are so few
// that it is damaged UTF-8. Faults become U+FFFD; digits and separators are the
// same bytes in both.
func detect(r io.ReaderAt, size int64, head []byte) (charset, error) {
	enc := guess(head)
	if enc.name != utf8Text.name {
		return enc, nil
	}
	valid, invalid := 0, 0
	buf := make([]byte, 64<<10)
	rest := 0 // bytes of a character that the last block began
	in := io.NewSectionReader(r, 0, size)
	for {
		n, err := io.ReadFull(in, buf[rest:])
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return charset{}, err
		}
		block := buf[:rest+n]
		for len(block) > 0 && (err != nil || utf8.FullRune(block)) {
			r, length := utf8.DecodeRune(block)
			switch {
			case r == utf8.RuneError && length == 1:
				invalid++
			case length > 1:
				valid++
			}
			block = block[length:]
		}
		if err != nil {
			break
		}
		rest = copy(buf, block)
	}
	if invalid > 0 && valid < 3*invalid {
		return gb18030, nil
	}
	return utf8Text, nil
}

// loneCR makes a line feed of each carriage return that stands alone.
type loneCR struct{ transform.NopResetter }

// Transform implements [transform.Transformer].
func (loneCR) Transform(dst, src []byte, atEOF bool) (written, read int, err error) {
	n := copy(dst, src)
	for i := range n {
		switch {
		case src[i] != '\r':
		case i+1 < len(src):
			if src[i+1] != '\n' {
				dst[i] = '\n'
			}
		case !atEOF:
			return i, i, transform.ErrShortSrc
		default:
			dst[i] = '\n'
		}
	}
	if n < len(src) {
		err = transform.ErrShortDst
	}
	return n, n, err
}
