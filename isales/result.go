package isales

import "time"

// MaxVDNID is the largest VDN ID; the smallest is 1 (table 1 of the vendor's
// page).
const MaxVDNID = 9999

// ExternalResult is one external result of a VDN with the OBS result codes
// mapped to it: obResult of the vendor's page, table 4. A field that the
// platform left out is zero.
type ExternalResult struct {
	// VDNID is the virtual call center, 1 to 9999, or 0 when the platform left
	// it out.
	VDNID int
	// DefID identifies the result, digits as sent.
	DefID string
	// DisplayResult is the customer's own text for the result, in any language.
	DisplayResult string
	// Code is the external result code (the resultCode inside obResult), not
	// the API status. Leading zeros belong to it.
	Code string
	// Mappings are the OBS result codes mapped to the result, in the platform's
	// order; nil when the platform sent none.
	Mappings []Mapping

	// Status is the API status of the answer.
	Status AnswerStatus
	// Raw is the answer as sent, without a byte order mark.
	Raw string
	// ReceivedAt is when the answer was complete.
	ReceivedAt time.Time
	// Took is how long the call lasted.
	Took time.Duration
}

// Mapping ties an OBS result code to an external result: an element of
// resultMapList, table 5 of the vendor's page.
type Mapping struct {
	// MapID identifies the mapping.
	MapID string
	// DefID is the external result that the platform names for the mapping.
	DefID string
	// OBSCode is the OBS result code (failCode), leading zeros kept.
	OBSCode string
	// VDNID is the VDN that the platform names for the mapping; 0 when it left
	// it out.
	VDNID int
}

// Contradicts reports whether the mapping names another VDN or another
// external result than the one it was sent with.
func (m Mapping) Contradicts(r *ExternalResult) bool {
	return m.VDNID != 0 && r.VDNID != 0 && m.VDNID != r.VDNID || m.DefID != "" && r.DefID != "" && m.DefID != r.DefID
}

// AnswerStatus is the part of an answer that says how the call went: table 3
// of the vendor's page. ReturnCode and ReturnDesc repeat the other two and are
// empty from older servers.
type AnswerStatus struct {
	ResultCode, ResultDesc, ReturnCode, ReturnDesc string
}
