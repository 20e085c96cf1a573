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

// listSessions is the sub-command "sessions": it lists the sign-ins that Redis has, or
// ends all of a user. The flags stand before or behind "revoke USER".
func listSessions(ctx context.Context, args, environ []string, stdout, _ io.Writer) error {
	var words []string
	if len(args) > 1 && args[0] == "revoke" {
		words, args = args[:2], args[2:]
	}
	c, rest, err := sharedConfig(args, environ, stdout)
	if err != nil {
		return err
	}
	if words = append(slices.Clone(words), rest...); len(words) != 0 && (len(words) != 2 || words[0] != "revoke") {
		return &usageError{[]string{fmt.Sprintf("sessions: want nothing, or revoke USER; got %q", words)}}
	}
	shared, err := sharedstate.Open(c.redis, c.sharedOptions())
	if err != nil {
		return err
	}
	defer shared.Close()
	if words != nil {
		n, err := session.Revoke(ctx, shared, words[1])
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%d sign-ins of %s ended\n", n, safetext.Line(words[1]))
		return nil
	}
	list, err := session.All(ctx, shared)
	if err != nil {
		return err
	}
	return printSessions(stdout, list)
}

// sharedConfig reads the settings that lead to the sign-ins in Redis, and no others: the
// rest of the console's configuration may be elsewhere.
func sharedConfig(args, environ []string, help io.Writer) (c *config, words []string, err error) {
	c = &config{}
	settings := c.settings(new(string))
	if words, err = gather(settings, args, environ, help); err != nil {
		return nil, nil, err
	}
	var problems []string
	for _, s := range settings {
		if !slices.Contains([]string{"redis-url", "redis-password-file", "isales-url", "public-url", "demo"}, s.name) {
			continue
		}
		if err := s.read(s.value); err != nil {
			problems = append(problems, s.source+": "+err.Error())
		}
	}
	if c.redis.IsZero() && problems == nil {
		problems = append(problems, "-redis-url: required")
	}
	source := func(name string) string {
		return settings[slices.IndexFunc(settings, func(s *setting) bool { return s.name == name })].source
	}
	if problems = append(problems, c.combineRedis(source)...); len(problems) > 0 {
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
