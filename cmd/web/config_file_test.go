package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
)

func TestSecretKeyFile(t *testing.T) {
	tests := map[string]struct{ content, want string }{
		"as it is":            {"sesame", "sesame"},
		"newline":             {"sesame\n", "sesame"},
		"newline of Windows":  {"sesame\r\n", "sesame"},
		"byte order mark":     {"\ufeffsesame\r\n", "sesame"},
		"space at the ends":   {" sesame \n", "sesame"},
		"an empty first line": {"\nsesame\n", "sesame"},
		"quotes are kept":     {"'sesame'", "'sesame'"},
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

// TestSecretKeyRefused: what no platform takes for a key is said at the start, once
// and without the key, for the file and for the variable.
func TestSecretKeyRefused(t *testing.T) {
	for content, want := range map[string]string{
		"ses\name\n":           "holds more than one line",
		"ses ame":              "holds something else than visible ASCII characters",
		"sésame":               "holds something else than visible ASCII characters",
		"ses\x00ame":           "holds something else than visible ASCII characters",
		"s\x00e\x00s\x00a\x00": "holds something else than visible ASCII characters",
	} {
		path := file(t, content)
		_, err := parseConfig(append(working[:2:2], "-isales-sk-file="+path), nil, io.Discard)
		if got := fmt.Sprint(err); got != "-isales-sk-file: "+path+" "+want {
			t.Errorf("%q: %s", content, got)
		}
		_, err = parseConfig(working[:2:2], []string{"ISALES_WEB_ISALES_SK=" + content}, io.Discard)
		if got := fmt.Sprint(err); !strings.HasPrefix(got, "ISALES_WEB_ISALES_SK: "+want) {
			t.Errorf("%q in the variable: %s", content, got)
		}
	}
	for key, want := range map[secret]bool{`"key"`: true, "'key'": true, `"key`: false, `'`: false, "key": false} {
		if quoted(key) != want {
			t.Errorf("quoted(%q) = %t, want %t", string(key), !want, want)
		}
	}
}

// TestSecretNeverPrints prints the configuration in every way that a log line
// or an error text could.
func TestSecretNeverPrints(t *testing.T) {
	const sk = "sesame-0123456789"
	c, err := parseConfig([]string{"-isales-url=https://platform.example", "-isales-ak=ak", "-isales-sk=" + sk},
		nil, io.Discard)
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
