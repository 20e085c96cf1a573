package isales

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The document and its example disagree about numbers and strings: vdnId is an
// integer in obResult and a string in resultMapList, defId an integer in the
// URL and a string in the answer. So text reads both as text, digits kept, and
// count reads both as a number. null and an absent field are the same.

// text reads an identifier, a code or a description: a string, or an integer
// as written.
func (p *scanner) text(into *string) error {
	switch c := p.peek(); {
	case c == '"':
		s, err := p.str()
		*into = s
		return err
	case c == 'n':
		*into = ""
		return p.literal("null")
	case c == '-', '0' <= c && c <= '9':
		n, err := p.number()
		if err != nil {
			return err
		}
		if strings.Trim(n, "0123456789") != "" {
			return &DecodeError{Problem: "want a string or an integer, got the number " + quote(n)}
		}
		*into = n
		return nil
	}
	return p.unexpected("a string or an integer")
}

// vdnID reads a VDN ID; 0 means that none was sent.
func (p *scanner) vdnID(into *int) error {
	var digits string
	if err := p.text(&digits); err != nil {
		return err
	}
	if digits == "" {
		*into = 0
		return nil
	}
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || n < 1 || n > MaxVDNID {
		return &DecodeError{Problem: "want a VDN ID from 1 to 9999, got " + quote(digits)}
	}
	*into = int(n)
	return nil
}

// mapping reads an element of resultMapList (table 5).
func (p *scanner) mapping(m *Mapping) error {
	return p.object(func(key string) error {
		switch key {
		case "mapId":
			return p.text(&m.MapID)
		case "defId":
			return p.text(&m.DefID)
		case "failCode":
			return p.text(&m.OBSCode)
		case "vdnId":
			return p.vdnID(&m.VDNID)
		}
		return p.skip()
	})
}

// result reads obResult (table 4).
func (p *scanner) result(r *ExternalResult) error {
	return p.object(func(key string) error {
		switch key {
		case "defId":
			return p.text(&r.DefID)
		case "displayResult":
			return p.text(&r.DisplayResult)
		case "vdnId":
			return p.vdnID(&r.VDNID)
		case "resultCode":
			return p.text(&r.Code)
		case "resultMapList":
			return p.mappings(r)
		}
		return p.skip()
	})
}

func (p *scanner) mappings(r *ExternalResult) error {
	r.Mappings = nil
	if null, err := p.null(); null {
		return err
	}
	var list []Mapping
	var usual stencil
	err := p.array(func(i int) error {
		m, fits := usual.read(p)
		if fits {
			list = append(list, m)
			return nil
		}
		start := p.i
		if err := p.mapping(&m); err != nil {
			return err
		}
		switch i {
		case 0: // the others are taken to be as long
			list = make([]Mapping, 0, 1+(len(p.s)-start)/max(p.i-start, 64))
		case 2: // for a shorter list it does not pay
			usual = newStencil(p.s[start:p.i], &m)
		}
		list = append(list, m)
		return nil
	})
	if cap(list) > 8+len(list)+len(list)/4 {
		list = slices.Clone(list) // a result may be kept for long
	}
	r.Mappings = list
	return err
}

// envelope reads a whole answer (table 3). data reads the fields that only
// some interfaces have, and skips the others. What does not fit inside data is
// reported only after both codes were found good: a failed call may put
// anything there.
func (p *scanner) envelope(status *AnswerStatus, data func(key string) error) error {
	var misfit error
	err := p.object(func(key string) error {
		switch key {
		case "resultCode":
			return p.text(&status.ResultCode)
		case "resultDesc":
			return p.text(&status.ResultDesc)
		case "returnCode":
			return p.text(&status.ReturnCode)
		case "returnDesc":
			return p.text(&status.ReturnDesc)
		}
		p.peek()
		start, depth := p.i, p.depth
		err := data(key)
		if err == nil {
			return nil
		}
		if _, typed := errors.AsType[*DecodeError](err); !typed {
			return err
		}
		misfit = within(err, key)
		p.i, p.depth = start, depth
		return p.skip()
	})
	if err == nil {
		err = p.end()
	}
	if err == nil {
		err = status.check()
	}
	if err == nil {
		err = misfit
	}
	return err
}

// decodeExternalResult reads the answer of queryObsResultDetail.
func decodeExternalResult(body string, vdnID int, defID int64) (*ExternalResult, error) {
	p := &scanner{s: cleanUTF8(body)}
	r := &ExternalResult{Raw: p.s}
	err := p.envelope(&r.Status, func(key string) error {
		if key != "obResult" {
			return p.skip()
		}
		*r = ExternalResult{Raw: r.Raw, Status: r.Status}
		if null, err := p.null(); null {
			return err
		}
		return p.result(r)
	})
	if err != nil {
		return nil, err
	}
	if r.empty() {
		return nil, &NotFoundError{vdnID, defID}
	}
	return r, r.isFor(vdnID, defID)
}

// empty reports that obResult was null, absent or without content.
func (r *ExternalResult) empty() bool {
	return r.DefID == "" && r.DisplayResult == "" && r.VDNID == 0 && r.Code == "" && r.Mappings == nil
}

// isFor refuses an answer about another result than the one asked for: showing
// it under the asked-for ID would be worse than an error.
func (r *ExternalResult) isFor(vdnID int, defID int64) error {
	var digits [20]byte
	want := strconv.AppendInt(digits[:0], defID, 10)
	if r.DefID != "" && strings.TrimLeft(r.DefID, "0") != string(want) {
		return &DecodeError{"obResult.defId", "want the " + string(want) + " asked for, got " + quote(r.DefID)}
	}
	if r.VDNID != 0 && r.VDNID != vdnID {
		return &DecodeError{"obResult.vdnId", "want the " + strconv.Itoa(vdnID) + " asked for, got " + strconv.Itoa(r.VDNID)}
	}
	return nil
}

// check reports what the two codes of the envelope say: nil for success.
// Older servers send resultCode only.
func (s AnswerStatus) check() error {
	desc := s.ResultDesc
	if desc == "" {
		desc = s.ReturnDesc
	}
	switch {
	case s.ResultCode == "":
		return &DecodeError{"resultCode", "missing"}
	case s.ReturnCode != "" && s.ReturnCode != s.ResultCode:
		return &CodeMismatchError{s.ResultCode, s.ReturnCode, desc}
	case s.ResultCode != StatusSuccess:
		return &APIError{s.ResultCode, desc}
	}
	return nil
}

// within completes the field path of a typed error; other errors stay as they are.
func within(err error, name string) error {
	typed, ok := errors.AsType[*DecodeError](err)
	if !ok {
		return err
	}
	switch {
	case typed.Field == "":
		typed.Field = name
	case typed.Field[0] == '[':
		typed.Field = name + typed.Field
	default:
		typed.Field = name + "." + typed.Field
	}
	return err
}

// cleanUTF8 drops a byte order mark and replaces each byte that is no UTF-8 by
// U+FFFD: a display text that was cut inside a character must not hide the rest.
func cleanUTF8(s string) string {
	s = strings.TrimPrefix(s, "\ufeff")
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	return s
}
