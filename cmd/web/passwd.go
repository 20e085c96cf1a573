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

// shortPassword is below what anyone should use; it is said, not refused.
const shortPassword = 12

const passwdUsage = `Usage: web passwd NAME

Reads a password, without echo on a terminal and from one line of anything else, and prints a line
for -users-file. Append :40,100-199 to the line to show NAME those VDNs only.
`

// passwd is the sub-command of that name: it prints a line for the users file.
func passwd(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if slices.Contains(args, "-h") || slices.Contains(args, "-help") || slices.Contains(args, "--help") {
		fmt.Fprint(stdout, passwdUsage)
		return flag.ErrHelp
	}
	if len(args) == 1 && strings.HasPrefix(args[0], "-") {
		return &usageError{[]string{"passwd: " + args[0] + " is no user name"}}
	}
	if len(args) != 1 {
		return &usageError{[]string{"passwd: want one user name: web passwd NAME"}}
	}
	if err := users.CheckName(args[0]); err != nil {
		return &usageError{[]string{"passwd: " + err.Error()}}
	}
	password, err := readPassword(stdin, stderr)
	if err != nil {
		return err
	}
	if password == "" {
		return errors.New("passwd: the password is empty")
	}
	if len(password) > users.MaxPassword {
		return fmt.Errorf("passwd: the password has more than %d bytes", users.MaxPassword)
	}
	if len([]rune(password)) < shortPassword {
		fmt.Fprintf(stderr, "passwd: this password has fewer than %d characters and is easy to guess\n", shortPassword)
	}
	_, err = fmt.Fprintf(stdout, "%s:%s\n", args[0], users.HashPassword(password))
	return err
}

// readPassword asks twice on a terminal, without echo, and reads one line from
// anything else.
func readPassword(stdin io.Reader, stderr io.Writer) (string, error) {
	file, ok := stdin.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		line, err := bufio.NewReader(stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
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
