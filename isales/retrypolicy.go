package isales

// PolicyType is the kind of a retry policy (policyType).
type PolicyType string

// The values of policyType.
const (
	PolicyGlobal       PolicyType = "0"
	PolicyByNumberType PolicyType = "1"
)

// RetryPolicy is the retry policy of a campaign: data of the page cec_07_0731. The
// zero RetryPolicy is that of a campaign without one.
type RetryPolicy struct {
	ID   string
	Type PolicyType
	// Rules are policyJson: one rule, or one for each number type.
	Rules []RetryRule
	// NoRetry are the external result codes that are not dialled again, each once
	// (noRetryPolicy, or its older place inside policyJson). They are set for a
	// global policy only.
	NoRetry []string
	// Business are the rules for business results (busiPolicy).
	Business []BusinessRule
	// RawRules, RawNoRetry and RawBusiness are the three fields as sent.
	RawRules, RawNoRetry, RawBusiness RawField
}

// IsZero reports whether the campaign has no retry policy.
func (p *RetryPolicy) IsZero() bool {
	none := RawField{}
	return p.ID == "" && p.Type == "" && p.RawRules == none && p.RawNoRetry == none && p.RawBusiness == none
}

// NoRetryUnread reports whether NoRetry may lack codes, because the field that has
// them could not be read. Nothing can then be said about what the policy retries.
func (p *RetryPolicy) NoRetryUnread() bool {
	return p.RawNoRetry.Unread || p.RawNoRetry.Text == "" && p.RawRules.Unread
}

// RawField is a field of a retry policy whose form is not documented.
type RawField struct {
	// Text is the content of the field's string, or the field's JSON when it is no
	// string; empty when it is absent, null or empty.
	Text string
	// Unread says that Text is of none of the known forms. What it would have been
	// decoded to is then empty.
	Unread bool
}

// RuleType is the kind of a retry rule (type).
type RuleType string

// The values of type.
const (
	RuleOrdinary RuleType = "0"
	RuleByResult RuleType = "1"
)

// RetryRule is an element of policyJson.
type RetryRule struct {
	// NumberType is the tenant's own word for a type of numbers (dataType).
	NumberType string
	Type       RuleType
	// RetryDay and RetryTimes (also sent as retryTime) are those of an ordinary
	// rule. Four pages take RetryDay for days and RetryTimes for calls a day; the
	// newest one has it the other way round. 0 when not sent.
	RetryDay, RetryTimes int
	// ByResult are the parts of a rule by result (policy).
	ByResult []ResultRule
}

// ResultRule is an element of policy.
type ResultRule struct {
	// Result is a result type, digits as sent. Its values are not documented.
	Result string
	// RetryNumber is the number of retries, CallInterval the delay, probably in
	// seconds. 0 when not sent.
	RetryNumber, CallInterval int
}

// BusinessRule is an element of busiPolicy.
type BusinessRule struct {
	// Code and SubCode are the code of a business result and of its child.
	Code, SubCode string
	// Action is busiResultPolicy.
	Action BusinessAction
	// CallInterval is in seconds, 1 to 3600; 0 when not sent.
	CallInterval int
}

// BusinessAction is what follows a business result.
type BusinessAction string

// The values of busiResultPolicy.
const (
	BusinessStop       BusinessAction = "0" // stop calling
	BusinessNextNumber BusinessAction = "1" // call the next number
	BusinessSameNumber BusinessAction = "2" // call this number again
)
