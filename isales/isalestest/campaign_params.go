package isalestest

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	maxRows          = 100
	maxStatisticDays = 30

	// The two parameter errors of queryBusinessResults.
	codeBusinessForm  = "0200005"
	codeBusinessValue = "0200007"
)

// The values that the list's filters may have.
var (
	statusFilters     = []int{0, 2, 3, 4}
	deviceTypeFilters = []int{0, 1, 2, 3, 5, 6}
)

func (c *call) checkCampaignList() *apiError {
	query := c.r.URL.Query()
	if err := checkOneOf("status", query.Get("status"), statusFilters); err != nil {
		return err
	}
	if err := checkOneOf("deviceType", query.Get("deviceType"), deviceTypeFilters); err != nil {
		return err
	}
	if err := checkForm("curPage", query.Get("curPage")); err != nil {
		return err
	}
	return checkInt("rowsPerPage", query.Get("rowsPerPage"), maxRows)
}

func checkOneOf(name, text string, allowed []int) *apiError {
	if err := checkForm(name, text); err != nil {
		return err
	}
	if n, err := strconv.Atoi(text); err != nil || !slices.Contains(allowed, n) {
		return newAPIError(codeWrongValue, name)
	}
	return nil
}

func (c *call) checkCampaignID() *apiError {
	return checkInt("campaignId", c.req.CampaignID, math.MaxInt64)
}

// checkBusiness gives the page's parameters the codes of queryBusinessResults.
func (c *call) checkBusiness() *apiError {
	err := c.checkPage()
	switch {
	case err == nil:
		return nil
	case err.code == codeWrongValue:
		return &apiError{codeBusinessValue, err.desc}
	default:
		return &apiError{codeBusinessForm, err.desc}
	}
}

func (c *call) checkCallID() *apiError {
	if c.req.CallID == "" {
		return newAPIError(codeEmpty, "callId")
	}
	if strings.Trim(c.req.CallID, "0123456789-") != "" {
		return newAPIError(codeWrongValue, "callId")
	}
	return nil
}

// checkStatistics reports what is wrong with the dates with 0200001 and a text: the
// documents have no codes of their own for it.
func (c *call) checkStatistics() *apiError {
	if err := c.checkCampaignID(); err != nil {
		return err
	}
	query := c.r.URL.Query()
	start, end := query.Get("startDate"), query.Get("endDate")
	if start == "" && end == "" {
		return nil
	}
	from, startErr := time.Parse(time.DateOnly, start)
	to, endErr := time.Parse(time.DateOnly, end)
	switch {
	case start == "" || end == "":
		return &apiError{codeParameter, "startDate and endDate must be set together."}
	case startErr != nil:
		return &apiError{codeParameter, "startDate must be yyyy-MM-dd."}
	case endErr != nil:
		return &apiError{codeParameter, "endDate must be yyyy-MM-dd."}
	case to.Before(from):
		return &apiError{codeParameter, "endDate must not be before startDate."}
	case to.After(from.AddDate(0, 0, maxStatisticDays-1)):
		return &apiError{codeParameter, "The range must not exceed 30 days."}
	}
	return nil
}
