package isales_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// faults have a row for each way to misbehave.
var faults = []struct {
	fault isalestest.Fault
	kind  error
	want  string // "" for success; "*" where the text has addresses or times
}{
	{"slow=1ms", nil, ""},
	{isalestest.FaultOnlyResult, nil, ""},
	{isalestest.FaultLooseTypes, nil, ""},
	{isalestest.FaultBOM, nil, ""},
	{isalestest.FaultControls, nil, ""},
	{"drip=1us", nil, ""},
	{isalestest.FaultHang, isales.ErrTimeout, "*"},
	{isalestest.FaultReset, isales.ErrInterrupted, "*"},
	{isalestest.FaultClose, isales.ErrInterrupted, "*"},
	{isalestest.FaultTruncated, isales.ErrInterrupted, "*"},
	{isalestest.FaultHTML, isales.ErrNotJSON, "*"},
	{isalestest.FaultHTMLJSONType, isales.ErrNotJSON, "*"},
	{isalestest.FaultBadJSON, isales.ErrNotJSON, "*"},
	{isalestest.FaultNoContentType, nil, ""},
	{isalestest.FaultBadEncoding, isales.ErrNotJSON, "*"},
	{isalestest.FaultBrokenGzip, isales.ErrInterrupted, "*"},
	{isalestest.FaultGzipBomb, isales.ErrTooLarge, "isales: answer too large: more than 1048576 bytes"},
	{isalestest.FaultHuge, isales.ErrTooLarge, "isales: answer too large: more than 1048576 bytes"},
	{isalestest.FaultStatus400, isales.ErrStatus, "*"},
	{isalestest.FaultStatus401, isales.ErrUnauthorized, `isales: HTTP status 401 (Unauthorized): ""`},
	{isalestest.FaultStatus403, isales.ErrForbidden, "*"},
	{isalestest.FaultStatus404, isales.ErrStatus, "*"},
	{isalestest.FaultStatus429, isales.ErrThrottled, "*"},
	{isalestest.FaultStatus500, isales.ErrStatus, "*"},
	{isalestest.FaultStatus502, isales.ErrStatus, "*"},
	{isalestest.FaultStatus503, isales.ErrStatus, "*"},
	{isalestest.FaultStatus504, isales.ErrStatus, "*"},
	{isalestest.FaultRedirect, isales.ErrRedirect, "*"},
	{isalestest.FaultNotFound, isales.ErrNotFound, "isales: no external result 1402245659 in VDN 40"},
	{isalestest.FaultNotFoundGone, isales.ErrNotFound, "isales: no external result 1402245659 in VDN 40"},
	{isalestest.FaultNotFoundEmpty, isales.ErrNotFound, "isales: no external result 1402245659 in VDN 40"},
	{isalestest.FaultCode, nil,
		`isales: API status "02000007" (The value of a parameter is wrong): "Incorrect parameter value."`},
	{isalestest.FaultDisagree, nil, `isales: resultCode "0200000" and returnCode "0200001" disagree`},
	{isalestest.FaultWrongTypes, nil, "*"},
	{isalestest.FaultWrongResult, nil, "*"},
}

// TestFaults asks once for each way in which a platform can misbehave. The
// error's kind is one of the exported errors; its text is compared whole.
func TestFaults(t *testing.T) {
	sentinels := []error{isales.ErrNotFound, isales.ErrUnauthorized, isales.ErrForbidden, isales.ErrThrottled,
		isales.ErrRedirect, isales.ErrStatus,
		isales.ErrTooLarge, isales.ErrNotJSON, isales.ErrTimeout, isales.ErrUnreachable, isales.ErrInterrupted, isales.ErrTLS}
	for _, tt := range faults {
		t.Run(string(tt.fault), func(t *testing.T) {
			_, c := newPair(t, isalestest.Options{Fault: tt.fault}, isales.WithTimeout(timeoutFor(tt.fault)))
			_, err := c.QueryExternalResult(t.Context(), 40, 1402245659)
			if tt.want == "" {
				if err != nil {
					t.Errorf("error %v, want none", err)
				}
				return
			}
			if err == nil || tt.want != "*" && err.Error() != tt.want {
				t.Fatalf("error\n got %v\nwant %s", err, tt.want)
			}
			for _, sentinel := range sentinels {
				if got, want := errors.Is(err, sentinel), sentinel == tt.kind; got != want {
					t.Errorf("errors.Is(%v, %v) = %t, want %t", err, sentinel, got, want)
				}
			}
		})
	}
}

