package isalestest

import "strconv"

// Data is what an installation knows. A server does not change it and does not
// copy it.
type Data struct {
	VDNs []VDN
}

// VDN is a virtual call center: its external results, its dictionary of OBS
// result codes, its campaigns and business results, each in the order in which it
// is listed, and the calls that it can be asked about.
type VDN struct {
	ID              int
	Results         []Result
	Codes           []Code
	Campaigns       []Campaign
	BusinessResults []BusinessResult
	Calls           []Call
}

// Result is an external result (Table 4 of queryObsResultDetail.txt).
type Result struct {
	// DefID is the external result ID, an integer without leading zeros. Of two
	// results with the same one in a VDN the first is found.
	DefID string
	// DisplayResult is the text that agents see.
	DisplayResult string
	// Code is the external result code, such as "002".
	Code string
	// Mappings are the OBS result codes that the result stands for.
	Mappings []Mapping
	// Fault is how the server misbehaves when this result is asked for in
	// detail and no fault is set for the whole server.
	Fault Fault
	// Raw, when not nil, is the body that is answered byte for byte. Faults
	// that change fields ignore it and use the fields above.
	Raw []byte
	// Unlisted leaves the result out of queryOBSResults.
	Unlisted bool
}

// Mapping maps an OBS result code to an external result (Table 5).
type Mapping struct {
	MapID, FailCode string
	// DefID and VDNID contradict the result that the mapping belongs to. If
	// empty, the mapping names that result and its VDN.
	DefID, VDNID string
}

// Code is an entry of the dictionary that queryOBSResultCode lists.
type Code struct {
	Code             string
	Chinese, English string
}

// store finds things in a Data without walking through it.
type store struct {
	vdns map[string]*vdnStore
}

type vdnStore struct {
	*VDN
	results map[string]*Result
	listed  []*Result
}

func newStore(d *Data) *store {
	st := &store{vdns: map[string]*vdnStore{}}
	if d == nil {
		return st
	}
	for i := range d.VDNs {
		vdn := &d.VDNs[i]
		v := &vdnStore{VDN: vdn, results: make(map[string]*Result, len(vdn.Results))}
		for j := range vdn.Results {
			r := &vdn.Results[j]
			if v.results[r.DefID] == nil {
				v.results[r.DefID] = r
			}
			if !r.Unlisted {
				v.listed = append(v.listed, r)
			}
		}
		st.vdns[strconv.Itoa(vdn.ID)] = v
	}
	return st
}

// faultOf returns the fault of the result, campaign or call that is asked for.
func (st *store) faultOf(req Request) Fault {
	if r := st.result(req.VDNID, req.DefID); r != nil && req.Operation == OperationDetail {
		return r.Fault
	}
	if c := st.campaign(req.VDNID, req.CampaignID); c != nil {
		return c.Fault
	}
	if c := st.call(req.VDNID, req.CallID); c != nil {
		return c.Fault
	}
	return FaultNone
}

// vdn returns an empty VDN when there is none with the ID.
func (st *store) vdn(vdnID string) *vdnStore {
	if v := st.vdns[canonicalInt(vdnID)]; v != nil {
		return v
	}
	return &vdnStore{VDN: &VDN{}}
}

// result returns nil when there is no such result.
func (st *store) result(vdnID, defID string) *Result {
	return st.vdn(vdnID).results[canonicalInt(defID)]
}
