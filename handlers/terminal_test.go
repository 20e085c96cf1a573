package handlers

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// TestTerminalCodes: a terminal says of every code what its page says.
func TestTerminalCodes(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog,
		withNotes(t, "00605,,Xylophone 605,no_retry,Lin,2026-11-02\n02000007,木琴,,,Lin,\n"))
	for i := range locales {
		l := &locales[i]
		m := l.messages
		terminal, ok := NewTerminal(l.tag, console.notes())
		if !ok {
			t.Fatal(l.tag)
		}
		for _, entry := range append(dictionary.API(), dictionary.OBS()...) {
			page := readCode(t, console, entry.Code, l)
			kind, group := m.CodeOBS, strings.TrimSpace(strings.Join(nonEmpty(m.Groups[string(entry.Group)],
				m.ReleasedBy[string(entry.ReleasedBy)]), " · "))
			if entry.Kind == dictionary.KindAPI {
				kind, group = m.CodeAPI, ""
			} else if entry.Group == "" {
				group = m.GroupUnknown
			}
			want := []string{m.Fact(kind, page.Heading)}
			if note := noteOn(entry.Code, *console.notes()); note != nil {
				want = append(want, m.Fact(m.CenterNote, note.Text(l.platform)))
			}
			advice := page.Advice
			if page.Action != "" {
				advice = m.Fact(page.Action, advice)
			}
			want = append(want, m.Fact(m.ColWhatToDo, advice))
			for _, part := range [][2]string{{m.CodeReason, page.Reason}, {m.ColGroup, group}, {m.CodeActor, page.Actor},
				{m.CodeMeaning, page.Meaning}} {
				if part[1] != "" {
					want = append(want, m.Fact(part[0], part[1]))
				}
			}
			if len(page.Causes) > 0 {
				want = append(want, strings.TrimSpace(m.Fact(m.CodeCauses, "")))
			}
			for _, cause := range page.Causes {
				want = append(want, "- "+cause)
			}
			want = append(want, nonEmpty(entry.Provenance(l.platform))...)
			got, err := terminal.Code(entry.Code)
			if diff := cmp.Diff(want, strings.Split(got, "\n")); diff != "" || err != nil {
				t.Errorf("%s in %s: %v (-want +got)\n%s", entry.Code, l.tag, err, diff)
			}
		}
	}
}

// TestTerminalForgives: a code as people write it, or why it is none.
func TestTerminalForgives(t *testing.T) {
	terminal, _ := NewTerminal("en", nil)
	busy, err := terminal.Code("00605")
	if err != nil {
		t.Fatal(err)
	}
	for _, written := range []string{"605", " 00605 ", "６０５", "6.05E+02", "605.0", "'00605", "failCode: 605", "00605 The switch is busy"} {
		if got, err := terminal.Code(written); got != busy || err != nil {
			t.Errorf("%q: %q, %v", written, got, err)
		}
	}
	for written, want := range map[string]string{
		"":             ": Not an OBS result code that is known",
		"zz\x1b[2Jy":   "zz␛[2Jy: Not an OBS result code that is known",
		"several 605s": "several 605s: Not an OBS result code that is known",
	} {
		_, err := terminal.Code(written)
		if diff := cmp.Diff(error(&TerminalError{Text: want, NotFound: true}), err); diff != "" {
			t.Errorf("%q (-want +got)\n%s", written, diff)
		}
	}
	if _, ok := NewTerminal("fr", nil); ok {
		t.Error("a terminal in French")
	}
}

// TestTerminalLookup: a terminal says of a result what its page puts into a ticket, but for the address, and has the
// JSON of the page.
func TestTerminalLookup(t *testing.T) {
	data := isalestest.Sample()
	console := newWhole(t, data, withoutLog)
	for i := range locales {
		for _, r := range data.VDNs[0].Results {
			if r.Fault != "" || r.Unlisted {
				continue
			}
			path := "/vdns/40/results/" + r.DefID
			found, err := console.Lookup(t.Context(), locales[i].tag, "40", r.DefID)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			page := get(t, console, path, "Accept-Language", locales[i].tag)
			ticket := strings.TrimSpace(parse(t, page.Body.String()).Find(".ticket pre").Contents().First().Text())
			if len(r.Mappings) <= maxExplained && found.Text != strings.TrimSuffix(ticket, "\nhttp://example.com"+path) {
				t.Errorf("%s\n%s\nwant\n%s", path, found.Text, ticket)
			}
			document := get(t, console, path+".json", "Accept-Language", locales[i].tag).Body.String()
			if diff := cmp.Diff(document, string(found.JSON)); diff != "" {
				t.Errorf("%s (-page +terminal)\n%s", path, diff)
			}
		}
	}
}