func TestErrorDetails(t *testing.T) {
	ask := func(fault isalestest.Fault) error {
		_, c := newPair(t, isalestest.Options{Fault: fault})
		_, err := c.QueryExternalResult(t.Context(), 40, 1402245659)
		return err
	}
	if e, ok := errors.AsType[*isales.StatusError](ask(isalestest.FaultStatus429)); !ok || e.StatusCode != 429 ||
		e.RetryAfter != 7*time.Second {
		t.Errorf("throttled: %+v, want status 429 and 7s", e)
	}
	if e, ok := errors.AsType[*isales.NotJSONError](ask(isalestest.FaultHTML)); !ok || e.StatusCode != 200 ||
		!strings.Contains(e.Snippet,
			"<") || len(e.Snippet) > 120 {
		t.Errorf("HTML: %+v, want status 200 and a short snippet", e)
	}
	if e, ok := errors.AsType[*isales.DecodeError](ask(isalestest.FaultWrongResult)); !ok ||
		e.Field != "/obResult/defId" {
		t.Errorf("another result: %+v, want field /obResult/defId", e)
	}
	if e, ok := errors.AsType[*isales.APIError](ask("code=0299999")); !ok || e.Code != "0299999" || e.Parameter() {
		t.Errorf("unknown status: %+v, want 0299999, which is not about parameters", e)
	}
}

// TestEchoedAuthorizationIsTakenOut: a platform, or a firewall in between, may
// repeat the request in an error. The signature must not travel on from there.
func TestEchoedAuthorizationIsTakenOut(t *testing.T) {
	s, c := newPair(t, isalestest.Options{Fault: isalestest.FaultEcho})
	_, err := c.QueryExternalResult(t.Context(), 40, 1402245659)
	e, ok := errors.AsType[*isales.APIError](err)
	if !ok || !strings.Contains(e.Desc, "REDACTED") {
		t.Fatalf("got %v, want an API error with REDACTED in its text", err)
	}
	authorization := s.Requests()[0].Header.Get("Authorization")
	for _, secret := range []string{authorization, authorization[strings.LastIndexByte(authorization, '/')+1:],
		"auth-v2/"} {
		if strings.Contains(err.Error()+e.Desc, secret) {
			t.Errorf("error text holds %q", secret)
		}
	}
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; x="+r.Header.Get("Authorization"))
		if r.URL.Path[len(r.URL.Path)-1] != 'l' {
			t.Errorf("path %s", r.URL.Path)
		}
		io.WriteString(w, s.SecretKey+strings.ReplaceAll(r.Header.Get("Authorization"), "/", `\/`))
	}))
	defer echo.Close()
	plain, err := isales.New(echo.URL, isales.Credentials{AccessKey: s.AccessKey, SecretKey: s.SecretKey})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = plain.QueryExternalResult(t.Context(), 40, 1); strings.Contains(err.Error(), s.SecretKey) ||
		strings.Contains(err.Error(), "auth-v2") || strings.Contains(err.Error(),
		s.AccessKey) {
		t.Errorf("error text holds a secret: %v", err)
	}
}

// Parts of bodies.
const (
	good, failed = `{"resultCode":"0200000","obResult":{"defId":"1"}}`, `{"resultCode":"0200001"}`
	apiError     = `isales: API status "0200001" (A parameter is wrong; the platform's description says which): ""`
	notJSON      = "isales: answer is not JSON: "
)

