// Command web is the iSales Console: it looks up external results of a
// CC-iSales platform and explains the codes mapped to them.
//
//	web -demo                 a console with sample data, nothing else needed
//	web -isales-url https://… a console for a platform; web -h lists all flags
//	web check …               what is wrong between here and the platform
//	web sessions …            the sign-ins in Redis
//	web passwd NAME           a line for the users file
//	web token NAME            a token for a program
//	web lookup VDN-ID ID      what an external result means, in a terminal
//	web explain CODE…         what codes mean, in a terminal; call reports too
//	web completion bash|zsh   completion for a shell
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

	// Of lookup and explain.
	exitNotFound = 1
	exitPlatform = 3
)

// run is the whole program, without the process around it. It ends when ctx
// does, or when it cannot go on, and returns the exit code.
func run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// Whatever is said on the way: the end of the process waits for no reader.
	said := newLogWriter(stderr)
	defer said.close()
	stderr = said
	run := func(ctx context.Context, args, environ []string, io streams) error {
		return serve(ctx, args, environ, io.out, said)
	}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		var ok bool
		if run, ok = commands()[args[0]]; !ok {
			run = unknown
		} else {
			args = args[1:]
		}
	}
	err := run(ctx, args, environ, streams{stdin, stdout, stderr})
	var usage *usageError
	var reported reportedError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, err)
		return exitUsage
	case errors.As(err, &reported):
		return int(reported)
	}
	fmt.Fprintln(stderr, "web:", err)
	return exitFailure
}

// streams are those of the process.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is what a name behind "web" stands for; args are those behind the name.
type command func(ctx context.Context, args, environ []string, io streams) error

// printing is a command that reads no input.
func printing(run func(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error) command {
	return func(ctx context.Context, args, environ []string, io streams) error {
		return run(ctx, args, environ, io.out, io.err)
	}
}

// commands are all sub-commands, by name.
func commands() map[string]command {
	return map[string]command{
		"check":       printing(check),
		"completion":  printing(completion),
		"explain":     explain,
		"healthcheck": printing(healthcheck),
		"lookup":      printing(lookup),
		"passwd": func(_ context.Context, args, _ []string, io streams) error {
			return passwd(args, io.in, io.out, io.err)
		},
		"sessions": printing(listSessions),
		"token": func(_ context.Context, args, _ []string, io streams) error {
			return token(args, io.out, io.err)
		},
	}
}

// unknown says so before anything about the configuration.
func unknown(_ context.Context, args, _ []string, _ streams) error {
	return &usageError{[]string{fmt.Sprintf("%q: no such command (web -h lists them)", args[0])}}
}

// reportedError is a failure that was already reported: the exit code.
type reportedError int

func (e reportedError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }
