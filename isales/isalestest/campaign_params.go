package isalestest

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxRows          = 100
	maxNameFilter    = 30
	maxStatisticDays = 30

	codeTooLong    = "02000003"
	codeConversion = "02000008"

	// The two parameter errors of queryBusinessResults.
	codeBusinessForm  = "0200005"
	codeBusinessValue = "0200007"
)

// The values that the list's filters may have.
var (
	statusFilters     = []int{0, 2, 3, 4}
	deviceTypeFilters = []int{0, 1, 2, 3, 5, 6}
)

// checkCampaignCall checks the parameters of the operations of campaigns.md but
// Content-Type and vdnId.
func (c *call) checkCampaignCall() *apiError {
	query := c.r.URL.Query()
	switch c.req.Operation {
	case OperationCampaigns:
		return checkCampaignList(query)
	case OperationBusiness:
		return c.checkBusiness()
	case OperationCall:
		return checkCallID(c.req.CallID)
	}
	err := checkInt("campaignId", c.req.CampaignID, math.MaxInt64)
	if err != nil || c.req.Operation != OperationStatistics {
		return err
	}
	return checkDates(query.Get("startDate"), query.Get("endDate"))
}

func checkCampaignList(query url.Values) *apiError {
	if err := checkOneOf("status", query.Get("status"), statusFilters); err != nil {
		return err
	}
	if err := checkOneOf("deviceType", query.Get("deviceType"), deviceTypeFilters); err != nil {
		return err
	}
	if err := checkFormInt("curPage", query.Get("curPage")); err != nil {
		return err
	}
	if err := checkInt("rowsPerPage", query.Get("rowsPerPage"), maxRows); err != nil {
		return err
	}
	if utf8.RuneCountInString(query.Get("name")) > maxNameFilter {
		return newAPIError(codeTooLong, "name")
	}
	for _, name := range []string{"beginTime", "endTime"} {
		text := query.Get(name)
		if t, err := time.Parse(time.DateTime, text); text != "" && (err != nil || t.Format(time.DateTime) != text) {
			return newAPIError(codeConversion, name)
		}
	}
	return nil
}

// checkFormInt demands an integer of any size.
func checkFormInt(name, text string) *apiError {
	if text == "" {
		return newAPIError(codeEmpty, name)
	}
	if !allDigits(strings.TrimPrefix(text, "-")) {
		return newAPIError(codeWrongType, name)
	}
	return nil
}

func checkOneOf(name, text string, allowed []int) *apiError {
	if err := checkFormInt(name, text); err != nil {
		return err
	}
	if n, err := strconv.Atoi(text); err != nil || !slices.Contains(allowed, n) {
		return newAPIError(codeWrongValue, name)
	}
	return nil
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

func checkCallID(id string) *apiError {
	if id == "" {
		return newAPIError(codeEmpty, "callId")
	}
	if strings.Trim(id, "0123456789-") != "" {
		return newAPIError(codeWrongValue, "callId")
	}
	return nil
}

// checkDates reports everything with 0200001 and a text: the documents have no
// codes of their own for it.
func checkDates(start, end string) *apiError {
	if (start == "") != (end == "") {
		return &apiError{codeParameter, "startDate and endDate must be set together."}
	}
	if start == "" {
		return nil
	}
	from, err := time.Parse(time.DateOnly, start)
	if err != nil {
		return &apiError{codeParameter, "startDate must be yyyy-MM-dd."}
	}
	to, err := time.Parse(time.DateOnly, end)
	if err != nil {
		return &apiError{codeParameter, "endDate must be yyyy-MM-dd."}
	}
	switch {
	case to.Before(from):
		return &apiError{codeParameter, "endDate must not be before startDate."}
	case to.After(from.AddDate(0, 0, maxStatisticDays-1)):
		return &apiError{codeParameter, "The range must not exceed 30 days."}
	}
	return nil
}
