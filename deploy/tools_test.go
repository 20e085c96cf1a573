package deploy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPromtool: Prometheus itself reads the alerts and the configuration.
func TestPromtool(t *testing.T) {
	check(t, "promtool", "check", "rules", "prometheus-rules.yml")
	check(t, "promtool", "check", "config", "prometheus.yml")
}

// maxExposure is the most that “systemd-analyze security” may find open, in tenths of 0 (nothing) to 10.
const maxExposure = "15"

// TestSystemd: systemd itself reads the unit, and finds that it may do little.
func TestSystemd(t *testing.T) {
	binary, err := oldVersion()
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "isales-console.service")
	text := substitute(t, read(t, "isales-console.service"), "/usr/local/bin/isales-console", binary)
	if err := os.WriteFile(unit, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := check(t, "systemd-analyze", "verify", "--man=no", unit); strings.Contains(out, "isales-console") {
		t.Errorf("verify says\n%s", out)
	}
	check(t, "systemd-analyze", "security", "--offline=yes", "--threshold="+maxExposure, unit)
}
