package isalestest

import (
	"fmt"
	"net/http"
)

const (
	jsonType    = "application/json;charset=UTF-8"
	requestType = "application/json; charset=UTF-8"

	codeSuccess    = "0200000"
	codeParameter  = "0200001"
	codeEmpty      = "02000001"
	codeWrongType  = "02000006"
	codeWrongValue = "02000007"
	codeTooMany    = "02000011"
)

// errorTexts is Table 6 of queryObsResultDetail.txt.
var errorTexts = map[string]string{
	codeParameter:  "Parameter error. For details about the error, see resultDesc.",
	codeEmpty:      "Empty parameter.",
	"02000002":     "The parameter contains invalid characters.",
	"02000003":     "The parameter length cannot exceed the maximum length.",
	"02000004":     "The parameter length cannot be less than the minimum length.",
	"02000005":     "The parameter length must be within the specified range.",
	codeWrongType:  "Incorrect parameter type.",
	codeWrongValue: "Incorrect parameter value.",
	"02000008":     "Parameter conversion error. Check the request parameters.",
	"02000009":     "Incorrect parameter combination. Check the request parameters.",
	"02000010":     "The hour and minute parameters must be set at the same time.",
	codeTooMany:    "The number of parameters cannot exceed the specified number.",
}

// operation is what the server can be asked for.
type operation struct {
	key    string                // the member of an answer that has the data
	total  string                // the member with the number of entries; empty where there is none
	list   bool                  // whether the data is a list, else an object
	query  []string              // the parameters that it takes beside the path
	check  func(*call) *apiError // of what the path and the query have beside the VDN
	answer func(*call) object    // check has passed
}

var operations = map[string]operation{
	OperationDetail: {key: "obResult", check: (*call).checkDefID, answer: (*call).detail},
	OperationResults: {key: "data", total: "totalCount", list: true, query: pageQuery,
		check: (*call).checkPage, answer: (*call).results},
	OperationCodes: {key: "obsCodes", total: "totalCount", list: true, query: pageQuery,
		check: (*call).checkPage, answer: (*call).codes},
	OperationCampaigns: {key: "data", total: "totalSize", list: true,
		query: []string{"status", "deviceType", "curPage", "rowsPerPage"},
		check: (*call).checkCampaignList, answer: (*call).campaigns},
	OperationCampaign: {key: "returnObject", check: (*call).checkCampaignID, answer: (*call).campaign},
	OperationPolicy:   {key: "data", check: (*call).checkCampaignID, answer: (*call).policy},
	OperationBusiness: {key: "data", total: "totalCount", list: true, query: pageQuery,
		check: (*call).checkBusiness, answer: (*call).business},
	OperationStatistics: {key: "data", list: true, query: []string{"campaignId", "startDate", "endDate"},
		check: (*call).checkStatistics, answer: (*call).statistics},
	OperationCall: {key: "data", check: (*call).checkCallID, answer: (*call).callResult},
}

var pageQuery = []string{"pageSize", "pageNum"}

// reply is the answer of a server that does not misbehave.
func (c *call) reply() reply {
	if c.req.Operation == OperationDetail && c.check() == nil {
		if found := c.store.result(c.req.VDNID, c.req.DefID); found != nil && found.Raw != nil {
			return jsonReply(found.Raw)
		}
	}
	return jsonReply(c.answer().bytes())
}

func jsonReply(body []byte) reply {
	return reply{status: http.StatusOK, contentType: jsonType, body: body}
}

// answer is reply's body before it is written. It is new for each call, so faults
// may change it.
func (c *call) answer() object {
	if err := c.check(); err != nil {
		return err.object()
	}
	return operations[c.req.Operation].answer(c)
}

func success(desc string, payload ...member) object {
	o := object{{"returnCode", codeSuccess}}
	o = append(o, payload...)
	return append(o, object{
		{"resultCode", codeSuccess},
		{"resultDesc", desc},
		{"returnDesc", desc},
	}...)
}

// apiError is a business failure: HTTP 200 with another code.
type apiError struct{ code, desc string }

func (e *apiError) object() object {
	return object{
		{"returnCode", e.code},
		{"resultCode", e.code},
		{"resultDesc", e.desc},
		{"returnDesc", e.desc},
	}
}

// newAPIError explains code as Table 6 does and names the parameter, if any.
func newAPIError(code, parameter string) *apiError {
	text, ok := errorTexts[code]
	if !ok {
		text = fmt.Sprintf("Error %s.", code)
	}
	if parameter != "" {
		text += " [" + parameter + "]"
	}
	return &apiError{code, text}
}

// detail is Tables 3 to 5 of queryObsResultDetail.txt.
func (c *call) detail() object {
	const desc = "queryObsResultDetail success"
	found := c.store.result(c.req.VDNID, c.req.DefID)
	if found == nil {
		return success(desc, member{"obResult", nil})
	}
	vdnID := canonicalInt(c.req.VDNID)
	mappings := make([]object, 0, len(found.Mappings))
	for _, m := range found.Mappings {
		mappings = append(mappings, object{
			{"mapId", m.MapID},
			{"defId", orElse(m.DefID, found.DefID)},
			{"failCode", m.FailCode},
			{"vdnId", orElse(m.VDNID, vdnID)},
		})
	}
	return success(desc, member{"obResult", object{
		{"defId", found.DefID},
		{"displayResult", found.DisplayResult},
		{"vdnId", c.vdnID()},
		{"resultCode", found.Code},
		{"resultMapList", mappings},
	}})
}

// results is siblings.md's queryOBSResults.
func (c *call) results() object {
	all := c.store.vdn(c.req.VDNID).listed
	from, to := c.page("pageSize", "pageNum").bounds(len(all))
	page := []object{}
	for _, r := range all[from:to] {
		page = append(page, object{
			{"displayResult", r.DisplayResult},
			{"resultCode", r.Code},
			{"defId", r.DefID},
		})
	}
	return success("queryOBSResults success", member{"totalCount", len(all)}, member{"data", page})
}

// codes is siblings.md's queryOBSResultCode.
func (c *call) codes() object {
	all := c.store.vdn(c.req.VDNID).Codes
	from, to := c.page("pageSize", "pageNum").bounds(len(all))
	page := []object{}
	for _, code := range all[from:to] {
		text := code.Chinese
		if c.r.Header.Get("locale") == "en_US" {
			text = code.English
		}
		page = append(page, object{{"obsCode", code.Code}, {"obsCodeDesc", text}})
	}
	return success("query queryOBSResultCode Success!", member{"totalCount", len(all)}, member{"obsCodes", page})
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
