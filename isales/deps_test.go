package isales

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImports holds what makes the package publishable alone: the standard
// library, and the JSON that becomes part of it with Go 1.27.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".",
		"./isalestest").Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(out)) {
		if !strings.HasPrefix(path, "isales-console/isales") && !strings.HasPrefix(path,
			"github.com/go-json-experiment/json") {
			t.Errorf("isales imports %s", path)
		}
	}
}
