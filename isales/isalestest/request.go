package isalestest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// The operations that Request.Operation names.
const (
	OperationDetail  = "queryObsResultDetail"
	OperationResults = "queryOBSResults"
	OperationCodes   = "queryOBSResultCode"

	OperationCampaigns  = "campaigns" // the list, whose path ends with the VDN
	OperationCampaign   = "campaign"  // one campaign, whose path ends with its ID
	OperationPolicy     = "retryPolicy"
	OperationBusiness   = "queryBusinessResults"
	OperationStatistics = "failcategorystatistics"
	OperationCall       = "callresultdetail"
)

const campaignsPath = "/rest/isales/v1/openapi/campaigns/"

// Request is a request as the server received it.
type Request struct {
	Method   string
	Host     string
	Path     string // as sent, base path included
	RawQuery string
	Header   http.Header
	// Authorized says whether the signature was accepted. It is also told for
	// requests that were answered 404 or 405.
	Authorized bool
	// Operation is one of the Operation constants, empty for any other path.
	Operation string
	// VDNID and DefID are the text that stood in the path, empty where the
	// operation has none.
	VDNID, DefID string
	// CampaignID and CallID are the text that stood in the path, or in the query
	// of failcategorystatistics; empty where the operation has none.
	CampaignID, CallID string
}

// newRequest describes r. The header is not copied: net/http makes a new one for
// each request and nothing here changes it.
func newRequest(r *http.Request, basePath string) Request {
	req := Request{
		Method:   r.Method,
		Host:     r.Host,
		Path:     sentPath(r),
		RawQuery: r.URL.RawQuery,
		Header:   r.Header,
	}
	rest, ok := strings.CutPrefix(req.Path, basePath+campaignsPath)
	if !ok {
		return req
	}
	segments := strings.Split(rest, "/")
	for i, s := range segments {
		if text, err := url.PathUnescape(s); err == nil {
			segments[i] = text
		}
	}
	req.route(segments)
	if req.Operation == OperationStatistics {
		req.CampaignID = r.URL.Query().Get("campaignId")
	}
	return req
}

// route fills in the operation and the IDs of the path's segments.
func (r *Request) route(segments []string) {
	switch last := segments[len(segments)-1]; {
	case len(segments) == 1:
		r.Operation = OperationCampaigns
	case len(segments) == 2:
		r.routePair(last)
	case len(segments) == 3 && last == OperationDetail:
		r.Operation, r.DefID = last, segments[1]
	case len(segments) == 3 && segments[1] == OperationPolicy:
		r.Operation, r.CampaignID = OperationPolicy, last
	case len(segments) == 3 && segments[1] == OperationCall:
		r.Operation, r.CallID = OperationCall, last
	}
	if r.Operation != "" {
		r.VDNID = segments[0]
	}
}

// routePair reads what follows the VDN: the name of an operation, or a campaign.
// The names that stand elsewhere in a path are no campaigns.
func (r *Request) routePair(last string) {
	switch last {
	case OperationResults, OperationCodes, OperationBusiness, OperationStatistics:
		r.Operation = last
	case OperationDetail, OperationPolicy, OperationCall:
	default:
		r.Operation, r.CampaignID = OperationCampaign, last
	}
}

// sentPath returns the path exactly as it was sent, which net/url's re-encoding
// of unusual characters would not.
func sentPath(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, "/") {
		path, _, _ := strings.Cut(r.RequestURI, "?")
		return path
	}
	return r.URL.EscapedPath()
}

// Requests returns all requests since the start or ResetRequests, oldest first;
// none with Options.ForgetRequests. The caller may change what is returned.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	list := slices.Clone(s.requests)
	s.mu.Unlock()
	for i := range list {
		list[i].Header = list[i].Header.Clone()
	}
	return list
}

// ResetRequests forgets the recorded requests.
func (s *Server) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.forget {
		s.requests = append(s.requests, r)
	}
}
