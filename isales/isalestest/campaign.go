package isalestest

import "slices"

// Campaign is an outbound campaign (campaigns.md, 1 and 2) with its retry policy
// and its failures.
type Campaign struct {
	// ID is the campaign ID, an integer without leading zeros. Of two campaigns
	// with the same one in a VDN the first is found.
	ID                string
	Name, Description string
	// Status is 2 started, 3 suspended or 4 completed; DeviceType 1, 2, 3, 5 or 6.
	// Others are sent as they are.
	Status, DeviceType int
	// Begin and End are strBeginTime and strEndTime, sent as they are.
	Begin, End string
	// CallerNo is the company's own number: a string, or any other value that
	// encoding/json writes.
	CallerNo any
	// MaxAlertingTime is in seconds.
	MaxAlertingTime int
	// SkillQueue names the queue of device types 2, 5 and 6; null if empty.
	SkillQueue string
	// CallBackURL is the internal address that results are reported to.
	CallBackURL string
	// Policy is the retry policy; nil for none, which is answered with data null.
	Policy *RetryPolicy
	// Failures are the fail codes of a day with their counts: of today by the
	// server's clock, of yesterday and so on. A day without any is not listed.
	Failures []map[string]int
	// Fault is how the server misbehaves when the campaign, its policy or its
	// failures are asked for and no fault is set for the whole server.
	Fault Fault
}

// RetryPolicy is a campaign's retry policy (campaigns.md, 3).
type RetryPolicy struct {
	ID string
	// Type is 0 for a global policy, 1 for one by number type.
	Type int
	// Policy, NoRetry and Business are policyJson, noRetryPolicy and busiPolicy:
	// text, or any other value that encoding/json writes, such as
	// json.RawMessage("null"). Nil leaves the member out.
	Policy, NoRetry, Business any
}

// BusinessResult is a business result (campaigns.md, 5); its children have none of
// their own. Code may be empty.
type BusinessResult struct {
	Name, Code string
	Children   []BusinessResult
}

// Call is a finished call (campaigns.md, 8).
type Call struct {
	// ID is the callId: digits, a hyphen, digits.
	ID string
	// Status is 5 for failed or 6 for succeeded, as an int or a string.
	Status any
	// FailCode is an OBS result code, "0" for 00000; Code the external result code.
	FailCode, Code string
	// Ack, Begin and End are when it rang, was answered and ended; null if empty.
	Ack, Begin, End string
	// Called, RecordPath, SessionID and CustomField are about the customer. No
	// client has to read them; see [Data.Private].
	Called, RecordPath, SessionID, CustomField string
	// Fault is how the server misbehaves when the call is asked for and no fault
	// is set for the whole server.
	Fault Fault
}

// Private returns the texts that must not leave a client: the phone numbers,
// recording addresses, session IDs and custom fields of calls and the callback
// addresses of campaigns, sorted, each once.
func (d *Data) Private() []string {
	var texts []string
	for _, vdn := range d.VDNs {
		for _, c := range vdn.Calls {
			texts = append(texts, c.Called, c.RecordPath, c.SessionID, c.CustomField)
		}
		for _, c := range vdn.Campaigns {
			texts = append(texts, c.CallBackURL)
		}
	}
	texts = slices.DeleteFunc(texts, func(text string) bool { return text == "" })
	slices.Sort(texts)
	return slices.Compact(texts)
}

// campaign returns nil when there is no such campaign.
func (st *store) campaign(vdnID, campaignID string) *Campaign {
	v, id := st.vdn(vdnID), canonicalInt(campaignID)
	if i := slices.IndexFunc(v.Campaigns, func(c Campaign) bool { return c.ID == id }); i >= 0 {
		return &v.Campaigns[i]
	}
	return nil
}

// call returns nil when there is no such call.
func (st *store) call(vdnID, callID string) *Call {
	v := st.vdn(vdnID)
	if i := slices.IndexFunc(v.Calls, func(c Call) bool { return c.ID == callID }); i >= 0 {
		return &v.Calls[i]
	}
	return nil
}
