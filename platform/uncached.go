package platform

import (
	"context"
	"iter"

	"isales-console/isales"
)

// Results answers look-ups.
type Results interface {
	// ExternalResult returns an external result, or one of the errors that
	// Layer.ExternalResult documents.
	ExternalResult(ctx context.Context, q Query) (Copy, error)
}

// CodeLister reads the code lists of VDNs.
type CodeLister interface {
	// OBSCodes returns the whole code list of a VDN in the platform's order. With an
	// *isales.IncompleteError it has what came.
	OBSCodes(ctx context.Context, vdnID int, l isales.Language) ([]isales.OBSCodeText, error)
}

// Browser reads the lists of VDNs.
type Browser interface {
	// ListExternalResults yields the external results of a VDN, all pages.
	ListExternalResults(ctx context.Context, vdnID int, l isales.Language) iter.Seq2[isales.ListedResult, error]
}

// Uncached is Results, a CodeLister and a Browser that ask the platform every time.
type Uncached struct{ client *isales.Client }

// NewUncached returns an Uncached that asks through the client.
func NewUncached(client *isales.Client) Uncached { return Uncached{client} }

// ExternalResult implements Results.
func (u Uncached) ExternalResult(ctx context.Context, q Query) (Copy, error) {
	r, err := u.client.InLanguage(q.Language).QueryExternalResult(ctx, q.VDNID, q.DefID)
	return Copy{ExternalResult: r}, err
}

// OBSCodes implements CodeLister. It asks for all pages.
func (u Uncached) OBSCodes(ctx context.Context, vdnID int, l isales.Language) (list []isales.OBSCodeText, err error) {
	for code, err := range u.client.InLanguage(l).ListOBSCodes(ctx, vdnID) {
		if err != nil {
			return list, err
		}
		list = append(list, code)
	}
	return list, nil
}

// ListExternalResults implements Browser.
func (u Uncached) ListExternalResults(ctx context.Context, vdnID int,
	l isales.Language) iter.Seq2[isales.ListedResult, error] {
	return u.client.InLanguage(l).ListExternalResults(ctx, vdnID)
}
