package handlers

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// state is a page in one of its states; its file is testdata/golden/{name}.
type state struct {
	name    string
	target  string
	fault   isalestest.Fault
	options []option
	status  int
}

// failed is the documented example's page after an error that only a broken
// network makes.
func failed(name string, status int, err error) state {
	return state{name: name, target: examplePath, options: []option{withResults(failing(err))}, status: status}
}

// states are all pages and files that the console can answer.
var states = []state{
	{name: "home.html", target: "/", status: 200},
	{name: "home-demo.html", target: "/", status: 200, options: []option{withDemo}},
	{name: "home-errors.html", target: "/lookup?vdnId=10000&defId=ID+140", status: 422},
	{name: "home-error-vdn.html", target: "/lookup?defId=1402245659", status: 422},
	{name: "home-error-def.html", target: "/lookup?vdnId=40", status: 422},
	{name: "codes.html", target: "/codes", status: 200},

	{name: "result-example.html", target: examplePath, status: 200},
	{name: "result-no-mappings.html", target: "/vdns/40/results/1402245671", status: 200},
	{name: "result-unknown-code.html", target: "/vdns/40/results/1402245672", status: 200},
	{name: "result-contradiction.html", target: "/vdns/40/results/1402245678", status: 200},
	{name: "result-html-in-text.html", target: "/vdns/40/results/1402245674", status: 200},
	{name: "result-long-chinese.html", target: "/vdns/40/results/1402245673", status: 200},
	{name: "result-bare.html", target: "/vdns/40/results/7", status: 200, options: []option{withResults(answering(bareResult))}},
	{name: "result-released-by.html", target: "/vdns/40/results/1402245669", status: 200},
	{name: "result-old-server.html", target: "/vdns/40/results/1017", status: 200},

	{name: "result-example.json", target: examplePath + ".json", status: 200},
	{name: "result-no-mappings.json", target: "/vdns/40/results/1402245671.json", status: 200},
	{name: "result-contradiction.json", target: "/vdns/40/results/1402245678.json", status: 200},
	{name: "result-html-in-text.json", target: "/vdns/40/results/1402245674.json", status: 200},
	{name: "result-example.csv", target: examplePath + ".csv", status: 200},
	{name: "result-no-mappings.csv", target: "/vdns/40/results/1402245671.csv", status: 200},
	{name: "result-contradiction.csv", target: "/vdns/40/results/1402245678.csv", status: 200},
	{name: "result-formula.csv", target: "/vdns/40/results/1402245675.csv", status: 200},
	{name: "error-page_not_found.json", target: "/nowhere.json", status: 404},
	{name: "error-api_parameter.json", target: "/vdns/40/results/1007.json", status: 422},

	{name: "error-page_not_found.html", target: "/nowhere", status: 404},
	{name: "error-method_not_allowed.html", target: "POST /codes", status: 405},
	{name: "error-result_not_found.html", target: "/vdns/40/results/140", status: 404},
	{name: "error-api_parameter.html", target: examplePath, fault: isalestest.FaultCode, status: 422},
	{name: "error-api_error.html", target: examplePath, fault: "code=0299999", status: 502},
	{name: "error-codes_disagree.html", target: examplePath, fault: isalestest.FaultDisagree, status: 502},
	{name: "error-unauthorized.html", target: examplePath, fault: isalestest.FaultStatus401, status: 502},
	{name: "error-forbidden.html", target: examplePath, fault: isalestest.FaultStatus403, status: 502},
	{name: "error-throttled.html", target: examplePath, fault: isalestest.FaultStatus429, status: 503},
	{name: "error-http_status.html", target: examplePath, fault: isalestest.FaultStatus500, status: 502},
	{name: "error-redirect.html", target: examplePath, fault: isalestest.FaultRedirect, status: 502},
	{name: "error-not_json.html", target: examplePath, fault: isalestest.FaultHTML, status: 502},
	{name: "error-bad_answer.html", target: examplePath, fault: isalestest.FaultWrongTypes, status: 502},
	{name: "error-too_large.html", target: examplePath, fault: isalestest.FaultHuge, status: 502},
	{name: "error-interrupted.html", target: examplePath, fault: isalestest.FaultClose, status: 502},
	failed("error-timeout.html", 504, &isales.TransportError{Kind: isales.ErrTimeout, After: 1500 * time.Millisecond, Err: isales.ErrTimeout}),
	failed("error-unreachable.html", 502, &isales.TransportError{Kind: isales.ErrUnreachable, Err: isales.ErrUnreachable}),
	failed("error-tls.html", 502, &isales.TransportError{Kind: isales.ErrTLS, Err: isales.ErrTLS}),
	failed("error-internal.html", 500, isales.ErrNotFound), // without its details it is no answer of the client
	failed("error-chinese.html", 422, &isales.APIError{Code: "02000007", Desc: "参数取值不正确 <defId>"}),
}

