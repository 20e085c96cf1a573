package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNuChecker: the W3C's checker finds nothing in any page and nothing in the
// stylesheet.
func TestNuChecker(t *testing.T) {
	t.Parallel()
	java := command(t, "java")
	jar := nodeModule(t, "vnu-jar", "build", "dist", "vnu.jar")
	dir := t.TempDir()
	arguments := []string{"-jar", jar, "--Werror", "--format", "json", "--also-check-css", "../static/app.css"}
	for _, s := range states {
		for _, language := range languages {
			file := filepath.Join(dir, s.file()+"."+language+".html")
			if err := os.WriteFile(file, source(t, s, language), 0o600); err != nil {
				t.Fatal(err)
			}
			arguments = append(arguments, file)
		}
	}
	check := exec.Command(java, arguments...)
	var stderr bytes.Buffer
	check.Stderr = &stderr
	runErr := check.Run()
	var found struct {
		Messages []struct {
			Type, SubType, URL, Message, Extract string
			LastLine                             int
		}
	}
	if err := json.Unmarshal(stderr.Bytes(), &found); err != nil {
		t.Fatalf("%v (%v):\n%s", runErr, err, &stderr)
	}
	for _, m := range found.Messages {
		t.Errorf("%s:%d: %s %s: %s\n\t%s", filepath.Base(m.URL), m.LastLine, m.Type, m.SubType, m.Message, m.Extract)
	}
	if runErr != nil && len(found.Messages) == 0 {
		t.Errorf("the checker ended with %v:\n%s", runErr, &stderr)
	}
}

// source is a state of a page as the console sends it.
func source(t *testing.T, s state, language string) []byte {
	t.Helper()
	c := consoleOf(t, s)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: patience}
	if s.before != "" {
		request(t, client, c, http.MethodGet, s.before, language, nil)
	}
	method := http.MethodGet
	if s.form != nil {
		method = http.MethodPost
	}
	status, body := request(t, client, c, method, s.path, language, s.form)
	if status != s.status {
		t.Errorf("%s in %s: status %d, want %d", s.name, language, status, s.status)
	}
	return body
}

func request(t *testing.T, client *http.Client, c *console, method, path, language string, form url.Values) (int,
	[]byte) {
	t.Helper()
	r, err := http.NewRequest(method, c.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Language", language)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", c.url)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, body
}
