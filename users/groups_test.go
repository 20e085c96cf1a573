package users

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// openGroups writes a groups file and opens it.
func openGroups(t *testing.T, text string, log *slog.Logger) (*GroupFile, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "groups")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	groups, err := OpenGroups(path, 9999, log)
	if err != nil {
		t.Fatal(err)
	}
	return groups, path
}

// TestGroups: a person sees what all of the groups see that the file names.
func TestGroups(t *testing.T) {
	long, longest := strings.Repeat("g", 250), strings.Repeat("x", maxGroup)
	file := "\ufeff# groups\r\nsales:40,100-199\r\n/company/sales: 7 \r\nurn:x:admins:*\r\n呼叫中心:41\r\n" +
		"more:30-39,41,150-250,300\r\n" + longest + ":2\n"
	for _, letter := range "abcde" {
		file += long + string(letter) + ":1\n"
	}
	groups, _ := openGroups(t, file, slog.New(slog.DiscardHandler))
	for _, test := range []struct{ groups, known, vdns string }{
		{"", "", "nobody"},
		{"strangers", "", "nobody"},
		{"Sales", "", "nobody"},
		{"sales", "sales", "40,100-199"},
		{"strangers sales /company/sales sales", "sales /company/sales", "7,40,100-199"},
		{"more sales", "more sales", "30-39,40,41,100-250,300"},
		{"sales urn:x:admins", "sales urn:x:admins", "all"},
		{"呼叫中心", "呼叫中心", "41"},
		{longest, longest, "2"},
		{long + "a " + long + "b " + long + "c " + long + "d " + long + "e sales",
			long + "a " + long + "b " + long + "c " + long + "d sales", "1,40,100-199"},
	} {
		known := groups.Known(strings.Fields(test.groups))
		vdns := "nobody"
		if person := groups.Person("carol", known); person != nil {
			vdns = person.VDNs.String()
		}
		if diff := cmp.Diff([]string{test.known, test.vdns}, []string{strings.Join(known, " "), vdns}); diff != "" {
			t.Errorf("%.40s known and VDNs (-want +got)\n%s", test.groups, diff)
		}
	}
}

// TestGroupsFileChanges: what is lost is in the log, and a bad file changes nothing.
func TestGroupsFileChanges(t *testing.T) {
	var log strings.Builder
	withoutFile := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "file" || a.Key == "error" {
			return slog.Attr{}
		}
		return a
	}
	plain := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: withoutFile}))
	groups, path := openGroups(t, "sales:40\nadmins:1-9\nothers:2\n", plain)
	for _, text := range []string{"sales:40\nadmins:*\nothers:2", "sales\n", ""} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		groups.Refresh()
	}
	want := `level=INFO msg="groups file read again" groups=2
level=WARN msg="the last line of the groups file has no line end and is not taken: it may be half written"
level=WARN msg="a group's limit is gone from the groups file" group=admins before=1-9 after=all
level=WARN msg="a group is gone from the groups file" group=others before=2 after="no VDN"
level=ERROR msg="the groups file cannot be used; the last good one is kept"
level=ERROR msg="the groups file cannot be used; the last good one is kept"
`
	if diff := cmp.Diff(want, log.String()); diff != "" {
		t.Errorf("the log (-want +got)\n%s", diff)
	}
	if groups.Person("carol", []string{"sales"}) == nil {
		t.Error("the last good file is not kept")
	}
}

// TestBadGroups: each wrong line is named.
func TestBadGroups(t *testing.T) {
	const noVDN = " is neither a VDN ID from 1 to 9999 nor a range like 100-199"
	const noName = " is empty, longer than 256 bytes or has an invisible character"
	path := filepath.Join(t.TempDir(), "groups")
	for text, want := range map[string]string{
		"":                                "PATH: no group in it; a line is group:VDNs, with * for all VDNs",
		"sales\n":                         "PATH: line 1: want group:VDNs, with * for all VDNs, got no colon",
		":40\n":                           `PATH: line 1: group name ""` + noName,
		"a\u200bb:40\n":                   `PATH: line 1: group name "a\u200bb"` + noName,
		strings.Repeat("x", 257) + ":1\n": "PATH: line 1: group name (not shown: it may be a hash)" + noName,
		"sales:1\nsales:2\n":              `PATH: line 2: group "sales" is there twice`,
		"sales:1\n\nadmins:\n":            `PATH: line 3: group "admins": ""` + noVDN,
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := OpenGroups(path, 9999, slog.New(slog.DiscardHandler))
		if err == nil || strings.ReplaceAll(err.Error(), path, "PATH") != want {
			t.Errorf("%.20q: %v, want %s", text, err, want)
		}
	}
}
