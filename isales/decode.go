package isales

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// envelope is what the answers of all interfaces have in common: table 3 of the
// vendor's page.
type envelope struct {
	ResultCode code `json:"resultCode"`
	ResultDesc text `json:"resultDesc"`
	ReturnCode code `json:"returnCode"`
	ReturnDesc text `json:"returnDesc"`
}

// detailAnswer is the answer of queryObsResultDetail.
type detailAnswer struct {
	envelope
	Result payload[resultFields] `json:"obResult"`
}

// resultFields is table 4.
type resultFields struct {
	DefID         code                    `json:"defId"`
	DisplayResult text                    `json:"displayResult"`
	VDNID         vdnID                   `json:"vdnId"`
	ResultCode    code                    `json:"resultCode"`
	ResultMapList []object[mappingFields] `json:"resultMapList"`
}

// mappingFields is table 5.
type mappingFields struct {
	MapID    code  `json:"mapId"`
	DefID    code  `json:"defId"`
	FailCode code  `json:"failCode"`
	VDNID    vdnID `json:"vdnId"`
}

// decodeExternalResult reads the answer of queryObsResultDetail.
func decodeExternalResult(body string, vdnID int, defID int64) (*ExternalResult, error) {
	body = cleanUTF8(body)
	a, err := decode(body, func(a *detailAnswer) *envelope { return &a.envelope })
	if err != nil {
		return nil, err
	}
	f := a.Result.fields
	if f == nil || f.empty() {
		return nil, &NotFoundError{vdnID, defID}
	}
	r := &ExternalResult{
		VDNID: int(f.VDNID), DefID: string(f.DefID), DisplayResult: string(f.DisplayResult), Code: string(f.ResultCode),
		Status: a.status(), Raw: body,
	}
	if n := len(f.ResultMapList); n > 0 {
		r.Mappings = make([]Mapping, 0, n)
	}
	for _, o := range f.ResultMapList {
		m := o.fields
		r.Mappings = append(r.Mappings, Mapping{string(m.MapID), string(m.DefID), string(m.FailCode), int(m.VDNID)})
	}
	return r, r.isFor(vdnID, defID)
}

// empty reports an obResult without content.
func (f *resultFields) empty() bool {
	return f.DefID == "" && f.DisplayResult == "" && f.VDNID == 0 && f.ResultCode == "" && len(f.ResultMapList) == 0
}

// isFor refuses an answer about another result than the one asked for: showing
// it under the asked-for ID would be worse than an error.
func (r *ExternalResult) isFor(vdnID int, defID int64) error {
	want := strconv.FormatInt(defID, 10)
	if r.DefID != "" && strings.TrimLeft(r.DefID, "0") != want {
		return &DecodeError{"/obResult/defId", "want the " + want + " asked for, got " + quote(r.DefID)}
	}
	if r.VDNID != 0 && r.VDNID != vdnID {
		return &DecodeError{"/obResult/vdnId",
			"want the " + strconv.Itoa(vdnID) + " asked for, got " + strconv.Itoa(r.VDNID)}
	}
	return nil
}

// tolerant reads what today's servers send: of two members with one name the last
// holds, and half a surrogate pair is U+FFFD.
var tolerant = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// decode reads a whole answer, of which part returns the envelope. The error is a
// syntaxError, or what the answer says, or a DecodeError.
func decode[T any](body string, part func(*T) *envelope) (T, error) {
	var answer object[T]
	misfit := json.Unmarshal([]byte(body), &answer, tolerant)
	status := part(&answer.fields).status()
	if misfit != nil {
		// A failed call may put anything into its data: whether it failed is known
		// by the envelope alone.
		var only object[envelope]
		if err := json.Unmarshal([]byte(body), &only, tolerant); err != nil {
			return answer.fields, decodeError(err)
		}
		status = only.fields.status()
	}
	if err := status.check(); err != nil {
		return answer.fields, err
	}
	return answer.fields, decodeError(misfit)
}

func (e envelope) status() AnswerStatus {
	return AnswerStatus{string(e.ResultCode), string(e.ResultDesc), string(e.ReturnCode), string(e.ReturnDesc)}
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
		return &DecodeError{resultCodeField, "missing"}
	case s.ReturnCode != "" && s.ReturnCode != s.ResultCode:
		return &CodeMismatchError{s.ResultCode, s.ReturnCode, desc}
	case s.ResultCode != StatusSuccess:
		return &APIError{s.ResultCode, desc}
	}
	return nil
}

// resultCodeField is the member without which JSON is no answer.
const resultCodeField = "/resultCode"

// syntaxError is text that is not JSON.
type syntaxError struct{ problem string }

func (e *syntaxError) Error() string { return e.problem }

// decodeError gives an error of the JSON library a type of this package. Nil
// stays nil.
func decodeError(err error) error {
	if err == nil {
		return nil
	}
	if own, ok := errors.AsType[*DecodeError](err); ok {
		return own
	}
	if _, broken := errors.AsType[*jsontext.SyntacticError](err); !broken {
		if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
			want := "an object"
			if semantic.GoType.Kind() == reflect.Slice {
				want = "an array"
			}
			return &DecodeError{string(semantic.JSONPointer), "want " + want + ", got " + kindName(semantic.JSONKind)}
		}
	}
	return &syntaxError{strings.TrimPrefix(err.Error(), "jsontext: ")}
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
