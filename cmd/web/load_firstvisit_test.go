package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestFirstVisit weighs what a browser gets that was never here: a result's page
// and all that it refers to, heads included.
func TestFirstVisit(t *testing.T) {
	c := start(t, nil, "-demo", "-addr=127.0.0.1:0")
	tests := []struct {
		name, path, language string
		most                 int
	}{
		{"2 mappings", resultPath, "en", 14 << 10},
		{"2 mappings in Chinese", resultPath, "zh-CN", 14 << 10},
		{"200 mappings", "/vdns/41/results/1402246011", "en", 22_000},
		{"200 mappings in Chinese", "/vdns/41/results/1402246011", "zh-CN", 22_000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			size, page := weigh(t, c, tt.path, tt.language)
			parts := []string{fmt.Sprintf("page %d", size)}
			total, requests := size, 1
			for _, asset := range assets.FindAllStringSubmatch(page, -1) {
				size, _ := weigh(t, c, asset[1], tt.language)
				total, requests = total+size, requests+1
				parts = append(parts, fmt.Sprintf("%s %d", asset[1], size))
			}
			t.Logf("%d bytes in %d requests: %s", total, requests, strings.Join(parts, ", "))
			if total >= tt.most || requests > 4 || requests < 3 {
				t.Errorf("%d bytes in %d requests, want less than %d in 3 or 4", total, requests, tt.most)
			}
		})
	}
	c.stop(t)
}

// weigh asks for a path as a browser does. It returns the bytes of the answer on
// the wire and the body in clear.
func weigh(t *testing.T, c *console, path, language string) (size int, body string) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", c.addr(), patience)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/html,*/*\r\nAccept-Language: %s\r\n"+
		"Accept-Encoding: gzip\r\nConnection: close\r\n\r\n", path, c.addr(), language)
	all, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(all)), nil)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v, %v", path, resp, err)
	}
	content := io.Reader(resp.Body)
	if resp.Header.Get("Content-Encoding") == "gzip" {
		if content, err = gzip.NewReader(resp.Body); err != nil {
			t.Fatal(err)
		}
	}
	text, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	said.addAnswer(resp.Header, text)
	return len(all), string(text)
}
