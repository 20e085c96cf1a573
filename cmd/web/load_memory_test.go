package main

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// The bounds of TestMemory hold for its long form, which MEMORY=long in the environment
// runs: 600 results with 600 mappings each, and 5,000 with 81.
const (
	maxLookupsKB  = 200 << 10
	maxCoverageKB = 250 << 10
	maxTableCPU   = time.Second // of the process, for the table of the coverage
)

// TestMemory weighs the program as it is released while it serves large results and a
// large VDN. It prints its figures.
func TestMemory(t *testing.T) {
	t.Parallel()
	binary := releasedProgram(t)
	long := os.Getenv("MEMORY") == "long"
	results, mappings, listed := 20, 600, 100
	if long {
		results, listed = 600, 5000
	}
	client := &http.Client{Timeout: 10 * time.Minute}
	t.Cleanup(client.CloseIdleConnections)
	read := func(url string) (size int64) {
		t.Helper()
		resp, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		size, err = io.Copy(io.Discard, resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d, error %v", url, resp.StatusCode, err)
		}
		return size
	}
	t.Run("large results", func(t *testing.T) {
		platform := isalestest.NewServer(t, isalestest.Options{Data: isalestest.Generate(7, results, mappings)})
		url, command := startProcess(t, binary, platformFlags(t, platform)...)
		var size int64
		for range 3 {
			for i := range results {
				size = read(url + "/vdns/7/results/" + strconv.Itoa(1500000001+i))
			}
		}
		peak := memoryOf(t, command.Process.Pid, "VmHWM:")
		t.Logf("%d results of %d mappings three times, pages of %d KB: %d KB resident at most", results, mappings,
			size>>10, peak)
		if peak > maxLookupsKB {
			t.Errorf("%d KB resident, want at most %d", peak, maxLookupsKB)
		}
	})
	t.Run("coverage", func(t *testing.T) {
		platform := isalestest.NewServer(t, isalestest.Options{Data: isalestest.Generate(7, listed, 81)})
		url, command := startProcess(t, binary, platformFlags(t, platform)...)
		page := read(url + "/vdns/7")
		t.Logf("%d results of 81 codes, page of %d KB: %d KB resident at most", listed, page>>10,
			memoryOf(t, command.Process.Pid, "VmHWM:"))
		for _, path := range []string{"/vdns/7.csv", "/vdns/7.json", "/vdns/7/results.csv", "/vdns/7/results.json",
			"/vdns/7/retry.csv", "/vdns/7/retry.json"} {
			before := cpuOf(t, command.Process.Pid)
			size := read(url + path)
			took := cpuOf(t, command.Process.Pid) - before
			t.Logf("%s: %d KB, %s of CPU, %d KB resident at most", path, size>>10, took,
				memoryOf(t, command.Process.Pid, "VmHWM:"))
			if path == "/vdns/7.csv" && took > maxTableCPU {
				t.Errorf("the table takes %s of CPU, want at most %s", took, maxTableCPU)
			}
		}
		if peak := memoryOf(t, command.Process.Pid, "VmHWM:"); peak > maxCoverageKB {
			t.Errorf("%d KB resident, want at most %d", peak, maxCoverageKB)
		}
	})
}

// cpuOf returns the CPU time that a process has used, of /proc/PID/stat in hundredths of
// a second.
func cpuOf(t *testing.T, pid int) time.Duration {
	t.Helper()
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		t.Fatalf("/proc/%d/stat has %q", pid, stat)
	}
	user, errUser := strconv.Atoi(fields[11])
	system, errSystem := strconv.Atoi(fields[12])
	if err := errors.Join(errUser, errSystem); err != nil {
		t.Fatal(err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}
