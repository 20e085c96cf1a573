package handlers

import (
	"bufio"
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// where is how a path is answered.
type where struct {
	Status   int
	Location string
	Asked    int
}

// TestCanonical lists spellings of addresses and where they lead; the spellings themselves are those of input.TestPath.
func TestCanonical(t *testing.T) {
	const example = "/vdns/40/results/1402245659"
	tests := map[string]where{
		// The canonical ones.
		example:                                  {200, "", 1},
		example + ".json":                        {200, "", 1},
		example + ".csv":                         {200, "", 1},
		example + "?x=1":                         {200, "", 1},
		"/":                                      {200, "", 0},
		"/codes":                                 {200, "", 0},
		"/codes.json":                            {200, "", 0},
		"/codes.csv?q=busy":                      {200, "", 0},
		"/codes/00605":                           {200, "", 0},
		"/codes/0200001":                         {200, "", 0},
		"/vdns/40/batch":                         {200, "", 0},
		"/vdns/40/batch?id=1402245659":           {200, "", 1},
		"/vdns/40/compare":                       {200, "", 0},
		"/vdns/1":                                {200, "", 1}, // one list each, of VDNs without results
		"/vdns/2.json":                           {200, "", 1},
		"/vdns/3.csv?again=all":                  {200, "", 1},
		"/vdns/4/results?sort=-id":               {200, "", 1},
		"/vdns/5/results.json":                   {200, "", 1},
		"/vdns/6/codes":                          {200, "", 0},
		"/vdns/6/codes/00605.csv":                {200, "", 1},
		"/vdns/9999/results/9223372036854775807": {404, "", 1},

		// Only the form is wrong.
		"/vdns/040/results/1402245659":                   {301, example, 0},
		"/vdns/040/results/01402245659.json":             {301, example + ".json", 0},
		"/vdns/040/results/1402245659?x=1&y=%2F":         {301, example + "?x=1&y=%2F", 0},
		"/vdns/40/results/1402245659/":                   {301, example, 0},
		"/vdns/40/results/1402245659/?x=1":               {301, example + "?x=1", 0},
		"/vdns/40/results/1402245659.json/":              {301, example + ".json", 0},
		"//vdns/40/results/1402245659":                   {301, example, 0},
		"/vdns/%EF%BC%94%EF%BC%90/results/1402245659":    {301, example, 0},
		"/vdns/40/results/1402245659%C2%A0?next=//evil/": {301, example + "?next=//evil/", 0},
		"/codes/%EF%BC%90%EF%BC%90605?vdnId=40&lang=zh":  {301, "/codes/00605?vdnId=40&lang=zh", 0},
		"/codes/0":      {301, "/codes/00000", 0},
		"/codes/00605/": {301, "/codes/00605", 0},
		"/codes/":       {301, "/codes", 0},
		"//codes":       {301, "/codes", 0},
		"/lookup/":      {301, "/lookup", 0},
		"/healthz/":     {301, "/healthz", 0},
		"//":            {301, "/", 0},

		"/vdns/40/":                                {301, "/vdns/40", 0},
		"/vdns/040":                                {301, "/vdns/40", 0},
		"/vdns/040.json?again=all":                 {301, "/vdns/40.json?again=all", 0},
		"/vdns/40.json/":                           {301, "/vdns/40.json", 0},
		"/vdns/40/results/":                        {301, "/vdns/40/results", 0},
		"/vdns/040/results?q=x&page=2":             {301, "/vdns/40/results?q=x&page=2", 0},
		"/vdns/040/results.csv?sort=-id":           {301, "/vdns/40/results.csv?sort=-id", 0},
		"/vdns/40/results.json/":                   {301, "/vdns/40/results.json", 0},
		"/vdns/40/codes/":                          {301, "/vdns/40/codes", 0},
		"/vdns/040/codes":                          {301, "/vdns/40/codes", 0},
		"/vdns/040/codes/00605.json":               {301, "/vdns/40/codes/00605.json", 0},
		"/vdns/40/codes/%EF%BC%90%EF%BC%90605.csv": {301, "/vdns/40/codes/00605.csv", 0},
		"/vdns/40/codes/00605/":                    {301, "/vdns/40/codes/00605", 0},
		"/vdns/040/batch?id=1&id=2":                {301, "/vdns/40/batch?id=1&id=2", 0},
		"/vdns/040/batch.json?id=1":                {301, "/vdns/40/batch.json?id=1", 0},
		"/vdns/40/batch/":                          {301, "/vdns/40/batch", 0},
		"/vdns/040/compare?id=1&id=2":              {301, "/vdns/40/compare?id=1&id=2", 0},
		"/vdns/40/compare/":                        {301, "/vdns/40/compare", 0},

		"/Codes.CSV?q=busy":                        {301, "/codes.csv?q=busy", 0},
		"/vdns/40/results/1402245659%E3%80%82?x=1": {301, example + "?x=1", 0},
		"/vdns/40/codes/00605%EF%BC%8C":            {301, "/vdns/40/codes/00605", 0},
		"/vdns/40.0/results/1402245659":            {301, example, 0},
		"/%76dns/%34%30/results/1402245659":        {301, example, 0},

		// No IDs at all, or not those of an external result.
		"/vdns/0":                        {404, "", 0},
		"/vdns/10000":                    {404, "", 0},
		"/vdns/10000.json":               {404, "", 0},
		"/vdns/forty":                    {404, "", 0},
		"/vdns/.json":                    {404, "", 0},
		"/vdns/40.xml":                   {404, "", 0},
		"/vdns/40.json.csv":              {404, "", 0},
		"/vdns/":                         {404, "", 0},
		"/vdns":                          {404, "", 0},
		"/vdns/0/results":                {404, "", 0},
		"/vdns/10000/batch":              {404, "", 0},
		"/vdns/0/compare":                {404, "", 0},
		"/vdns/0/codes/00605":            {404, "", 0},
		"/vdns/40/results.xml":           {404, "", 0},
		"/vdns/40/compare.json":          {422, "", 0},
		"/vdns/40/codes/00605/x":         {404, "", 0},
		"/vdns/0/results/1402245659":     {404, "", 0},
		"/vdns/10000/results/1402245659": {404, "", 0},
		"/vdns/-40/results/1402245659":   {404, "", 0},
		"/vdns/forty/results/1402245659": {404, "", 0},
		"/vdns//results/1402245659":      {404, "", 0},
		"/vdns/18446744073709551656/results/1402245659": {404, "", 0},
		"/vdns/40/results/0":                            {404, "", 0},
		"/vdns/40/results/9223372036854775808":          {404, "", 0},
		"/vdns/40/results/%D9%A1%D9%A2":                 {404, "", 0}, // Arabic digits are not forgiven
		"/vdns/40/results/1402245659%2F":                {404, "", 0},
		"/vdns/40/results/.json":                        {404, "", 0},
		"/vdns/40//results/1402245659":                  {301, "/vdns/40/results/1402245659", 0},
		"/vdns/../codes":                                {404, "", 0},
		"/static/app.css":                               {404, "", 0},
		"/static/../handlers.go":                        {404, "", 0},
		"/codes/605":                                    {301, "/codes/00605", 0}, // as spreadsheets write it
		"/codes/00605.json":                             {200, "", 0},
		"/codes/605.csv":                                {301, "/codes/00605.csv", 0},
		"/codes/00605/x":                                {404, "", 0},
		"/codes.xml":                                    {404, "", 0},
		"//evil.example/":                               {404, "", 0},
		"//evil.example/..":                             {404, "", 0},
	}
	console := newConsole(t, isalestest.Options{})
	for target, want := range tests {
		t.Run(target, func(t *testing.T) {
			console.platform.ResetRequests()
			rec := get(t, console, target)
			got := where{rec.Code, rec.Header().Get("Location"), len(console.platform.Requests())}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestSpellingOfEveryRoute: in capitals each address leads to its page, and from the box each page of a VDN to itself.
func TestSpellingOfEveryRoute(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withoutLog)
	boxLeadsTo := map[string]string{"/vdns/40/codes": "/vdns/40",
		"/vdns/40/campaigns/7001/codes": "/vdns/40/campaigns/7001"}
	for name, decision := range decisions {
		method, route, _ := strings.Cut(name, " ")
		path := strings.TrimSuffix(fillRoute(route, "40"), "/")
		if method != http.MethodGet || path == "" || strings.HasPrefix(path, "/static/") || isSignOnPath(path) {
			continue
		}
		if got := outcome(get(t, console, strings.ToUpper(path))); got != "301 "+path {
			t.Errorf("%s: %s", strings.ToUpper(path), got)
		}
		if decision != "VDN" || formOf(path) != formHTML {
			continue
		}
		want := cmp.Or(boxLeadsTo[path], path)
		if got := outcome(get(t, console, "/find?q="+url.QueryEscape(path))); got != "303 "+want {
			t.Errorf("%s in the box: %s, want %s", path, got, want)
		}
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times", n)
	}
}

// TestCanonicalInTwoSteps: an address that is wrong in two ways still arrives.
func TestCanonicalInTwoSteps(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	target, hops := "//vdns/040/results/%EF%BC%91402245659.json//?a=b", 0
	for {
		rec := get(t, console, target)
		if rec.Code != http.StatusMovedPermanently {
			break
		}
		if hops++; hops > 3 {
			t.Fatal("redirected in a circle")
		}
		target = rec.Header().Get("Location")
	}
	if want := examplePath + ".json?a=b"; target != want {
		t.Errorf("arrived at %s, want %s", target, want)
	}
}

// FuzzRedirectsStayHere sends any path: no answer may lead to another host.
//
//	go test ./handlers -fuzz FuzzRedirectsStayHere
func FuzzRedirectsStayHere(f *testing.F) {
	for _, path := range []string{
		"//evil.example", "//evil.example/", "///evil.example/", "////evil.example//", "//evil.example/..",
		"/\\evil.example/",
		"/%5Cevil.example/", "/%2F/evil.example/", "/%2Fevil.example/", "//evil.example/codes/",
		"//evil.example//codes", "/.//evil.example/",
		"/..//evil.example/", "/static//evil.example/", "/static/..//evil.example/", "/static/../../evil.example//",
		"//static//evil.example/",
		"/static/..\\evil.example/", "/https://evil.example/", "//codes/", "/codes/%2F%2Fevil.example",
		"/codes/0?//evil.example", "/codes//0", "/vdns/040/results/1/", "//vdns/040/results/1",
		"/\t/evil.example/", "/vdns/40/results/01//evil.example/", "//user@evil.example/codes/",
		"//codes?next=//evil.example", "/static/%09//evil.example/",
	} {
		f.Add(path)
	}
	found := isales.ExternalResult{DefID: "1", ReceivedAt: testNow()}
	console := newConsole(f, isalestest.Options{}, withResults(answering(found)), withoutLog)
	f.Fuzz(func(t *testing.T, target string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET " + target +
			" HTTP/1.1\r\nHost: console.example\r\n\r\n")))
		if err != nil || !strings.HasPrefix(r.RequestURI, "/") {
			t.Skip("no request reaches the console")
		}
		rec := serve(console, r)
		location, ok := rec.Header()["Location"]
		if !ok {
			return
		}
		to, err := url.Parse(location[0])
		if err != nil || len(location) != 1 || to.Host != "" || to.Scheme != "" || !strings.HasPrefix(location[0], "/") ||
			strings.HasPrefix(location[0], "//") || strings.ContainsAny(location[0], "\\\t\r\n") {
			t.Errorf("%q leads to %q, which a browser may take for another host", target, location)
		}
	})
}
