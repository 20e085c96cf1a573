package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// described is a console with its own description of its data.
type described struct {
	url    string
	doc    *openapi3.T
	router routers.Router
}

// describe reads the description strictly: documents have no other fields than it names.
func describe(t *testing.T, c *console) described {
	t.Helper()
	answer, err := http.Get(c.url + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var raw map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&raw); err != nil {
		t.Fatal(err)
	}
	for _, schema := range raw["components"].(map[string]any)["schemas"].(map[string]any) {
		schema.(map[string]any)["additionalProperties"] = false
	}
	strict, err := json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(strict)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return described{c.url, doc, router}
}

// examples are the addresses of an operation: with the examples of what is required, and with all of them.
func examples(path string, operation *openapi3.Operation) []string {
	least, all := url.Values{}, url.Values{}
	for _, ref := range operation.Parameters {
		p := ref.Value
		switch example := p.Example.(type) {
		case nil:
		case []any:
			for _, one := range example {
				all.Add(p.Name, fmt.Sprint(one))
			}
		default:
			if p.In == "path" {
				path = strings.ReplaceAll(path, "{"+p.Name+"}", fmt.Sprint(example))
				continue
			}
			all.Set(p.Name, fmt.Sprint(example))
		}
		if p.Required {
			least[p.Name] = all[p.Name]
		}
	}
	if len(least) > 0 {
		return []string{path + "?" + least.Encode(), path + "?" + all.Encode()}
	}
	return []string{path, path + "?" + all.Encode()}
}

// check asks for an address, and holds request and answer against the description; it returns the status.
func (d described) check(t *testing.T, client *http.Client, address, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d.checkRequest(t, client, r, token)
}

// upload is check for a file that is sent to an address.
func (d described) upload(t *testing.T, client *http.Client, address, file, token string) int {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "a.json")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, file)
	_ = w.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.url+address, &b)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Accept", "application/json")
	return d.checkRequest(t, client, r, token)
}

func (d described) checkRequest(t *testing.T, client *http.Client, r *http.Request, token string) int {
	t.Helper()
	address := r.URL.RequestURI()
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	route, parameters, err := d.router.FindRoute(r)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true,
		AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}
	asked := &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route, Options: options}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := openapi3filter.ValidateRequest(t.Context(), asked); err != nil && answer.StatusCode == http.StatusOK {
		t.Errorf("%s is not what the description asks for: %v", address, err)
	}
	got := &openapi3filter.ResponseValidationInput{RequestValidationInput: asked, Status: answer.StatusCode,
		Header: answer.Header, Body: io.NopCloser(bytes.NewReader(body)), Options: options}
	if err := openapi3filter.ValidateResponse(t.Context(), got); err != nil {
		t.Errorf("%s with %d is not as described: %v", address, answer.StatusCode, err)
	}
	return answer.StatusCode
}

// TestOpenAPI: every example of /openapi.json is answered as described, signed in, by token, and without either.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	openapi3filter.RegisterBodyDecoder(xlsx, openapi3filter.FileBodyDecoder)
	tokens := filepath.Join(t.TempDir(), "tokens")
	made, err := exec.Command(binary, "token", "script", "-vdns", "40", "-file", tokens).Output()
	if err != nil {
		t.Fatal(err)
	}
	token := strings.TrimSpace(string(made))
	d := describe(t, startWithUsers(t, "-tokens-file", tokens))
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	person, script := &http.Client{Jar: jar, CheckRedirect: stay}, &http.Client{CheckRedirect: stay}
	signIn, err := person.PostForm(d.url+"/login", url.Values{"user": {user}, "password": {password}})
	if err != nil || signIn.StatusCode != http.StatusSeeOther {
		t.Fatal(signIn, err)
	}
	signIn.Body.Close()
	asked := 0
	for path, item := range d.doc.Paths.Map() {
		if item.Get == nil {
			continue // an upload
		}
		for _, address := range examples(path, item.Get) {
			asked++
			got := [3]int{d.check(t, person, address, ""), d.check(t, script, address, token), d.check(t, script, address, "")}
			if got != [3]int{200, 200, 401} {
				t.Errorf("%s: %v, want 200 signed in and by token, 401 without either", address, got)
			}
		}
	}
	if asked < 70 {
		t.Errorf("only %d addresses were asked for", asked)
	}
	for address, want := range map[string]int{
		"/vdns/41/results.json":                          403, // another VDN
		"/vdns/41.csv":                                   403,
		"/find.json?q=140&vdnId=41":                      403,
		"/codes.json?vdnId=41":                           403,
		"/vdns/40/results/999999.json":                   404,
		"/vdns/40/campaigns/7099.xlsx":                   404,
		"/codes/99999.json":                              404,
		"/find.json?q=nothing+like+it":                   404,
		"/find.json?q=605":                               303,
		"/codes.json?vdnId=x":                            422,
		"/vdns/40/compare.json":                          422,
		"/vdns/40/campaigns/7001/codes.json?from=x&to=y": 422,
		"/vdns/40/results/1007.json":                     422,
		"/vdns/40/results/1003.json":                     502,
	} {
		if got := d.check(t, script, address, token); got != want {
			t.Errorf("%s: %d, want %d", address, got, want)
		}
	}
	export := `{"vdnId": 40, "complete": true, "results": []}`
	for file, want := range map[string][3]int{export: {200, 403, 401}, "{}": {422, 403, 401}} {
		const changes = "/vdns/40/changes"
		got := [3]int{d.upload(t, person, changes, file, ""), d.upload(t, script, changes, file, token),
			d.upload(t, script, changes, file, "")}
		if got != want {
			t.Errorf("%s sent to %s: %v, want %v signed in, by token, without either", file, changes, got, want)
		}
	}
	if got := d.check(t, script, "/codes.json", token+"x"); got != 401 {
		t.Errorf("a wrong token: %d, want 401", got)
	}
}

// TestOpenAPIWithoutSignIn: a console without sign-in asks for no token.
func TestOpenAPIWithoutSignIn(t *testing.T) {
	t.Parallel()
	d := describe(t, start(t, "-demo"))
	if d.doc.Security != nil {
		t.Errorf("it asks for %v", d.doc.Security)
	}
	if got := d.check(t, http.DefaultClient, "/vdns/40/results/1402245659.json", ""); got != 200 {
		t.Errorf("status %d", got)
	}
}
