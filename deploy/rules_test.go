package deploy_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rule is an alert: the values of its lines by their keys.
type rule map[string]string

// The lines that the file may have. There is no YAML among the dependencies, and
// these few forms need none.
var (
	fixedLines   = []string{"groups:", "  - name: isales-console", "    rules:", "        labels:", "        annotations:"}
	alertPattern = regexp.MustCompile(`^      - (alert): (\w+)$`)
	plainPattern = regexp.MustCompile(`^        (for): ([0-9]+[smh])$|^          (severity): (critical|warning)$`)
	textPattern  = regexp.MustCompile(`^        (?:(expr)|  (summary|description)): '((?:[^']|'')*)'$`)
	fieldPattern = regexp.MustCompile(`\{\{ \$(value|labels\.(\w+))(?: \| (humanizePercentage|humanizeDuration))? \}\}`)
)

func readRules(t *testing.T) (rules []rule) {
	t.Helper()
	for number, line := range strings.Split(read(t, "prometheus-rules.yml"), "\n") {
		if line == "" || strings.HasPrefix(line, "#") || slices.Contains(fixedLines, line) {
			continue
		}
		var key, value string
		if m := alertPattern.FindStringSubmatch(line); m != nil {
			key, value = m[1], m[2]
			rules = append(rules, rule{})
		} else if m := plainPattern.FindStringSubmatch(line); m != nil {
			key, value = m[1]+m[3], m[2]+m[4]
		} else if m := textPattern.FindStringSubmatch(line); m != nil {
			key, value = m[1]+m[2], strings.ReplaceAll(m[3], "''", "'")
		}
		if key == "" || len(rules) == 0 || rules[len(rules)-1][key] != "" {
			t.Fatalf("line %d: %q is not expected here", number+1, line)
		}
		rules[len(rules)-1][key] = value
	}
	return rules
}

func TestRules(t *testing.T) {
	v := vocabularyOf(t)
	var names []string
	for _, r := range readRules(t) {
		names = append(names, r["alert"])
		for _, key := range []string{"expr", "for", "severity", "summary", "description"} {
			if r[key] == "" {
				t.Errorf("%s has no %s", r["alert"], key)
			}
		}
		for _, problem := range v.problems(r["expr"]) {
			t.Errorf("%s: %s", r["alert"], problem)
		}
		if !strings.Contains(r["expr"], `job="isales-console"`) {
			t.Errorf("%s asks for all jobs", r["alert"])
		}
		for _, text := range []string{r["summary"], r["description"]} {
			for _, m := range fieldPattern.FindAllStringSubmatch(text, -1) {
				if m[2] != "" && m[2] != "instance" && !strings.Contains(r["expr"], m[2]) {
					t.Errorf("%s: its result has no label %s", r["alert"], m[2])
				}
			}
			if left := fieldPattern.ReplaceAllString(text, ""); strings.ContainsAny(left, "{}$") ||
				!strings.HasSuffix(left, ".") {
				t.Errorf("%s: %q", r["alert"], text)
			}
		}
	}
	for _, name := range names {
		if !strings.Contains(read(t, "../docs/operate.md"), "| `"+name+"` |") {
			t.Errorf("docs/operate.md does not say what to do about %s", name)
		}
	}
	for name := range v.metrics {
		name = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "_bucket"), "_count"), "_sum")
		if strings.HasPrefix(name, "isales_console_") && !strings.Contains(read(t, "../docs/operate.md"), "`"+name+"`") {
			t.Errorf("docs/operate.md does not say what %s is", name)
		}
	}
	want := "ISalesConsoleAbsent ISalesConsoleDown ISalesPlatformDown ISalesKeyRefused ISalesConsoleErrors ISalesConsoleSlow ISalesStaleAnswers ISalesCallsWait ISalesLogUnread ISalesRedisAway ISalesRedisFull ISalesConsoleRestarts"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("the alerts are %s", got)
	}
}
