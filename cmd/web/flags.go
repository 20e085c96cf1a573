package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// envPrefix is what the environment variable of a flag begins with.
const envPrefix = "ISALES_WEB_"

// usageError is a configuration that cannot be used; each line names a flag.
type usageError struct{ lines []string }

func (e *usageError) Error() string { return strings.Join(e.lines, "\n") }

// setting is one flag with its environment variable.
type setting struct {
	name, value, usage string
	isBool             bool
	local              bool // of one sub-command: without an environment variable
	read               func(string) error
	source             string // what to name in a complaint: the flag or its variable
}

func (s *setting) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
}

// flagValue is the flag.Value of a setting. It takes any text: what is wrong
// with the settings is said for all of them at once.
type flagValue setting

func (v *flagValue) String() string     { return v.value }
func (v *flagValue) Set(s string) error { v.value, v.source = s, "-"+v.name; return nil }
func (v *flagValue) IsBoolFlag() bool   { return v.isBool }

// readAll reads the values of settings and says what is wrong with them.
func readAll(settings []*setting) (problems []string) {
	for _, s := range settings {
		if err := s.read(s.value); err != nil {
			problems = append(problems, s.source+": "+err.Error())
		}
	}
	return problems
}

// only returns the settings of those names.
func only(settings []*setting, names ...string) []*setting {
	others := func(s *setting) bool { return !slices.Contains(names, s.name) }
	return slices.DeleteFunc(slices.Clone(settings), others)
}

// sourceOf returns what tells the source of a setting by its name.
func sourceOf(settings []*setting) func(name string) string {
	return func(name string) string { return only(settings, name)[0].source }
}

// gather fills in the values of the settings, unread, and returns the other
// arguments.
func gather(settings []*setting, args, environ []string, help io.Writer) ([]string, error) {
	flags := flag.NewFlagSet("web", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	for _, s := range settings {
		s.source = "-" + s.name
		if s.local {
			flags.Var((*flagValue)(s), s.name, s.usage)
			continue
		}
		if v, ok := lookupEnv(environ, s.env()); ok {
			s.value, s.source = v, s.env()
		}
		flags.Var((*flagValue)(s), s.name, s.usage+" ("+s.env()+")")
	}
	err := parseOrHelp(flags, args, usage, help)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		return nil, &usageError{[]string{err.Error()}}
	}
	return flags.Args(), err
}

// parseOrHelp parses arguments. After -h it prints the usage and all flags, and returns
// flag.ErrHelp.
func parseOrHelp(flags *flag.FlagSet, args []string, usage string, help io.Writer) error {
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		flags.SetOutput(help)
		fmt.Fprint(help, usage)
		flags.PrintDefaults()
	}
	return err
}

const usage = `Usage: web [flags]                       serve the console
       web check [flags] [VDN-ID [ID]]   say what is wrong between here and the platform
       web sessions [revoke USER] [flags]
                                         list the sign-ins in Redis, or end all of a user
       web passwd NAME                   read a password and print a line for -users-file
       web token NAME                    make a token for -tokens-file; web token -h tells more
       web lookup [-json] [flags] VDN-ID ID
                                         say what an external result means
       web explain CODE…                 say what codes mean; call reports too: web explain -h
       web completion bash|zsh           print completion for a shell
       web healthcheck [flags]           exit 0 when the console at -addr is healthy

Each flag can be given by the environment variable in parentheses; the flag wins.

`

func lookupEnv(environ []string, name string) (string, bool) {
	i := slices.IndexFunc(environ, func(s string) bool { return strings.HasPrefix(s, name+"=") })
	if i < 0 {
		return "", false
	}
	return environ[i][len(name)+1:], true
}