// TestTerminalErrors: what a terminal says is what the page says, and of which kind it is.
func TestTerminalErrors(t *testing.T) {
	console := newWhole(t, isalestest.Sample(), withoutLog)
	for _, test := range []struct {
		vdn, def        string
		input, notFound bool
		first           string
	}{
		{"x", "140", true, false, "VDN ID must be a number from 1 to 9999"},
		{"40", "", true, false, "Enter the external result ID"},
		{"40", "140", false, true, "No external result 140 in VDN 40"},
		{"41", "1007", true, false, ""},
		{"41", "1003", false, false, "This console is not allowed to read from CC-iSales"},
	} {
		_, err := console.Lookup(t.Context(), "en", test.vdn, test.def)
		why, _ := errors.AsType[*TerminalError](err)
		if why == nil || why.Input != test.input || why.NotFound != test.notFound || !strings.HasPrefix(why.Text, test.first) {
			t.Errorf("%s %s: %+v", test.vdn, test.def, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := console.Lookup(ctx, "en", "40", "1402245661"); err != context.Canceled {
		t.Errorf("interrupted: %v", err)
	}
	console.Results = failing(isales.ErrTimeout)
	if _, err := console.Lookup(t.Context(), "en", "40", "1402245661"); err == nil || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("timeout: %v", err)
	}
}

// TestTerminalReport: a report comes back as /explain sends it, by the name of a column or its number, or it is said
// what is wrong with it.
func TestTerminalReport(t *testing.T) {
	console := newWhole(t, generated(), withoutLog)
	terminal, _ := NewTerminal("en", nil)
	explain := func(report, column string, workbook bool) (string, string, error) {
		var b bytes.Buffer
		rows := 0
		summary, err := terminal.Explain(Report{From: strings.NewReader(report), Size: int64(len(report)), Column: column,
			Workbook: workbook, Progress: func(n, all int) {
				if rows = n; n > all {
					t.Errorf("row %d of %d", n, all)
				}
			}}, &b)
		if err == nil && rows == 0 {
			t.Error("no progress")
		}
		return b.String(), summary, err
	}
	for column, number := range map[string]string{"": "", "failCode": "2", " FAILCODE": "2", "2": "2"} {
		page := serve(console, report(t, callReport, number, "1"))
		got, summary, err := explain(callReport, column, false)
		if diff := cmp.Diff(page.Body.String(), got); diff != "" || err != nil {
			t.Errorf("column %q: %v (-page +terminal)\n%s", column, err, diff)
		}
		if want := join(texts(parse(t, serve(console, report(t, callReport, number, "")).Body.String()), "main > p.lead")); summary != want {
			t.Errorf("summary %q, want %q", summary, want)
		}
	}
	book, _, err := explain(callReport, "", true)
	table, openErr := spreadsheet.Open(strings.NewReader(book), int64(len(book)))
	if err != nil || openErr != nil || table.Kind != spreadsheet.XLSX {
		t.Errorf("a workbook: %v, %v", err, openErr)
	}
	for name, test := range map[string]struct{ report, column, want string }{
		"nothing":        {"", "", "The file is empty"},
		"no table":       {"%PDF-1.7", "", "Not a table: a PDF document. Save it as XLSX or CSV"},
		"no such column": {callReport, "code", "There is no column code"},
		"no such number": {callReport, "4", "There is no column 4"},
		"unsure": {"0000,605\n0001,00008\n", "", "Which column is to be explained?\n" +
			"- Column 1:\n- Column 2:"},
		"result codes": {"n\texternalResultCode\n1\t002\n", "", views.English.Explain.NoPlatform +
			"\n- Column 1: n\n- Column 2: externalResultCode"},
		"result codes, chosen": {"n\texternalResultCode\n1\t002\n", "2", views.English.Explain.NoPlatform +
			"\n- Column 1: n\n- Column 2: externalResultCode"},
		"IDs":      {"defId\n1402245659\n", "", views.English.Explain.NoPlatform + "\n- Column 1: defId"},
		"no codes": {"a,b\nx,y\n", "", "No column looks like OBS result codes: choose it\n- Column 1:\n- Column 2:"},
	} {
		out, _, err := explain(test.report, test.column, false)
		if diff := cmp.Diff(error(&TerminalError{Text: test.want, Input: true}), err); diff != "" || out != "" {
			t.Errorf("%s: wrote %q (-want +got)\n%s", name, out, diff)
		}
	}
	if _, _, err := explain("a;"+strings.Repeat("x;", 1001)+"\n", "a", false); err == nil {
		t.Error("too many columns: no error")
	}
}
