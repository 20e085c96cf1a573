package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// instruction is one instruction of a Dockerfile on one line.
type instruction struct{ name, rest string }

func instructions(dockerfile string) (list []instruction) {
	joined := regexp.MustCompile(`(?m)^\s*#.*\n`).ReplaceAllString(dockerfile, "")
	joined = regexp.MustCompile(`\\\n\s*`).ReplaceAllString(joined, "")
	for line := range strings.Lines(joined) {
		if name, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			list = append(list, instruction{strings.ToUpper(name), strings.TrimSpace(rest)})
		}
	}
	return list
}

var (
	pinnedBase = regexp.MustCompile(`^\S+:[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.]+)?(@sha256:[0-9a-f]{64})?( AS \S+)?$`)
	plainUser  = regexp.MustCompile(`^[1-9][0-9]*:[1-9][0-9]*$`)
	secretName = regexp.MustCompile(`(?i)(^|_|\b)(sk|ak|secret|password|passwd|token|key|credentials?)(_|\b|=|$)`)
)

// imageProblems are the ways in which a Dockerfile breaks the policy for images.
func imageProblems(dockerfile string) (problems []string) {
	final := map[string]string{} // of the last stage
	for _, in := range instructions(dockerfile) {
		switch in.name {
		case "FROM":
			clear(final)
			if in.rest != "scratch" && !pinnedBase.MatchString(in.rest) {
				problems = append(problems, "base not pinned: "+in.rest)
			}
		case "ENV", "ARG":
			if secretName.MatchString(in.rest) {
				problems = append(problems, "secret in the image: "+in.name+" "+in.rest)
			}
		case "ADD":
			problems = append(problems, "ADD fetches and unpacks: use COPY")
		}
		final[in.name] = in.rest
	}
	if !plainUser.MatchString(final["USER"]) {
		problems = append(problems, "user is not a number above 0: "+final["USER"])
	}
	entrypoint := execForm(final["ENTRYPOINT"])
	if entrypoint == nil {
		problems = append(problems, "entry point not in exec form: "+final["ENTRYPOINT"])
	}
	_, command, _ := strings.Cut(final["HEALTHCHECK"], "CMD ")
	if probe := execForm(command); len(probe) < 2 || entrypoint == nil || probe[0] != entrypoint[0] {
		problems = append(problems, "health check is not the binary's own in exec form: "+final["HEALTHCHECK"])
	}
	return problems
}

// execForm are the words of a command that needs no shell; nil for any other.
func execForm(text string) (words []string) {
	if json.Unmarshal([]byte(text), &words) != nil {
		return nil
	}
	return words
}

func dockerfile(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestDockerfileKeepsThePolicy(t *testing.T) {
	if problems := imageProblems(dockerfile(t)); problems != nil {
		t.Errorf("Dockerfile: %s", strings.Join(problems, "\n"))
	}
}

// TestDockerfileFitsTheProgram compares the image's settings with the flags.
func TestDockerfileFitsTheProgram(t *testing.T) {
	var port string
	known := map[string]bool{}
	for _, s := range new(config).settings(new(string)) {
		known[s.env()] = true
	}
	for _, in := range instructions(dockerfile(t)) {
		switch in.name {
		case "ENV":
			name, value, _ := strings.Cut(in.rest, "=")
			if !known[name] {
				t.Errorf("no flag has the variable %s", name)
			}
			if err := new(config).readAddr(value); name == "ISALES_WEB_ADDR" && err != nil {
				t.Errorf("%s: %v", in.rest, err)
			}
			port = value[strings.LastIndex(value, ":")+1:]
		case "EXPOSE":
			if in.rest != port {
				t.Errorf("EXPOSE %s, want the port of ISALES_WEB_ADDR, %s", in.rest, port)
			}
		}
	}
}
