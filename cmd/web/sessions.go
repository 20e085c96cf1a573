package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"isales-console/handlers/session"
	"isales-console/safetext"
	"isales-console/sharedstate"
)

// listSessions is the sub-command "sessions": it lists the sign-ins that Redis has, which
// takes the session keys, or ends all of a user. The flags stand before or behind "revoke USER".
func listSessions(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	var words []string
	if len(args) > 1 && args[0] == "revoke" {
		words, args = args[:2], args[2:]
	}
	c, words, err := sharedConfig(words, args, environ, stdout)
	if err != nil {
		return err
	}
	if len(words) != 0 && (len(words) != 2 || words[0] != "revoke") {
		return &usageError{[]string{fmt.Sprintf("sessions: want nothing, or revoke USER; got %q", words)}}
	}
	sessions, err := session.New(c.sessionSecrets, false, c.sessionLifetime, time.Now, "")
	if err != nil {
		return err
	}
	shared, err := sharedstate.Open(c.redis, c.sharedOptions())
	if err != nil {
		return err
	}
	defer shared.Close()
	sessions.Share(shared)
	if len(words) > 0 {
		n, err := sessions.Revoke(ctx, words[1])
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%d sign-ins of %s ended\n", n, safetext.Line(words[1]))
		return nil
	}
	list, sealed, err := sessions.All(ctx)
	if err != nil {
		return err
	}
	if sealed > 0 {
		fmt.Fprintf(stderr, "%d more sign-ins are sealed with other keys than those of -session-key-file\n", sealed)
	}
	return printSessions(stdout, list)
}

// sharedSettings lead to the sign-ins in Redis: the rest of the console's configuration may be elsewhere.
var sharedSettings = []string{"redis-url", "redis-password-file", "session-key-file",
	"isales-url", "public-url", "demo"}

// sharedConfig reads the sharedSettings, and adds the words behind the flags to those before.
func sharedConfig(words, args, environ []string, help io.Writer) (*config, []string, error) {
	c := &config{}
	settings := c.settings(new(string))
	rest, err := gather(settings, args, environ, help)
	if err != nil {
		return nil, nil, err
	}
	words = slices.Concat(words, rest)
	problems := readAll(only(settings, sharedSettings...))
	if problems == nil && c.redis.IsZero() {
		problems = append(problems, "-redis-url: required")
	}
	if len(words) == 0 && problems == nil && c.sessionSecrets == nil {
		problems = append(problems, "-session-key-file: required, to read the sign-ins")
	}
	if problems = append(problems, c.combineRedis(sourceOf(settings))...); len(problems) > 0 {
		return nil, nil, &usageError{problems}
	}
	return c, words, nil
}

func printSessions(out io.Writer, list []session.SignIn) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "user\taddress\tsigned in\tlast used\tbrowser")
	for _, s := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", safetext.Line(s.User), s.Address,
			s.Created.UTC().Format(time.DateTime), s.Seen.UTC().Format(time.DateTime), safetext.Line(s.Browser))
	}
	return table.Flush()
}
