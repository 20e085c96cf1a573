package handlers

import (
	"slices"
	"strconv"
	"strings"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// The reasons for which a policy is not checked, the keys of checkNote.
const (
	checkPolicyUnread = "policy_unread"
	checkNoPolicy     = "no_policy"
	checkByNumberType = "by_number_type"
)

// checkPolicy compares a retry policy with the VDN's results. why is one of the
// reasons above when there is nothing to compare.
func checkPolicy(policy isales.RetryPolicy, policyErr error,
	checker *catalog.Checker) (check catalog.PolicyCheck, why string) {
	switch {
	case policyErr != nil, policy.NoRetryUnread():
		return check, checkPolicyUnread
	case policy.IsZero():
		return check, checkNoPolicy
	case policy.Type == isales.PolicyByNumberType && len(policy.NoRetry) == 0:
		// It has no list of results not to retry, and its result types have no
		// documented meaning.
		return check, checkByNumberType
	}
	return checker.Check(policy.NoRetry), ""
}

// newChecker judges the results of a VDN once for all policies.
func newChecker(read *catalog.Catalog, notes *dictionary.Notes) *catalog.Checker {
	return catalog.NewChecker(read.Results(), func(codes []string) catalog.Advice {
		return policyAdvice(dictionary.Judge(codes, *notes))
	})
}

// policyAdvice is what a judgement says about a retry policy.
func policyAdvice(j dictionary.Judgement) catalog.Advice {
	switch j.Verdict {
	case dictionary.VerdictNoRetry:
		return catalog.NeverRetry
	case dictionary.VerdictMixed:
		return catalog.MixedAdvice
	case dictionary.VerdictRetryLater, dictionary.VerdictRetrySoon:
		return catalog.Temporary
	}
	return catalog.Undecided
}

// checkPart is a list of a check; key is that of its heading.
type checkPart struct {
	key  string
	rows []catalog.Checked
}

// checkParts are the lists of a check that are not empty.
func checkParts(check catalog.PolicyCheck) (parts []checkPart) {
	var gone []catalog.Checked
	for _, code := range check.Gone {
		gone = append(gone, catalog.Checked{Code: code, Listed: true})
	}
	for _, p := range []checkPart{
		{"retried", check.Retried}, {"not_retried", check.NotRetried}, {"gone", gone},
		{"mixed", check.Mixed}, {"unread", check.Unread},
	} {
		if len(p.rows) > 0 {
			parts = append(parts, p)
		}
	}
	return parts
}

func fillCheck(p *views.CampaignPage, v vdnRequest, found campaign, read *catalog.Catalog) {
	t := v.l.messages.Campaigns
	check, why := checkPolicy(found.policy, found.policyErr, newChecker(read, v.notes))
	p.CheckUnread = why == "" && !read.Complete()
	switch {
	case why != "":
		p.CheckNote = checkNote(why, v.l)
	case check.Agrees():
		p.CheckNote = t.CheckSame
	}
	for _, part := range checkParts(check) {
		section := views.CheckPart{ID: strings.ReplaceAll(part.key, "_", "-"), Heading: t.Parts[part.key]}
		for _, row := range part.rows {
			section.Rows = append(section.Rows, checkedResult(v, row))
		}
		p.Parts = append(p.Parts, section)
	}
}

// checkNote says why a policy is not checked.
func checkNote(why string, l *locale) string {
	t := l.messages.Campaigns
	switch why {
	case checkPolicyUnread:
		return l.messages.Sentences(t.Unread, t.CheckNot)
	case checkByNumberType:
		return t.CheckByType
	}
	return l.messages.Sentences(t.NoPolicy, t.CheckNot)
}

// checkedResult is a row of a check. Without results there is no verdict.
func checkedResult(v vdnRequest, c catalog.Checked) views.CheckedResult {
	t := v.l.messages.Campaigns
	row := views.CheckedResult{Code: c.Code, Does: t.Unlisted, Results: resultLinks(v, c.Results)}
	if c.Listed {
		row.Does = t.Listed
	}
	var codes []string
	for _, r := range c.Results {
		if r.Err != nil {
			return row
		}
		codes = append(codes, codesOf(r)...)
	}
	if len(c.Results) > 0 {
		row.Verdict = verdictView(dictionary.Judge(codes, *v.notes).Verdict, v.l)
	}
	return row
}

// campaignDocument is a campaign with its policy and the check as JSON.
type campaignDocument struct {
	Schema   int    `json:"schema"`
	VDNID    int    `json:"vdnId"`
	ReadAt   string `json:"readAt"`
	Complete bool   `json:"complete"`
	// ListTotal is that of resultsDocument.
	ListTotal int              `json:"listTotal,omitzero"`
	Campaign  campaignOverview `json:"campaign"`
	Policy    *policyDocument  `json:"retryPolicy"`
	// NotChecked says why there is no check: "no_policy", "by_number_type" or
	// "policy_unread".
	NotChecked string          `json:"notChecked,omitempty"`
	Check      []checkDocument `json:"check"`
}

// policyDocument has the three fields of the policy as the platform sent them.
type policyDocument struct {
	Type          string   `json:"policyType"`
	NoRetry       []string `json:"noRetry"`
	PolicyJSON    string   `json:"policyJson"`
	NoRetryPolicy string   `json:"noRetryPolicy"`
	BusiPolicy    string   `json:"busiPolicy"`
	Error         string   `json:"error,omitempty"`
}

type checkDocument struct {
	Kind string `json:"kind"`
	NamedCode
	DefIDs []string `json:"defIds"`
	Listed bool     `json:"inPolicy"`
}

func newCampaignDocument(v vdnRequest, found campaign, read *catalog.Catalog) campaignDocument {
	d := campaignDocument{Schema: v.schema(), VDNID: v.vdnID, ReadAt: machineTime(read.ReadAt()),
		Complete:  read.Complete(),
		ListTotal: listTotal(read.ListErr()),
		Campaign:  newCampaignOverview(found.ListedCampaign)}
	if p := found.policy; found.policyErr != nil {
		d.Policy = &policyDocument{Error: diagnose(found.policyErr, v.l).code}
	} else if !p.IsZero() {
		d.Policy = &policyDocument{string(p.Type), append([]string{}, p.NoRetry...), p.RawRules.Text, p.RawNoRetry.Text,
			p.RawBusiness.Text, ""}
	}
	check, why := checkPolicy(found.policy, found.policyErr, newChecker(read, v.notes))
	d.NotChecked = why
	d.Check = checkDocuments(v, check)
	return d
}

func checkDocuments(v vdnRequest, check catalog.PolicyCheck) []checkDocument {
	list := []checkDocument{}
	for _, part := range checkParts(check) {
		for _, c := range part.rows {
			row := checkDocument{Kind: part.key, NamedCode: v.nameCode(c.Code), DefIDs: []string{}, Listed: c.Listed}
			for _, r := range c.Results {
				row.DefIDs = append(row.DefIDs, r.DefID)
			}
			list = append(list, row)
		}
	}
	return list
}

// checkSheet has one row for each row of the check.
func checkSheet(v vdnRequest, found campaign, read *catalog.Catalog) spreadsheet.Sheet {
	columns := []string{"vdnId", "campaignId", "kind", "kindText", v.codeColumn(), "codeAndDisplayResult", "defIds",
		"inPolicy"}
	var list [][]any
	check, _ := checkPolicy(found.policy, found.policyErr, newChecker(read, v.notes))
	for _, part := range checkParts(check) {
		for _, c := range part.rows {
			var ids, texts []string
			for _, r := range c.Results {
				ids, texts = append(ids, r.DefID), append(texts, r.DisplayResult)
			}
			list = append(list, []any{strconv.Itoa(v.vdnID), strconv.FormatInt(found.id, 10), part.key,
				v.l.messages.Campaigns.Parts[part.key], c.Code, textTwin(c.Code, strings.Join(texts, "; ")),
				strings.Join(ids, " "), strconv.FormatBool(c.Listed)})
		}
	}
	return spreadsheet.Sheet{Name: "policy", Columns: columns, Rows: slices.Values(list)}
}
