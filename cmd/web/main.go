// Command web is the iSales Console: it looks up external results of a
// CC-iSales platform and explains the codes mapped to them.
//
//	web -demo                 a console with sample data, nothing else needed
//	web -isales-url https://… a console for a platform; web -h lists all flags
//	web check …               what is wrong between here and the platform
//	web sessions …            the sign-ins in Redis
//	web passwd NAME           a line for the users file
//	web token NAME            a token for a program
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // so that TZ holds in the image too, which has nothing but the program

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// version is set by the linker.
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A reader of the log that goes away is not the end of the console.
	signal.Ignore(syscall.SIGPIPE)
	// Of the memory that a container has, most is used before it is collected; without
	// a limit, or with GOMEMLIMIT set, nothing changes.
	_, _ = memlimit.Set()
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// run is the whole program, without the process around it. It ends when ctx
// does, or when it cannot go on, and returns the exit code.
func run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// Whatever is said on the way: the end of the process waits for no reader.
	said := newLogWriter(stderr)
	defer said.close()
	stderr = said
	command := func(ctx context.Context, args, environ []string, stdout, _ io.Writer) error {
		return serve(ctx, args, environ, stdout, said)
	}
	if len(args) > 0 {
		switch args[0] {
		case "check":
			command, args = check, args[1:]
		case "passwd":
			command = func(_ context.Context, args, _ []string, stdout, stderr io.Writer) error {
				return passwd(args, stdin, stdout, stderr)
			}
			args = args[1:]
		case "sessions":
			command, args = listSessions, args[1:]
		case "token":
			command = func(_ context.Context, args, _ []string, stdout, stderr io.Writer) error {
				return token(args, stdout, stderr)
			}
			args = args[1:]
		case "healthcheck":
			command, args = healthcheck, args[1:]
		default:
			if !strings.HasPrefix(args[0], "-") {
				command = unknown
			}
		}
	}
	err := command(ctx, args, environ, stdout, stderr)
	var usage *usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, err)
		return exitUsage
	case errors.Is(err, errReported):
		return exitFailure
	}
	fmt.Fprintln(stderr, "web:", err)
	return exitFailure
}

// unknown says so before anything about the configuration.
func unknown(_ context.Context, args, _ []string, _, _ io.Writer) error {
	return &usageError{[]string{fmt.Sprintf("%q: no such command (web -h lists them)", args[0])}}
}

// errReported is a failure that was already reported.
var errReported = errors.New("already reported")
