package isalestest

import (
	"errors"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"
)

const smallPath = campaignsPath + "40/7/queryObsResultDetail"

// exchange is what a client that unpacks nothing by itself sees.
type exchange struct {
	status      int
	contentType string
	headers     string // the notable ones, "name: value" joined by a comma
	body        string
	err         error // of the request or of reading the body, for errors.Is
}

// observe sends a signed request for path and does not follow redirects.
func observe(t *testing.T, s *Server, path string) exchange {
	t.Helper()
	r := newGet(t, s, path)
	// Set by the caller, so that net/http leaves gzip alone.
	r.Header.Set("Accept-Encoding", "gzip")
	resp, err := s.Client().Transport.RoundTrip(r)
	if err != nil {
		return exchange{err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	var headers []string
	for _, name := range []string{"Content-Encoding", "Location", "Retry-After"} {
		if v := resp.Header.Get(name); v != "" {
			headers = append(headers, name+": "+v)
		}
	}
	return exchange{resp.StatusCode, strings.Join(resp.Header["Content-Type"], ","), strings.Join(headers, ","),
		string(body), err}
}

func right(body string) exchange {
	return exchange{status: 200, contentType: jsonHeader, body: body}
}

func text(status int, body string) exchange {
	return exchange{status: status, contentType: "text/plain; charset=utf-8", body: body}
}

func html(status int, headers string) exchange {
	return exchange{status: status, contentType: "text/html; charset=utf-8", headers: headers, body: firewallPage}
}

// faultTests has a row for each fault whose answer can be written down; the rest
// have tests of their own below, named in TestEveryFaultIsTested.
var faultTests = []struct {
	fault Fault
	want  exchange
}{
	{FaultNone, right(smallDetail)},
	{"slow=30ms", right(smallDetail)},
	{"drip=1us", right(smallDetail)},
	{FaultClose, exchange{err: io.EOF}},
	{FaultReset, exchange{err: syscall.ECONNRESET}},
	{FaultTruncated, exchange{status: 200, contentType: jsonHeader, body: smallDetail[:len(smallDetail)/2],
		err: io.ErrUnexpectedEOF}},
	{FaultHTML, html(200, "")},
	{FaultHTMLJSONType, right(firewallPage)},
	{FaultBadJSON, right(smallDetail[:len(smallDetail)/2])},
	{FaultNoContentType, exchange{status: 200, body: smallDetail}},
	{FaultBadEncoding, exchange{status: 200, contentType: jsonHeader, headers: "Content-Encoding: br",
		body: "\xff\xfenot brotli\x00\x01\x02\x03"}},
	{FaultStatus400, text(400, "400 Bad Request\n")},
	{FaultStatus401, exchange{status: 401}},
	{FaultStatus403, html(403, "")},
	{FaultStatus404, text(404, "404 Not Found\n")},
	{FaultStatus429, html(429, "Retry-After: 7")},
	{FaultStatus500, text(500, "500 Internal Server Error\n")},
	{FaultStatus502, html(502, "")},
	{FaultStatus503, text(503, "503 Service Unavailable\n")},
	{FaultStatus504, text(504, "504 Gateway Timeout\n")},
	{"status=499", text(499, "499 Status\n")},
	{FaultRedirect, exchange{status: 302, headers: "Location: /b/portal/login"}},
	{FaultCode, right(errorBody("02000007", "Incorrect parameter value."))},
	{"code=0200001", right(errorBody("0200001", "Parameter error. For details about the error, see resultDesc."))},
	{"code=777", right(errorBody("777", "Error 777."))},
	{FaultDisagree, right(strings.Replace(smallDetail, `"returnCode":"0200000"`, `"returnCode":"0200001"`, 1))},
	{FaultOnlyResult, right(strings.NewReplacer(`"returnCode":"0200000",`, "",
		`,"returnDesc":"queryObsResultDetail success"`, "").Replace(smallDetail))},
	{FaultNotFound, right(smallMissing)},
	{FaultNotFoundGone, right(strings.Replace(smallMissing, `"obResult":null,`, "", 1))},
	{FaultNotFoundEmpty, right(strings.Replace(smallMissing, `null`, "{}", 1))},
	{FaultNotFoundCode, right(errorBody("02000007", "Incorrect parameter value. [defId]"))},
	{FaultBOM, right("\xef\xbb\xbf" + smallDetail)},
	{FaultWrongTypes, right(strings.NewReplacer(
		`"defId":"7"`, `"defId":["not an ID"]`, `"defId":"8"`, `"defId":["not an ID"]`,
		`"vdnId":40`, `"vdnId":40.5`, `"vdnId":"40"`, `"vdnId":40.5`, `"vdnId":"41"`, `"vdnId":40.5`,
		`"failCode":"00145"`, `"failCode":{"code":"00145"}`, `"failCode":"34609"`, `"failCode":{"code":"34609"}`,
	).Replace(smallDetail))},
	{FaultLooseTypes, right(strings.NewReplacer(
		`"defId":"7"`, `"defId":7`, `"defId":"8"`, `"defId":8`, `"mapId":"11"`, `"mapId":11`, `"mapId":"12"`, `"mapId":12`,
		`"vdnId":40`, `"vdnId":"40"`, `"vdnId":"40"`, `"vdnId":40`, `"vdnId":"41"`, `"vdnId":41`,
		`]},`, `],`+extraText+`},`, `"returnDesc":"queryObsResultDetail success"}`, `"returnDesc":null,`+extraText+`}`,
	).Replace(smallDetail))},
	{FaultWrongResult, right(strings.NewReplacer(`"defId":"7"`, `"defId":"8"`, `"defId":"8"`,
		`"defId":"9"`).Replace(smallDetail))},
}

const extraText = `"remark":null,"extInfo":{"vdnId":"x","list":[]},"version":8`

func TestFaults(t *testing.T) {
	for _, tt := range faultTests {
		t.Run("fault "+string(tt.fault), func(t *testing.T) {
			// A server each: a client repeats a request by itself when a
			// connection that it used before breaks.
			s := NewServer(t, Options{Data: smallData(), BasePath: "/b", Fault: tt.fault})
			got := observe(t, s, smallPath)
			if !errors.Is(got.err, tt.want.err) || (got.err == nil) != (tt.want.err == nil) {
				t.Errorf("err = %v, want %v", got.err, tt.want.err)
			}
			got.err = tt.want.err
			if got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
			if n := s.Stats().Served; n != 1 {
				t.Errorf("%d requests served, want 1", n)
			}
		})
	}
}

func TestEveryFaultIsTested(t *testing.T) {
	tested := []Fault{FaultSlow, FaultDrip, FaultHang, FaultBrokenGzip, FaultGzipBomb, FaultHuge, FaultEcho, FaultControls}
	for _, tt := range faultTests {
		tested = append(tested, tt.fault)
	}
	for _, f := range Faults() {
		if !slices.Contains(tested, f) {
			t.Errorf("no test for the fault %q", f)
		}
		if got, err := ParseFault(string(f)); got != f || err != nil {
			t.Errorf("ParseFault(%q) = %q, %v", f, got, err)
		}
	}
	if got := len(Faults()); got != 38 {
		t.Errorf("%d faults, want 38", got)
	}
}

func TestParseFault(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"slow=200ms", ""},
		{"drip=1s", ""},
		{"status=418", ""},
		{"status=599", ""},
		{"code=1", ""},
		{"slow=", `fault "slow=": want a positive duration such as 200ms`},
		{"slow=-1s", `fault "slow=-1s": want a positive duration such as 200ms`},
		{"slow=3", `fault "slow=3": want a positive duration such as 200ms`},
		{"status", `fault "status": want a status from 400 to 599`},
		{"status=200", `fault "status=200": want a status from 400 to 599`},
		{"status=600", `fault "status=600": want a status from 400 to 599`},
		{"status=5000", `fault "status=5000": want a status from 400 to 599`},
		{"status=4x4", `fault "status=4x4": want a status from 400 to 599`},
		{"code", `fault "code": want digits`},
		{"code=", `fault "code=": want digits`},
		{"code=1x", `fault "code=1x": want digits`},
		{"html=1", `fault "html=1": takes no argument`},
		{"=", `fault "=": takes no argument`},
		{"HTML", `fault "HTML": unknown name`},
	} {
		t.Run(tt.text, func(t *testing.T) {
			got, err := ParseFault(tt.text)
			if tt.want == "" && (err != nil || string(got) != tt.text) {
				t.Errorf("ParseFault = %q, %v", got, err)
			}
			if tt.want != "" && (err == nil || err.Error() != tt.want || got != FaultNone) {
				t.Errorf("ParseFault = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// TestListFaults covers what the faults that change fields do to lists.
func TestListFaults(t *testing.T) {
	s := NewServer(t, Options{Data: smallData()})
	const (
		results = campaignsPath + "40/queryOBSResults?pageSize=1&pageNum=2"
		codes   = campaignsPath + "40/queryOBSResultCode?pageSize=1&pageNum=1"
		row     = `{"displayResult":"none","resultCode":"002","defId":"8"}`
		code    = `{"obsCode":"00605","obsCodeDesc":"交换设备忙"}`
	)
	for _, tt := range []struct {
		fault      Fault
		path, want string
	}{
		{FaultNone, results, resultsBody(3, row)},
		{FaultNotFound, results, resultsBody(0, "")},
		{FaultNotFound, codes, codesBody(0, "")},
		{FaultNotFoundEmpty, codes, codesBody(0, "")},
		{FaultNotFoundGone, results, strings.Replace(resultsBody(0, ""), `"totalCount":0,"data":[],`, "", 1)},
		{FaultNotFoundGone, codes, strings.Replace(codesBody(0, ""), `"totalCount":0,"obsCodes":[],`, "", 1)},
		{FaultNotFoundCode, codes, errorBody("02000007", "Incorrect parameter value. [vdnId]")},
		{FaultWrongTypes, results, strings.Replace(resultsBody(3, strings.Replace(row, `"8"`, `["not an ID"]`, 1)),
			`:3,`, `:{},`, 1)},
		{FaultWrongTypes, codes,
			strings.Replace(codesBody(3, strings.Replace(code, `"00605"`, `{"code":"00605"}`, 1)), `:3,`, `:{},`, 1)},
		{FaultLooseTypes, codes, loose(codesBody(3, code), "query queryOBSResultCode Success!")},
		{FaultLooseTypes, results, loose(resultsBody(3, strings.Replace(row, `"8"`, `8`, 1)), "queryOBSResults success")},
		{FaultLooseTypes, campaignsPath + "40/8/queryObsResultDetail", strings.NewReplacer(
			`"defId":"8"`, `"defId":8`, `"vdnId":40`, `"vdnId":"40"`, `[]}`, `null,`+extraText+`}`,
			`"returnDesc":"queryObsResultDetail success"}`, `"returnDesc":null,`+extraText+`}`).Replace(smallUnmapped)},
		{FaultWrongResult, results, resultsBody(3, strings.Replace(row, `"8"`, `"9"`, 1))},
	} {
		s.SetFault(tt.fault)
		if got := get(t, s, tt.path); got != tt.want {
			t.Errorf("%s %s: body =\n%s\nwant\n%s", tt.fault, tt.path, got, tt.want)
		}
	}
}

func loose(body, desc string) string {
	return strings.NewReplacer(`"totalCount":3`, `"totalCount":"3"`,
		`"returnDesc":"`+desc+`"}`, `"returnDesc":null,`+extraText+`}`).Replace(body)
}
