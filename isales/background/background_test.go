package background

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
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
			starts, problem := startOf(n)
			if problem != "" {
				t.Errorf("%s: %s", set.Position(n.Pos()), problem)
			} else if starts {
				safe++
			}
			return true
		})
		return nil
	})
	if err != nil || files < 100 || safe == 0 {
		t.Errorf("%d files read, %d calls of Safe: %v", files, safe, err)
	}
}

// startOf reports whether the node starts a goroutine elsewhere than in this package,
// and what is wrong with that.
func startOf(n ast.Node) (starts bool, problem string) {
	if _, ok := n.(*ast.GoStmt); ok {
		return true, "a go statement; use background.Go"
	}
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false, ""
	}
	of, name := callee(call)
	if of == "background" || name != "Go" && name != "AfterFunc" {
		return false, ""
	}
	last, ok := call.Args[len(call.Args)-1].(*ast.CallExpr)
	if ok {
		if of, name := callee(last); of == "background" && name == "Safe" {
			return true, ""
		}
	}
	return true, name + " without background.Safe"
}

// callee returns the name that is called, and what it is selected from if that is a name.
func callee(call *ast.CallExpr) (of, name string) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	if x, ok := selector.X.(*ast.Ident); ok {
		of = x.Name
	}
	return of, selector.Sel.Name
}
