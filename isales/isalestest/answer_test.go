package isalestest

import (
	"net/http"
	"strconv"
	"testing"
)

// smallData has two of everything, so that whole bodies can be written down.
func smallData() *Data {
	return &Data{VDNs: []VDN{{
		ID: 40,
		Results: []Result{
			{DefID: "7", DisplayResult: `<b>&"忙`, Code: "001", Mappings: []Mapping{
				{MapID: "11", FailCode: "00145"},
				{MapID: "12", FailCode: "34609", DefID: "8", VDNID: "41"},
			}},
			{DefID: "8", DisplayResult: "none", Code: "002"},
			{DefID: "9", DisplayResult: "raw", Code: "003", Raw: []byte("raw\n"), Unlisted: true},
			{DefID: "9", DisplayResult: "same ID", Code: "004", Fault: FaultHTML},
		},
		Codes: []Code{
			{"00605", "交换设备忙", "The switch is busy."},
			{"00604", "呼叫拒绝", "The call is rejected."},
			{"34609", "", ""},
		},
	}}}
}

const (
	smallDetail = `{"returnCode":"0200000","obResult":{"defId":"7","displayResult":"<b>&\"忙","vdnId":40,` +
		`"resultCode":"001","resultMapList":[` +
		`{"mapId":"11","defId":"7","failCode":"00145","vdnId":"40"},` +
		`{"mapId":"12","defId":"8","failCode":"34609","vdnId":"41"}]},` +
		`"resultCode":"0200000","resultDesc":"queryObsResultDetail success","returnDesc":"queryObsResultDetail success"}`
	smallUnmapped = `{"returnCode":"0200000","obResult":{"defId":"8","displayResult":"none","vdnId":40,` +
		`"resultCode":"002","resultMapList":[]},` +
		`"resultCode":"0200000","resultDesc":"queryObsResultDetail success","returnDesc":"queryObsResultDetail success"}`
	smallMissing = `{"returnCode":"0200000","obResult":null,` +
		`"resultCode":"0200000","resultDesc":"queryObsResultDetail success","returnDesc":"queryObsResultDetail success"}`
)

func resultsBody(total int, rows string) string {
	return `{"returnCode":"0200000","totalCount":` + strconv.Itoa(total) + `,"data":[` + rows +
		`],"resultCode":"0200000","resultDesc":"queryOBSResults success","returnDesc":"queryOBSResults success"}`
}

func codesBody(total int, rows string) string {
	return `{"returnCode":"0200000","totalCount":` + strconv.Itoa(total) + `,"obsCodes":[` + rows +
		`],"resultCode":"0200000","resultDesc":"query queryOBSResultCode Success!",` +
		`"returnDesc":"query queryOBSResultCode Success!"}`
}

func errorBody(code, desc string) string {
	return `{"returnCode":"` + code + `","resultCode":"` + code + `","resultDesc":"` + desc + `","returnDesc":"` +
		desc + `"}`
}

func TestAnswers(t *testing.T) {
	s := NewServer(t, Options{Data: smallData(), BasePath: "/prefix"})
	const (
		result1 = `{"displayResult":"<b>&\"忙","resultCode":"001","defId":"7"}`
		result2 = `{"displayResult":"none","resultCode":"002","defId":"8"}`
		result3 = `{"displayResult":"same ID","resultCode":"004","defId":"9"}`
		zh1     = `{"obsCode":"00605","obsCodeDesc":"交换设备忙"}`
		zh2     = `{"obsCode":"00604","obsCodeDesc":"呼叫拒绝"}`
		en1     = `{"obsCode":"00605","obsCodeDesc":"The switch is busy."}`
		none    = `{"obsCode":"34609","obsCodeDesc":""}`
	)
	for _, tt := range []struct {
		name, path, locale, want string
	}{
		{"detail", "40/7/queryObsResultDetail", "", smallDetail},
		{"detail, leading zeros", "040/007/queryObsResultDetail", "", smallDetail},
		{"detail, escaped", "4%30/%37/queryObsResultDetail", "", smallDetail},
		{"detail without mappings", "40/8/queryObsResultDetail", "", smallUnmapped},
		{"raw, first of two", "40/9/queryObsResultDetail", "", "raw\n"},
		{"unknown result", "40/10/queryObsResultDetail", "", smallMissing},
		{"unknown VDN", "41/7/queryObsResultDetail", "", smallMissing},
		{"highest IDs", "9999/9223372036854775807/queryObsResultDetail", "", smallMissing},
		{"results", "40/queryOBSResults?pageSize=50&pageNum=1", "", resultsBody(3, result1+","+result2+","+result3)},
		{"results, first page", "40/queryOBSResults?pageSize=2&pageNum=1", "", resultsBody(3, result1+","+result2)},
		{"results, last page", "40/queryOBSResults?pageNum=2&pageSize=2", "", resultsBody(3, result3)},
		{"results, page past the end", "40/queryOBSResults?pageSize=2&pageNum=3", "", resultsBody(3, "")},
		{"results, page far past the end", "40/queryOBSResults?pageSize=50&pageNum=9223372036854775807", "",
			resultsBody(3, "")},
		{"results of an unknown VDN", "1/queryOBSResults?pageSize=1&pageNum=1", "", resultsBody(0, "")},
		{"codes", "40/queryOBSResultCode?pageSize=2&pageNum=1", "", codesBody(3, zh1+","+zh2)},
		{"codes, last page", "40/queryOBSResultCode?pageSize=2&pageNum=2", "", codesBody(3, none)},
		{"codes, Chinese", "40/queryOBSResultCode?pageSize=1&pageNum=1", "zh_CN", codesBody(3, zh1)},
		{"codes, English", "40/queryOBSResultCode?pageSize=1&pageNum=1", "en_US", codesBody(3, en1)},
		{"codes, other locale", "40/queryOBSResultCode?pageSize=1&pageNum=1", "fr_FR", codesBody(3, zh1)},
		{"codes of an unknown VDN", "1/queryOBSResultCode?pageSize=1&pageNum=1", "", codesBody(0, "")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			resp, body := do(t, s, newGet(t, s, campaignsPath+tt.path, "locale", tt.locale))
			if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != jsonHeader ||
				resp.ContentLength != int64(len(tt.want)) {
				t.Errorf("status %d, type %q, length %d", resp.StatusCode, resp.Header.Get("Content-Type"), resp.ContentLength)
			}
			if body != tt.want {
				t.Errorf("body =\n%s\nwant\n%s", body, tt.want)
			}
		})
	}
}

