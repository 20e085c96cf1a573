package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
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

// TestDockerfilePolicy breaks each rule of the policy.
func TestDockerfilePolicy(t *testing.T) {
	good := dockerfile(t)
	tests := map[string]struct{ old, new, problem string }{
		"latest":            {"golang:1.26.8-bookworm", "golang:latest", "base not pinned: golang:latest AS build"},
		"no tag":            {"golang:1.26.8-bookworm", "golang", "base not pinned: golang AS build"},
		"moving tag":        {"golang:1.26.8-bookworm", "golang:1.26", "base not pinned: golang:1.26 AS build"},
		"root":              {"USER 65532:65532", "USER 0:0", "user is not a number above 0: 0:0"},
		"root by name":      {"USER 65532:65532", "USER root", "user is not a number above 0: root"},
		"no user":           {"USER 65532:65532", "", "user is not a number above 0: "},
		"secret":            {"EXPOSE", "ENV ISALES_WEB_ISALES_SK=sesame\nEXPOSE", "secret in the image: ENV ISALES_WEB_ISALES_SK=sesame"},
		"secret to build":   {"EXPOSE", "ARG token\nEXPOSE", "secret in the image: ARG token"},
		"ADD":               {"COPY . .", "ADD . .", "ADD fetches and unpacks: use COPY"},
		"entry point":       {`ENTRYPOINT ["/web"]`, "ENTRYPOINT /web", "entry point not in exec form: /web"},
		"health check":      {`CMD ["/web", "healthcheck"]`, "CMD /web healthcheck", "health check is not the binary's own in exec form: --interval=30s --timeout=5s --start-period=5s CMD /web healthcheck"},
		"no health check":   {"HEALTHCHECK", "LABEL", "health check is not the binary's own in exec form: "},
		"health check curl": {`["/web", "healthcheck"]`, `["curl", "x"]`, `health check is not the binary's own in exec form: --interval=30s --timeout=5s --start-period=5s CMD ["curl", "x"]`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, tt.old, tt.new, 1)
			if got := imageProblems(bad); !slices.Contains(got, tt.problem) {
				t.Errorf("problems %q, want %q among them", got, tt.problem)
			}
		})
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
