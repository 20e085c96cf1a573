package handlers

import (
	"context"

	"isales-console/isales"
)

// codesKey names a VDN's code list.
type codesKey struct {
	vdnID    int
	language isales.Language
}

// listing answers for the code lists of VDNs by a function.
type listing func(key codesKey) ([]isales.OBSCodeText, error)

func (l listing) OBSCodes(_ context.Context, vdnID int, language isales.Language) ([]isales.OBSCodeText, error) {
	return l(codesKey{vdnID, language})
}

// waitForCodes waits until the English code list of VDN 40 is read, or cannot be.
func (c *testConsole) waitForCodes(ctx context.Context) {
	c.codes.Wait(ctx, c.codes.Start(ctx, 40, isales.English), patience)
}
