package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"isales-console/dictionary"
	"isales-console/handlers"
)

const explainUsage = `Usage: web explain [flags] CODE…
       web explain [flags] < codes.txt                         one code a line
       web explain [flags] -in report.xlsx -out explained.xlsx

Says what OBS result codes and API statuses mean and what follows, or writes a call report (CSV, text or
XLSX) with the meaning of its OBS result codes. No platform is asked, so a column of external result codes or
IDs is not explained: the page /explain does that. The exit code is 1 for a code that is not known.

`

// explanation is what the command line asks for.
type explanation struct {
	language, in, column, out, notesFile string
	codes                                []string
}

// explain is the sub-command of that name.
func explain(ctx context.Context, args, environ []string, io streams) error {
	o, err := readExplanation(args, environ, io.out)
	if err != nil {
		return err
	}
	var notes *dictionary.Notes
	if o.notesFile != "" {
		if notes, err = readNotes(o.notesFile); err != nil {
			return &usageError{problemsOf("-notes-file", err)}
		}
	}
	terminal, ok := handlers.NewTerminal(o.language, notes)
	switch {
	case !ok:
		return &usageError{[]string{fmt.Sprintf("-lang: %q is neither en nor zh", o.language)}}
	case o.in != "":
		return explainReport(ctx, o, terminal, io.err)
	case len(o.codes) > 0:
		return explainCodes(ctx, terminal, io, slices.Values(o.codes))
	case onTerminal(io.in):
		return &usageError{[]string{"explain: name a code, or give codes to the standard input (web explain -h)"}}
	}
	lines := bufio.NewScanner(io.in)
	err = explainCodes(ctx, terminal, io, func(yield func(string) bool) {
		for lines.Scan() {
			if line := strings.Trim(lines.Text(), "\ufeff \t\r"); line != "" && !yield(line) {
				return
			}
		}
	})
	return errors.Join(err, lines.Err())
}

func readExplanation(args, environ []string, help io.Writer) (*explanation, error) {
	o := &explanation{}
	notes := setting{name: "notes-file"}
	notes.value, _ = lookupEnv(environ, notes.env())
	flags := flag.NewFlagSet("web explain", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.language, "lang", languageOf(environ), languageUsage)
	flags.StringVar(&o.in, "in", "", "call report, a `file`: CSV, text or XLSX")
	flags.StringVar(&o.column, "column", "",
		"`name` or number of the report's column of OBS result codes; found by its name without it")
	flags.StringVar(&o.out, "out", "", "`file` for the explained report; XLSX when its name ends so, else text")
	flags.StringVar(&o.notesFile, notes.name, notes.value,
		"CSV `file` with the center's own notes on codes ("+notes.env()+")")
	err := parseOrHelp(flags, args, explainUsage, help)
	if errors.Is(err, flag.ErrHelp) {
		return nil, err
	}
	o.codes = flags.Args()
	late := slices.IndexFunc(o.codes, func(code string) bool { return strings.HasPrefix(code, "-") })
	switch {
	case err != nil:
	case late >= 0:
		err = errors.New(o.codes[late] + ": flags stand before the codes")
	case (o.in == "") != (o.out == ""):
		err = errors.New("-in, -out: only one of them is given; both or none")
	case o.in != "" && len(o.codes) > 0:
		err = errors.New("-in: a report or codes, not both")
	case o.in == "" && o.column != "":
		err = errors.New("-column: of which report? Give -in and -out")
	}
	if err != nil {
		return nil, &usageError{[]string{"explain: " + err.Error()}}
	}
	return o, nil
}

// explainCodes prints a paragraph for each code. The codes that are not known are named at stderr.
func explainCodes(ctx context.Context, t handlers.Terminal, io streams, codes iter.Seq[string]) error {
	var failed error
	n := 0
	for code := range codes {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		text, err := t.Code(code)
		if err != nil {
			failed = terminalFailure(io.err, err)
			continue
		}
		if n > 0 {
			text = "\n" + text
		}
		n++
		if _, err := fmt.Fprintln(io.out, text); errors.Is(err, syscall.EPIPE) {
			return reportedError(exitFailure) // as of "| head", which has read enough
		} else if err != nil {
			return err
		}
	}
	return failed
}

// explainReport writes an explained report: whole, or not at all.
func explainReport(ctx context.Context, o *explanation, t handlers.Terminal, stderr io.Writer) error {
	in, err := os.Open(o.in)
	if err != nil {
		return &usageError{[]string{"-in: " + err.Error()}}
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	if old, err := os.Stat(o.out); err == nil && os.SameFile(old, info) {
		return &usageError{[]string{"-out: " + o.out + " is the report itself, which would be lost"}}
	}
	out, err := os.CreateTemp(filepath.Dir(o.out), ".explained-*")
	if err != nil {
		return &usageError{[]string{"-out: " + err.Error()}}
	}
	defer os.Remove(out.Name()) // no longer there in the end
	defer out.Close()
	progress := newProgress(stderr)
	summary, err := t.Explain(handlers.Report{From: in, Size: info.Size(), Column: o.column,
		Workbook: strings.EqualFold(filepath.Ext(o.out), ".xlsx"),
		Progress: func(rows, all int) { progress.show(rows, all) }}, interruptible{ctx, out})
	progress.clear()
	if err != nil {
		return terminalFailure(stderr, err)
	}
	if err := errors.Join(out.Close(), os.Rename(out.Name(), o.out)); err != nil {
		return err
	}
	fmt.Fprintln(stderr, summary)
	return nil
}

// interruptible ends a long writing with ctx.
type interruptible struct {
	ctx context.Context
	io.Writer
}

func (w interruptible) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Writer.Write(b)
}
