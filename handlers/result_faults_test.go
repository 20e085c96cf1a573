package handlers

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/dictionary"
	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// answered is what a program can tell two endings apart by.
type answered struct {
	Status  int
	Outcome string
	Asked   int
}

// TestEveryFault names what each fault of the simulator comes to, so that a new
// one is not forgotten. Those that wait for ever are in TestTimeout.
func TestEveryFault(t *testing.T) {
	want := map[isalestest.Fault]answered{
		isalestest.FaultNone:          {200, "ok", 1},
		"slow=1ms":                    {200, "ok", 1},
		"drip=1us":                    {200, "ok", 1},
		isalestest.FaultReset:         {502, "interrupted", 1},
		isalestest.FaultClose:         {502, "interrupted", 1},
		isalestest.FaultTruncated:     {502, "interrupted", 1},
		isalestest.FaultHTML:          {502, "not_json", 1},
		isalestest.FaultHTMLJSONType:  {502, "not_json", 1},
		isalestest.FaultBadJSON:       {502, "not_json", 1},
		isalestest.FaultNoContentType: {200, "ok", 1},
		isalestest.FaultBadEncoding:   {502, "not_json", 1},
		isalestest.FaultBrokenGzip:    {502, "interrupted", 1},
		isalestest.FaultGzipBomb:      {502, "too_large", 1},
		isalestest.FaultHuge:          {502, "too_large", 1},
		isalestest.FaultStatus400:     {502, "http_status", 1},
		isalestest.FaultStatus401:     {502, "unauthorized", 1},
		isalestest.FaultStatus403:     {502, "forbidden", 1},
		isalestest.FaultStatus404:     {502, "http_status", 1},
		isalestest.FaultStatus429:     {503, "throttled", 1},
		isalestest.FaultStatus500:     {502, "http_status", 1},
		isalestest.FaultStatus502:     {502, "http_status", 1},
		isalestest.FaultStatus503:     {502, "http_status", 1},
		isalestest.FaultStatus504:     {502, "http_status", 1},
		isalestest.FaultRedirect:      {502, "redirect", 1},
		isalestest.FaultCode:          {422, "api_parameter", 1},
		isalestest.FaultDisagree:      {502, "codes_disagree", 1},
		isalestest.FaultOnlyResult:    {200, "ok", 1},
		isalestest.FaultNotFound:      {404, "result_not_found", 1},
		isalestest.FaultNotFoundGone:  {404, "result_not_found", 1},
		isalestest.FaultNotFoundEmpty: {404, "result_not_found", 1},
		isalestest.FaultNotFoundCode:  {422, "api_parameter", 1},
		isalestest.FaultWrongTypes:    {502, "bad_answer", 1},
		isalestest.FaultLooseTypes:    {200, "ok", 1},
		isalestest.FaultBOM:           {200, "ok", 1},
		isalestest.FaultEcho:          {422, "api_parameter", 1},
		isalestest.FaultControls:      {200, "ok", 1},
		isalestest.FaultWrongResult:   {502, "bad_answer", 1},
	}
	// The names without an argument would make the test wait.
	quick := map[isalestest.Fault]isalestest.Fault{isalestest.FaultSlow: "slow=1ms", isalestest.FaultDrip: "drip=1us"}
	console := newConsole(t, isalestest.Options{})
	for _, fault := range isalestest.Faults() {
		if fault == isalestest.FaultHang {
			continue
		}
		if q, ok := quick[fault]; ok {
			fault = q
		}
		t.Run(string(fault), func(t *testing.T) {
			console.hangUp()
			console.platform.SetFault(fault)
			console.platform.ResetRequests()
			rec := get(t, console, examplePath)
			records := console.log.records(t)
			outcome := text(records[len(records)-1]["upstream_outcome"])
			got := answered{rec.Code, outcome, len(console.platform.Requests())}
			if diff := cmp.Diff(want[fault], got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestParameterCodes takes each documented API status through the handler.
func TestParameterCodes(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	for _, s := range isales.APIStatuses() {
		if s.Code == isales.StatusSuccess {
			continue
		}
		t.Run(s.Code, func(t *testing.T) {
			console.platform.SetFault(isalestest.Fault("code=" + s.Code))
			rec := get(t, console, examplePath, "Accept", "application/json")
			what := "The platform answered with API status " + s.Code + ": " + s.Meaning(isales.English) + "."
			want := jsonProblem(t, 422, "api_parameter", what+" "+dictionary.StatusAdvice(s.Code, isales.English), "",
				s.Code)
			if diff := cmp.Diff([]any{http.StatusUnprocessableEntity, want}, []any{rec.Code, rec.Body.String()}); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestTimeout waits for a platform that never answers. What the page says about
// the time is cut out: a loaded machine may wait longer than was asked for.
func TestTimeout(t *testing.T) {
	for _, fault := range []isalestest.Fault{isalestest.FaultHang, isalestest.FaultSlow, isalestest.FaultDrip} {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			console := newConsole(t, isalestest.Options{}, withClient(isales.WithTimeout(250*time.Millisecond)))
			get(t, console, examplePath) // the connection is there, so the wait is for the answer
			console.platform.SetFault(fault)
			console.platform.ResetRequests()
			rec := get(t, console, examplePath)
			doc := parse(t, rec.Body.String())
			got := answered{rec.Code, text(console.log.records(t)[1]["upstream_outcome"]), len(console.platform.Requests())}
			want := answered{http.StatusGatewayTimeout, "timeout", 1}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			waited := regexp.MustCompile(`^The console waited [0-9]+(\.[0-9])? seconds?\. Nothing was changed\.$`)
			if what := texts(doc, "main > p")[0]; !waited.MatchString(what) {
				t.Errorf("the page says %q, want %s", what, waited)
			}
		})
	}
}
