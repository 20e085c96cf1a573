package handlers

import (
	"context"

	"isales-console/isales"
	"isales-console/platform"
)

// Results answers look-ups.
type Results interface {
	// ExternalResult returns an external result, or one of the errors that
	// platform.Layer documents.
	ExternalResult(ctx context.Context, q platform.Query) (platform.Copy, error)
}

// CodeLists reads the dictionaries of VDNs.
type CodeLists interface {
	// OBSCodes returns the whole dictionary of a VDN in the platform's order.
	OBSCodes(ctx context.Context, vdnID int, l isales.Language) ([]isales.OBSCodeText, error)
}

// Direct asks a platform for everything, every time.
type Direct struct{ client *isales.Client }

// NewDirect returns Results, CodeLists and a Browser that ask through the client.
func NewDirect(client *isales.Client) Direct { return Direct{client} }

// ExternalResult asks for one external result.
func (d Direct) ExternalResult(ctx context.Context, q platform.Query) (platform.Copy, error) {
	r, err := d.client.InLanguage(q.Language).QueryExternalResult(ctx, q.VDNID, q.DefID)
	return platform.Copy{ExternalResult: r}, err
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
