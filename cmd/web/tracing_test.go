package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// requests are the log records of a console's requests.
func (c *console) requests(t testing.TB) (list []map[string]any) {
	t.Helper()
	for line := range strings.Lines(c.stderr.String()) {
		record := map[string]any{}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if record["msg"] == "request" {
			list = append(list, record)
		}
	}
	return list
}

// TestTraces looks at all that a collector is told: a page, the calls to the
// platform that it took, the page again from the copy, one that is not there,
// and what is not traced. No query of a request is in it: a code of single sign-on is a secret.
func TestTraces(t *testing.T) {
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=tests")
	platform := isalestest.NewServer(t, isalestest.Options{})
	receiver := newCollector(t)
	receiver.setenv(t)
	c := start(t, nil, append(platformFlags(t, platform), "-addr=127.0.0.1:0", "-log-level=debug")...)
	b := newBrowser(t, c)
	for _, path := range []string{resultPath, resultPath, "/vdns/40/results/8", "/nothing?code=a&state=b", "/healthz",
		"/readyz", "/metrics"} {
		b.get(t, path)
	}
	c.stop(t)
	for _, r := range platform.Requests() {
		if r.Header["Traceparent"] != nil || r.Header["Tracestate"] != nil || r.Header["Baggage"] != nil {
			t.Errorf("the platform is told of the trace: %v", r.Header)
		}
	}
	logged := c.requests(t)
	traces := receiver.traces()
	server := strings.TrimPrefix(platform.URL, "https://")
	host, port, _ := strings.Cut(server, ":")
	call := func(name, query, path string) string {
		return fmt.Sprintf(`GET /vdns/{vdnId}/results/{defId} > CLIENT GET %s: UNSET"" map[http.request.method:GET http.response.status_code:#200 network.protocol.version:1.1`+
			` server.address:%s server.port:#%s url.full:%s/rest/isales/v1/openapi/campaigns/40/%s%s%s]`,
			name, host, port, platform.URL, path, name, query)
	}
	page := func(record map[string]any, path, route string) string {
		name, cache, outcome := "GET", "", ""
		if route != "" {
			name, route = "GET "+route, " http.route:"+route
		}
		if record["cache"] != nil {
			cache = fmt.Sprintf("isales.cache:%s ", record["cache"])
		}
		if record["upstream_outcome"] != nil {
			outcome = fmt.Sprintf("isales.outcome:%s ", record["upstream_outcome"])
		}
		_, port, _ := strings.Cut(c.addr(), ":")
		return fmt.Sprintf(` > SERVER %s: UNSET"" map[client.address:127.0.0.1 http.request.method:GET http.response.body.size:#%v`+
			` http.response.status_code:#%v%s %s%sisales.request_id:%s network.peer.address:127.0.0.1 network.protocol.version:1.1`+
			` server.address:127.0.0.1 server.port:#%s url.path:%s url.scheme:http user_agent.original:Go-http-client/1.1]`,
			name, record["bytes"], record["status"], route, cache, outcome, record["request_id"], port, path)
	}
	const route = "/vdns/{vdnId}/results/{defId}"
	codes := func(n string) string { return call("queryOBSResultCode", "?pageNum="+n+"&pageSize=50", "") }
	want := [][]string{
		{page(logged[0], resultPath, route), codes("1"), codes("2"), codes("3"),
			call("queryObsResultDetail", "", "1402245659/")},
		{page(logged[1], resultPath, route)},
		{page(logged[2], "/vdns/40/results/8", route), call("queryObsResultDetail", "", "8/")},
		{page(logged[3], "/nothing", "")},
	}
	for i := range want {
		id, _ := logged[i]["trace_id"].(string)
		got := traces[id]
		slices.Sort(got)
		slices.Sort(want[i])
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Errorf("trace %d, %q (-want +got)\n%s", i+1, id, diff)
		}
	}
	if len(traces) != len(want) || len(logged) != len(want)+3 {
		t.Errorf("%d traces, %d requests in the log", len(traces), len(logged))
	}
	for _, record := range logged[len(want):] {
		if record["trace_id"] != nil {
			t.Errorf("traced: %v", record)
		}
	}
	resource := "map[deployment.environment.name:tests service.name:isales-console service.version:" + version + " telemetry.sdk.language:go telemetry.sdk.name:opentelemetry telemetry.sdk.version:"
	for of := range receiver.resources {
		if !strings.HasPrefix(of, resource) {
			t.Errorf("from %s", of)
		}
	}
}

