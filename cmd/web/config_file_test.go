package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecretKeyFile(t *testing.T) {
	tests := map[string]struct{ content, want string }{
		"as it is":                    {"sesame", "sesame"},
		"newline":                     {"sesame\n", "sesame"},
		"newline of Windows":          {"sesame\r\n", "sesame"},
		"space belongs to the key":    {" ses ame \n", " ses ame "},
		"newline within is the key's": {"ses\name\n", "ses\name"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := parseConfig(append(working[:2:2], "-isales-sk-file="+file(t, tt.content)), nil, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			if skOf(c) != tt.want {
				t.Errorf("secret key %q, want %q", skOf(c), tt.want)
			}
		})
	}
}

func TestUnusableFiles(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing")
	empty, newline, wrong := file(t, ""), file(t, "\n"), file(t, "not a certificate\n")
	key := file(t, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
	tests := map[string]struct{ flag, path, problem string }{
		"secret key missing":   {"isales-sk-file", missing, "open " + missing + ": no such file or directory"},
		"secret key empty":     {"isales-sk-file", empty, empty + " is empty"},
		"secret key newline":   {"isales-sk-file", newline, newline + " is empty"},
		"secret key directory": {"isales-sk-file", dir, "read " + dir + ": is a directory"},
		"CA missing":           {"isales-ca-file", missing, "open " + missing + ": no such file or directory"},
		"CA empty":             {"isales-ca-file", empty, empty + " holds no PEM certificate"},
		"CA wrong":             {"isales-ca-file", wrong, wrong + " holds no PEM certificate"},
		"CA is a key":          {"isales-ca-file", key, key + " holds no PEM certificate"},
	}
	for name, tt := range tests {
		args := working
		if tt.flag == "isales-sk-file" {
			args = working[:2:2]
		}
		variable := "ISALES_WEB_" + strings.ToUpper(strings.ReplaceAll(tt.flag, "-", "_"))
		t.Run(name+"/flag", func(t *testing.T) {
			wantProblems(t, nil, append([]string{"-" + tt.flag + "=" + tt.path}, args...), "-"+tt.flag+": "+tt.problem)
		})
		t.Run(name+"/variable", func(t *testing.T) {
			wantProblems(t, []string{variable + "=" + tt.path}, args, variable+": "+tt.problem)
		})
	}
}

// TestSecretNeverPrints prints the configuration in every way that a log line
// or an error text could.
func TestSecretNeverPrints(t *testing.T) {
	const sk = "sesame-0123456789"
	c, err := parseConfig([]string{"-isales-url=https://platform.example", "-isales-ak=ak", "-isales-sk=" + sk}, nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if skOf(c) != sk {
		t.Fatalf("secret key %q, want %q", skOf(c), sk)
	}
	values := map[string]any{
		"secret": c.sk, "pointer to secret": &c.sk, "slice": []secret{c.sk}, "map": map[string]any{"sk": c.sk},
		"config": *c, "pointer to config": c, "slice of configs": []*config{c}, "part of a struct": struct{ C config }{*c},
	}
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
				wantNoSecret(t, verb, fmt.Sprintf(verb, value), sk)
			}
			b, err := json.Marshal(value)
			if err != nil {
				t.Errorf("json: %v", err)
			}
			wantNoSecret(t, "json", string(b), sk)
			for handler, log := range map[string]func(io.Writer) slog.Handler{
				"slog JSON": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
				"slog text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
			} {
				var b bytes.Buffer
				slog.New(log(&b)).Info("configured", "config", value)
				wantNoSecret(t, handler, b.String(), sk)
			}
		})
	}
}

// skOf is the secret that never prints.
func skOf(c *config) string { return string(c.sk) }

func wantNoSecret(t *testing.T, way, text, sk string) {
	t.Helper()
	if strings.Contains(text, sk) {
		t.Errorf("%s prints the secret: %s", way, text)
	}
}
