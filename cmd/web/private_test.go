package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"isales-console/handlers/session"
	"isales-console/isales/isalestest"
)

// heapDump names the environment variable with the file to which the program writes
// all that it keeps in memory, when it is sent SIGUSR1.
const heapDump = "ISALES_WEB_TEST_HEAP_DUMP"

// dumpOnSignal writes the file under another name first: a file of its name is whole.
func dumpOnSignal(path string) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for range asked {
			for range 3 { // pools let go of what they hold with the second one
				runtime.GC()
			}
			f, err := os.Create(path + ".part")
			if err != nil {
				panic(err)
			}
			debug.WriteHeapDump(f.Fd())
			if err := os.Rename(path+".part", path); err != nil {
				panic(err)
			}
		}
	}()
}

// withPrivate is the demo with texts about customers that occur nowhere else, and
// kept, the name of a campaign, which the console may keep.
func withPrivate() (data *isalestest.Data, kept string, private []string) {
	data = isalestest.Sample()
	secret := func() string {
		private = append(private, rand.Text())
		return private[len(private)-1]
	}
	for i := range data.VDNs[0].Calls {
		c := &data.VDNs[0].Calls[i]
		// No number begins with so many zeros.
		c.Called = fmt.Sprintf("0000000%d%d", i, time.Now().UnixNano())
		private = append(private, c.Called)
		c.RecordPath = "https://records.example.invalid/x.wav?AccessKeyId=" + secret() + "&Signature=" + secret()
		c.SessionID, c.CustomField = "session-"+secret(), "note "+secret()
	}
	kept = "campaign " + rand.Text()
	data.VDNs[0].Campaigns[0].Name = kept
	for i := range data.VDNs[0].Campaigns {
		data.VDNs[0].Campaigns[i].CallBackURL = "https://callback.example.invalid/" + rand.Text()
	}
	return data, kept, private
}

// TestNothingPrivateRemains walks all routes of the console as people run it, with all
// faults of the platform among the answers about calls: what the platform says about
// customers is in no page, export, header, log line, trace, metric or cookie, nor in
// what the process keeps in memory.
func TestNothingPrivateRemains(t *testing.T) {
	data, kept, private := withPrivate()
	for _, text := range slices.Concat(private, data.Private()) {
		said.mayNotSay(text) // what is said is searched at the end, by TestMain
	}
	platform := isalestest.NewServer(t, isalestest.Options{Data: data, ForgetRequests: true})
	traces := newCollector(t)
	dump, key := filepath.Join(t.TempDir(), "dump"), strings.Repeat("k", 32)
	// A dump also has the ends of spans, in which no object is, with what was there before: clobberfree clears that.
	url, command, _ := asProcess(t, []string{heapDump + "=" + dump, "OTEL_EXPORTER_OTLP_ENDPOINT=" + traces.URL,
		"OTEL_BSP_SCHEDULE_DELAY=100", "GODEBUG=clobberfree=1"}, append(platformFlags(t, platform), "-isales-timeout=300ms", "-log-level=debug",
		"-session-key-file="+file(t, key+"\n"), "-users-file="+file(t, userLine(t, "alice", "password of alice", "")))...)
	b := newBrowser(t, &console{url: url})
	b.signIn(t, "alice", "password of alice")

	for _, r := range mixedRequests(b.get(t, "/").body) {
		if !r.stranger {
			b.do(t, r.method, r.path, r.form)
		}
	}
	var failed atomic.Int32
	faults := slices.DeleteFunc(isalestest.Faults(), func(f isalestest.Fault) bool {
		return strings.HasPrefix(string(f), string(isalestest.FaultSlow)) // answers as without a fault
	})
	for _, fault := range faults {
		platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
			if r.Operation != isalestest.OperationCall {
				return isalestest.FaultNone
			}
			failed.Add(1)
			return fault
		})
		b.get(t, "/vdns/40/calls/1700000000-1001")
		b.get(t, "/vdns/42/results/1?again=all") // the platform is well
	}
	platform.SetDecider(nil)
	if n := int(failed.Load()); n != len(faults) {
		t.Errorf("%d of %d faults were met", n, len(faults))
	}
	b.get(t, "/vdns/40/retry?campaigns=1")
	if a := b.get(t, "/vdns/40/calls/1700000000-1002"); a.StatusCode != http.StatusOK {
		t.Errorf("a call: status %d", a.StatusCode)
	}

	store, err := session.New([][]byte{[]byte(key)}, false, time.Hour, time.Now, platform.URL+" ")
	if err != nil {
		t.Fatal(err)
	}
	r, _ := http.NewRequest(http.MethodGet, url, nil)
	for _, cookie := range b.client.Jar.Cookies(r.URL) {
		r.AddCookie(cookie)
	}
	in := fmt.Sprintf("%+v", *store.Load(r))
	if !strings.Contains(in, "alice") {
		t.Errorf("the session is %s", in)
	}
	said.addText(in)
	memory := dumpOf(t, command, dump)
	if !bytes.Contains(memory, []byte(kept)) {
		t.Error("the dump has nothing of what the console keeps")
	}
	for _, text := range private {
		if at := bytes.Index(memory, []byte(text)); at >= 0 {
			t.Errorf("the memory has %q", memory[max(0, at-300):min(len(memory), at+80)])
		}
	}
	endProcess(t, command)
	if len(traces.traces()) == 0 {
		t.Error("no traces came")
	}
}

// dumpOf returns all that the process keeps in memory.
func dumpOf(t *testing.T, command *exec.Cmd, path string) []byte {
	t.Helper()
	signalTo(t, command, syscall.SIGUSR1)
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(10 * time.Millisecond) {
		if memory, err := os.ReadFile(path); err == nil {
			return memory
		}
	}
	t.Fatal("no dump was written")
	return nil
}
