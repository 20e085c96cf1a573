package main

import (
	"regexp"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// The lines of a check that goes well; see normal.
const (
	connected = "ok    connection   127.0.0.1:PORT answers (DURATION)"
	trusted   = "ok    certificate  trusted, for localhost, 127.0.0.1, ::1, valid until DATE"
	inTime    = "ok    clock        DURATION apart"
	accepted  = "ok    signing      accepted as configured"
	notAsked  = "ok    answer       not asked for: name a VDN ID, and perhaps an external result ID, at the end of the command"
	allWell   = "All is well; no flag needs to change."
)

var (
	portPattern     = regexp.MustCompile(`(127\.0\.0\.1):\d+`)
	durationPattern = regexp.MustCompile(`\b(\d+h)?(\d+m)?\d+(\.\d+)?(µs|ms|s)\b`)
	datePattern     = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)
)

// normal writes words in place of what differs from one run to the next.
func normal(text string) string {
	text = portPattern.ReplaceAllString(text, "$1:PORT")
	text = durationPattern.ReplaceAllString(text, "DURATION")
	return datePattern.ReplaceAllString(text, "DATE")
}

// wantCheck runs the sub-command, which is to print these lines only, and never
// the secret key.
func wantCheck(t *testing.T, sk string, code int, args []string, lines ...string) {
	t.Helper()
	got, stdout, stderr := runToEnd(t, nil, append([]string{"check"}, args...)...)
	if got != code || stderr != "" {
		t.Errorf("check %q: exit code %d, stderr %q, want %d and nothing", args, got, stderr, code)
	}
	if want := strings.Join(lines, "\n") + "\n"; normal(stdout) != want {
		t.Errorf("check %q prints\n%swant\n%s", args, normal(stdout), want)
	}
	wantNoSecret(t, "check", stdout+stderr, sk)
}

func TestCheckAllIsWell(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{BasePath: "/gateway"})
	tests := map[string]struct {
		ids    []string
		answer string
	}{
		"no ID":       {nil, notAsked},
		"VDN":         {[]string{"40"}, "ok    answer       VDN 40 answers; it has no external result 1"},
		"unknown VDN": {[]string{"9999"}, "ok    answer       VDN 9999 answers; it has no external result 1"},
		"external result": {[]string{"40", "1402245659"},
			`ok    answer       VDN 40 answers; external result 1402245659 is "6: The call is not answered." with 2 OBS codes`},
		"as pages forgive": {[]string{"４０", "1,402,245,659"},
			`ok    answer       VDN 40 answers; external result 1402245659 is "6: The call is not answered." with 2 OBS codes`},
		"result not there": {[]string{"40", "9223372036854775807"},
			"ok    answer       VDN 40 answers; it has no external result 9223372036854775807"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wantCheck(t, platform.SecretKey, 0, append(platformFlags(t, platform), tt.ids...),
				connected, trusted, inTime, accepted, tt.answer, allWell)
		})
	}
	t.Run("demo", func(t *testing.T) {
		wantCheck(t, isalestest.DemoSecretKey, 0, []string{"-demo", "40"}, connected, trusted, inTime, accepted,
			"ok    answer       VDN 40 answers; it has no external result 1", allWell)
	})
}

func TestCheckBadIDs(t *testing.T) {
	const noVDN, noResult = " is not a number from 1 to 9999", " is not a number from 1 to 9223372036854775807"
	tests := map[string]struct{ ids, problems []string }{
		"VDN 0":         {[]string{"0"}, []string{`check: VDN ID "0"` + noVDN}},
		"VDN too large": {[]string{"10000"}, []string{`check: VDN ID "10000"` + noVDN}},
		"no number":     {[]string{"forty"}, []string{`check: VDN ID "forty"` + noVDN}},
		"result 0":      {[]string{"40", "0"}, []string{`check: external result ID "0"` + noResult}},
		"result too long": {[]string{"40", "9223372036854775808"},
			[]string{`check: external result ID "9223372036854775808"` + noResult}},
		"both": {[]string{"x", "-1"}, []string{`check: VDN ID "x"` + noVDN,
			`check: external result ID "-1"` + noResult}},
		"too many": {[]string{"40", "1", "2"},
			[]string{`check: want at most a VDN ID and an external result ID, got ["40" "1" "2"]`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, nil, append([]string{"check", "-demo"}, tt.ids...), tt.problems...)
		})
	}
	t.Run("configuration", func(t *testing.T) {
		wantProblems(t, nil, append([]string{"check", "-log-level=loud"}, working...),
			`-log-level: "loud" is none of debug, info, warn, error`)
	})
}
