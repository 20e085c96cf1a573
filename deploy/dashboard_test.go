package deploy_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

type dashboard struct {
	Title, UID    string
	SchemaVersion int
	Templating    struct {
		List []struct {
			Name, Type string
			Query      any
			Datasource datasource
		}
	}
	Panels []panel
}

type datasource struct{ Type, UID string }

type panel struct {
	ID                       int
	Type, Title, Description string
	Datasource               datasource
	GridPos                  struct{ H, W, X, Y int }
	FieldConfig              struct{ Defaults struct{ Unit string } }
	Targets                  []struct {
		RefID, Expr, LegendFormat string
		Datasource                datasource
	}
}

var (
	chosen          = datasource{"prometheus", "${datasource}"}
	variablePattern = regexp.MustCompile(`\$(\w+)`)
	legendPattern   = regexp.MustCompile(`\{\{(\w+)\}\}`)
	lookupPattern   = regexp.MustCompile(`^label_values\((.*), (\w+)\)$`)
)

func readDashboard(t *testing.T) dashboard {
	t.Helper()
	var d dashboard
	if err := json.Unmarshal([]byte(read(t, "grafana-dashboard.json")), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDashboard(t *testing.T) {
	d, v := readDashboard(t), vocabularyOf(t)
	if d.Title != "iSales Console" || d.UID != "isales-console" || d.SchemaVersion < 36 {
		t.Errorf("dashboard %q, %q, of schema %d", d.Title, d.UID, d.SchemaVersion)
	}
	var variables []string
	for _, variable := range d.Templating.List {
		variables = append(variables, variable.Name)
		if variable.Type != "query" {
			continue
		}
		query, _ := variable.Query.(map[string]any)["query"].(string)
		m := lookupPattern.FindStringSubmatch(query)
		if m == nil || !v.hasLabel(m[2]) || variable.Datasource != chosen {
			t.Errorf("variable %s: %q of %v", variable.Name, query, variable.Datasource)
			continue
		}
		for _, problem := range v.problems(m[1]) {
			t.Errorf("variable %s: %s", variable.Name, problem)
		}
	}
	if got := strings.Join(variables, " "); got != "datasource job instance route" {
		t.Errorf("the variables are %s", got)
	}
	titles, ids := map[string]bool{}, map[int]bool{}
	for _, p := range d.Panels {
		if titles[p.Title] || ids[p.ID] {
			t.Errorf("a second panel %d, %q", p.ID, p.Title)
		}
		titles[p.Title], ids[p.ID] = true, true
		p.check(t, v, variables)
	}
	if len(d.Panels) < 12 {
		t.Errorf("%d panels", len(d.Panels))
	}
}

// check wants what a reader needs to understand a panel, and queries that answer.
func (p panel) check(t *testing.T, v *vocabulary, variables []string) {
	t.Helper()
	if p.Title == "" {
		t.Errorf("panel %d has no title", p.ID)
	}
	if p.Type == "row" {
		return
	}
	if p.Description == "" || p.FieldConfig.Defaults.Unit == "" || len(p.Targets) == 0 || p.Datasource != chosen {
		t.Errorf("%s: description %q, unit %q, %d queries of %v", p.Title, p.Description,
			p.FieldConfig.Defaults.Unit, len(p.Targets), p.Datasource)
	}
	for _, target := range p.Targets {
		if target.Datasource != chosen || target.RefID == "" || target.LegendFormat == "" && p.Type != "table" {
			t.Errorf("%s: query %q of %v with the legend %q", p.Title, target.RefID, target.Datasource, target.LegendFormat)
		}
		for _, problem := range v.problems(target.Expr) {
			t.Errorf("%s: %s", p.Title, problem)
		}
		for _, m := range variablePattern.FindAllStringSubmatch(target.Expr, -1) {
			if m[1] != "__rate_interval" && !slices.Contains(variables, m[1]) {
				t.Errorf("%s: no variable $%s", p.Title, m[1])
			}
		}
		for _, m := range legendPattern.FindAllStringSubmatch(target.LegendFormat, -1) {
			if !v.hasLabel(m[1]) {
				t.Errorf("%s: no label %s for the legend", p.Title, m[1])
			}
		}
	}
}
