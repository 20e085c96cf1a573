package isales

import "github.com/go-json-experiment/json/jsontext"

// policyAnswer is the answer of retryPolicy.
type policyAnswer struct {
	envelope
	Policy payload[policyFields] `json:"data"`
}

// policyFields are the fields of a retry policy. The last three are documented as
// strings with JSON, and no example of them was published.
type policyFields struct {
	RetryPolicyID code           `json:"retryPolicyId"`
	PolicyType    code           `json:"policyType"`
	PolicyJSON    jsontext.Value `json:"policyJson"`
	NoRetryPolicy jsontext.Value `json:"noRetryPolicy"`
	BusiPolicy    jsontext.Value `json:"busiPolicy"`
}

func (f policyFields) policy() RetryPolicy {
	p := RetryPolicy{ID: string(f.RetryPolicyID), Type: PolicyType(f.PolicyType)}
	var older []string
	p.RawRules = readField(f.PolicyJSON, func(v embedded) (ok bool) {
		p.Rules, older, ok = v.rules()
		return ok
	})
	p.RawNoRetry = readField(f.NoRetryPolicy, func(v embedded) (ok bool) {
		p.NoRetry, ok = v.codes()
		return ok
	})
	if p.RawNoRetry == (RawField{}) {
		p.NoRetry = older
	}
	p.RawBusiness = readField(f.BusiPolicy, func(v embedded) (ok bool) {
		p.Business, ok = v.business()
		return ok
	})
	return p
}

// ruleFields are those of an element of policyJson.
type ruleFields struct {
	DataType      text           `json:"dataType"`
	Type          code           `json:"type"`
	RetryDay      amount         `json:"retryDay"`
	RetryTimes    amount         `json:"retryTimes"`
	RetryTime     amount         `json:"retryTime"`
	Policy        jsontext.Value `json:"policy"`
	NoRetryPolicy jsontext.Value `json:"noRetryPolicy"`
}

// resultRuleFields are those of an element of policy, which in one page has those
// of an ordinary rule.
type resultRuleFields struct {
	Result       code   `json:"result"`
	RetryNumber  amount `json:"retryNumber"`
	CallInterval amount `json:"callInterval"`
	RetryDay     amount `json:"retryDay"`
	RetryTimes   amount `json:"retryTimes"`
	RetryTime    amount `json:"retryTime"`
}

// rules reads policyJson, and the codes not to retry in their older place.
func (e embedded) rules() (rules []RetryRule, noRetry []string, ok bool) {
	list, ok := decodeElements[ruleFields](e)
	for _, f := range list {
		rule := RetryRule{NumberType: string(f.DataType), Type: RuleType(f.Type),
			RetryDay: int(f.RetryDay), RetryTimes: int(max(f.RetryTimes, f.RetryTime))}
		raw := readField(f.Policy, rule.readPolicy)
		codes := readField(f.NoRetryPolicy, func(v embedded) bool {
			more, ok := v.codes()
			noRetry = addCodes(noRetry, more...)
			return ok
		})
		if raw.Unread || codes.Unread {
			return nil, nil, false
		}
		rules = append(rules, rule)
	}
	return rules, noRetry, ok
}

// readPolicy fills in what policy holds.
func (r *RetryRule) readPolicy(e embedded) bool {
	list, ok := decodeElements[resultRuleFields](e)
	for _, f := range list {
		if f.Result != "" || f.RetryNumber != 0 || f.CallInterval != 0 {
			r.ByResult = append(r.ByResult, ResultRule{string(f.Result), int(f.RetryNumber), int(f.CallInterval)})
		}
		r.RetryDay = max(r.RetryDay, int(f.RetryDay))
		r.RetryTimes = max(r.RetryTimes, int(f.RetryTimes), int(f.RetryTime))
	}
	return ok
}

// business reads busiPolicy.
func (e embedded) business() (rules []BusinessRule, ok bool) {
	list, ok := decodeElements[struct {
		Code         code   `json:"busiResultCode"`
		SubCode      code   `json:"busiResultSubCode"`
		Action       code   `json:"busiResultPolicy"`
		CallInterval amount `json:"callInterval"`
	}](e)
	for _, f := range list {
		rules = append(rules, BusinessRule{string(f.Code), string(f.SubCode), BusinessAction(f.Action), int(f.CallInterval)})
	}
	return rules, ok
}