func TestParameters(t *testing.T) {
	s := NewServer(t, Options{Data: smallData()})
	const (
		empty      = "Empty parameter."
		wrongType  = "Incorrect parameter type."
		wrongValue = "Incorrect parameter value."
	)
	for _, tt := range []struct {
		path, contentType string
		code, desc        string
	}{
		{"0/7/queryObsResultDetail", requestType, "02000007", wrongValue + " [vdnId]"},
		{"-1/7/queryObsResultDetail", requestType, "02000007", wrongValue + " [vdnId]"},
		{"10000/7/queryObsResultDetail", requestType, "02000007", wrongValue + " [vdnId]"},
		{"x/7/queryObsResultDetail", requestType, "02000006", wrongType + " [vdnId]"},
		{"+40/7/queryObsResultDetail", requestType, "02000006", wrongType + " [vdnId]"},
		{"4.0/7/queryObsResultDetail", requestType, "02000006", wrongType + " [vdnId]"},
		{"/7/queryObsResultDetail", requestType, "02000001", empty + " [vdnId]"},
		{"40/0/queryObsResultDetail", requestType, "02000007", wrongValue + " [defId]"},
		{"40/9223372036854775808/queryObsResultDetail", requestType, "02000007", wrongValue + " [defId]"},
		{"40/7%2F/queryObsResultDetail", requestType, "02000006", wrongType + " [defId]"},
		{"40/-/queryObsResultDetail", requestType, "02000006", wrongType + " [defId]"},
		{"40//queryObsResultDetail", requestType, "02000001", empty + " [defId]"},
		{"0/queryOBSResults?pageSize=1&pageNum=1", requestType, "02000007", wrongValue + " [vdnId]"},
		{"40/queryOBSResults", requestType, "02000001", empty + " [pageSize]"},
		{"40/queryOBSResults?pageSize=&pageNum=1", requestType, "02000001", empty + " [pageSize]"},
		{"40/queryOBSResults?pageSize=0&pageNum=1", requestType, "02000007", wrongValue + " [pageSize]"},
		{"40/queryOBSResults?pageSize=51&pageNum=1", requestType, "02000007", wrongValue + " [pageSize]"},
		{"40/queryOBSResults?pageSize=ten&pageNum=1", requestType, "02000006", wrongType + " [pageSize]"},
		{"40/queryOBSResultCode?pageSize=1", requestType, "02000001", empty + " [pageNum]"},
		{"40/queryOBSResultCode?pageSize=1&pageNum=0", requestType, "02000007", wrongValue + " [pageNum]"},
		{"40/queryOBSResultCode?pageSize=1&pageNum=1.5", requestType, "02000006", wrongType + " [pageNum]"},
		{"40/7/queryObsResultDetail", "", "02000001", empty + " [Content-Type]"},
		{"40/7/queryObsResultDetail", "application/json;charset=UTF-8", "02000007", wrongValue + " [Content-Type]"},
	} {
		t.Run(tt.path+" "+tt.contentType, func(t *testing.T) {
			resp, body := do(t, s, newGet(t, s, campaignsPath+tt.path, "Content-Type", tt.contentType))
			if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != jsonHeader {
				t.Errorf("status %d, type %q", resp.StatusCode, resp.Header.Get("Content-Type"))
			}
			if want := errorBody(tt.code, tt.desc); body != want {
				t.Errorf("body =\n%s\nwant\n%s", body, want)
			}
		})
	}
}
