package isales

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// campaignPaging asks for campaigns of every status and device type. Its parameters
// are all mandatory, 0 meaning all.
var campaignPaging = paging{size: 100, number: "curPage", rows: "rowsPerPage", total: "totalSize",
	filter: []pair{{"deviceType", "0"}, {"status", "0"}}}

// head returns the envelope of an answer that it is embedded in.
func (e *envelope) head() *envelope { return e }

// ask sends a request below the VDN and decodes the answer, whose envelope is head.
func ask[T any](ctx context.Context, c *Client, vdnID int, path string, query []pair,
	head func(*T) *envelope) (answer T, err error) {
	if err := checkVDNID(vdnID); err != nil {
		return answer, err
	}
	a, err := c.get(ctx, fmt.Sprintf("%s/%d%s", c.base.Path, vdnID, path), query)
	if err == nil {
		answer, err = decode(cleanUTF8(a.text), head)
	}
	return answer, withoutBody(a.explain(err))
}

// withoutBody takes out of an error of this package what it quotes of the answer,
// which may be about a customer. Codes and the description of the envelope stay.
func withoutBody(err error) error {
	if e, ok := errors.AsType[*StatusError](err); ok {
		e.Snippet = ""
	}
	if e, ok := errors.AsType[*NotJSONError](err); ok {
		e.Snippet = ""
		if i := strings.IndexAny(e.Problem, `'"`); i >= 0 {
			e.Problem = strings.TrimSuffix(strings.TrimSpace(e.Problem[:i]), " within")
		}
	}
	if e, ok := errors.AsType[*DecodeError](err); ok && strings.Contains(e.Problem, `"`) {
		e.Problem, _, _ = strings.Cut(e.Problem, ", got ")
	}
	// net/http quotes what it does not take for the head of an answer.
	if e, ok := errors.AsType[*TransportError](err); ok && strings.Contains(e.Err.Error(), "malformed") {
		e.Err = errors.New("malformed HTTP")
	}
	return err
}

// listAnswer is the answer of the campaign list.
type listAnswer struct {
	envelope
	TotalSize *amount                `json:"totalSize"`
	Campaigns []object[commonFields] `json:"data"`
}

// commonFields are those of the list and of the detail.
type commonFields struct {
	ID           code    `json:"id"`
	Name         text    `json:"name"`
	Status       code    `json:"status"`
	StrBeginTime text    `json:"strBeginTime"`
	StrEndTime   text    `json:"strEndTime"`
	DeviceType   code    `json:"deviceType"`
	CallerNo     numbers `json:"callerNo"`
}

func readCampaigns(body string) (page[ListedCampaign], error) {
	a, err := decode(body, (*listAnswer).head)
	return newPage(a.TotalSize, a.Campaigns, commonFields.campaign), err
}

func (f commonFields) campaign() ListedCampaign {
	return ListedCampaign{
		ID: string(f.ID), Name: string(f.Name), Status: CampaignStatus(f.Status), DeviceType: DeviceType(f.DeviceType),
		Begin: string(f.StrBeginTime), End: string(f.StrEndTime), CallerNumbers: f.CallerNo,
	}
}

// campaignAnswer is the answer about one campaign.
type campaignAnswer struct {
	envelope
	Campaign payload[campaignFields] `json:"returnObject"`
}

type campaignFields struct {
	commonFields
	Description     text                 `json:"description"`
	MaxAlertingTime amount               `json:"maxAlertingTime"`
	Schedule        part[scheduleFields] `json:"scheduleParam"`
	Skill           part[skillFields]    `json:"skillParam"`
}

type scheduleFields struct {
	WorkBegin1    text `json:"workdayBeginTime1"`
	WorkEnd1      text `json:"workdayEndTime1"`
	WorkBegin2    text `json:"workdayBeginTime2"`
	WorkEnd2      text `json:"workdayEndTime2"`
	WorkBegin3    text `json:"workdayBeginTime3"`
	WorkEnd3      text `json:"workdayEndTime3"`
	HolidayBegin1 text `json:"holidayBeginTime1"`
	HolidayEnd1   text `json:"holidayEndTime1"`
	HolidayBegin2 text `json:"holidayBeginTime2"`
	HolidayEnd2   text `json:"holidayEndTime2"`
	HolidayBegin3 text `json:"holidayBeginTime3"`
	HolidayEnd3   text `json:"holidayEndTime3"`
}

type skillFields struct {
	SkillID   code `json:"skillId"`
	SkillName text `json:"skillName"`
}

// empty reports a returnObject without content.
func (f *campaignFields) empty() bool {
	c := f.commonFields
	return c.ID == "" && c.Name == "" && c.Status == "" && c.DeviceType == "" && c.StrBeginTime == "" && c.StrEndTime == ""
}

func (f *campaignFields) campaign() *Campaign {
	c := &Campaign{
		ListedCampaign: f.commonFields.campaign(), Description: string(f.Description),
		MaxAlertingTime: int(f.MaxAlertingTime),
	}
	if s := f.Schedule.fields; s != nil {
		c.Workdays = periods(s.WorkBegin1, s.WorkEnd1, s.WorkBegin2, s.WorkEnd2, s.WorkBegin3, s.WorkEnd3)
		c.Holidays = periods(s.HolidayBegin1, s.HolidayEnd1, s.HolidayBegin2, s.HolidayEnd2,
			s.HolidayBegin3, s.HolidayEnd3)
	}
	if s := f.Skill.fields; s != nil {
		c.Skill = &Skill{string(s.SkillID), string(s.SkillName)}
	}
	return c
}

// periods pairs beginnings with ends and leaves the unused ones out.
func periods(times ...text) (used []Period) {
	for i := 0; i < len(times); i += 2 {
		if times[i] != "" || times[i+1] != "" {
			used = append(used, Period{string(times[i]), string(times[i+1])})
		}
	}
	return used
}

// numbers are the company's own numbers: a string, a list of them, or a list of
// objects with an accessCode. Any other value has none.
type numbers []string

// UnmarshalJSONFrom implements json.UnmarshalerFrom.
func (n *numbers) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	*n = nil
	if err == nil {
		n.add(v)
	}
	return err
}

func (n *numbers) add(v jsontext.Value) {
	switch v.Kind() {
	case '"', '0':
		var t text
		if json.Unmarshal(v, &t, tolerant) == nil && t != "" {
			*n = append(*n, string(t))
		}
	case '[':
		for _, element := range elementsOf(v) {
			n.add(element)
		}
	case '{':
		var o struct {
			AccessCode text `json:"accessCode"`
		}
		if json.Unmarshal(v, &o, tolerant) == nil && o.AccessCode != "" {
			*n = append(*n, string(o.AccessCode))
		}
	}
}
