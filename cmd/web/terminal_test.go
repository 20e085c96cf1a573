package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// runWith runs the program with something to read.
func runWith(t *testing.T, stdin string, environ []string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	out, problems := newOutput(), newOutput()
	code = run(t.Context(), args, environ, strings.NewReader(stdin), out, problems)
	return code, out.String(), problems.String()
}

// firstLine is the first line of a text.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// TestLookupCommand: the first lines at both outputs, and the exit code.
func TestLookupCommand(t *testing.T) {
	chinese := []string{"LC_ALL=", "LANG=zh_CN.UTF-8"}
	for name, test := range map[string]struct {
		environ        []string
		args           string
		code           int
		stdout, stderr string
	}{
		"found":         {nil, "-demo 40 1402245659", 0, "External result: 6: The call is not answered.", ""},
		"in Chinese":    {nil, "-demo -lang zh 40 1,402,245,659", 0, "外显结果：6: The call is not answered.", ""},
		"by the locale": {chinese, "-demo 40 1402245659", 0, "外显结果：6: The call is not answered.", ""},
		"not by LC_ALL": {append(chinese, "LC_ALL=C")[1:], "-demo 40 1402245659", 0,
			"External result: 6: The call is not answered.", ""},
		"JSON":             {nil, "-demo -json 40 1402245659", 0, "{", ""},
		"not found":        {nil, "-demo 40 140", 1, "", "No external result 140 in VDN 40"},
		"not read":         {nil, "-demo x 140", 2, "", "VDN ID must be a number from 1 to 9999"},
		"one ID":           {nil, "-demo 40", 2, "", "lookup: want a VDN ID and an external result ID, behind the flags"},
		"another language": {nil, "-demo -lang fr 40 140", 2, "", `-lang: "fr" is neither en nor zh`},
		"no platform":      {nil, "40 140", 2, "", "-isales-url: required (or -demo for sample data)"},
		"refused":          {nil, "-demo 41 1003", 3, "", "This console is not allowed to read from CC-iSales"},
	} {
		code, stdout, stderr := runWith(t, "", test.environ, append([]string{"lookup"}, strings.Fields(test.args)...)...)
		got := []any{code, firstLine(stdout), firstLine(stderr)}
		if diff := cmp.Diff([]any{test.code, test.stdout, test.stderr}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestLookupJSON: the JSON of the command is that of the page.
func TestLookupJSON(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{})
	flags := platformFlags(t, platform)
	code, stdout, stderr := runToEnd(t, nil, append(append([]string{"lookup", "-json"}, flags...), "40", "1402245659")...)
	c := start(t, nil, append([]string{"-addr=127.0.0.1:0"}, flags...)...)
	status, page := get(t, newClient(t), c.url+"/vdns/40/results/1402245659.json")
	c.stop(t)
	without := func(text string) string { // the time of the answer
		before, after, _ := strings.Cut(text, `"checkedAt": "`)
		_, after, _ = strings.Cut(after, `"`)
		return before + after
	}
	if diff := cmp.Diff(without(page), without(stdout)); diff != "" || code != 0 || stderr != "" || status != http.StatusOK {
		t.Errorf("exit code %d, status %d, stderr %q (-page +command)\n%s", code, status, stderr, diff)
	}
}

// TestExplainCommand: codes by argument and by standard input, and the exit code.
func TestExplainCommand(t *testing.T) {
	notes := file(t, "00605,,Xylophone,no_retry,Lin,2026-11-02\n")
	busy, forwarded := "OBS result code: 00605 The switch is busy",
		"OBS result code: 00008 The called party is being forwarded"
	unknown := "99999: Not an OBS result code that is known"
	for name, test := range map[string]struct {
		stdin   string
		environ []string
		args    []string
		code    int
		heads   []string // first lines of the paragraphs
		stderr  string
	}{
		"one":              {"", nil, []string{"605"}, 0, []string{busy}, ""},
		"several":          {"", nil, []string{"605", "8"}, 0, []string{busy, forwarded}, ""},
		"unknown":          {"", nil, []string{"99999", "605"}, 1, []string{busy}, unknown},
		"Chinese":          {"", nil, []string{"-lang=zh", "605"}, 0, []string{"OBS 外呼结果码：00605 交换设备忙"}, ""},
		"standard input":   {"\ufeff605\r\n\r\n  8\n", nil, nil, 0, []string{busy, forwarded}, ""},
		"nothing":          {"", nil, nil, 0, nil, ""},
		"another language": {"", nil, []string{"-lang=fr", "605"}, 2, nil, `-lang: "fr" is neither en nor zh`},
		"no such flag":     {"", nil, []string{"-x"}, 2, nil, "explain: flag provided but not defined: -x"},
		"only -in": {"", nil, []string{"-in=x"}, 2, nil,
			"explain: -in, -out: only one of them is given; both or none"},
		"report and codes": {"", nil, []string{"-in=x", "-out=y", "605"}, 2, nil,
			"explain: -in: a report or codes, not both"},
		"only -column":    {"", nil, []string{"-column=x"}, 2, nil, "explain: -column: of which report? Give -in and -out"},
		"a flag too late": {"", nil, []string{"605", "-lang", "zh"}, 2, nil, "explain: -lang: flags stand before the codes"},
		"no such report": {"", nil, []string{"-in=" + notes + ".no", "-out=y"}, 2, nil,
			"-in: open " + notes + ".no: no such file or directory"},
		"no notes": {"", []string{"ISALES_WEB_NOTES_FILE=" + notes + ".no"}, []string{"605"}, 2, nil,
			"-notes-file: open " + notes + ".no: no such file or directory"},
	} {
		code, stdout, stderr := runWith(t, test.stdin, test.environ, append([]string{"explain"}, test.args...)...)
		var heads []string
		if stdout != "" {
			for paragraph := range strings.SplitSeq(stdout, "\n\n") {
				heads = append(heads, firstLine(paragraph))
			}
		}
		if diff := cmp.Diff([]any{test.code, test.heads, test.stderr}, []any{code, heads, firstLine(stderr)}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	_, stdout, _ := runWith(t, "", []string{"ISALES_WEB_NOTES_FILE=" + notes}, "explain", "605")
	if want := busy + "\nYour center’s note: Xylophone\nWhat to do: Do not retry: Xylophone\n"; !strings.HasPrefix(stdout, want) {
		t.Errorf("with a note: %q, want %q first", stdout, want)
	}
}

// TestExplainReportCommand: a report is written whole or not at all, and never over the report itself.
func TestExplainReportCommand(t *testing.T) {
	const report = "phone;failCode\n0000;605\n"
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.csv"), filepath.Join(dir, "out.csv")
	if err := os.WriteFile(in, []byte(report), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(in, filepath.Join(dir, "same.csv")); err != nil {
		t.Fatal(err)
	}
	const explained = "\ufeffphone;failCode;Meaning;Group;Who acts;What to do;Explained code\r\n" +
		"0000;605;The switch is busy;Not enough resources;The administrator;Ask the administrator;00605 The switch is busy\r\n"
	for _, test := range []struct {
		out, column string
		code        int
		stderr      string
		want        string // in out.csv, "" for no file
	}{
		{out, "phone number", 2, "There is no column phone number", ""},
		{filepath.Join(dir, "none", "out.csv"), "", 2, "-out: ", ""},
		{out, "failCode", 0, "1 row. 1 code was written differently and is recognised.", explained},
		{out, "phone number", 2, "There is no column phone number", explained},
		{in, "", 2, "-out: " + in + " is the report itself, which would be lost", explained},
		{filepath.Join(dir, "same.csv"), "", 2,
			"-out: " + filepath.Join(dir, "same.csv") + " is the report itself, which would be lost", explained},
	} {
		code, stdout, stderr := runWith(t, "", nil, "explain", "-in", in, "-column", test.column, "-out", test.out)
		if code != test.code || stdout != "" || !strings.HasPrefix(stderr, test.stderr) || strings.Contains(stderr, "\r") {
			t.Errorf("%s, column %q: exit code %d, %q, %q", test.out, test.column, code, stdout, stderr)
		}
		if got, _ := os.ReadFile(out); string(got) != test.want {
			t.Errorf("%s, column %q: %q, want %q", test.out, test.column, got, test.want)
		}
	}
	if code, _, stderr := runWith(t, "", nil, "explain", "-in", in, "-out", filepath.Join(dir, "out.XLSX")); code != 0 {
		t.Errorf("XLSX: exit code %d, %q", code, stderr)
	}
	if same, _ := os.ReadFile(in); string(same) != report {
		t.Errorf("the report is now %q", same)
	}
	names, err := filepath.Glob(filepath.Join(dir, ".*"))
	if book, _ := os.ReadFile(filepath.Join(dir, "out.XLSX")); err != nil || len(names) > 0 || !strings.HasPrefix(string(book), "PK") {
		t.Errorf("left behind: %q (%v); a workbook of %d bytes", names, err, len(book))
	}
}

// TestCompletion: the shells take the scripts, and bash completes sub-commands, flags and languages.
func TestCompletion(t *testing.T) {
	scripts := map[string]string{}
	for _, shell := range []string{"bash", "zsh"} {
		code, stdout, stderr := runToEnd(t, nil, "completion", shell)
		if code != 0 || stderr != "" || !strings.Contains(stdout, "complete -F _web web\n") {
			t.Errorf("%s: exit code %d, %q", shell, code, stderr)
		}
		scripts[shell] = file(t, stdout)
		if path, err := exec.LookPath(shell); err == nil {
			if out, err := exec.Command(path, "-n", scripts[shell]).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", shell, err, out)
			}
		}
	}
	if code, _, stderr := runToEnd(t, nil, "completion"); code != 2 || stderr != "completion: \"\" is neither bash nor zsh\n" {
		t.Errorf("no shell: exit code %d, %q", code, stderr)
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	for words, want := range map[string]string{
		"web lo": "lookup", "web explain -c": "-column", "web lookup -lang z": "zh", "web completion ": "bash zsh",
		"web -dem":     "-demo",
		"web token -v": "-vdns", "web check -isales-u": "-isales-url", "web passwd ": "",
	} {
		parts := strings.Split(words, " ")
		script := "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _web; echo \"${COMPREPLY[*]}\""
		got, err := exec.Command(bash, append([]string{"-c", script, scripts["bash"]}, parts...)...).CombinedOutput()
		if err != nil || string(got) != want+"\n" {
			t.Errorf("%q: %q, %v; want %q", words, got, err, want)
		}
	}
}
