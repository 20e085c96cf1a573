package isalestest

import (
	"encoding/json"
	"strings"
)

// The faults of retryPolicy, which other operations do not have: ways to send
// policyJson, noRetryPolicy and busiPolicy. See [PolicyFaults].
const (
	FaultPolicyJSON   Fault = "policy-json"   // as JSON, where the documents have JSON in a string
	FaultPolicyQuotes Fault = "policy-quotes" // in strings, with single quotes for double ones
	FaultPolicyCut    Fault = "policy-cut"    // strings of which the second half is missing
	FaultPolicyGone   Fault = "policy-gone"   // not at all
)

// PolicyFaults returns the faults that change a retry policy and nothing else.
func PolicyFaults() []Fault {
	var all []Fault
	for _, row := range faultRows {
		if row.policy {
			all = append(all, Fault(row.name))
		}
	}
	return all
}

// policyFields are the members of a retry policy that hold JSON.
var policyFields = []string{"policyJson", "noRetryPolicy", "busiPolicy"}

func policyJSON(c *call, answer object) object {
	return c.changePolicy(answer, func(text string) any {
		if json.Valid([]byte(text)) {
			return json.RawMessage(text)
		}
		return text
	})
}

func policyQuotes(c *call, answer object) object {
	return c.changePolicy(answer, func(text string) any { return strings.ReplaceAll(text, `"`, "'") })
}

func policyCut(c *call, answer object) object {
	return c.changePolicy(answer, func(text string) any { return text[:len(text)/2] })
}

func policyGone(c *call, answer object) object {
	if policy, ok := c.policyOf(answer); ok {
		answer = answer.with("data", policy.without(policyFields...))
	}
	return answer
}

// changePolicy applies change to the strings among the policy's fields.
func (c *call) changePolicy(answer object, change func(string) any) object {
	policy, ok := c.policyOf(answer)
	if !ok {
		return answer
	}
	for _, field := range policyFields {
		if text, ok := policy.get(field).(string); ok {
			policy = policy.with(field, change(text))
		}
	}
	return answer.with("data", policy)
}

// policyOf returns the policy in an answer of retryPolicy.
func (c *call) policyOf(answer object) (object, bool) {
	if c.req.Operation != OperationPolicy {
		return nil, false
	}
	policy, ok := answer.get("data").(object)
	return policy, ok
}
