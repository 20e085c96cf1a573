package handlers

import (
	"context"

	"isales-console/isales"
)

// Query names one external result and the language of the platform's texts.
type Query struct {
	// VDNID is 1 to isales.MaxVDNID.
	VDNID int
	// DefID is 1 or more.
	DefID int64
	// Language is what the platform is asked to speak.
	Language isales.Language
}

// Results answers look-ups.
type Results interface {
	// ExternalResult returns an external result, or one of the errors that
	// isales.Client documents.
	ExternalResult(ctx context.Context, q Query) (*isales.ExternalResult, error)
}

// CodeLists reads the dictionaries of VDNs.
type CodeLists interface {
	// OBSCodes returns the whole dictionary of a VDN in the platform's order.
	OBSCodes(ctx context.Context, vdnID int, l isales.Language) ([]isales.OBSCodeText, error)
}

// Direct asks a platform for everything, every time.
type Direct struct{ client *isales.Client }

// NewDirect returns Results and CodeLists that ask through the client.
func NewDirect(client *isales.Client) Direct { return Direct{client} }

// ExternalResult asks for one external result.
func (d Direct) ExternalResult(ctx context.Context, q Query) (*isales.ExternalResult, error) {
	return d.client.InLanguage(q.Language).QueryExternalResult(ctx, q.VDNID, q.DefID)
}

// OBSCodes asks for all pages of a dictionary.
func (d Direct) OBSCodes(ctx context.Context, vdnID int, l isales.Language) (list []isales.OBSCodeText, err error) {
	for code, err := range d.client.InLanguage(l).ListOBSCodes(ctx, vdnID) {
		if err != nil {
			return nil, err
		}
		list = append(list, code)
	}
	return list, nil
}
