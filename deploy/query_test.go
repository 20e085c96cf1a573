package deploy_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
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
	functions       = []string{"sum", "max", "min", "rate", "increase", "histogram_quantile", "absent", "changes", "time", "vector"}
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

// TestProblems: the reading above finds what is wrong.
func TestProblems(t *testing.T) {
	v := vocabularyOf(t)
	for query, want := range map[string]string{
		`sum by (route, le) (rate(isales_console_request_duration_seconds_bucket{job="$job", route="/vdns/{vdnId}/results/{defId}"}[5m])) > 2`: "",
		`up == 0 and time() - process_start_time_seconds > 5`:                         "",
		`isales_console_lookups_total{cache=~"hit|joined"}`:                           "",
		`isales_console_requests_total{route=~"$route", status=~"5.."}`:               "",
		`isales_console_request_total{status="200"}`:                                  `isales_console_request_total has no label status; no metric isales_console_request_total`,
		`rate(isales_console_request_duration_seconds[5m])`:                           `no metric isales_console_request_duration_seconds`,
		`isales_console_lookups_total{cache="hits"}`:                                  `isales_console_lookups_total: cache is never "hits"`,
		`isales_console_lookups_total{cache=~"hit|old"}`:                              `isales_console_lookups_total: cache is never "old"`,
		`isales_console_lookups_total{outcome="ok"}`:                                  `isales_console_lookups_total has no label outcome`,
		`isales_console_upstream_breaker_state{state="half_open"}`:                    `isales_console_upstream_breaker_state: state is never "half_open"`,
		`isales_console_requests_total{status=~"5xx"}`:                                `isales_console_requests_total: status is never "5xx"`,
		`isales_console_requests_total{route="/vdns/{vdn}"}`:                          `isales_console_requests_total: route is never "/vdns/{vdn}"`,
		`isales_console_requests_total{status=5}`:                                     `isales_console_requests_total: not a matcher: status=5`,
		`sum by (kind) (up)`:                                                          `no label kind`,
		`average(up)`:                                                                 `no function average that this test knows`,
		`process_open_files / process_max_fds`:                                        `no metric process_open_files`,
		`isales_console_upstream_in_flight and (isales_console_upstream_waiting > 0)`: "",
	} {
		if got := strings.Join(v.problems(query), "; "); got != want {
			t.Errorf("%s\n%s\nwant\n%s", query, got, want)
		}
	}
}
