package isales

import (
	"context"
	"fmt"
)

// QueryExternalResult asks for the external result defID (1 or more) of the
// VDN vdnID (1 to MaxVDNID): interface queryObsResultDetail. The error is one
// of this package's types, or wraps ctx's error when ctx was cancelled.
func (c *Client) QueryExternalResult(ctx context.Context, vdnID int, defID int64) (*ExternalResult, error) {
	if err := checkVDNID(vdnID); err != nil {
		return nil, err
	}
	if defID < 1 {
		return nil, fmt.Errorf("isales: external result ID %d is not positive", defID)
	}
	start := c.now()
	a, err := c.get(ctx, c.detailPath(vdnID, defID), nil)
	if err != nil {
		return nil, err
	}
	r, err := decodeExternalResult(a.text, vdnID, defID)
	if err != nil {
		return nil, a.explain(err)
	}
	r.ReceivedAt = c.now()
	r.Took = r.ReceivedAt.Sub(start)
	return r, nil
}

// ParseExternalResult reads the Raw of an external result that was asked for before,
// with the errors of QueryExternalResult about an answer. ReceivedAt and Took are zero.
func ParseExternalResult(raw string, vdnID int, defID int64) (*ExternalResult, error) {
	return decodeExternalResult(raw, vdnID, defID)
}

func (c *Client) detailPath(vdnID int, defID int64) string {
	return fmt.Sprintf("%s/%d/%d/queryObsResultDetail", c.base.Path, vdnID, defID)
}

// checkVDNID refuses an ID that no VDN can have.
func checkVDNID(vdnID int) error {
	if vdnID < 1 || vdnID > MaxVDNID {
		return fmt.Errorf("isales: VDN ID %d is not between 1 and %d", vdnID, MaxVDNID)
	}
	return nil
}
