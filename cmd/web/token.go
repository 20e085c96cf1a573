package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"isales-console/isales"
	"isales-console/users"
)

const tokenUsage = `Usage: web token NAME [-vdns 40,100-199] [-file FILE]

Makes a token for a program and prints it, once: nothing but its SHA-256 is kept. The line for
-tokens-file goes to stderr, or with -file to the end of that file. The token opens the data of all
VDNs, or of those of -vdns.

  web token nightly -vdns 40 -file tokens > nightly.token
`

// token is the sub-command of that name: it makes a token and the line of the tokens
// file for it.
func token(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("token", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	vdns, file := flags.String("vdns", "*", ""), flags.String("file", "", "")
	name, err := parseAround(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, tokenUsage)
		return err
	}
	if err != nil {
		return &usageError{[]string{"token: " + err.Error()}}
	}
	name = users.CleanName(name)
	secret, line, err := users.NewToken(name, *vdns, isales.MaxVDNID)
	if err != nil {
		return &usageError{[]string{"token: " + err.Error()}}
	}
	if *file == "" {
		_, err = fmt.Fprintln(stderr, line)
	} else {
		err = appendToken(*file, name, line)
	}
	if err == nil {
		_, err = fmt.Fprintln(stdout, secret)
	}
	return err
}

// parseAround reads flags before and after the one other argument, which it returns.
func parseAround(flags *flag.FlagSet, args []string) (name string, err error) {
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if flags.NArg() > 0 {
		name = flags.Arg(0)
		if err := flags.Parse(flags.Args()[1:]); err != nil {
			return "", err
		}
	}
	if name == "" || flags.NArg() > 0 {
		return "", errors.New("want one name: web token NAME")
	}
	return name, nil
}

// appendToken adds a line to a tokens file, which it makes if there is none. The error
// is also that of a file that has the name, or cannot be used.
func appendToken(file, name, line string) error {
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	if err == nil {
		tokens, err := users.OpenTokens(file, isales.MaxVDNID, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		if tokens.Has(name) {
			return fmt.Errorf("token: %s has a token %q already: take its line out first", file, name)
		}
	}
	if len(text) > 0 && !strings.HasSuffix(string(text), "\n") {
		line = "\n" + line
	}
	out, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, line+"\n")
	return errors.Join(err, out.Close())
}