// TestTraceFromProxy: the trace of a trusted proxy is continued, and that of others
// is not: a visitor does not decide what is recorded.
func TestTraceFromProxy(t *testing.T) {
	const trace, span = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	for name, tc := range map[string]struct {
		flags, header string
		goesOn        bool
		recorded      bool
	}{
		"trusted":               {"-trusted-proxies=127.0.0.0/8", "00-" + trace + "-" + span + "-01", true, true},
		"trusted, not recorded": {"-trusted-proxies=127.0.0.0/8", "00-" + trace + "-" + span + "-00", true, false},
		"trusted, nonsense":     {"-trusted-proxies=127.0.0.0/8", "00-" + trace + "-01", false, true},
		"of others":             {"-trusted-proxies=10.0.0.0/8", "00-" + trace + "-" + span + "-01", false, true},
		"of anyone":             {"-trusted-proxies=", "00-" + trace + "-" + span + "-00", false, true},
	} {
		receiver := newCollector(t)
		receiver.setenv(t)
		c := start(t, nil, "-demo", "-addr=127.0.0.1:0", tc.flags)
		newBrowser(t, c).do(t, http.MethodGet, "/codes", nil, "Traceparent", tc.header)
		c.stop(t)
		traces := receiver.traces()
		_, goesOn := traces[trace]
		id, _ := c.requests(t)[0]["trace_id"].(string)
		if goesOn != (tc.goesOn && tc.recorded) || (len(traces) == 1) != tc.recorded || tc.recorded != (id != "") || tc.goesOn && id != "" && id != trace {
			t.Errorf("%s: traces %v, log %q", name, traces, id)
		}
		if tc.goesOn && tc.recorded && !strings.HasPrefix(traces[trace][0], span+" > SERVER GET /codes: ") {
			t.Errorf("%s: %v", name, traces)
		}
	}
}

// TestTracesAreOptional: without a collector, or with bad settings, the console
// works, logs what is wrong without the settings' values, and ends in time.
func TestTracesAreOptional(t *testing.T) {
	const prefix, secret = "OTEL_EXPORTER_OTLP_", "secret0000"
	notPEM := filepath.Join(t.TempDir(), secret)
	if err := os.WriteFile(notPEM, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer hangs.Close()
	defer hangs.CloseClientConnections()
	closed := "http://" + closedAddr(t)
	badURL := `"level":"ERROR","msg":"no traces are sent: bad settings","error":"` + prefix + `%s: is not http://host:port or https://host:port"`
	for name, tc := range map[string]struct {
		environ map[string]string
		log     string // a part of it; empty for not a word about traces
	}{
		"no variables": {nil, ""},
		"no endpoint":  {map[string]string{prefix + "HEADERS": "a=" + secret}, ""},
		"off":          {map[string]string{prefix + "ENDPOINT": closed, "OTEL_SDK_DISABLED": "true"}, ""},
		"none":         {map[string]string{prefix + "ENDPOINT": closed, "OTEL_TRACES_EXPORTER": "none"}, ""},
		"collector is away": {map[string]string{prefix + "ENDPOINT": closed + "/" + secret, prefix + "TIMEOUT": "100"},
			`"level":"WARN","msg":"traces were not sent","error":"`},
		"collector hangs": {map[string]string{prefix + "ENDPOINT": hangs.URL},
			`"level":"WARN","msg":"the last traces were not sent","error":"context deadline exceeded"`},
		"no scheme": {map[string]string{prefix + "ENDPOINT": secret + ":4317"}, fmt.Sprintf(badURL, "ENDPOINT")},
		"no URL":    {map[string]string{prefix + "ENDPOINT": "http://[" + secret}, fmt.Sprintf(badURL, "ENDPOINT")},
		"no host": {map[string]string{prefix + "TRACES_ENDPOINT": "http:///" + secret},
			fmt.Sprintf(badURL, "TRACES_ENDPOINT")},
		"another protocol": {map[string]string{prefix + "ENDPOINT": closed, prefix + "PROTOCOL": "grpc"},
			`"error":"` + prefix + `PROTOCOL: only http/protobuf is spoken"`},
		"not a header": {map[string]string{prefix + "ENDPOINT": closed, prefix + "HEADERS": secret},
			`"level":"ERROR","msg":"OpenTelemetry: parse headers"}`},
		"not a certificate": {map[string]string{prefix + "ENDPOINT": closed, prefix + "CERTIFICATE": notPEM},
			`"level":"ERROR","msg":"OpenTelemetry: create tls cert pool"}`},
		"not a header value": {map[string]string{prefix + "ENDPOINT": closed,
			prefix + "HEADERS": "a=" + secret + "%0d%0aX: y"}, `"level":"WARN","msg":"traces were not sent"`},
	} {
		t.Run(name, func(t *testing.T) {
			for variable, value := range tc.environ {
				t.Setenv(variable, value)
			}
			c := start(t, nil, "-demo", "-addr=127.0.0.1:0")
			if a := newBrowser(t, c).get(t, resultPath); a.StatusCode != http.StatusOK {
				t.Errorf("status %d", a.StatusCode)
			}
			c.stop(t)
			log := c.stderr.String()
			if !strings.Contains(log, tc.log) || tc.log == "" && strings.Contains(log, "trace") ||
				strings.Contains(log, secret) {
				t.Errorf("log\n%s", log)
			}
		})
	}
}
