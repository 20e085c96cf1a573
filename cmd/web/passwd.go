package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"isales-console/users"
)

const passwdUsage = `Usage: web passwd NAME

Reads a password, without echo on a terminal and from one line of anything else, and prints a line
for -users-file. Append :40,100-199 to the line to show NAME those VDNs only; :* writes out that NAME
sees all of them. A password has 12 characters or more and is none that is easy to guess.
`

// passwd is the sub-command of that name: it prints a line for the users file.
func passwd(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if wantsHelp(args) {
		fmt.Fprint(stdout, passwdUsage)
		return flag.ErrHelp
	}
	if len(args) == 1 && strings.HasPrefix(args[0], "-") {
		return &usageError{[]string{"passwd: " + args[0] + " is no user name"}}
	}
	if len(args) != 1 {
		return &usageError{[]string{"passwd: want one user name: web passwd NAME"}}
	}
	name := users.CleanName(args[0])
	if err := users.CheckName(name); err != nil {
		return &usageError{[]string{"passwd: " + err.Error()}}
	}
	typed, err := readPassword(stdin, stderr)
	if err != nil {
		return err
	}
	password := users.ComposePassword(typed)
	if err := users.CheckPassword(name, password); err != nil {
		return fmt.Errorf("passwd: %w", err)
	}
	_, err = fmt.Fprintf(stdout, "%s:%s\n", name, users.HashPassword(password))
	return err
}

// wantsHelp reports the flag of help among the arguments of a sub-command without flags.
func wantsHelp(args []string) bool {
	return slices.ContainsFunc([]string{"-h", "--h", "-help", "--help"}, func(help string) bool {
		return slices.Contains(args, help)
	})
}

// readPassword asks twice on a terminal, without echo, and reads one line from
// anything else.
func readPassword(stdin io.Reader, stderr io.Writer) (string, error) {
	if !onTerminal(stdin) {
		line, err := bufio.NewReader(stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	file := stdin.(*os.File)
	var typed [2][]byte
	for i, prompt := range []string{"Password: ", "Again: "} {
		fmt.Fprint(stderr, prompt)
		var err error
		typed[i], err = term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(stderr)
		if err != nil {
			return "", err
		}
	}
	if string(typed[0]) != string(typed[1]) {
		return "", errors.New("passwd: the two passwords differ")
	}
	return string(typed[0]), nil
}
