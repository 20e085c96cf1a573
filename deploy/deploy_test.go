// Package deploy_test holds that the files here name what the console has.
package deploy_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// vocabulary is what queries may name.
type vocabulary struct {
	metrics map[string][]string // label names by metric
	values  map[string][]string // of the labels that have few
}

var (
	samplePattern = regexp.MustCompile(`^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$`)
	labelPattern  = regexp.MustCompile(`(\w+)="((?:[^"\\]|\\.)*)"`)
	urlPattern    = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
)

// consoleVocabulary is what a console says of itself at /metrics after it has
// answered requests on each route that the files here name.
var consoleVocabulary = sync.OnceValues(func() (*vocabulary, error) {
	binary, err := oldVersion()
	if err != nil {
		return nil, err
	}
	// A Redis that is away has all its metrics.
	console := exec.Command(binary, "-demo", "-addr", "127.0.0.1:0", "-redis-url", "redis://127.0.0.1:1")
	log, err := console.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := console.Start(); err != nil {
		return nil, err
	}
	defer func() {
		_ = console.Process.Kill()
		_ = console.Wait()
	}()
	line, err := bufio.NewReader(log).ReadString('\n')
	if err != nil {
		return nil, err
	}
	var text string
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/vdns/40/results/1402245659", "/metrics"} {
		if text, err = get(urlPattern.FindString(line) + path); err != nil {
			return nil, err
		}
	}
	return readVocabulary(text), nil
})

func get(url string) (string, error) {
	resp, err := http.Get(url)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, resp.Status)
	}
	return string(body), err
}

// readVocabulary reads the text format of Prometheus. Labels with a value of its
// own for each bucket or version have no list of values.
func readVocabulary(text string) *vocabulary {
	v := &vocabulary{metrics: map[string][]string{"up": nil}, values: map[string][]string{}}
	for line := range strings.Lines(text) {
		m := samplePattern.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		var labels []string
		for _, l := range labelPattern.FindAllStringSubmatch(m[2], -1) {
			labels = append(labels, l[1])
			if l[1] != "le" && !slices.Contains(v.values[l[1]], l[2]) {
				v.values[l[1]] = append(v.values[l[1]], l[2])
			}
		}
		v.metrics[m[1]] = labels
	}
	return v
}

func vocabularyOf(t *testing.T) *vocabulary {
	t.Helper()
	v, err := consoleVocabulary()
	if err != nil {
		t.Fatal(err)
	}
	return v
}
