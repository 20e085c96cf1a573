package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"isales-console/handlers/input"
	"isales-console/isales"
	"isales-console/safetext"
)

// toleratedSkew is how far the clocks may be apart before the check complains.
// The platform's own limit is not documented.
const toleratedSkew = time.Minute

// checker finds out what is wrong between here and the platform. Each step
// says its outcome in one line.
type checker struct {
	*config
	out    io.Writer
	base   *url.URL
	failed bool
	advice []string // flags to set
	vdnID  int      // 0 when none was named
	defID  int64

	seen     observation
	skew     time.Duration // of this machine's clock; 0 when it is small or unknown
	accepted attempt       // what the platform takes
}

// check is the sub-command of that name.
func check(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	c, err := parseConfig(args, environ, stdout)
	if err != nil {
		return err
	}
	k := &checker{config: c, out: stdout, defID: 1}
	if err := k.readIDs(c.positional); err != nil {
		return err
	}
	stopDemo, err := startDemo(c)
	if err != nil {
		return err
	}
	defer stopDemo()
	if k.base, err = url.Parse(c.isalesURL); err != nil {
		return err
	}
	k.accepted = attempt{signing: k.signing, sk: k.sk}
	// All but the last step are about the first call: it goes the way that all
	// calls of the console go, with the proxy that the environment names.
	_, err = k.ask(ctx, k.accepted)
	_ = k.connection(err) && k.certificate(ctx, err) && k.sign(ctx, err) && k.answer(ctx)
	k.signOnStep(ctx)
	k.redisAnswers(ctx)
	if len(k.advice) > 0 {
		fmt.Fprintln(stdout, "Set:", strings.Join(k.advice, " "))
	}
	if k.failed {
		return reportedError(exitFailure)
	}
	fmt.Fprintln(stdout, "All is well; no flag needs to change.")
	return nil
}

func (k *checker) readIDs(args []string) error {
	if len(args) > 2 {
		return &usageError{[]string{fmt.Sprintf("check: want at most a VDN ID and an external result ID, got %q", args)}}
	}
	var problems []string
	var wrong input.Reason
	if len(args) > 0 {
		if k.vdnID, wrong = input.VDN(args[0]); wrong != "" {
			problems = append(problems, fmt.Sprintf("check: VDN ID %q is not a number from 1 to %d", args[0], input.MaxVDN))
		}
	}
	if len(args) > 1 {
		if k.defID, wrong = input.Number(args[1]); wrong != "" {
			problems = append(problems,
				fmt.Sprintf("check: external result ID %q is not a number from 1 to %d", args[1], input.MaxID))
		}
	}
	if problems != nil {
		return &usageError{problems}
	}
	return nil
}

func (k *checker) say(ok bool, step, format string, args ...any) bool {
	word := "ok  "
	if !ok {
		word, k.failed = "FAIL", true
	}
	fmt.Fprintf(k.out, "%s  %-11s  %s\n", word, step, safetext.Line(fmt.Sprintf(format, args...)))
	return ok
}

func (k *checker) clock() {
	const setClock = "set it by NTP, because requests carry the time"
	at, err := http.ParseTime(k.seen.date)
	if err != nil {
		return
	}
	skew := time.Since(at).Round(time.Second)
	if skew.Abs() > toleratedSkew {
		k.skew = skew
	}
	switch {
	case skew > toleratedSkew:
		k.say(false, "clock", "this machine is %s ahead of the platform: "+setClock, skew)
	case skew < -toleratedSkew:
		k.say(false, "clock", "this machine is %s behind the platform: "+setClock, -skew)
	default:
		k.say(true, "clock", "%s apart", skew.Abs())
	}
}

// answer asks for what was named on the command line.
func (k *checker) answer(ctx context.Context) bool {
	if k.vdnID == 0 {
		return k.say(true, "answer", "not asked for: name a VDN ID, "+
			"and perhaps an external result ID, at the end of the command")
	}
	r, err := k.ask(ctx, k.accepted)
	switch {
	case errors.Is(err, isales.ErrNotFound):
		return k.say(true, "answer", "VDN %d answers; it has no external result %d", k.vdnID, k.defID)
	case err != nil:
		return k.say(false, "answer", "%v", err)
	}
	return k.say(true, "answer", "VDN %d answers; external result %d is %q with %d OBS codes",
		k.vdnID, k.defID, r.DisplayResult, len(r.Mappings))
}

// hostOf is the part of a URL that may be logged.
func hostOf(raw string) string {
	if u, err := url.Parse(raw); err == nil {
		return u.Host
	}
	return ""
}
