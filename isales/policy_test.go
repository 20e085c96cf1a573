package isales

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

// readPolicy decodes an answer of retryPolicy with the data.
func readPolicy(t *testing.T, data string) RetryPolicy {
	t.Helper()
	a, err := decode(`{"resultCode":"0200000",`+data+`}`, (*policyAnswer).head)
	if err != nil {
		t.Fatal(err)
	}
	if a.Policy.fields == nil {
		return RetryPolicy{}
	}
	return a.Policy.fields.policy()
}

// Decoded parts and raw fields of policyForms.
var (
	ordinary = []RetryRule{{Type: "0", RetryDay: 3, RetryTimes: 2}}
	byResult = []RetryRule{{NumberType: "AB", Type: "1", ByResult: []ResultRule{{"4", 2, 300}}}}
)

func raw(text string) RawField    { return RawField{Text: text} }
func unread(text string) RawField { return RawField{text, true} }

// policyForms has a row for each form in which the fields of a retry policy may
// come.
var policyForms = []struct {
	name, fields string
	want         RetryPolicy
}{
	{"absent", ``, RetryPolicy{}},
	{"null", `,"policyJson":null,"noRetryPolicy":null,"busiPolicy":null`, RetryPolicy{}},
	{"empty", `,"policyJson":"","noRetryPolicy":"","busiPolicy":""`, RetryPolicy{}},
	{"white space", `,"policyJson":" \n","noRetryPolicy":"\t","busiPolicy":" "`, RetryPolicy{}},
	{"null in a string", `,"policyJson":"null","noRetryPolicy":"null","busiPolicy":" null "`, RetryPolicy{}},
	{"empty lists", `,"policyJson":"[]","noRetryPolicy":[],"busiPolicy":"[]"`,
		RetryPolicy{RawRules: raw("[]"), RawNoRetry: raw("[]"), RawBusiness: raw("[]")}},
	{"list of null", `,"policyJson":[null],"noRetryPolicy":[null],"busiPolicy":"[null]"`,
		RetryPolicy{RawRules: raw("[null]"), RawNoRetry: raw("[null]"), RawBusiness: raw("[null]")}},

	{"policyJson: object in a string", `,"policyJson":"{\"type\":0,\"retryDay\":3,\"retryTimes\":2}"`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{"type":0,"retryDay":3,"retryTimes":2}`)}},
	{"policyJson: array in a string", `,"policyJson":"[{\"type\":0,\"retryDay\":3,\"retryTimes\":2}]"`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`[{"type":0,"retryDay":3,"retryTimes":2}]`)}},
	{"policyJson: object", `,"policyJson":{"type":0,"retryDay":3,"retryTimes":2}`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{"type":0,"retryDay":3,"retryTimes":2}`)}},
	{"policyJson: array", `,"policyJson":[{"type":0,"retryDay":3,"retryTimes":2}]`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`[{"type":0,"retryDay":3,"retryTimes":2}]`)}},
	{"policyJson: single quotes, object", `,"policyJson":"{'type':0,'retryDay':3,'retryTimes':2}"`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{'type':0,'retryDay':3,'retryTimes':2}`)}},
	{"policyJson: single quotes, array", `,"policyJson":"[{'dataType':'AB','type':1,'policy':[{'result':4,` +
		`'retryNumber':2,'callInterval':300}]}]"`,
		RetryPolicy{Rules: byResult, RawRules: raw(`[{'dataType':'AB','type':1,'policy':[{'result':4,'retryNumber':2,` +
			`'callInterval':300}]}]`)}},
	{"policyJson: numbers as strings", `,"policyJson":{"type":"0","retryDay":"3","retryTimes":" 2 "}`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{"type":"0","retryDay":"3","retryTimes":" 2 "}`)}},
	{"policyJson: retryTime", `,"policyJson":{"type":0,"retryDay":3,"retryTime":2}`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{"type":0,"retryDay":3,"retryTime":2}`)}},
	{"policyJson: a string in a string", `,"policyJson":"\"{'type':0,'retryDay':3,'retryTimes':2}\""`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{'type':0,'retryDay':3,'retryTimes':2}`)}},
	{"policyJson: null members", `,"policyJson":{"dataType":null,"type":0,"retryDay":null,"retryTimes":"",` +
		`"policy":null,"noRetryPolicy":null}`,
		RetryPolicy{Rules: []RetryRule{{Type: "0"}},
			RawRules: raw(`{"dataType":null,"type":0,"retryDay":null,"retryTimes":"","policy":null,"noRetryPolicy":null}`)}},
	{"policyJson: two number types", `,"policyJson":[{"dataType":"AB"},null,{"dataType":"C-2"}]`,
		RetryPolicy{Rules: []RetryRule{{NumberType: "AB"}, {NumberType: "C-2"}},
			RawRules: raw(`[{"dataType":"AB"},null,{"dataType":"C-2"}]`)}},
	{"policyJson: unknown members", `,"policyJson":{"x":[{}],"type":0,"retryDay":3,"retryTimes":2}`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{"x":[{}],"type":0,"retryDay":3,"retryTimes":2}`)}},
	{"policyJson: cut", `,"policyJson":"[{'type':0"`, RetryPolicy{RawRules: unread(`[{'type':0`)}},
	{"policyJson: words", `,"policyJson":"every day"`, RetryPolicy{RawRules: unread(`every day`)}},
	{"policyJson: number", `,"policyJson":7`, RetryPolicy{RawRules: unread(`7`)}},
	{"policyJson: list of numbers", `,"policyJson":[7]`, RetryPolicy{RawRules: unread(`[7]`)}},
	{"policyJson: fraction", `,"policyJson":{"retryDay":1.5}`, RetryPolicy{RawRules: unread(`{"retryDay":1.5}`)}},
	{"policyJson: word for a number", `,"policyJson":{"retryDay":"x"}`,
		RetryPolicy{RawRules: unread(`{"retryDay":"x"}`)}},

	{"policy: array", `,"policyJson":{"dataType":"AB","type":1,"policy":[{"result":4,"retryNumber":2,` +
		`"callInterval":300}]}`,
		RetryPolicy{Rules: byResult,
			RawRules: raw(`{"dataType":"AB","type":1,"policy":[{"result":4,"retryNumber":2,"callInterval":300}]}`)}},
	{"policy: object", `,"policyJson":{"dataType":"AB","type":1,"policy":{"result":4,"retryNumber":2,` +
		`"callInterval":300}}`,
		RetryPolicy{Rules: byResult,
			RawRules: raw(`{"dataType":"AB","type":1,"policy":{"result":4,"retryNumber":2,"callInterval":300}}`)}},
	{"policy: string", `,"policyJson":{"dataType":"AB","type":1,"policy":"[{\"result\":4,\"retryNumber\":\"2\",` +
		`\"callInterval\":\"300\"}]"}`,
		RetryPolicy{Rules: byResult,
			RawRules: raw(`{"dataType":"AB","type":1,"policy":"[{\"result\":4,\"retryNumber\":\"2\",` +
				`\"callInterval\":\"300\"}]"}`)}},
	{"policy: single quotes", `,"policyJson":{"dataType":"AB","type":1,"policy":"{'result':'4','retryNumber':2,` +
		`'callInterval':300}"}`,
		RetryPolicy{Rules: byResult,
			RawRules: raw(`{"dataType":"AB","type":1,"policy":"{'result':'4','retryNumber':2,'callInterval':300}"}`)}},
	{"policy: that of an ordinary rule", `,"policyJson":{"type":0,"policy":{"retryTime":2,"retryDay":3}}`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{"type":0,"policy":{"retryTime":2,"retryDay":3}}`)}},
	{"policy: that of an ordinary rule, retryTimes",
		`,"policyJson":{"type":0,"policy":"[{'retryTimes':2,'retryDay':3}]"}`,
		RetryPolicy{Rules: ordinary, RawRules: raw(`{"type":0,"policy":"[{'retryTimes':2,'retryDay':3}]"}`)}},
	{"policy: absent", `,"policyJson":{"type":1}`, RetryPolicy{Rules: []RetryRule{{Type: "1"}},
		RawRules: raw(`{"type":1}`)}},
	{"policy: empty", `,"policyJson":{"type":1,"policy":""}`,
		RetryPolicy{Rules: []RetryRule{{Type: "1"}}, RawRules: raw(`{"type":1,"policy":""}`)}},
	{"policy: words", `,"policyJson":{"type":1,"policy":"twice"}`,
		RetryPolicy{RawRules: unread(`{"type":1,"policy":"twice"}`)}},

	{"noRetryPolicy: a code", `,"noRetryPolicy":"004"`, RetryPolicy{NoRetry: []string{"004"}, RawNoRetry: raw("004")}},
	{"noRetryPolicy: a code like a number", `,"noRetryPolicy":"12"`, RetryPolicy{NoRetry: []string{"12"},
		RawNoRetry: raw("12")}},
	{"noRetryPolicy: a number", `,"noRetryPolicy":12`, RetryPolicy{NoRetry: []string{"12"}, RawNoRetry: raw("12")}},
	{"noRetryPolicy: codes joined by commas", `,"noRetryPolicy":"004, 007,,A-1,004"`,
		RetryPolicy{NoRetry: []string{"004", "007", "A-1"}, RawNoRetry: raw("004, 007,,A-1,004")}},
	{"noRetryPolicy: quoted codes joined by commas", `,"noRetryPolicy":"'004','007'"`,
		RetryPolicy{NoRetry: []string{"004", "007"}, RawNoRetry: raw("'004','007'")}},
	{"noRetryPolicy: array in a string", `,"noRetryPolicy":"[\"004\",\"007\"]"`,
		RetryPolicy{NoRetry: []string{"004", "007"}, RawNoRetry: raw(`["004","007"]`)}},
	{"noRetryPolicy: single quotes", `,"noRetryPolicy":"['004','007']"`,
		RetryPolicy{NoRetry: []string{"004", "007"}, RawNoRetry: raw(`['004','007']`)}},
	{"noRetryPolicy: one code in single quotes", `,"noRetryPolicy":"'004'"`,
		RetryPolicy{NoRetry: []string{"004"}, RawNoRetry: raw("004")}},
	{"noRetryPolicy: array", `,"noRetryPolicy":["004","007",null,"","004"]`,
		RetryPolicy{NoRetry: []string{"004", "007"}, RawNoRetry: raw(`["004","007",null,"","004"]`)}},
	{"noRetryPolicy: array of numbers", `,"noRetryPolicy":[4,12]`,
		RetryPolicy{NoRetry: []string{"4", "12"}, RawNoRetry: raw(`[4,12]`)}},
	{"noRetryPolicy: array of objects", `,"noRetryPolicy":[{"resultCode":"004"},{"resultCode":"007"}]`,
		RetryPolicy{NoRetry: []string{"004", "007"}, RawNoRetry: raw(`[{"resultCode":"004"},{"resultCode":"007"}]`)}},
	{"noRetryPolicy: object", `,"noRetryPolicy":"{'resultCode':'004'}"`,
		RetryPolicy{NoRetry: []string{"004"}, RawNoRetry: raw(`{'resultCode':'004'}`)}},
	{"noRetryPolicy: objects with other texts", `,"noRetryPolicy":[{"resultCode":"004;007"}]`,
		RetryPolicy{RawNoRetry: unread(`[{"resultCode":"004;007"}]`)}},
	{"noRetryPolicy: white space of every kind", `,"noRetryPolicy":"004\u3000,\u00a0007,' 008 '"`,
		RetryPolicy{NoRetry: []string{"004", "007", "008"}, RawNoRetry: raw("004\u3000,\u00a0007,' 008 '")}},
	{"noRetryPolicy: joined by a wide space", `,"noRetryPolicy":"004\u3000007"`,
		RetryPolicy{RawNoRetry: unread("004\u3000007")}},
	{"noRetryPolicy: other object", `,"noRetryPolicy":{"name":"x"}`, RetryPolicy{RawNoRetry: unread(`{"name":"x"}`)}},
	{"noRetryPolicy: cut", `,"noRetryPolicy":"[\"004\",\"00"`, RetryPolicy{RawNoRetry: unread(`["004","00`)}},
	{"noRetryPolicy: joined otherwise", `,"noRetryPolicy":"004;007"`, RetryPolicy{RawNoRetry: unread("004;007")}},
	{"noRetryPolicy: joined by spaces", `,"noRetryPolicy":"004 007"`, RetryPolicy{RawNoRetry: unread("004 007")}},
	{"noRetryPolicy: too long for a code", `,"noRetryPolicy":"004-0078"`, RetryPolicy{RawNoRetry: unread("004-0078")}},
	{"noRetryPolicy: the longest code", `,"noRetryPolicy":"1234567,忙线1234"`,
		RetryPolicy{NoRetry: []string{"1234567", "忙线1234"}, RawNoRetry: raw("1234567,忙线1234")}},
	{"noRetryPolicy: boolean", `,"noRetryPolicy":true`, RetryPolicy{RawNoRetry: unread(`true`)}},
	{"noRetryPolicy: older place", `,"policyJson":{"type":0,"retryDay":3,"retryTimes":2,"noRetryPolicy":["004","007"]}`,
		RetryPolicy{Rules: ordinary, NoRetry: []string{"004", "007"},
			RawRules: raw(`{"type":0,"retryDay":3,"retryTimes":2,"noRetryPolicy":["004","007"]}`)}},
	{"noRetryPolicy: both places", `,"policyJson":{"type":0,"retryDay":3,"retryTimes":2,"noRetryPolicy":["004"]},` +
		`"noRetryPolicy":"007"`,
		RetryPolicy{Rules: ordinary, NoRetry: []string{"007"},
			RawRules: raw(`{"type":0,"retryDay":3,"retryTimes":2,"noRetryPolicy":["004"]}`), RawNoRetry: raw("007")}},

	{"busiPolicy: array in a string", `,"busiPolicy":"[{\"busiResultCode\":\"A1\",\"busiResultSubCode\":\"A1-1\",` +
		`\"busiResultPolicy\":2,\"callInterval\":600}]"`,
		RetryPolicy{Business: []BusinessRule{{"A1", "A1-1", "2", 600}},
			RawBusiness: raw(`[{"busiResultCode":"A1","busiResultSubCode":"A1-1","busiResultPolicy":2,"callInterval":600}]`)}},
	{"busiPolicy: single quotes, numbers as strings",
		`,"busiPolicy":"{'busiResultCode':'A1','busiResultPolicy':'0','callInterval':'600'}"`,
		RetryPolicy{Business: []BusinessRule{{"A1", "", "0", 600}},
			RawBusiness: raw(`{'busiResultCode':'A1','busiResultPolicy':'0','callInterval':'600'}`)}},
	{"busiPolicy: object, codes as numbers",
		`,"busiPolicy":{"busiResultCode":1,"busiResultPolicy":1,"callInterval":null}`,
		RetryPolicy{Business: []BusinessRule{{"1", "", "1", 0}},
			RawBusiness: raw(`{"busiResultCode":1,"busiResultPolicy":1,"callInterval":null}`)}},
	{"busiPolicy: array", `,"busiPolicy":[{"busiResultCode":"A"},{"busiResultCode":"B"}]`,
		RetryPolicy{Business: []BusinessRule{{Code: "A"}, {Code: "B"}},
			RawBusiness: raw(`[{"busiResultCode":"A"},{"busiResultCode":"B"}]`)}},
	{"busiPolicy: cut", `,"busiPolicy":"[{'busiResultCode'"`, RetryPolicy{RawBusiness: unread(`[{'busiResultCode'`)}},
	{"busiPolicy: array of codes", `,"busiPolicy":["A1"]`, RetryPolicy{RawBusiness: unread(`["A1"]`)}},
}

func TestPolicyForms(t *testing.T) {
	for _, tt := range policyForms {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.ID, tt.want.Type = "71", "0"
			got := readPolicy(t, `"data":{"retryPolicyId":"71","policyType":0`+tt.fields+`}`)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if got.IsZero() {
				t.Error("a policy with an ID is zero")
			}
		})
	}
}

