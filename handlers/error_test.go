package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// seen is what a case comes to; comparing it whole asserts every column.
type seen struct {
	Status              int
	RetryAfter, Allow   string
	Retry, Correct      bool
	Level, Outcome, Err string
	Asked               int
	CacheControl        string
	RequestID, Time     string
	Home                bool // a link to the look-up: a page with the form needs none
}

func withOtherAuthority(w *wiring) {
	// Another simulator's authority is as real as a company's second one.
	other, err := isalestest.Start(isalestest.Options{})
	if err != nil {
		panic(err)
	}
	defer other.Close()
	w.client = append(w.client, isales.WithCACertificates(other.CertificatePEM()))
}

// console returns the console of the case, its platform in the state that the
// case wants.
func (c problemCase) console(t testing.TB) *testConsole {
	t.Helper()
	console := newConsole(t, isalestest.Options{Fault: c.fault}, c.options...)
	if c.down {
		console.platform.Close()
	}
	return console
}

func (c problemCase) request() (method, path string) {
	method, path = c.method, c.path
	if method == "" {
		method = http.MethodGet
	}
	if path == "" {
		path = examplePath
	}
	return method, path
}

// TestProblems takes each row of "What goes wrong" through the whole handler: as a page, and as JSON, asked for by
// header and by suffix, which has the words of the page.
func TestProblems(t *testing.T) {
	for _, c := range problemCases {
		t.Run(c.name, func(t *testing.T) {
			console := c.console(t)
			method, path := c.request()
			rec := ask(t, console, method, path)
			doc, record := parse(t, rec.Body.String()), console.log.record(t)
			got := seen{
				rec.Code, rec.Header().Get("Retry-After"), rec.Header().Get("Allow"),
				doc.Find("a.button[href='"+path+"']").Length() == 1, doc.Find("main form").Length() == 1,
				text(record["level"]), text(record["upstream_outcome"]), withoutCause(text(record["error"])),
				len(console.platform.Requests()), rec.Header().Get("Cache-Control"), join(texts(doc, "dd code.id")),
				doc.Find("dd time").AttrOr("datetime", ""), doc.Find("a.button[href='/']").Length() == 1,
			}
			want := seen{c.status, c.retryAfter, c.allow, c.retry, c.correct, "INFO", c.code, c.err, c.asked, "no-store",
				requestID, "2026-03-04T05:06:07Z", !c.correct}
			if c.status >= 500 {
				want.Level = "ERROR"
			}
			if c.path != "" { // no look-up
				want.Outcome = ""
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			said := texts(doc, "main > p")
			if !strings.Contains(join(said), c.words) || len(said) < 2 {
				t.Fatalf("the page says %q, without %q", said, c.words)
			}
			for _, form := range [][]string{{path, "Accept", "application/json"}, {path + ".json"}} {
				console.hangUp()
				console.platform.ResetRequests()
				rec := ask(t, console, method, form[0], form[1:]...)
				got := []any{rec.Code, rec.Header().Get("Content-Type"), rec.Header().Get("Retry-After"),
					rec.Header().Get("Allow"), rec.Body.String(), len(console.platform.Requests())}
				want := []any{c.status, jsonType, c.retryAfter, c.allow,
					jsonProblem(t, c.status, c.code, said[0]+" "+said[1], "", c.apiCode), c.asked}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got)\n%s", form[0], diff)
				}
			}
		})
	}
}

// TestAnswerThatIsNoObject: where no field is to blame, the whole answer is.
func TestAnswerThatIsNoObject(t *testing.T) {
	for _, answer := range []string{"[]", `"x"`, "1", "true", "null"} {
		data := &isalestest.Data{VDNs: []isalestest.VDN{{ID: 40,
			Results: []isalestest.Result{{DefID: "1402245659", Raw: []byte(answer)}}}}}
		console := newConsole(t, isalestest.Options{Data: data}, withoutLog)
		for lang, want := range map[string]string{
			"en":    "The answer differs from the platform's documentation: the whole answer. To be safe, nothing of it is shown.",
			"zh-CN": "应答与平台文档不一致：整个应答。为安全起见，应答内容不予显示。",
		} {
			rec := get(t, console, examplePath, "Accept-Language", lang)
			got := []any{rec.Code, join(texts(parse(t, rec.Body.String()), "main > p:nth-of-type(1)"))}
			if diff := cmp.Diff([]any{502, want}, got); diff != "" {
				t.Errorf("%s in %s (-want +got)\n%s", answer, lang, diff)
			}
		}
	}
}

// jsonProblem writes the documented error body. The texts are quoted by
// encoding/json, everything else stands here as it is sent.
func jsonProblem(t *testing.T, status int, code, message, field, apiCode string) string {
	t.Helper()
	quoted, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	body := fmt.Sprintf("{\n  \"error\": {\n    \"status\": %d,\n    \"code\": %q,\n    \"message\": %s,\n", status,
		code, quoted)
	if field != "" {
		body += fmt.Sprintf("    \"field\": %q,\n", field)
	}
	if apiCode != "" {
		body += fmt.Sprintf("    \"apiCode\": %q,\n", apiCode)
	}
	return body + fmt.Sprintf("    \"requestId\": %q\n  }\n}\n", requestID)
}

// join makes two elements where one is expected visible in a diff.
func join(texts []string) string {
	joined := ""
	for i, text := range texts {
		if i > 0 {
			joined += " | "
		}
		joined += text
	}
	return joined
}

// text is a value of a log record; empty when there is none.
func text(v any) string { s, _ := v.(string); return s }

var cause = regexp.MustCompile(`^(isales: (?:connection interrupted|platform unreachable|TLS failure) after ).*`)

// withoutCause cuts what the operating system says and how long it took.
func withoutCause(err string) string { return cause.ReplaceAllString(err, "$1…") }
