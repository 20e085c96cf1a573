package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"isales-console/handlers"
	"isales-console/isales/background"
)

// lookup is the sub-command of that name: it says what the page of an external result says.
func lookup(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	var asJSON bool
	language := languageOf(environ)
	c, err := parseConfig(args, environ, stdout,
		&setting{name: "json", value: "false", isBool: true, local: true, read: boolean(&asJSON),
			usage: "print the JSON of the result's page (lookup)"},
		&setting{name: "lang", value: language, local: true, read: readLanguage(&language), usage: languageUsage})
	if err != nil {
		return err
	}
	if len(c.positional) != 2 {
		return &usageError{[]string{"lookup: want a VDN ID and an external result ID, behind the flags"}}
	}
	stopDemo, err := startDemo(c)
	if err != nil {
		return err
	}
	defer stopDemo()
	silent := slog.New(slog.DiscardHandler)
	traces := newTracing(c.trustedProxies, silent)
	defer traces.close()
	console, err := newConsole(c, newMetrics(), traces, nil, silent, silent, new(rereads))
	if err != nil {
		return err
	}
	waiting := newProgress(stderr)
	timer := time.AfterFunc(progressAfter, background.Safe(func() { waiting.say("%s …", hostOf(c.isalesURL)) }))
	result, err := console.Lookup(ctx, language, c.positional[0], c.positional[1])
	timer.Stop()
	waiting.clear()
	if err != nil {
		return terminalFailure(stderr, err)
	}
	if asJSON {
		_, err = stdout.Write(result.JSON)
	} else {
		_, err = fmt.Fprintln(stdout, result.Text)
	}
	return err
}

const languageUsage = "`language` of the answer: en or zh"

// readLanguage reads a language that the console has.
func readLanguage(into *string) func(string) error {
	return func(s string) error {
		if *into = s; s != "en" && s != "zh" {
			return fmt.Errorf("%q is neither en nor zh", s)
		}
		return nil
	}
}

// languageOf is the language of a terminal: "zh" where its locale is Chinese.
func languageOf(environ []string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value, ok := lookupEnv(environ, name); ok && value != "" {
			if strings.HasPrefix(value, "zh") {
				return "zh"
			}
			break
		}
	}
	return "en"
}

// terminalFailure says why there is no answer, and returns what ends the program with the exit code of that.
func terminalFailure(stderr io.Writer, err error) error {
	why, ok := errors.AsType[*handlers.TerminalError](err)
	if !ok {
		return err
	}
	fmt.Fprintln(stderr, why.Text)
	switch {
	case why.Input:
		return reportedError(exitUsage)
	case why.NotFound:
		return reportedError(exitNotFound)
	}
	return reportedError(exitPlatform)
}
