package isales

import (
	"fmt"
	"strings"
	"time"
)

// businessAnswer is the answer of queryBusinessResults.
type businessAnswer struct {
	envelope
	TotalCount *amount                  `json:"totalCount"`
	Results    []object[businessFields] `json:"data"`
}

type businessFields struct {
	Name     text                  `json:"name"`
	Code     code                  `json:"code"`
	Children []object[childFields] `json:"children"`
}

type childFields struct {
	Name text `json:"name"`
	Code code `json:"code"`
}

func readBusiness(body string) (page[BusinessResult], error) {
	a, err := decode(body, (*businessAnswer).head)
	return newPage(a.TotalCount, a.Results, businessFields.result), err
}

func (f businessFields) result() BusinessResult {
	r := BusinessResult{Name: string(f.Name), Code: string(f.Code)}
	for _, child := range f.Children {
		r.Children = append(r.Children, BusinessResult{Name: string(child.fields.Name), Code: string(child.fields.Code)})
	}
	return r
}

// statisticsAnswer is the answer of failcategorystatistics.
type statisticsAnswer struct {
	envelope
	Days []object[dayFields] `json:"data"`
}

type dayFields struct {
	StatDate code                       `json:"statDate"`
	FailData payload[map[string]amount] `json:"failData"`
}

func (a *statisticsAnswer) days() ([]DayFailures, error) {
	var days []DayFailures
	for i, o := range a.Days {
		date, _, _ := strings.Cut(string(o.fields.StatDate), " ") // a time of day may follow
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return nil, &DecodeError{fmt.Sprintf("/data/%d/statDate", i), "want a date, yyyy-mm-dd"}
		}
		counts := make(map[string]int)
		if sent := o.fields.FailData.fields; sent != nil {
			for failCode, n := range *sent {
				counts[fullCode(strings.TrimSpace(failCode))] += int(n)
			}
		}
		days = append(days, DayFailures{date, counts})
	}
	return days, nil
}

// callAnswer is the answer of callresultdetail. The members that are about the
// customer (called, recordPath, sessionId, customField) are left out, so that they
// are skipped and not copied.
type callAnswer struct {
	envelope
	Call payload[callFields] `json:"data"`
}

type callFields struct {
	CallStatus    code  `json:"callStatus"`
	FailCode      code  `json:"failCode"`
	ResultCode    code  `json:"resultCode"`
	AckBeginTime  text  `json:"ackBeginTime"`
	CallBeginTime text  `json:"callBeginTime"`
	CallEndTime   text  `json:"callEndTime"`
	VDNID         vdnID `json:"vdnId"`
	CallID        code  `json:"callId"`
}

func (f callFields) call(id string) *CallResult {
	return &CallResult{
		CallID: id, Status: CallStatus(f.CallStatus), OBSCode: fullCode(string(f.FailCode)), Code: string(f.ResultCode),
		Rang: string(f.AckBeginTime), Answered: string(f.CallBeginTime), Ended: string(f.CallEndTime),
	}
}
