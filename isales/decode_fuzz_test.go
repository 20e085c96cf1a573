package isales

import (
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// wire is an answer as encoding/json would read and write it.
type wire struct {
	ResultCode string    `json:"resultCode"`
	ResultDesc string    `json:"resultDesc"`
	ReturnCode string    `json:"returnCode"`
	ReturnDesc string    `json:"returnDesc"`
	ObResult   *wireBody `json:"obResult"`
}

type wireBody struct {
	DefID         string    `json:"defId"`
	DisplayResult string    `json:"displayResult"`
	VDNID         int       `json:"vdnId"`
	ResultCode    string    `json:"resultCode"`
	ResultMapList []wireMap `json:"resultMapList"`
}

type wireMap struct {
	MapID    string `json:"mapId"`
	DefID    string `json:"defId"`
	FailCode string `json:"failCode"`
	VDNID    string `json:"vdnId"`
}

func encode(t *testing.T, r *ExternalResult) string {
	t.Helper()
	w := wire{r.Status.ResultCode, r.Status.ResultDesc, r.Status.ReturnCode, r.Status.ReturnDesc,
		&wireBody{DefID: r.DefID, DisplayResult: r.DisplayResult, VDNID: r.VDNID, ResultCode: r.Code}}
	for _, m := range r.Mappings {
		w.ObResult.ResultMapList = append(w.ObResult.ResultMapList,
			wireMap{m.MapID, m.DefID, m.OBSCode, strconv.Itoa(m.VDNID)})
	}
	b, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	// 0 stands for "not sent" and is no VDN ID.
	return strings.ReplaceAll(strings.ReplaceAll(string(b), `"vdnId":0,`, ""), `"vdnId":"0"`, `"vdnId":null`)
}

// FuzzDecode: whatever a server sends, the outcome is one of our typed errors,
// or a result that encodes and decodes to itself. What is accepted is JSON, and
// what is not JSON is a syntax error.
//
//	go test ./isales -fuzz FuzzDecode
func FuzzDecode(f *testing.F) {
	f.Add([]byte(documentedExample(f)))
	f.Add([]byte(success(`{"defId":7,"vdnId":"40","x":[{}],"resultMapList":[{"failCode":0,"vdnId":40}]}`)))
	f.Add([]byte(success(`null`)))
	f.Add([]byte("\ufeff" + success(`{"displayResult":"\ud83d\ude00 \u5fd9 \\ \" \xff"}`)))
	f.Add([]byte(`{"resultCode":"0200001","resultDesc":"no","obResult":[1,-0.5e2,true,false,null]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := decodeExternalResult(string(body), 40, 7)
		_, broken := errors.AsType[*syntaxError](err)
		valid := json.Valid([]byte(cleanUTF8(string(body))))
		if broken && valid && !strings.Contains(err.Error(), "exceeded max depth") {
			t.Fatalf("valid JSON refused: %v", err)
		}
		if err != nil {
			_, misfit := errors.AsType[*DecodeError](err)
			_, mismatch := errors.AsType[*CodeMismatchError](err)
			_, api := errors.AsType[*APIError](err)
			if !broken && !misfit && !mismatch && !api && !errors.Is(err, ErrNotFound) {
				t.Fatalf("untyped error %T: %v", err, err)
			}
			return
		}
		if !valid {
			t.Fatalf("accepted what is not JSON: %q", body)
		}
		again, err := decodeExternalResult(encode(t, r), 40, 7)
		if err != nil {
			t.Fatalf("round trip: %v", err)
		}
		again.Raw = r.Raw
		if !reflect.DeepEqual(r, again) {
			t.Errorf("round trip\n got %+v\nwant %+v", again, r)
		}
	})
}

// manyMappings is an answer with 200 mappings.
func manyMappings(t testing.TB) string {
	t.Helper()
	large := wire{ResultCode: StatusSuccess,
		ObResult: &wireBody{DefID: "1402245659", VDNID: 40, DisplayResult: "200 mappings"}}
	for i := range 200 {
		large.ObResult.ResultMapList = append(large.ObResult.ResultMapList,
			wireMap{strconv.Itoa(1059886898 + i), "1402245659", "00008", "40"})
	}
	text, err := json.MarshalIndent(large, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func BenchmarkDecode(b *testing.B) {
	for name, body := range map[string]string{"2-mappings": documentedExample(b), "200-mappings": manyMappings(b)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decodeExternalResult(body, 40, 1402245659); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
