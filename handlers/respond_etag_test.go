package handlers

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
	"isales-console/platform"
)

// copies answers each look-up with the copy.
type copies struct{ one platform.Copy }

func (c copies) ExternalResult(context.Context, platform.Query) (platform.Copy, error) {
	return c.one, nil
}

// exampleCopy is a result that was received a second ago and is kept.
func exampleCopy() copies {
	return copies{platform.Copy{Origin: platform.Hit, ExternalResult: &isales.ExternalResult{DefID: "1402245659",
		VDNID: 40, DisplayResult: "6: The call is not answered.",
		Code: "006", ReceivedAt: testNow().Add(-time.Second), Mappings: []isales.Mapping{{OBSCode: "00008"}}, Raw: "{}",
		Status: isales.AnswerStatus{ResultCode: isales.StatusSuccess}}}}
}

// TestIfNoneMatch: a request that names the tag gets no body, in each spelling of
// the tag and each encoding.
func TestIfNoneMatch(t *testing.T) {
	kept := exampleCopy()
	console := newConsole(t, isalestest.Options{}, withoutLog, withResults(kept))
	for _, path := range []string{"/", "/codes", "/codes.json", "/codes.csv?q=0060", "/codes/00605", examplePath,
		examplePath + ".json", examplePath + ".csv", "/codes.xlsx", examplePath + ".xlsx"} {
		whole := get(t, console, path)
		tag := whole.Header().Get("Etag")
		opaque := strings.TrimPrefix(tag, "W/")
		unchanged := maps.Clone(whole.Header())
		for _, name := range []string{"Content-Type", "Content-Length", "Content-Disposition", "Set-Cookie"} {
			unchanged.Del(name)
		}
		tests := []struct {
			lines  []string
			status int
		}{
			{[]string{tag}, 304}, {[]string{opaque}, 304}, {[]string{`"x", ` + tag + ` , "y"`}, 304},
			{[]string{`"x",` + opaque}, 304},
			{[]string{"*"}, 304}, {[]string{`"x"`, tag}, 304}, {[]string{tag, `"x"`}, 304}, {[]string{"\t" + tag + " "}, 304},
			{nil, 200}, {[]string{""}, 200}, {[]string{`"x"`}, 200}, {[]string{`W/"x", "y"`}, 200},
			{[]string{strings.Trim(opaque, `"`)}, 200},
			{[]string{strings.ToLower(tag)}, 200}, {[]string{"W/" + tag}, 200}, {[]string{`"*"`}, 200},
		}
		for _, test := range tests {
			for _, encoding := range []string{"", "gzip"} {
				r := newRequest(t, http.MethodGet, path, "Accept-Encoding", encoding)
				r.Header["If-None-Match"] = test.lines
				rec := serve(console, r)
				header := maps.Clone(rec.Header())
				header.Del("Set-Cookie")
				if rec.Code != test.status || (rec.Body.Len() == 0) != (test.status == 304) || rec.Header().Get("Etag") != tag {
					t.Errorf("%s, %q, %q: status %d, %d bytes, ETag %s; want %d, %s", path, encoding, test.lines,
						rec.Code, rec.Body.Len(), rec.Header().Get("Etag"), test.status, tag)
				}
				if diff := cmp.Diff(unchanged, header); test.status == 304 && diff != "" {
					t.Errorf("%s, %q, %q (-want +got)\n%s", path, encoding, test.lines, diff)
				}
			}
		}
	}
}