// bareResult has nothing but one mapping without a code, received a while ago.
var bareResult = isales.ExternalResult{Mappings: []isales.Mapping{{}}, ReceivedAt: testNow().Add(-61 * time.Second), Took: 1234 * time.Millisecond,
	Status: isales.AnswerStatus{ResultCode: isales.StatusSuccess}}

// show returns the status and the text of a state.
func (s state) show(t testing.TB) (int, string) {
	t.Helper()
	method, target, found := strings.Cut(s.target, " ")
	if !found {
		method, target = http.MethodGet, s.target
	}
	rec := ask(t, newConsole(t, isalestest.Options{Fault: s.fault}, s.options...), method, target)
	return rec.Code, rec.Body.String()
}

// TestGolden compares each state with its file. After a wanted change, run
//
//	go test ./handlers -run TestGolden -update
//
// and read the diff.
func TestGolden(t *testing.T) {
	files := map[string]bool{}
	for _, s := range states {
		files[s.name] = true
		t.Run(s.name, func(t *testing.T) {
			status, body := s.show(t)
			if status != s.status {
				t.Errorf("status %d, want %d", status, s.status)
			}
			if strings.HasSuffix(s.name, ".html") {
				checkStructure(t, body)
				body = normalise(body)
			}
			compareWithGolden(t, filepath.Join("testdata", "golden", s.name), body)
		})
	}
	// A file whose state is gone would be read for a test that no one runs.
	entries, err := os.ReadDir(filepath.Join("testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !files[e.Name()] {
			t.Errorf("testdata/golden/%s belongs to no state", e.Name())
		}
	}
}

// TestGoldenErrors: no kind of error page is without its file.
func TestGoldenErrors(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	for code := range console.messages(nil).ErrorPage {
		if !slices.ContainsFunc(states, func(s state) bool { return s.name == "error-"+code+".html" }) {
			t.Errorf("no state for error page %q", code)
		}
	}
}

func compareWithGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", file, diff)
	}
}

var (
	assetHash = regexp.MustCompile(`(/static/\w+)\.[0-9a-f]{12}\.`)
	tag       = regexp.MustCompile(`<[^>]+>`)
)

// normalise writes a page for reviewers: each tag and each text on a line of its
// own, asset hashes replaced. White space at the edge of a text matters between
// inline elements, so it is kept, as ␣.
func normalise(page string) string {
	page = assetHash.ReplaceAllString(page, "$1.HASH.")
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s + "\n")
		}
	}
	rest := page
	for _, at := range tag.FindAllStringIndex(page, -1) {
		line(visible(page[len(page)-len(rest) : at[0]]))
		line(page[at[0]:at[1]])
		rest = page[at[1]:]
	}
	line(visible(rest))
	return b.String()
}

var edges = regexp.MustCompile(`^\s+|\s+$`)

func visible(text string) string {
	if strings.TrimSpace(text) == "" {
		return strings.Repeat("␣", min(1, len(text)))
	}
	return edges.ReplaceAllString(text, "␣")
}
