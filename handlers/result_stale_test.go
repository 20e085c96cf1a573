package handlers

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// staleNote are the sentences of the banner, without the point in time at its
// beginning.
func staleNote(t *testing.T, page string) string {
	t.Helper()
	note := join(texts(parse(t, page), "p.stale"))
	_, rest, ok := strings.Cut(note, "UTC")
	if !ok {
		t.Fatalf("the banner is %q", note)
	}
	return rest
}

// TestPlatformDownWithACopy is the row of the design: status 200, the copy, and
// why it is no newer one. Afterwards all is as before.
func TestPlatformDownWithACopy(t *testing.T) {
	tests := []struct {
		fault    isalestest.Fault
		calls    int // until the layer gives up
		code     string
		en, zhCN string
	}{
		{isalestest.FaultStatus500, 1, "http_status", "The platform answered with HTTP status 500 instead of data.",
			"平台没有返回数据，而是返回了 HTTP 状态 500。"},
		{isalestest.FaultHTML, 1, "not_json", "", ""},
		{isalestest.FaultHuge, 1, "too_large", "", ""},
		{isalestest.FaultRedirect, 1, "redirect", "", ""},
		{isalestest.FaultDisagree, 1, "codes_disagree", "", ""},
		{isalestest.FaultWrongTypes, 1, "bad_answer", "", ""},
		{"code=0299999", 1, "api_error", "The platform answered with API status 0299999: Not in the documentation.", ""},
		{isalestest.FaultStatus503, 3, "http_status", "The platform answered with HTTP status 503 instead of data.", ""},
		{isalestest.FaultReset, 3, "interrupted",
			"The platform was reached, but the connection ended before the answer was complete.", ""},
	}
	for _, test := range tests {
		t.Run(string(test.fault), func(t *testing.T) {
			t.Parallel()
			console := newLayered(t, neverFresh, withoutLog)
			before := [2]string{get(t, console, examplePath+".csv").Body.String(),
				get(t, console, examplePath, "Accept-Language", "zh-CN").Body.String()}
			console.platform.SetFault(test.fault)
			console.hangUp()
			console.platform.ResetRequests()
			page := get(t, console, examplePath)
			got := []any{page.Code, page.Header().Get("Cache-Status"), page.Header().Get("Retry-After"),
				join(texts(parse(t, page.Body.String()), "h1")), len(console.platform.Requests())}
			if diff := cmp.Diff([]any{200, old, "", "6: The call is not answered.", test.calls}, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			checkStructure(t, "en", page.Body.String())
			if note := staleNote(t, page.Body.String()); test.en != "" &&
				note != "; it cannot be renewed now. "+test.en+" Refresh to ask again." {
				t.Errorf("the banner ends with %q", note)
			}
			chinese := get(t, console, examplePath, "Accept-Language", "zh-CN")
			if note := staleNote(t, chinese.Body.String()); test.zhCN != "" &&
				note != ")，目前无法更新。"+test.zhCN+"刷新可再次查询。" {
				t.Errorf("the Chinese banner ends with %q", note)
			}
			data := jsonOf[resultDocument](t, get(t, console, examplePath+".json"))
			if data.Stale == nil || data.Stale.Code != test.code ||
				join(texts(parse(t, page.Body.String()), "p.stale")) != "Older copy "+data.Stale.Message {
				t.Errorf("JSON says %+v, want %s and the words of the page", data.Stale, test.code)
			}
			if diff := cmp.Diff(before[0], get(t, console, examplePath+".csv").Body.String()); diff != "" {
				t.Errorf("CSV (-before +while it is down)\n%s", diff)
			}
			console.platform.SetFault(isalestest.FaultNone)
			after := get(t, console, examplePath)
			if note := texts(parse(t, after.Body.String()), "p.stale"); len(note) != 0 ||
				after.Header().Get("Cache-Status") != missed {
				t.Errorf("afterwards the page says %q, %v", note, after.Header())
			}
			if data := jsonOf[resultDocument](t, get(t, console, examplePath+".json")); data.Stale != nil {
				t.Errorf("afterwards JSON says %+v", data.Stale)
			}
		})
	}
}

// TestThrottlingWithACopy: the third refusal in a row stops all calls for as long
// as the platform says, and the banner says until when.
func TestThrottlingWithACopy(t *testing.T) {
	console := newLayered(t, neverFresh, withoutLog)
	get(t, console, examplePath)
	console.platform.SetFault(isalestest.FaultStatus429)
	const limit = "; it cannot be renewed now. The platform limits how often it may be asked, and the limit is reached. "
	for visit := range 5 {
		console.platform.ResetRequests()
		rec := get(t, console, examplePath)
		note, calls := staleNote(t, rec.Body.String()), len(console.platform.Requests())
		paused := strings.HasPrefix(note, limit+"The platform is asked again from ") && calls == 0
		asked := note == limit+"Refresh to ask again." && calls == 1
		if rec.Code != 200 || visit < 3 && !asked || visit >= 3 && !paused {
			t.Errorf("visit %d: status %d after %d calls, the banner ends with %q", visit, rec.Code, calls, note)
		}
	}
	other := get(t, console, "/vdns/40/results/1402245660")
	if wait := other.Header().Get("Retry-After"); other.Code != 503 || wait != "7" && wait != "6" ||
		heading(t, other) != "Too many requests to CC-iSales" {
		t.Errorf("a result without a copy: status %d, Retry-After %q, %q", other.Code, wait, heading(t, other))
	}
}

// TestCopyHidesNoRefusal: what the platform says about the result, or about our
// right to it, is shown whatever copy there is.
func TestCopyHidesNoRefusal(t *testing.T) {
	for fault, status := range map[isalestest.Fault]int{isalestest.FaultStatus401: 502,
		isalestest.FaultStatus403: 502, isalestest.FaultCode: 422, isalestest.FaultNotFound: 404} {
		console := newLayered(t, neverFresh, withoutLog)
		get(t, console, examplePath)
		console.platform.SetFault(fault)
		rec := get(t, console, examplePath)
		if rec.Code != status || rec.Header().Get("Cache-Status") != "" || strings.Contains(rec.Body.String(), "Older copy") {
			t.Errorf("%s: status %d, want %d; %v", fault, rec.Code, status, rec.Header())
		}
	}
}

// staleCopy is the copy of a platform that is down.
func staleCopy(trouble error, retryAt time.Time) copies {
	c := exampleCopy()
	c.one.Origin, c.one.Trouble, c.one.RetryAt = platform.Stale, trouble, retryAt
	return c
}

// TestStaleBanner compares the whole banner.
func TestStaleBanner(t *testing.T) {
	late := &isales.TransportError{Kind: isales.ErrTimeout, After: 10 * time.Second, Err: isales.ErrTimeout}
	soon := testNow().Add(5 * time.Second)
	for _, test := range []struct {
		c        copies
		code     string
		en, zhCN string
	}{
		{staleCopy(platform.ErrSlow, time.Time{}), "slow",
			"As of 4 Mar 2026, 05:06:06 UTC; it cannot be renewed now. The platform has not answered for " +
				"some seconds; the console is still waiting for it. Refresh to ask again.",
			"数据截至 2026-03-04 05:06:06 (UTC)，目前无法更新。平台已有数秒未响应，控制台仍在等待。刷新可再次查询。"},
		{staleCopy(late, soon), "timeout",
			"As of 4 Mar 2026, 05:06:06 UTC; it cannot be renewed now. The console waited 10 seconds. " +
				"Nothing was changed. The platform is asked again from 4 Mar 2026, 05:06:12 UTC.", ""},
		{staleCopy(&isales.TransportError{Kind: isales.ErrUnreachable, Err: isales.ErrUnreachable}, soon), "unreachable",
			"As of 4 Mar 2026, 05:06:06 UTC; it cannot be renewed now. No connection to the platform could " +
				"be made: it is switched off, its address is wrong, or the network between is interrupted. The " +
				"platform is asked again from 4 Mar 2026, 05:06:12 UTC.", ""},
	} {
		console := newConsole(t, isalestest.Options{}, withoutLog, withResults(test.c))
		for lang, want := range map[string]string{"en": test.en, "zh-CN": test.zhCN} {
			if want == "" {
				continue
			}
			l, _ := localeByTag(lang)
			doc := parse(t, get(t, console, examplePath, "Accept-Language", lang).Body.String())
			data := jsonOf[resultDocument](t, get(t, console, examplePath+".json", "Accept-Language", lang))
			got := []any{join(texts(doc, "p.stale")), join(texts(doc, "p.stale strong")), data.Stale}
			if diff := cmp.Diff([]any{l.messages.StaleTitle + " " + want, l.messages.StaleTitle,
				&staleDocument{test.code, want}}, got); diff != "" {
				t.Errorf("%s (-want +got)\n%s", lang, diff)
			}
			if again := doc.Find("ul.actions a[rel=nofollow]").AttrOr("href", ""); again != examplePath+"?again=all" {
				t.Errorf("Refresh leads to %q", again)
			}
		}
	}
}

// TestStaleElsewhere: batch and comparison say of each result how old it is; a
// picture of the whole VDN has no old copies in it.
func TestStaleElsewhere(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog, withResults(staleCopy(platform.ErrSlow, time.Time{})))
	const note = "As of 4 Mar 2026, 05:06:06 UTC; it cannot be renewed now. The platform has not answered for " +
		"some seconds; the console is still waiting for it. Refresh to ask again."
	for path, want := range map[string][]string{
		"/vdns/40/batch?id=1402245659":        {note},
		"/vdns/40/compare?id=1402245659&id=1": {note, note},
	} {
		rec := get(t, console, path)
		got := slices.DeleteFunc(texts(parse(t, rec.Body.String()), "main small"),
			func(s string) bool { return !strings.HasPrefix(s, "As of") })
		if diff := cmp.Diff([]any{200, want}, []any{rec.Code, got}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", path, diff)
		}
	}
	row := batchOverview{DefID: "1402245659", State: "found", DisplayResult: "6: The call is not answered.",
		NamedCode: english40.nameCode("006"), OBSCodes: []string{"00008"},
		Verdict: "retry_later", Stale: "slow"}
	document := jsonOf[batchDocument](t, get(t, console, "/vdns/40/batch.json?id=1402245659"))
	want := batchDocument{Schema: 2, VDNID: 40, Results: []batchOverview{row}, Codes: document.Codes}
	if diff := cmp.Diff(want, document); diff != "" {
		t.Errorf("JSON (-want +got)\n%s", diff)
	}
	lines := csvOf(t, get(t, console, "/vdns/40/batch.csv?id=1402245659"))
	if len(lines) != 2 || lines[0][8] != "error" || lines[1][8] != "stale: slow" {
		t.Errorf("CSV has %q", lines)
	}
}
