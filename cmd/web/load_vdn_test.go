package main

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// The platform and the bounds of TestLargeVDN.
const (
	largeResults   = 500 // RESULTS=5000 in the environment reads so many
	largeCampaigns = 200
	largeLatency   = 50 * time.Millisecond
	largeFlight    = 10 // calls at once: the default of -isales-max-concurrent
	maxLargePage   = 300 << 10
	maxLargeKB     = 150 << 10
)

// TestLargeVDN reads a large VDN from a slow platform with the program as it is
// released, and weighs the page and the process. It prints how long that takes, and
// wants as many calls side by side as there may be.
func TestLargeVDN(t *testing.T) {
	t.Parallel()
	binary := releasedProgram(t)
	results := largeResults
	if given := os.Getenv("RESULTS"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 {
			t.Fatalf("RESULTS=%s is not a number", given)
		}
		results = n
	}
	data := isalestest.Generate(7, results, 4)
	data.VDNs[0].Campaigns = isalestest.GenerateCampaigns(largeCampaigns)
	platform := isalestest.NewServer(t, isalestest.Options{Data: data})
	platform.SetLatency(largeLatency)
	url, command := startProcess(t, binary, platformFlags(t, platform)...)
	client := &http.Client{Timeout: 10 * time.Minute}
	t.Cleanup(client.CloseIdleConnections)

	before := platform.Stats().Served
	first, whole, body := readPage(t, client, url+"/vdns/7")
	calls := platform.Stats().Served - before
	_, again, page := readPage(t, client, url+"/vdns/7")
	wantCampaigns(t, client, platform, url+"/vdns/7/retry?campaigns=1")
	peak := memoryOf(t, command.Process.Pid, "VmHWM:")

	least := time.Duration(calls) * largeLatency / largeFlight
	ratio := float64(whole) / float64(least)
	t.Logf("%d results, %d calls of %s: first byte after %s, whole page after %s, %.3f of the platform's %s\n"+
		"%d KB sent with the progress, page of %d KB, again in %s; %d KB resident at most", results, calls, largeLatency,
		first.Round(time.Millisecond), whole.Round(time.Millisecond), ratio, least.Round(time.Millisecond),
		len(body)>>10, len(page)>>10, again.Round(time.Millisecond), peak)
	if n := platform.Stats().MaxInFlight; n != largeFlight {
		t.Errorf("%d calls at once, want %d", n, largeFlight)
	}
	for _, want := range []string{"1500000001", "1500000200"} {
		if !strings.Contains(body, want) || !strings.Contains(page, want) {
			t.Errorf("no result %s on the page", want)
		}
	}
	if max(len(body), len(page)) > maxLargePage {
		t.Errorf("the page has %d bytes, with the progress %d; want at most %d", len(page), len(body), maxLargePage)
	}
	if peak > maxLargeKB {
		t.Errorf("%d KB resident, want at most %d", peak, maxLargeKB)
	}
	endProcess(t, command)
}

// wantCampaigns reads the retry policies of all campaigns of a VDN whose results were
// read before. How long that may take is in the tests of the page, whose clock waits.
func wantCampaigns(t *testing.T, client *http.Client, platform *isalestest.Server, url string) {
	t.Helper()
	before := platform.Stats().Served
	first, whole, body := readPage(t, client, url)
	calls := platform.Stats().Served - before
	least := time.Duration(calls) * largeLatency / largeFlight
	ratio := float64(whole) / float64(least)
	t.Logf("%d campaigns, %d calls: first byte after %s, all after %s, %.3f of the platform's %s", largeCampaigns, calls,
		first.Round(time.Millisecond), whole.Round(time.Millisecond), ratio, least.Round(time.Millisecond))
	if rows := strings.Count(body, `href="/vdns/7/campaigns/6`); rows != largeCampaigns {
		t.Errorf("%d campaigns, want %d", rows, largeCampaigns)
	}
	if !strings.Contains(body, " of 200</p>") {
		t.Error("no progress was shown")
	}
}

// readPage returns a page, and when its first byte and its last one came.
func readPage(t *testing.T, client *http.Client, url string) (first, whole time.Duration, body string) {
	t.Helper()
	begun := time.Now()
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var text strings.Builder
	buffer := make([]byte, 32<<10)
	for {
		n, err := resp.Body.Read(buffer)
		if n > 0 && first == 0 {
			first = time.Since(begun)
		}
		text.Write(buffer[:n])
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d", url, resp.StatusCode)
	}
	return first, time.Since(begun), text.String()
}