// bodies are answers with the error that they lead to; empty for none.
var bodies = map[string]struct{ contentType, encoding, body, want string }{
	"as documented":     {"application/json;charset=UTF-8", "", good, ""},
	"no charset":        {"application/json", "identity", good, ""},
	"charset twice":     {"application/json;charset=UTF-8;charset=utf-8", "", good, ""},
	"two types":         {"application/json, text/html", "", good, ""},
	"HTML":              {"text/html", "", good, ""},
	"text":              {"text/plain; charset=ISO-8859-1", "", good, ""},
	"text/json":         {"text/json", "", good, ""},
	"no type":           {"", "", good, ""},
	"white space first": {"text/html", "", "\r\n \t" + good + "\n", ""},
	"failure as HTML":   {"text/html", "", failed, apiError},
	"misfit as text": {"text/plain", "", `{"resultCode":"0200000","obResult":7}`,
		"isales: /obResult: want an object, got a number"},

	"page": {"text/html", "", "<html>",
		notJSON + `content type "text/html" (HTTP status 200, content type "text/html"): "<html>"`},
	"page as JSON": {"application/json", "", "<html>",
		notJSON + `a page (HTTP status 200, content type "application/json"): "<html>"`},
	"no result code": {"text/plain", "", `{}`,
		notJSON + `content type "text/plain" (HTTP status 200, content type "text/plain"): "{}"`},
	"half, as text": {"text/plain", "", "{", notJSON +
		`content type "text/plain" (HTTP status 200, content type "text/plain"): "{"`},
	"a word as text": {"text/plain", "", `"blocked"`,
		notJSON + `content type "text/plain" (HTTP status 200, content type "text/plain"): "\"blocked\""`},
	"the same, JSON": {"application/json", "", `{}`, "isales: /resultCode: missing"},
	"other charset": {"application/json; charset=GBK", "", "{}",
		notJSON + `charset "GBK" (HTTP status 200, content type "application/json; charset=GBK"): "{}"`},
	"other encoding": {"application/json", "br", `x`,
		notJSON + `content encoding "br" (HTTP status 200, content type "application/json"): "x"`},
	"no gzip": {"application/json", "gzip", `0123456789 not gzip`,
		notJSON + `broken gzip (HTTP status 200, content type "application/json"): ""`},
	"broken JSON": {"application/json", "", "{\"resultCode\":\n",
		notJSON + `unexpected EOF within "/resultCode" after offset 15 (HTTP status 200, content type ` +
			`"application/json"): "{\"resultCode\":\n"`},
	"empty": {"application/json", "", ``,
		notJSON + `unexpected EOF (HTTP status 200, content type "application/json"): ""`},
}

// TestBodyDecidesWhetherItIsAnAnswer, whatever its Content-Type says; that tells
// only why it is none.
func TestBodyDecidesWhetherItIsAnAnswer(t *testing.T) {
	for name, tt := range bodies {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = []string{tt.contentType}
				if tt.contentType == "" {
					w.Header()["Content-Type"] = nil
				}
				if tt.encoding != "" {
					w.Header().Set("Content-Encoding", tt.encoding)
				}
				io.WriteString(w, tt.body)
			}))
			defer server.Close()
			c, err := isales.New(server.URL, isales.Credentials{AccessKey: "AK", SecretKey: "SK"})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.QueryExternalResult(t.Context(), 1, 1)
			if got := fmt.Sprint(err); got != tt.want && (err != nil || tt.want != "") {
				t.Errorf("error\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// timeoutFor is short for the one fault that never ends. Reading a megabyte with
// the race detector on a busy machine takes longer than one would think.
func timeoutFor(fault isalestest.Fault) time.Duration {
	if fault == isalestest.FaultHang {
		return 300 * time.Millisecond
	}
	return 30 * time.Second
}