func TestNoRetryUnread(t *testing.T) {
	for _, tt := range []struct {
		fields string
		want   bool
	}{
		{`"noRetryPolicy":"004"`, false},
		{`"noRetryPolicy":"004","policyJson":"cut{"`, false},
		{`"noRetryPolicy":"[004"`, true},
		{`"policyJson":"cut{"`, true},
		{`"policyJson":"{}"`, false},
		{`"policyType":1`, false},
	} {
		p := readPolicy(t, `"data":{`+tt.fields+`}`)
		if got := p.NoRetryUnread(); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.fields, got, tt.want)
		}
	}
}

func TestNoPolicy(t *testing.T) {
	for _, data := range []string{`"data":null`, `"x":1`, `"data":{}`, `"data":""`, `"data":[]`,
		`"data":{"retryPolicyId":null,"policyType":"","policyJson":""}`} {
		if got := readPolicy(t, data); !got.IsZero() {
			t.Errorf("%s: %+v, want none", data, got)
		}
	}
	if got := readPolicy(t, `"data":{"noRetryPolicy":"004"}`); got.IsZero() {
		t.Errorf("%+v is zero", got)
	}
}

// FuzzPolicyFields checks that any text of a field is decoded or kept.
func FuzzPolicyFields(f *testing.F) {
	for _, seed := range []string{"", "null", "004,007", "['004']", `[{"type":0,"policy":"[{'result':4}]"}]`, "[{'", `"'`,
		"\xff", "[[]]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		field, err := json.Marshal(strings.ToValidUTF8(text, ""))
		if err != nil {
			t.Fatal(err)
		}
		p := policyFields{PolicyJSON: field, NoRetryPolicy: field, BusiPolicy: field}.policy()
		for _, raw := range []RawField{p.RawRules, p.RawNoRetry, p.RawBusiness} {
			if raw.Text != strings.TrimSpace(raw.Text) || raw.Unread && raw.Text == "" {
				t.Errorf("%q is kept as %+v", text, raw)
			}
		}
		if p.RawRules.Unread && p.Rules != nil || p.RawNoRetry.Unread && p.NoRetry != nil || p.RawBusiness.Unread &&
			p.Business != nil {
			t.Errorf("%q is unread and decoded: %+v", text, p)
		}
		for _, code := range p.NoRetry {
			if code == "" || strings.Contains(code, ",") {
				t.Errorf("%q has the code %q", text, code)
			}
		}
	})
}
