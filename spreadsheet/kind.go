package spreadsheet

import (
	"bytes"
	"strings"
)

// Kind is what a file is by its first bytes.
type Kind string

// The kinds. Tables are Text and XLSX; the others are named in a KindError.
const (
	Text         Kind = "text"
	XLSX         Kind = "xlsx"
	XLSB         Kind = "xlsb"         // Excel's binary workbook
	OpenDocument Kind = "opendocument" // of LibreOffice
	ZIP          Kind = "zip"          // any other ZIP
	OLE          Kind = "ole"          // .xls of Excel 97, or an XLSX with a password
	PDF          Kind = "pdf"
	Image        Kind = "image"
	Packed       Kind = "packed" // gzip, RAR, 7z
	HTML         Kind = "html"   // a page, also one that is called .xls
	XML          Kind = "xml"    // also the XML of Excel 2003
	Binary       Kind = "binary"

	archive Kind = "archive" // a ZIP, perhaps XLSX
)

var signatures = []struct {
	prefix string
	kind   Kind
}{
	{"PK\x03\x04", archive},
	{"PK\x05\x06", archive},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE},
	{"%PDF-", PDF},
	{"\x89PNG\r\n\x1a\n", Image},
	{"\xff\xd8\xff", Image},
	{"GIF87a", Image},
	{"GIF89a", Image},
	{"II*\x00", Image},
	{"MM\x00*", Image},
	{"\x1f\x8b", Packed},
	{"Rar!\x1a\x07", Packed},
	{"7z\xbc\xaf\x27\x1c", Packed},
}

// kindOf names a file by its first bytes.
func kindOf(head []byte) Kind {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.prefix)) {
			return s.kind
		}
	}
	if len(head) >= 12 && (string(head[4:8]) == "ftyp" || string(head[:4]) == "RIFF") {
		return Image // HEIC, WebP
	}
	enc := guess(head)
	if enc.name == "" {
		return Binary
	}
	text, _ := enc.decoder().Bytes(head)
	if enc.name != utf8Text.name && bytes.ContainsAny(text, "\x00\x01\x02\x03\x04\x05\x06\x07\x08") {
		return Binary
	}
	start := strings.ToLower(strings.TrimLeft(string(text), "\ufeff \t\r\n"))
	switch {
	case strings.HasPrefix(start, "%pdf-"):
		return PDF
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"),
		strings.HasPrefix(start, "<table"), strings.HasPrefix(start, "<head"), strings.HasPrefix(start, "<meta"):
		return HTML
	case strings.HasPrefix(start, "<?xml"):
		if strings.Contains(start, "<html") {
			return HTML
		}
		return XML
	}
	return Text
}
