package background

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPanicsAreReported(t *testing.T) {
	reported := make(chan error, 1)
	OnPanic(func(err error) { reported <- err })
	failed := errors.New("failed")
	if value, err := Do(func() (int, error) { return 1, failed }); value != 1 || err != failed {
		t.Errorf("Do returned %v, %v, want what the function does", value, err)
	}
	panics := func() { panic("broken") }
	for name, start := range map[string]func(){
		"Go":   func() { Go(panics) },
		"Safe": Safe(panics),
		"Do": func() {
			if value, err := Do(func() (int, error) { panics(); return 1, nil }); value != 0 || err == nil ||
				!strings.HasPrefix(err.Error(), "panic: broken\n") {
				t.Errorf("Do returned %v, want the panic", err)
			}
		},
	} {
		start()
		if err := <-reported; !strings.HasPrefix(err.Error(), "panic: broken\n") ||
			!strings.Contains(err.Error(), "TestPanicsAreReported") {
			t.Errorf("%s reported %v, want the panic with its stack", name, err)
		}
	}
}

// TestGoroutinesAreStartedHere reads the source of the module: there is no go statement
// but the one of Go, and what else starts goroutines gets a function of Safe.
func TestGoroutinesAreStartedHere(t *testing.T) {
	starters := []string{"Go", "AfterFunc"}
	of := func(call *ast.CallExpr, names ...string) bool {
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains(names, selector.Sel.Name) {
			return false
		}
		name, ok := selector.X.(*ast.Ident)
		return ok && name.Name == "background"
	}
	safe, files := 0, 0
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "e2e" || entry.Name() == ".git") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") ||
			strings.HasSuffix(path, "isales/background/background.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files++
		ast.Inspect(file, func(n ast.Node) bool {
			if statement, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s: a go statement; use background.Go", set.Position(statement.Pos()))
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || of(call, starters...) {
				return true
			}
			selector, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !slices.Contains(starters, selector.Sel.Name) || len(call.Args) == 0 {
				return true
			}
			last, ok := call.Args[len(call.Args)-1].(*ast.CallExpr)
			if !ok || !of(last, "Safe") {
				t.Errorf("%s: %s without background.Safe", set.Position(call.Pos()), selector.Sel.Name)
				return true
			}
			safe++
			return true
		})
		return nil
	})
	if err != nil || files < 100 || safe == 0 {
		t.Errorf("%d files read, %d calls of Safe: %v", files, safe, err)
	}
}
