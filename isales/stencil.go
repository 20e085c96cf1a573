package isales

import "strings"

// stencil is what the mappings of one list have in common: the text between
// their values, which one program writes in the same way each time. It is taken
// from a mapping that the scanner has read, so that a text which it fits is read
// to the same effect, with one comparison for each field.
type stencil struct {
	gaps [4]string // before each value, with its quotation mark
	tail string    // after the last value
	n    int       // how many values there are; 0 for a stencil that fits nothing

	// Which value is that of a field, from 1; 0 for none.
	mapID, defID, obsCode, vdn int

	vdnText string // the only VDN ID that fits
	vdnID   int
}

// newStencil takes the stencil of m, which the scanner has read from text. It
// fits nothing if a value is no string, a field is unknown, or there are two VDN
// IDs.
func newStencil(text string, m *Mapping) (st stencil) {
	p := scanner{s: text}
	p.peek()
	p.i++ // the brace
	gap := 0
	for st.n < len(st.gaps) && p.peek() == '"' {
		field, _ := p.str() // without an error, like all that was read before
		p.peek()
		p.i++ // the colon
		if p.peek() != '"' {
			return stencil{}
		}
		st.gaps[st.n] = text[gap : p.i+1]
		st.n++
		value, _ := p.str()
		gap = p.i - 1
		switch {
		case field == "mapId":
			st.mapID = st.n
		case field == "defId":
			st.defID = st.n
		case field == "failCode":
			st.obsCode = st.n
		case field == "vdnId" && st.vdn == 0:
			st.vdn, st.vdnText, st.vdnID = st.n, value, m.VDNID
		default:
			return stencil{}
		}
		if p.peek() == '}' {
			st.tail = text[gap:]
			return st
		}
		p.i++ // the comma
	}
	return stencil{}
}

// read reads the next mapping if the stencil fits; if not, p stays where it is.
func (st *stencil) read(p *scanner) (m Mapping, ok bool) {
	if st.n == 0 {
		return m, false
	}
	var values [1 + len(st.gaps)]string
	s, i := p.s, p.i
	for k, gap := range st.gaps[:st.n] {
		if !strings.HasPrefix(s[i:], gap) {
			return m, false
		}
		start := i + len(gap)
		i = plainEnd(s, start)
		values[1+k] = s[start:i]
	}
	if !strings.HasPrefix(s[i:], st.tail) || values[st.vdn] != st.vdnText {
		return m, false
	}
	p.i = i + len(st.tail)
	return Mapping{MapID: values[st.mapID], DefID: values[st.defID], OBSCode: values[st.obsCode], VDNID: st.vdnID}, true
}
