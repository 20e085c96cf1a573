package main

import (
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMap compares the folders and the imports that docs/develop.md names with the code.
func TestMap(t *testing.T) {
	text, err := os.ReadFile("../../docs/develop.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	var folders, lines []string
	var parent string
	for line := range strings.Lines(blocks[0][1]) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "/ ")
		if strings.HasPrefix(line, " ") {
			name = parent + "/" + name
		} else {
			parent = name
		}
		folders = append(folders, name)
		if _, err := os.Stat("../../" + name); err != nil {
			t.Error(err)
		}
	}
	for line := range strings.Lines(blocks[1][1]) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	slices.Sort(lines)
	packages := importsOf(t)
	var want []string
	for name, imports := range packages {
		if !slices.Contains(folders, name) {
			t.Errorf("%s is not in the map", name)
		}
		if len(imports) > 0 {
			want = append(want, name+" → "+strings.Join(imports, " "))
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("who imports whom (-code +docs/develop.md)\n%s", diff)
	}
}

// importsOf returns what each package of this module imports of the others, without its tests and without
// isales/background.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	const root, module = "../../", "isales-console/"
	packages := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if _, err := os.Stat(filepath.Join(path, "go.mod")); path != root && entry.IsDir() &&
			(err == nil || strings.HasPrefix(entry.Name(), ".")) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), root))
		imports := packages[name]
		for _, spec := range file.Imports {
			full, _ := strconv.Unquote(spec.Path.Value)
			if of, ok := strings.CutPrefix(full, module); ok && of != "isales/background" && !slices.Contains(imports, of) {
				imports = append(imports, of)
			}
		}
		slices.Sort(imports)
		packages[name] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return packages
}