// TestNotModifiedIsForReading: HEAD is answered as GET is (RFC 9110, 13.1.2), and
// a form is never left unanswered.
func TestNotModifiedIsForReading(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog, withResults(exampleCopy()))
	for _, path := range []string{"/codes", examplePath} {
		tag := get(t, console, path).Header().Get("Etag")
		rec := ask(t, console, http.MethodHead, path, "If-None-Match", tag)
		if rec.Code != 304 || rec.Header().Get("Etag") != tag {
			t.Errorf("HEAD %s: status %d, ETag %s, want 304 and %s", path, rec.Code, rec.Header().Get("Etag"), tag)
		}
	}
	r := formRequest(http.MethodPost, "/vdns/40/batch", map[string][]string{"ids": {"1402245659"}})
	r.Header.Set("If-None-Match", "*")
	if rec := serve(console, r); rec.Code == 304 || rec.Header().Get("Etag") != "" && rec.Body.Len() == 0 {
		t.Errorf("POST: status %d, %d bytes", rec.Code, rec.Body.Len())
	}
	for _, path := range []string{"/nowhere", "/lookup", "/healthz", "/readyz", "/vdns/40/results/x"} {
		if rec := get(t, console, path, "If-None-Match", "*"); rec.Code == 304 || rec.Header().Get("Etag") != "" {
			t.Errorf("%s: status %d, ETag %q", path, rec.Code, rec.Header().Get("Etag"))
		}
	}
}

// variant is one thing that is different about an answer.
type variant struct {
	change func(*platform.Copy)
	later  time.Duration
	wiring option
	lang   string
	path   string
}

// tagOf returns the tag and the body of an answer, whose request ID is id.
func (v variant) tagOf(t *testing.T, id string) (tag, body string) {
	t.Helper()
	c := exampleCopy().one
	if v.change != nil {
		v.change(&c)
	}
	options := []option{withoutLog, withResults(copies{c}), func(w *wiring) {
		w.config.Now = func() time.Time { return testNow().Add(v.later) }
		w.config.NewRequestID = func() string { return id }
	}}
	if v.wiring != nil {
		options = append(options, v.wiring)
	}
	path := v.path
	if path == "" {
		path = examplePath
	}
	rec := get(t, newConsole(t, isalestest.Options{}, options...), path, "Accept-Language", v.lang)
	if rec.Code != 200 || !pageTag.MatchString(rec.Header().Get("Etag")) {
		t.Fatalf("status %d, ETag %q", rec.Code, rec.Header().Get("Etag"))
	}
	return rec.Header().Get("Etag"), strings.ReplaceAll(rec.Body.String(), id, "ID")
}

