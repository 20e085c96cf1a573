package main

import (
	"net/http"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// maxMemory is what the console may have in memory of its own at rest, in KB. The pages of the program file come on
// top, of which a machine keeps more or fewer: about 20 MB.
const maxMemory = 12 << 10

// TestStart builds the program as it is released, and weighs a process of it.
func TestStart(t *testing.T) {
	binary := releasedProgram(t)
	begun := time.Now()
	platform := isalestest.NewServer(t, isalestest.Options{})
	url, command := startProcess(t, binary, platformFlags(t, platform)...)
	client := newClient(t)
	if status, _ := get(t, client, url+"/"); status != http.StatusOK {
		t.Errorf("the home page has status %d, want 200", status)
	}
	started := time.Since(begun)
	atRest := memoryOf(t, command.Process.Pid, "RssAnon:")
	for range 100 {
		get(t, client, url+resultPath)
	}
	t.Logf("first 200 after %s; %d KB resident at rest, %d KB after 100 pages", started.Round(time.Millisecond),
		atRest, memoryOf(t, command.Process.Pid, "RssAnon:"))
	if atRest >= maxMemory {
		t.Errorf("%d KB resident at rest, want less than %d", atRest, maxMemory)
	}
	endProcess(t, command)
}
