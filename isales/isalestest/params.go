package isalestest

import (
	"math"
	"strconv"
	"strings"
)

const (
	maxVDNID    = 9999
	maxPageSize = 50
)

// check returns what is wrong with the first bad parameter, nil when none is.
func (c *call) check() *apiError {
	switch contentType := c.r.Header.Get("Content-Type"); contentType {
	case requestType:
	case "":
		return newAPIError(codeEmpty, "Content-Type")
	default:
		return newAPIError(codeWrongValue, "Content-Type")
	}
	if err := checkInt("vdnId", c.req.VDNID, maxVDNID); err != nil {
		return err
	}
	switch c.req.Operation {
	case OperationDetail:
		return checkInt("defId", c.req.DefID, math.MaxInt64)
	case OperationResults, OperationCodes:
		return c.checkPage()
	}
	return c.checkCampaignCall()
}

func (c *call) checkPage() *apiError {
	query := c.r.URL.Query()
	if err := checkInt("pageSize", query.Get("pageSize"), maxPageSize); err != nil {
		return err
	}
	return checkInt("pageNum", query.Get("pageNum"), math.MaxInt64)
}

// checkInt demands an integer from 1 to highest.
func checkInt(name, text string, highest int64) *apiError {
	if text == "" {
		return newAPIError(codeEmpty, name)
	}
	if !allDigits(strings.TrimPrefix(text, "-")) {
		return newAPIError(codeWrongType, name)
	}
	if n, err := strconv.ParseInt(text, 10, 64); err != nil || n < 1 || n > highest {
		return newAPIError(codeWrongValue, name)
	}
	return nil
}

// canonicalInt returns the digits of an integer without leading zeros, and any
// other text as it is.
func canonicalInt(text string) string {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return text
	}
	return strconv.FormatInt(n, 10)
}

// vdnID returns the VDN that is asked for; check has passed.
func (c *call) vdnID() int {
	n, _ := strconv.Atoi(c.req.VDNID)
	return n
}

// page is one page of a list; check has passed.
type page struct{ size, number int }

func (c *call) page() page {
	query := c.r.URL.Query()
	size, _ := strconv.Atoi(query.Get("pageSize"))
	number, _ := strconv.Atoi(query.Get("pageNum"))
	return page{size, number}
}

// bounds returns where the page begins and ends in a list of n, which is the end
// of the list for a page past it.
func (p page) bounds(n int) (from, to int) {
	// Compared before it is multiplied: the page number may be any int64.
	if p.number-1 > n/p.size {
		return n, n
	}
	from = min((p.number-1)*p.size, n)
	return from, min(from+p.size, n)
}
