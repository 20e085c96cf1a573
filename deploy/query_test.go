package deploy_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The parts of PromQL that the files here use. A text in quotes may hold braces.
var (
	selectorPattern = regexp.MustCompile(`([a-zA-Z_:][\w:]*)\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\}`)
	matcherPattern  = regexp.MustCompile(`(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"\s*,?\s*`)
	groupPattern    = regexp.MustCompile(`\b(?:by|without|on|ignoring)\s*\(([^)]*)\)`)
	rangePattern    = regexp.MustCompile(`\[[^\]]*\]`)
	wordPattern     = regexp.MustCompile(`[a-zA-Z_:][\w:]*\s*\(?`)
	statusPattern   = regexp.MustCompile(`^[1-5][0-9.]{2}$`)
	operators       = []string{"and", "or", "unless"}
	functions       = []string{"sum", "max", "min", "rate", "increase", "histogram_quantile", "absent", "changes",
		"time", "vector"}
)

// problems says what a query names that the console does not have.
func (v *vocabulary) problems(query string) (list []string) {
	complain := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	rest := selectorPattern.ReplaceAllStringFunc(query, func(selector string) string {
		parts := selectorPattern.FindStringSubmatch(selector)
		for _, m := range matcherPattern.FindAllStringSubmatch(parts[2], -1) {
			list = append(list, v.matcherProblems(parts[1], m[1], m[3])...)
		}
		if left := matcherPattern.ReplaceAllString(parts[2], ""); strings.TrimSpace(left) != "" {
			complain("%s: not a matcher: %s", parts[1], left)
		}
		if _, ok := v.metrics[parts[1]]; !ok {
			complain("no metric %s", parts[1])
		}
		return ""
	})
	rest = groupPattern.ReplaceAllStringFunc(rest, func(group string) string {
		for label := range strings.SplitSeq(groupPattern.FindStringSubmatch(group)[1], ",") {
			if label = strings.TrimSpace(label); !v.hasLabel(label) {
				complain("no label %s", label)
			}
		}
		return ""
	})
	rest = rangePattern.ReplaceAllString(rest, "")
	for _, word := range wordPattern.FindAllString(rest, -1) {
		name, called := strings.CutSuffix(word, "(")
		name = strings.TrimSpace(name)
		_, known := v.metrics[name]
		switch {
		case called && slices.Contains(functions, name):
		case slices.Contains(operators, name): // which a parenthesis may follow
		case called:
			complain("no function %s that this test knows", name)
		case !known:
			complain("no metric %s", name)
		}
	}
	return list
}

// matcherProblems looks at what a label is compared with: a text, alternatives of
// a regular expression, or a variable of the dashboard.
func (v *vocabulary) matcherProblems(metric, label, value string) (list []string) {
	if label == "job" || label == "instance" {
		return nil // Prometheus adds these
	}
	if !slices.Contains(v.metrics[metric], label) {
		return []string{metric + " has no label " + label}
	}
	for alternative := range strings.SplitSeq(value, "|") {
		known := slices.Contains(v.values[label], alternative)
		if label == "status" {
			known = statusPattern.MatchString(alternative)
		}
		if !known && alternative != "$"+label {
			list = append(list, fmt.Sprintf("%s: %s is never %q", metric, label, alternative))
		}
	}
	return list
}

func (v *vocabulary) hasLabel(label string) bool {
	if label == "job" || label == "instance" {
		return true
	}
	for _, labels := range v.metrics {
		if slices.Contains(labels, label) {
			return true
		}
	}
	return false
}
