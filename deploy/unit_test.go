package deploy_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	settingPattern  = regexp.MustCompile(`\{name: "([a-z-]+)"`)
	startPattern    = regexp.MustCompile(`(?m)^ExecStart=(/\S+)((?: \\\n    -[a-z-]+=\S+)+)$`)
	argumentPattern = regexp.MustCompile(`-([a-z-]+)=(\S+)`)
	mentionPattern  = regexp.MustCompile("`-([a-z][a-z-]+)|[ (]-([a-z]+-[a-z-]+)")
	envPattern      = regexp.MustCompile(`ISALES_WEB_([A-Z_]+)`)
	loadPattern     = regexp.MustCompile(`(?m)^LoadCredential=([a-z-]+):/etc/isales-console/[a-z.-]+$`)
)

// flags are the names of the console's flags.
func flags(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("../cmd/web/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var text string
	for _, file := range files {
		text += read(t, file)
	}
	for _, m := range settingPattern.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	if len(names) < 20 {
		t.Fatalf("only the flags %v were found", names)
	}
	return names
}

// TestUnit: flags exist, each credential is loaded and used, and what keeps the
// service in its place is set.
func TestUnit(t *testing.T) {
	unit, known := read(t, "isales-console.service"), flags(t)
	start := startPattern.FindStringSubmatch(unit)
	if start == nil {
		t.Fatal("no ExecStart with a flag a line")
	}
	var used, loaded []string
	for _, m := range argumentPattern.FindAllStringSubmatch(start[2], -1) {
		if !slices.Contains(known, m[1]) {
			t.Errorf("no flag -%s", m[1])
		}
		if name, ok := strings.CutPrefix(m[2], "%d/"); ok {
			used = append(used, name)
		}
	}
	for _, m := range loadPattern.FindAllStringSubmatch(unit, -1) {
		loaded = append(loaded, m[1])
	}
	slices.Sort(used)
	slices.Sort(loaded)
	if !slices.Equal(used, loaded) || !slices.Contains(used, "isales-sk") {
		t.Errorf("credentials used: %v, loaded: %v", used, loaded)
	}
	if strings.Contains(unit, "-isales-sk=") || strings.Contains(unit, "ISALES_WEB_ISALES_SK") {
		t.Error("the secret key is in the unit")
	}
	for _, line := range []string{"DynamicUser=yes", "ProtectSystem=strict", "ProtectHome=yes", "NoNewPrivileges=yes", "CapabilityBoundingSet=",
		"RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "Type=notify", "WatchdogSec=30s", "Restart=always", "SystemCallFilter=@system-service", "MemoryDenyWriteExecute=yes", "RestartPreventExitStatus=2"} {
		if !strings.Contains(unit, "\n"+line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

// TestMentions: the flags and variables that any file here speaks of exist.
func TestMentions(t *testing.T) {
	known := flags(t)
	for _, file := range append(examples(t), "README.md") {
		text := read(t, file)
		for _, m := range mentionPattern.FindAllStringSubmatch(text, -1) {
			if name := m[1] + m[2]; !slices.Contains(known, name) {
				t.Errorf("%s: no flag -%s", file, name)
			}
		}
		for _, m := range envPattern.FindAllStringSubmatch(text, -1) {
			if name := strings.ToLower(strings.ReplaceAll(m[1], "_", "-")); !slices.Contains(known, name) {
				t.Errorf("%s: no variable %s", file, m[0])
			}
		}
	}
}

// examples are the files here that are for use.
func examples(t *testing.T) (files []string) {
	t.Helper()
	for _, pattern := range []string{"*.*", "Caddyfile", "kubernetes/*"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	return slices.DeleteFunc(files, func(name string) bool {
		return name == "README.md" || filepath.Ext(name) == ".go"
	})
}

// TestFilesAreNamed: the table of README.md has each file that is for use.
func TestFilesAreNamed(t *testing.T) {
	text := read(t, "README.md")
	for _, file := range examples(t) {
		if dir := filepath.Dir(file); dir != "." {
			file = dir + "/"
		}
		if !strings.Contains(text, "`"+file+"`") {
			t.Errorf("%s is not in the table", file)
		}
	}
}
