package isales

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImportsOnlyTheStandardLibrary holds what makes the package publishable
// alone.
func TestImportsOnlyTheStandardLibrary(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".", "./isalestest").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "isales-console/isales isales-console/isales/isalestest"
	if got := strings.Join(strings.Fields(string(out)), " "); got != want {
		t.Errorf("packages outside the standard library: %s, want only %s", got, want)
	}
}
