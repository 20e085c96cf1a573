package main

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"isales-console/isales/isalestest"
)

// troublePages are looked at while there is trouble, half of them with copies.
const troublePages = 40

// trial is a console whose platform gets into trouble, once or again and again.
type trial struct {
	platform *isalestest.Server
	network  *cutProxy // between console and platform, if it is what fails
	console  *console
	*visitors
	one     *visitors   // whose answers are searched for secrets
	edition int         // that the platform tells
	copied  []int       // pages of which there are copies
	copies  map[int]int // the editions of the copies
	unseen  int         // the first page that nobody has looked at
	pages   int
}

// newTrial starts a console that asks for each visit, so that every visit tells
// how the platform is.
func newTrial(t *testing.T, want ending, troubles int, badNetwork bool) *trial {
	t.Helper()
	tr := &trial{edition: 1, copied: span(0, troublePages/2), copies: map[int]int{}, unseen: troublePages / 2, pages: (troubles + 1) * troublePages}
	tr.platform = isalestest.NewServer(t, isalestest.Options{Data: edition(1, tr.pages), KeepRequests: -1})
	flags := append(platformFlags(t, tr.platform), "-addr=127.0.0.1:0", "-log-level=error", "-cache-ttl=0s", "-isales-timeout="+want.budget().String())
	if badNetwork {
		tr.network = newCutProxy(t, tr.platform)
		flags = append(flags, tr.network.flag())
	}
	tr.console = start(t, nil, flags...)
	tr.visitors = newVisitors(t, tr.console, want.longest())
	tr.one = &visitors{newClient(t), tr.console.url}
	// The VDN's dictionary would be asked for in the background otherwise.
	if status, body := get(t, tr.client, tr.url+"/codes.json?vdnId=40"); status != http.StatusOK {
		t.Fatalf("the codes have status %d: %s", status, body)
	}
	tr.renew(t, tr.copied)
	return tr
}

// renew waits until the pages are of the platform's edition.
func (tr *trial) renew(t *testing.T, pages []int) time.Duration {
	t.Helper()
	took := tr.wantRecovery(t, tr.edition, pages)
	for _, page := range pages {
		tr.copies[page] = tr.edition
	}
	return took
}

// unseenPages returns pages that nobody has looked at.
func (tr *trial) unseenPages(number int) []int {
	tr.unseen += number
	return span(tr.unseen-number, number)
}

// next has the platform tell another edition from now on.
func (tr *trial) next() {
	tr.edition++
	tr.platform.SetData(edition(tr.edition, tr.pages))
}

// meet gets the platform into trouble twice, with one visitor and with many, and
// out of it.
func (tr *trial) meet(t *testing.T, want ending, begin, end func()) {
	t.Helper()
	var bare int
	var pages []int
	var saw map[string]int
	want.calmly(func() {
		bare = tr.meetOne(t, want, begin, end)
		pages = slices.Concat(tr.copied, tr.unseenPages(troublePages/2))
		begin()
		clients, visits := want.crowd()
		saw = tr.judge(t, want, tr.crowd(t, clients, visits, pages))
	})
	end()
	tr.next()
	took := tr.renew(t, append(pages, bare))
	t.Logf("%s: %v, all new after %s", t.Name(), saw, took.Round(time.Millisecond))
	tr.wantRest(t, tr.platform, 10)
}

// judge says which visits should not have ended as they did, and counts all.
func (tr *trial) judge(t *testing.T, want ending, visits []visit) map[string]int {
	t.Helper()
	saw, wrong := map[string]int{}, 0
	for _, seen := range visits {
		saw[seen.code+seen.cache]++
		ok := want.allowsBare(seen, tr.edition)
		if of, copied := tr.copies[seen.page]; copied {
			ok = want.allowsCopied(seen, tr.edition, of)
		}
		if !ok {
			if wrong++; wrong <= 3 {
				t.Errorf("in a crowd, %s, want %+v", seen, want)
			}
		}
	}
	if wrong > 3 {
		t.Errorf("and %d more", wrong-3)
	}
	return saw
}

// meetOne looks at a page without and at one with a copy, then at a new one too.
// It returns the page without a copy.
func (tr *trial) meetOne(t *testing.T, want ending, begin, end func()) int {
	t.Helper()
	bare, copied, unseen := tr.unseenPages(1)[0], tr.copied[0], tr.unseenPages(1)[0]
	begin()
	if seen := tr.one.mustLook(t, bare); !want.allowsBare(seen, tr.edition) || seen.code == "unavailable" {
		t.Errorf("without a copy, %s, want %+v", seen, want)
	}
	if seen := tr.one.mustLook(t, copied); !want.allowsCopied(seen, tr.edition, tr.copies[copied]) || seen.stale == "slow" {
		t.Errorf("with a copy, %s, want %+v", seen, want)
	}
	if want.covered && !want.partly && want != throttling { // a third refusal would stop all calls
		tr.wantBanner(t, tr.copied[1])
	}
	end()
	tr.next()
	after := []int{unseen, copied, tr.copied[1], bare}
	if want == throttling {
		// What the platform said about one page holds for as long as it said.
		after = after[:3]
		if seen := tr.one.mustLook(t, bare); !want.allowsBare(seen, tr.edition) {
			t.Errorf("before the platform's Retry-After is over, %s, want %+v", seen, want)
		}
	}
	if want.lingers {
		tr.renew(t, after)
		return bare
	}
	for _, page := range after {
		if seen := tr.one.mustLook(t, page); !seen.isOf(tr.edition) {
			t.Errorf("afterwards, %s, want edition %d", seen, tr.edition)
		}
		tr.copies[page] = tr.edition
	}
	return bare
}

// wantBanner looks at a page as people do.
func (tr *trial) wantBanner(t *testing.T, page int) {
	t.Helper()
	status, body := get(t, tr.one.client, tr.url+pagePath(page))
	if status != http.StatusOK {
		t.Errorf("the page with a copy has status %d, want 200", status)
	}
	wantInOrder(t, body, `<p class="stale"><strong>Older copy</strong>`, "it cannot be renewed now")
	wantInOrder(t, body, "<h1>"+editionName(tr.copies[page])+"</h1>")
}

// TestFaults meets each fault of the simulator. Those after which the console
// leaves the platform alone for a while have a console each, so that they can do
// so at the same time; one console meets all others.
func TestFaults(t *testing.T) {
	var quick []isalestest.Fault
	tests := map[string]func(*testing.T){}
	for fault, want := range endings {
		if !want.down && want != throttling {
			quick = append(quick, fault)
			continue
		}
		tests["fault "+string(fault)] = func(t *testing.T) {
			tr := newTrial(t, want, 1, false)
			tr.meetFault(t, fault)
			tr.console.stop(t)
		}
	}
	slices.Sort(quick)
	tests["others"] = func(t *testing.T) {
		tr := newTrial(t, answered, len(quick), false)
		for _, fault := range quick {
			t.Run("fault "+string(fault), func(t *testing.T) { tr.meetFault(t, fault) })
		}
		tr.console.stop(t)
	}
	together(t, tests)
}

func (tr *trial) meetFault(t *testing.T, fault isalestest.Fault) {
	t.Helper()
	tr.meet(t, endings[fault], func() { tr.platform.SetFault(fault) }, func() { tr.platform.SetFault(isalestest.FaultNone) })
}

// TestFaultsAreKnown fails when the simulator learns a fault.
func TestFaultsAreKnown(t *testing.T) {
	for _, fault := range isalestest.Faults() {
		if _, ok := endings[fault]; !ok {
			t.Errorf("no ending for the fault %q", fault)
		}
	}
}
