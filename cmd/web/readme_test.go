package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// configurationTable is how the README's table of all flags begins.
const configurationTable = "| flag | environment variable | default | meaning |\n"

// TestDocumentedFlags compares the README's configuration table with the flags.
func TestDocumentedFlags(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(readme), configurationTable)
	if !ok {
		t.Fatalf("README.md has no table that begins with %q", configurationTable)
	}
	var got, want []string
	for line := range strings.Lines(table) {
		cells := cellsOf(line)
		if cells == nil {
			break
		}
		if strings.Trim(cells[0], "-: ") == "" {
			continue // the line below the header
		}
		if len(cells) != 4 || cells[3] == "" {
			t.Errorf("not four cells with a meaning in the last: %s", line)
		}
		got = append(got, strings.Join(cells[:min(3, len(cells))], " | "))
	}
	for _, s := range new(config).settings(new(string)) {
		want = append(want, strings.Join([]string{"-" + s.name, s.env(), s.value}, " | "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the table in README.md has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// cellsOf are the cells of a table's row without their markup; nil when line
// is no row.
func cellsOf(line string) (cells []string) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(line), "|")
	if !ok {
		return nil
	}
	inner = strings.ReplaceAll(strings.TrimSuffix(inner, "|"), `\|`, "\x00")
	for cell := range strings.SplitSeq(inner, "|") {
		cell = strings.ReplaceAll(strings.ReplaceAll(cell, "`", ""), "\x00", "|")
		cells = append(cells, strings.TrimSpace(cell))
	}
	return cells
}
