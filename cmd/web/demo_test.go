package main

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestDemo is the first thing that a new user does.
func TestDemo(t *testing.T) {
	c := start(t, nil, "-demo", "-addr", "127.0.0.1:0")
	if want := regexp.MustCompile(`\AiSales Console development: http://127\.0\.0\.1:[1-9][0-9]*/\n\z`); !want.MatchString(c.stdout.String()) {
		t.Errorf("stdout %q, want one line like %s", c.stdout, want)
	}
	client := newClient(t)
	status, form := get(t, client, c.url+"/")
	if status != http.StatusOK {
		t.Errorf("GET / has status %d, want 200", status)
	}
	wantInOrder(t, form, `<form class="lookup" action="/lookup" method="get"`, `name="vdnId"`, `name="defId"`,
		`type="submit"`)

	resp, err := client.Get(c.url + "/lookup?vdnId=40&defId=1402245659")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Request.URL.String(); got != c.url+"/vdns/40/results/1402245659" {
		t.Errorf("the form leads to %s, want the result's own URL", got)
	}
	status, page := get(t, client, resp.Request.URL.String())
	if status != http.StatusOK {
		t.Errorf("the result has status %d, want 200", status)
	}
	wantInOrder(t, page, "<h1><bdi>6: The call is not answered.</bdi></h1>", `<code class="id">002</code>`,
		`<code class="id">1402245659</code>`,
		"<code>34609</code>", "No meaning found so far", "<code>00008</code>", "The called party is being forwarded")

	c.signal()
	if code := c.end(t); code != 0 {
		t.Errorf("exit code %d, want 0; stderr:\n%s", code, c.stderr)
	}
	if got := strings.Count(c.stdout.String(), "http"); got != 1 {
		t.Errorf("%d URLs in stdout, want 1:\n%s", got, c.stdout)
	}
}

// wantInOrder looks for each text behind the one before it.
func wantInOrder(t *testing.T, page string, texts ...string) {
	t.Helper()
	rest := page
	for _, text := range texts {
		_, after, ok := strings.Cut(rest, text)
		if !ok {
			t.Errorf("no %q, or not in the right order, in\n%s", text, page)
			return
		}
		rest = after
	}
}

// TestDemoSignsInEveryVariant: the simulator of the demonstration follows the flags.
func TestDemoSignsInEveryVariant(t *testing.T) {
	for _, flags := range [][]string{
		{"-isales-timestamp-millis"},
		{"-isales-empty-query-line"},
		{"-isales-signed-headers=host"},
		{"-isales-signed-headers=content-type;host;locale"},
		{"-isales-timestamp-millis", "-isales-empty-query-line", "-isales-signed-headers=host"},
	} {
		t.Run(strings.Join(flags, " "), func(t *testing.T) {
			c := start(t, nil, append([]string{"-demo", "-addr=127.0.0.1:0"}, flags...)...)
			if status, page := get(t, newClient(t), c.url+"/vdns/40/results/1402245659"); status != http.StatusOK {
				t.Errorf("status %d, want 200:\n%s", status, page)
			}
		})
	}
}

// TestStopsBeforeItStarts: a signal that comes at once is not lost.
func TestStopsBeforeItStarts(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	stderr := newOutput()
	if code := run(ctx, []string{"-demo", "-addr=127.0.0.1:0"}, nil, nothing(), newOutput(), stderr); code != 0 {
		t.Errorf("exit code %d, want 0; stderr:\n%s", code, stderr)
	}
}
