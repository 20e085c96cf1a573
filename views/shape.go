package views

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
)

// AppendResult appends the page of one external result. It is the page that is
// asked for most, and nearly all of it is the same each time: the template is run
// once for each shape that the page can have, with marks where the data goes, and
// what is between the marks is kept.
func AppendResult(b []byte, p *ResultPage) ([]byte, error) {
	if len(p.Details) > mostDetails {
		whole := bytes.NewBuffer(b)
		err := resultTemplate(*p).Render(context.Background(), whole)
		return whole.Bytes(), err
	}
	s, err := shapeOf(p)
	if err != nil {
		return b, err
	}
	return s.append(b, p), nil
}

// resultShape is everything that decides what a result's page is made of, except
// for the data in it.
type resultShape struct {
	t                          *Messages
	version, theme, active, id string
	demo, open, user           bool
	canonical, json            bool
	text, textHan, code, stale bool
	missing, rows, long        bool
	details                    int
	valuesHan                  [mostDetails]bool
}

// mostDetails is how many details a page of a kept shape can have.
const mostDetails = 4

// A hole is a place for data: an index into the texts of a page.
type hole int

const (
	holeTitle hole = iota
	holeBase
	holeCanonical
	holeJSON
	holeCSV
	holeAgain
	holeHere
	holeUser
	holeVDN
	holeDef
	holeText
	holeCode
	holeCount
	holeCounted
	holeStale
	holeMachine
	holeHuman
	holeAge
	holeRaw
	holeRows
	holeLabels                            // mostDetails of them
	holeValues = holeLabels + mostDetails // and as many again
	holes      = holeValues + mostDetails
)

// firstMark is the private character that stands for the first hole. Whatever is
// put into a hole is not searched for marks.
const firstMark = '\ue000'

// han after a mark makes a template take it for Chinese.
const han = '一'

// mark stands for a hole in a page; it is empty for a hole that is not there.
func mark(h hole, there, chinese bool) string {
	switch {
	case !there:
		return ""
	case chinese:
		return string([]rune{firstMark + rune(h), han})
	}
	return string(firstMark + rune(h))
}

// marked returns the page of a shape, with a mark for each text.
func (k resultShape) marked() ResultPage {
	p := ResultPage{
		Page: Page{T: k.t, Version: k.version, Theme: k.theme, Active: k.active, RequestID: k.id, Demo: k.demo, Open: k.open,
			Title: mark(holeTitle, true, false), Base: mark(holeBase, true, false), Canonical: mark(holeCanonical, k.canonical, false), JSON: mark(holeJSON, k.json, false),
			Here: mark(holeHere, true, false), User: mark(holeUser, k.user, false)},
		VDN: mark(holeVDN, true, false), Def: mark(holeDef, true, false), DisplayText: mark(holeText, k.text, k.textHan),
		Code: mark(holeCode, k.code, false), Count: mark(holeCount, true, false), Counted: mark(holeCounted, true, false),
		Stale: mark(holeStale, k.stale, false), CSV: mark(holeCSV, true, false), Again: mark(holeAgain, true, false),
		CheckedAt: Time{Machine: mark(holeMachine, true, false), Human: mark(holeHuman, true, false)}, Age: mark(holeAge, true, false),
		Raw: mark(holeRaw, true, false), CodesMissing: k.missing,
	}
	for i := range k.details {
		p.Details = append(p.Details, Detail{mark(holeLabels+hole(i), true, false), mark(holeValues+hole(i), true, k.valuesHan[i])})
	}
	if k.rows {
		p.Rows = []ReadyRow{{before: mark(holeRows, true, false)}}
	}
	if k.long {
		p.Rows = append(p.Rows, make([]ReadyRow, longTable)...)
	}
	return p
}

// filling returns the texts for the holes.
func filling(p *ResultPage) (texts [holes]string) {
	texts = [holes]string{holeTitle: p.Title, holeBase: p.Base, holeCanonical: p.Canonical, holeJSON: p.JSON, holeCSV: p.CSV, holeAgain: p.Again, holeHere: p.Here,
		holeUser: p.User, holeVDN: p.VDN, holeDef: p.Def, holeText: p.DisplayText, holeCode: p.Code, holeCount: p.Count, holeCounted: p.Counted,
		holeStale: p.Stale, holeMachine: p.CheckedAt.Machine, holeHuman: p.CheckedAt.Human, holeAge: p.Age, holeRaw: p.Raw}
	for i, d := range p.Details {
		texts[holeLabels+hole(i)], texts[holeValues+hole(i)] = d.Label, d.Value
	}
	return texts
}

// shape is a page cut at its marks: text, hole, text, hole, …, text.
type shape struct {
	texts []string
	holes []hole
	size  int // of the texts together
}

// shapes are kept for good: there are some dozens.
var shapes = struct {
	sync.RWMutex
	of map[resultShape]*shape
}{of: map[resultShape]*shape{}}

const mostShapes = 1000

func shapeOf(p *ResultPage) (*shape, error) {
	k := resultShape{t: p.T, version: p.Version, theme: p.Theme, active: p.Active, id: p.RequestID, demo: p.Demo, open: p.Open, user: p.User != "",
		canonical: p.Canonical != "", json: p.JSON != "", text: p.DisplayText != "", textHan: p.foreign(p.DisplayText) != "", code: p.Code != "",
		stale: p.Stale != "", missing: p.CodesMissing, rows: len(p.Rows) > 0, long: len(p.Rows) > longTable, details: len(p.Details)}
	for i, d := range p.Details {
		k.valuesHan[i] = p.foreign(d.Value) != ""
	}
	shapes.RLock()
	found := shapes.of[k]
	shapes.RUnlock()
	if found != nil {
		return found, nil
	}
	var b bytes.Buffer
	if err := resultTemplate(k.marked()).Render(context.Background(), &b); err != nil {
		return nil, err
	}
	s := cutAtMarks(b.String())
	shapes.Lock()
	defer shapes.Unlock()
	if len(shapes.of) < mostShapes {
		shapes.of[k] = s
	}
	return s, nil
}

func cutAtMarks(page string) *shape {
	s := new(shape)
	for {
		i := strings.IndexFunc(page, func(r rune) bool { return firstMark <= r && r < firstMark+rune(holes) })
		if i < 0 {
			s.texts, s.size = append(s.texts, page), s.size+len(page)
			return s
		}
		r := []rune(page[i : i+len(string(firstMark))])[0]
		s.texts, s.holes, s.size = append(s.texts, page[:i]), append(s.holes, hole(r-firstMark)), s.size+i
		page = strings.TrimPrefix(page[i+len(string(r)):], string(han))
	}
}

// spare is room for what characters that must be escaped take more.
const spare = 64

// append makes room for the whole page at once: it is long, and copied each time
// that it outgrows its room.
func (s *shape) append(b []byte, p *ResultPage) []byte {
	texts := filling(p)
	size := s.size + spare
	for _, h := range s.holes {
		size += len(texts[h])
	}
	for i := range p.Rows {
		size += p.Rows[i].size()
	}
	b = slices.Grow(b, size)
	for i, h := range s.holes {
		b = append(b, s.texts[i]...)
		switch h {
		case holeRows:
			for i := range p.Rows {
				b = p.Rows[i].appendTo(b)
			}
		case holeRaw:
			b = appendContent(b, texts[h])
		default:
			b = appendText(b, texts[h])
		}
	}
	return append(b, s.texts[len(s.holes)]...)
}
