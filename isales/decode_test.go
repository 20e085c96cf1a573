package isales

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func documentedExample(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/queryObsResultDetail.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// success wraps obResult in the envelope of a call that succeeded.
func success(obResult string) string {
	return `{"resultCode":"0200000","returnCode":"0200000","obResult":` + obResult + `}`
}

func TestDecodeDocumentedExample(t *testing.T) {
	body := documentedExample(t)
	got, err := decodeExternalResult(body, 40, 1402245659)
	if err != nil {
		t.Fatal(err)
	}
	want := &ExternalResult{
		VDNID: 40, DefID: "1402245659", DisplayResult: "6: The call is not answered.", Code: "002",
		Mappings: []Mapping{
			{MapID: "1059886898", DefID: "1402245659", OBSCode: "34609", VDNID: 40},
			{MapID: "1162133679", DefID: "1402245659", OBSCode: "00008", VDNID: 40},
		},
		Status: AnswerStatus{"0200000", "queryObsResultDetail success", "0200000", "queryObsResultDetail success"},
		Raw:    body,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("decoded\n got %+v\nwant %+v", got, want)
	}
}

// whole is what most answers of accepted come to.
var whole = ExternalResult{VDNID: 40, DefID: "7", DisplayResult: "忙", Code: "002",
	Mappings: []Mapping{{MapID: "1", DefID: "7", OBSCode: "00008", VDNID: 40}}}

// accepted are values of obResult with what they are read as, for result 7 of VDN 40.
var accepted = map[string]struct {
	obResult string
	want     ExternalResult
}{
	"as documented": {`{"defId":"7","displayResult":"忙","vdnId":40` +
		`,"resultCode":"002","resultMapList":[{"mapId":"1","defId":"7","failCode":"00008","vdnId":"40"}]}`,
		whole},
	"numbers for strings and vice versa": {`{"defId":7,"displayResult":"忙","vdnId":"40"` +
		`,"resultCode":"002","resultMapList":[{"mapId":1,"defId":7,"failCode":"00008","vdnId":40}]}`,
		whole},
	"unknown fields of every kind": {`{"a":[1,{"b":null}],"defId":"7","displayResult":"忙","vdnId":40,"x":-1.5e+3` +
		`,"resultCode":"002","resultMapList":[{"y":true,"z":false` +
		`,"mapId":"1","defId":"7","failCode":"00008","vdnId":"40","q":"\u00e9"}]}`,
		whole},
	"escapes": {`{"defId":"7","displayResult":"\u5fd9","vdnId":40` +
		`,"resultCode":"\u0030\u00302","resultMapList":[{"mapId":"1","defId":"7","failCode":"0000\u0038","vdnId":"40"}]}`,
		whole},
	"white space": {"\r\n\t { \"defId\" : \"7\" } ", ExternalResult{DefID: "7"}},
	"null fields": {`{"defId":"7","displayResult":null,"vdnId":null,"resultCode":null,"resultMapList":null}`,
		ExternalResult{DefID: "7"}},
	"absent fields": {`{"displayResult":"x"}`, ExternalResult{DisplayResult: "x"}},
	"empty list":    {`{"defId":"7","resultMapList":[]}`, ExternalResult{DefID: "7"}},
	"a number loses no digit": {`{"defId":7,"displayResult":123456789012345678901234567890}`,
		ExternalResult{DefID: "7", DisplayResult: "123456789012345678901234567890"}},
	"zero for 00000 stays as sent": {`{"resultMapList":[{"failCode":0},{"failCode":"0"}]}`,
		ExternalResult{Mappings: []Mapping{{OBSCode: "0"}, {OBSCode: "0"}}}},
	"a mapping without content": {`{"resultMapList":[{}]}`, ExternalResult{Mappings: []Mapping{{}}}},
	"the last of two equal fields holds": {`{"defId":"1","resultMapList":[{"mapId":"1"}],"defId":"7","resultMapList":[]}`,
		ExternalResult{DefID: "7"}},
	"the last of two lists holds entirely": {
		`{"defId":"7","resultMapList":[{"mapId":"1"},{}],"resultMapList":[{"defId":"7"}]}`,
		ExternalResult{DefID: "7", Mappings: []Mapping{{DefID: "7"}}}},
	"white space around codes and IDs": {`{"defId":" 7\n","displayResult":"忙","vdnId":" 40 "` +
		`,"resultCode":"002 ","resultMapList":[{"mapId":"1\u3000","defId":"7\t","failCode":" 00008","vdnId":" 40"}]}`,
		whole},
	"the last of two obResult holds entirely": {
		`{"displayResult":"x","vdnId":40},"obResult":{"defId":"7"}`, ExternalResult{DefID: "7"}},
	"white space of a text stays": {`{"displayResult":" x "}`, ExternalResult{DisplayResult: " x "}},
	"half a surrogate pair":       {`{"displayResult":"\ud83d!"}`, ExternalResult{DisplayResult: "\ufffd!"}},
	"depth": {`{"defId":"7","x":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`,
		ExternalResult{DefID: "7"}},
	"a cut character": {"{\"displayResult\":\"\xe5\xbf\xff\"}",
		ExternalResult{DisplayResult: "\ufffd\ufffd\ufffd"}},
}

func TestDecodeAcceptsWhatServersSend(t *testing.T) {
	for name, tt := range accepted {
		t.Run(name, func(t *testing.T) {
			body := success(tt.obResult)
			for form, prefix := range map[string]string{"": "", " after a byte order mark": "\ufeff"} {
				got, err := decodeExternalResult(prefix+body, 40, 7)
				if err != nil {
					t.Fatalf("decode%s: %v", form, err)
				}
				if got.Raw != cleanUTF8(body) {
					t.Errorf("raw answer%s\n got %q\nwant %q", form, got.Raw, body)
				}
				got.Raw, got.Status = "", AnswerStatus{}
				if !reflect.DeepEqual(*got, tt.want) {
					t.Errorf("decode%s\n got %+v\nwant %+v", form, *got, tt.want)
				}
			}
		})
	}
}

// refused are bodies with the error that they lead to, for result 7 of VDN 40.
var refused = map[string]struct{ body, want string }{
	"object for a string": {success(`{"displayResult":{}}`),
		`isales: /obResult/displayResult: want a string or an integer, got an object`},
	"array for a string": {success(`{"defId":[]}`),
		`isales: /obResult/defId: want a string or an integer, got an array`},
	"boolean for a string": {success(`{"resultCode":true}`),
		`isales: /obResult/resultCode: want a string or an integer, got a boolean`},
	"fraction": {success(`{"vdnId":40.0}`),
		`isales: /obResult/vdnId: want a string or an integer, got the number "40.0"`},
	"exponent": {success(`{"resultMapList":[{"mapId":1e9}]}`),
		`isales: /obResult/resultMapList/0/mapId: want a string or an integer, got the number "1e9"`},
	"negative": {success(`{"defId":-7}`),
		`isales: /obResult/defId: want a string or an integer, got the number "-7"`},
	"VDN 0": {success(`{"vdnId":0}`),
		`isales: /obResult/vdnId: want a VDN ID from 1 to 9999, got "0"`},
	"VDN 10000": {success(`{"resultMapList":[{},{"vdnId":"10000"}]}`),
		`isales: /obResult/resultMapList/1/vdnId: want a VDN ID from 1 to 9999, got "10000"`},
	"VDN of letters": {success(`{"vdnId":"forty"}`),
		`isales: /obResult/vdnId: want a VDN ID from 1 to 9999, got "forty"`},
	"fail code of the wrong type": {success(`{"resultMapList":[{},{},{"failCode":{"a":1}}]}`),
		`isales: /obResult/resultMapList/2/failCode: want a string or an integer, got an object`},
	"null mapping": {success(`{"resultMapList":[null]}`),
		`isales: /obResult/resultMapList/0: want an object, got null`},
	"string for the list": {success(`{"resultMapList":""}`),
		`isales: /obResult/resultMapList: want an array, got a string`},
	"string for obResult": {success(`"none"`), `isales: /obResult: want an object, got a string`},
	"another result": {success(`{"defId":"8"}`),
		`isales: /obResult/defId: want the 7 asked for, got "8"`},
	"another VDN": {success(`{"defId":"7","vdnId":41}`),
		`isales: /obResult/vdnId: want the 40 asked for, got 41`},
	"no API status": {`{"obResult":{"defId":"7"}}`, `isales: /resultCode: missing`},
	"API status only in the old field": {`{"returnCode":"0200000","obResult":{"defId":"7"}}`,
		`isales: /resultCode: missing`},
	"object for the API status": {`{"resultCode":{}}`,
		`isales: /resultCode: want a string or an integer, got an object`},
	"an array": {`[]`, `isales: the answer: want an object, got an array`},
	"an error code": {`{"resultCode":"02000007","returnCode":"02000007","resultDesc":"defId"}`,
		`isales: API status "02000007" (The value of a parameter is wrong): "defId"`},
	"an error code of an older server": {`{"resultCode":"0200001","returnDesc":"r"}`,
		`isales: API status "0200001" (A parameter is wrong; the platform's description says which): "r"`},
	"an undocumented code": {`{"resultCode":"0299999"}`,
		`isales: API status "0299999" (Not in the documentation): ""`},
	"a code as a number": {`{"resultCode":200000}`,
		`isales: API status "200000" (Not in the documentation): ""`},
	"an error code beats bad data": {`{"obResult":"","resultCode":"02000001"}`,
		`isales: API status "02000001" (A required parameter is empty): ""`},
	"codes that disagree": {`{"resultCode":"0200000","returnCode":"0200001","obResult":{"defId":"7"}}`,
		`isales: resultCode "0200000" and returnCode "0200001" disagree`},
	"codes that disagree, turned": {`{"resultCode":"0200001","returnCode":"0200000"}`,
		`isales: resultCode "0200001" and returnCode "0200000" disagree`},
	"an error code with white space": {`{"resultCode":"0200001 ","returnCode":" 0200001"}`,
		`isales: API status "0200001" (A parameter is wrong; the platform's description says which): ""`},
	"null for the answer": {`null`, `isales: the answer: want an object, got null`},
	"null":                {success(`null`), `isales: no external result 7 in VDN 40`},
	"absent":              {`{"resultCode":"0200000"}`, `isales: no external result 7 in VDN 40`},
	"empty":               {success(`{}`), `isales: no external result 7 in VDN 40`},
	"empty string":        {success(`""`), `isales: no external result 7 in VDN 40`},
	"empty list":          {success(`[ ]`), `isales: no external result 7 in VDN 40`},
	"list for obResult":   {success(`[{}]`), `isales: /obResult: want an object, got an array`},
	"nothing but null": {success(`{"defId":null,"resultMapList":null,"other":1}`),
		`isales: no external result 7 in VDN 40`},
	"no text": {``, `unexpected EOF`},
	"a word": {`nothing`,
		`invalid character 'o' in literal null (expecting 'u') after offset 1`},
	"cut off": {`{"resultCode":"0200000"`, `unexpected EOF after offset 23`},
	"text after the end": {`{"resultCode":"0200000"} x`,
		`invalid character 'x' after top-level value after offset 25`},
	"trailing comma": {`{"resultCode":"0200000",}`,
		`invalid character ',' at start of value after offset 23`},
	"number with a leading zero": {`{"resultCode":0200000}`,
		`invalid character '2' after object value (expecting ',' or '}') after offset 15`},
	"single quotes": {`{'resultCode':'0200000'}`,
		`invalid character '\'' at start of value after offset 1`},
	"raw newline in a string": {"{\"resultDesc\":\"a\nb\"}",
		`invalid character '\n' in string (expecting non-control character) within "/resultDesc" after offset 16`},
	"bad escape": {`{"resultDesc":"\x"}`,
		"invalid escape sequence `\\x` in string within \"/resultDesc\" after offset 15"},
	"bottomless nesting": {`{` + strings.Repeat(`"":[{`, 1<<15),
		`exceeded max depth within "` + strings.Repeat("//0", 16) + "//…" + strings.Repeat("/0/", 16) +
			`/0" after offset 25000`},
}

func TestDecodeRefuses(t *testing.T) {
	for name, tt := range refused {
		t.Run(name, func(t *testing.T) {
			got, err := decodeExternalResult(tt.body, 40, 7)
			if err == nil {
				t.Fatalf("decoded to %+v, want the error %s", got, tt.want)
			}
			if err.Error() != tt.want {
				t.Errorf("error\n got %s\nwant %s", err, tt.want)
			}
		})
	}
}