// TestTagFollowsThePage: another page has another tag, the same page has the same.
func TestTagFollowsThePage(t *testing.T) {
	stale := func(trouble error, retry time.Duration) func(*platform.Copy) {
		return func(c *platform.Copy) {
			c.Origin, c.Trouble = platform.Stale, trouble
			if retry != 0 {
				c.RetryAt = testNow().Add(retry)
			}
		}
	}
	changed := func(f func(*isales.ExternalResult)) func(*platform.Copy) {
		return func(c *platform.Copy) { f(c.ExternalResult) }
	}
	withText := func(text string) option {
		return withCodeLists(listing(func(codesKey) ([]isales.OBSCodeText, error) {
			return []isales.OBSCodeText{{Code: "00008", Text: text}}, nil
		}))
	}
	others := map[string]variant{
		"as it is":          {},
		"one minute later":  {later: time.Minute},
		"two minutes later": {later: 2 * time.Minute},
		"Chinese":           {lang: "zh-CN"},
		"JSON":              {path: examplePath + ".json"},
		"CSV":               {path: examplePath + ".csv"},
		"received before":   {change: changed(func(r *isales.ExternalResult) { r.ReceivedAt = r.ReceivedAt.Add(-time.Second) })},
		"text":              {change: changed(func(r *isales.ExternalResult) { r.DisplayResult += "!" })},
		"one code more": {change: changed(func(r *isales.ExternalResult) {
			r.Mappings = append(r.Mappings,
				isales.Mapping{OBSCode: "00605"})
		})},
		"dictionary":           {wiring: withText("busy")},
		"dictionary is broken": {wiring: withCodeLists(brokenLists)},
		"stale":                {change: stale(platform.ErrSlow, 0)},
		"stale, asked later":   {change: stale(platform.ErrSlow, time.Second)},
		"stale, even later":    {change: stale(platform.ErrSlow, 2*time.Second)},
		"stale, other cause":   {change: stale(isales.ErrUnreachable, 0)},
		"version":              {wiring: func(w *wiring) { w.config.Version = "1.2.4-test" }},
	}
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		tag, _ := others[name].tagOf(t, "ONE")
		if other, ok := seen[tag]; ok {
			t.Errorf("%q and %q have the same tag", name, other)
		}
		seen[tag] = name
	}
	tag, body := variant{}.tagOf(t, "ONE")
	for name, v := range map[string]variant{
		"asked":              {change: func(c *platform.Copy) { c.Origin = platform.Miss }},
		"joined":             {change: func(c *platform.Copy) { c.Origin = platform.Shared }},
		"directly":           {change: func(c *platform.Copy) { c.Origin = "" }},
		"in the same minute": {later: 58999 * time.Millisecond},
		"clock set back":     {later: -time.Hour},
	} {
		gotTag, gotBody := v.tagOf(t, "ANOTHER")
		if diff := cmp.Diff([]string{tag, body}, []string{gotTag, gotBody}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestSignedInPagesAreNotKept: after the sign-out, Back shows nothing. Data keeps its
// tag, for scripts.
func TestSignedInPagesAreNotKept(t *testing.T) {
	console := newGuarded(t)
	type kept struct {
		status  int
		control string
		tagged  bool
	}
	for _, name := range []string{"alice", "bob"} {
		b := newBrowser(t, console).signIn(name)
		for path, want := range map[string]kept{
			"/": {200, "no-store", false}, "/codes": {200, "no-store", false}, "/help": {200, "no-store", false},
			"/account": {200, "no-store", false}, examplePath: {200, "no-store", false},
			"/vdns/40/results": {200, "no-store", false},
			"/vdns/40":         {200, "no-store", false}, "/vdns/40/retry": {200, "no-store", false},
			"/nowhere":    {404, "no-store", false},
			"/codes.json": {200, "private, no-cache", true}, examplePath + ".json": {200, "private, no-cache", true},
			examplePath + ".csv": {200, "private, no-cache", true},
		} {
			for range 3 { // made, kept, kept
				rec := b.get(path)
				got := kept{rec.Code, rec.Header().Get("Cache-Control"), rec.Header().Get("Etag") != ""}
				if got != want {
					t.Errorf("%s as %s: %+v, want %+v", path, name, got, want)
				}
				if strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") {
					if got := join(texts(parse(t, rec.Body.String()), "header form[action='/logout']")); !strings.Contains(got, name) {
						t.Errorf("%s sees the page of %q", name, got)
					}
				}
			}
		}
	}
}

// TestTagFollowsTheDictionary: a page that was shown before the dictionary came is
// another one afterwards.
func TestTagFollowsTheDictionary(t *testing.T) {
	come := make(chan struct{})
	console := newConsole(t, isalestest.Options{}, withoutLog, withResults(exampleCopy()),
		withCodeLists(listing(func(codesKey) ([]isales.OBSCodeText, error) {
			<-come
			return []isales.OBSCodeText{{Code: "00008", Text: "words of the VDN"}}, nil
		})))
	before := get(t, console, examplePath)
	close(come)
	console.waitForCodes(t.Context())
	after := get(t, console, examplePath, "If-None-Match", before.Header().Get("Etag"))
	if after.Code != 200 || !strings.Contains(after.Body.String(), "words of the VDN") ||
		after.Header().Get("Etag") == before.Header().Get("Etag") {
		t.Errorf("status %d, ETag %s, before %s", after.Code, after.Header().Get("Etag"), before.Header().Get("Etag"))
	}
	if again := get(t, console, examplePath, "If-None-Match", after.Header().Get("Etag")); again.Code != 304 {
		t.Errorf("status %d, want 304", again.Code)
	}
}
