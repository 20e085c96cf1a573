package isales

// CampaignStatus is the status of a campaign, digits as sent. Other values than
// the constants occur; they have no documented meaning.
type CampaignStatus string

// The values of status in the campaign list (vendor's page cec_07_0727). The newer
// page of one campaign (cec_07_0726) says that CampaignStarted may also stand before the
// first call and after the last one, and CampaignCompleted for an expired one.
const (
	CampaignStarted   CampaignStatus = "2"
	CampaignSuspended CampaignStatus = "3"
	CampaignCompleted CampaignStatus = "4"
)

// DeviceType is how a campaign calls, digits as sent (page cec_07_0727). There is
// no 4.
type DeviceType string

// The values of deviceType.
const (
	DeviceIntelligentIVR DeviceType = "1" // IVR, intelligent outbound call
	DevicePredicted      DeviceType = "2" // skill queue, predicted
	DeviceAutomaticIVR   DeviceType = "3" // IVR, automatic
	DevicePreviewed      DeviceType = "5" // skill queue, previewed
	DevicePreempted      DeviceType = "6" // skill queue, preempted
)

// ListedCampaign is an outbound campaign as a VDN's list has it: an element of
// data, page cec_07_0727. A field that the platform left out is empty.
type ListedCampaign struct {
	// ID is the campaign ID (id), digits as sent.
	ID string
	// Name has up to 100 characters.
	Name       string
	Status     CampaignStatus
	DeviceType DeviceType
	// Begin and End are strBeginTime and strEndTime as sent: with or without a time
	// of day, in an undocumented time zone, the end perhaps before the beginning.
	Begin, End string
	// CallerNumbers are the company's own numbers that customers see (callerNo).
	CallerNumbers []string
}

// Campaign is one outbound campaign: returnObject, page cec_07_0726. What the
// page has beside these fields is not read, callBackUrl least of all.
type Campaign struct {
	ListedCampaign
	// Description has up to 200 characters.
	Description string
	// MaxAlertingTime is in seconds; 0 when it was not sent.
	MaxAlertingTime int
	// Workdays and Holidays are the periods of a day in which calls are made
	// (scheduleParam), at most three each.
	Workdays, Holidays []Period
	// Skill is the skill queue of the device types 2, 5 and 6; nil for none.
	Skill *Skill
}

// Period is a part of a day, "HH:mm" as sent; one of the two may be empty.
type Period struct{ Begin, End string }

// Skill is the skill queue of a campaign (skillParam).
type Skill struct{ ID, Name string }

// BusinessResult is a business result of a VDN (page cec_07_0733). It has no ID,
// and Code may be empty.
type BusinessResult struct {
	Name, Code string
	// Children are one level deep.
	Children []BusinessResult
}

// DayFailures are the failed calls of a campaign on one day: an element of data,
// page cec_07_0734.
type DayFailures struct {
	// Date is statDate, "2006-01-02".
	Date string
	// Counts are the calls for each OBS result code; 00000 for the platform's "0".
	Counts map[string]int
}

// CallResult is one finished call: data, page cec_07_0784. Only what says how the
// call ended is read. The phone number, the recording's address, the session ID
// and the custom field that the platform sends with it are not.
type CallResult struct {
	// CallID is the call asked for.
	CallID string
	// Status is CallFailed or CallSucceeded; digits as sent.
	Status CallStatus
	// OBSCode is the OBS result code (failCode), 00000 for the platform's "0".
	OBSCode string
	// Code is the external result code (resultCode inside data).
	Code string
	// Rang, Answered and Ended are ackBeginTime, callBeginTime and callEndTime as
	// sent, in an undocumented time zone; empty when it did not happen.
	Rang, Answered, Ended string
}

// CallStatus is the outcome of a call (callStatus).
type CallStatus string

// The values of callStatus.
const (
	CallFailed    CallStatus = "5"
	CallSucceeded CallStatus = "6"
)
