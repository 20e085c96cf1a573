package handlers

import (
	"strconv"
	"strings"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/safetext"
	"isales-console/views"
)

// fillPolicy says in sentences what the retry policy is, with the platform's names of
// its fields beside them.
func fillPolicy(p *views.CampaignPage, v vdnRequest, found campaign, read *catalog.Catalog) {
	t := v.l.messages.Campaigns
	policy := found.policy
	switch {
	case found.policyErr != nil:
		p.PolicyNote = v.l.messages.Sentences(t.Unread, diagnose(found.policyErr, v.l).words(v.l.messages).What)
		return
	case policy.IsZero():
		p.PolicyNote = t.NoPolicy
		return
	}
	p.Kind = named(t.Kinds, string(policy.Type))
	p.KindField = "policyType " + string(policy.Type)
	for _, f := range []struct {
		name string
		raw  isales.RawField
	}{{"policyJson", policy.RawRules}, {"noRetryPolicy", policy.RawNoRetry}, {"busiPolicy", policy.RawBusiness}} {
		p.Unread = p.Unread || f.raw.Unread
		if f.raw.Text != "" {
			p.Raw = append(p.Raw, views.Detail{Label: f.name, Value: safetext.JSON(f.raw.Text)})
		}
	}
	for _, rule := range policy.Rules {
		p.Rules = append(p.Rules, ruleTexts(rule, t)...)
	}
	for _, code := range policy.NoRetry {
		p.NoRetry = append(p.NoRetry, checkedResult(v,
			catalog.Checked{Code: code, Results: resultsWith(read, code), Listed: true}))
	}
	p.BusinessUnread = found.businessErr != nil
	for _, rule := range policy.Business {
		p.Business = append(p.Business, businessText(rule, found.business, v.l))
	}
}

func ruleTexts(rule isales.RetryRule, t views.CampaignMessages) (rules []views.PolicyRule) {
	label := t.Rule
	if rule.NumberType != "" {
		label = views.Fill(t.RuleOf, "type", rule.NumberType)
	}
	if rule.RetryDay != 0 || rule.RetryTimes != 0 {
		days, times := strconv.Itoa(rule.RetryDay), strconv.Itoa(rule.RetryTimes)
		rules = append(rules, views.PolicyRule{Label: label, Text: views.Fill(t.Days, "days", days, "times", times),
			Fields: "retryDay " + days + ", retryTimes " + times})
	}
	for _, r := range rule.ByResult {
		n, interval := strconv.Itoa(r.RetryNumber), strconv.Itoa(r.CallInterval)
		rules = append(rules, views.PolicyRule{Label: label,
			Text:   views.Fill(t.Result, "result", r.Result, "n", n, "interval", interval),
			Fields: "result " + r.Result + ", retryNumber " + n + ", callInterval " + interval})
	}
	return rules
}

func businessText(rule isales.BusinessRule, known []isales.BusinessResult, l *locale) views.PolicyRule {
	t := l.messages.Campaigns
	text := named(t.BusinessActions, string(rule.Action))
	fields := "busiResultPolicy " + string(rule.Action)
	if rule.CallInterval > 0 {
		text += " (" + l.messages.Seconds.Of(rule.CallInterval) + ")"
		fields += ", callInterval " + strconv.Itoa(rule.CallInterval)
	}
	label := rule.Code
	if rule.SubCode != "" {
		label += " / " + rule.SubCode
	}
	return views.PolicyRule{Label: strings.TrimSpace(label + " " + businessName(rule, known)), Text: text, Fields: fields}
}

// businessName returns the name of a business result and of its child; empty when
// they are not known.
func businessName(rule isales.BusinessRule, known []isales.BusinessResult) string {
	for _, parent := range known {
		if parent.Code == "" || parent.Code != rule.Code {
			continue
		}
		for _, child := range parent.Children {
			if rule.SubCode != "" && child.Code == rule.SubCode {
				return parent.Name + " > " + child.Name
			}
		}
		return parent.Name
	}
	return ""
}

// resultsWith returns the results with the external result code.
func resultsWith(read *catalog.Catalog, code string) (found []catalog.Result) {
	for _, r := range read.Results() {
		if r.Code == code && code != "" {
			found = append(found, r)
		}
	}
	return found
}
