package otlp

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// env is an environment.
type env map[string]string

func (e env) get(name string) string { return e[name] }

func TestParse(t *testing.T) {
	const s = time.Second
	for name, tc := range map[string]struct {
		env      env
		endpoint string
		headers  http.Header
		timeout  time.Duration
		gzip     bool
	}{
		"nothing":               {env{}, "", nil, 10 * s, false},
		"nothing about traces":  {env{"OTEL_SERVICE_NAME": "x", "OTEL_EXPORTER_OTLP_HEADERS": "a=b"}, "", nil, 10 * s, false},
		"empty":                 {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "", "OTEL_TRACES_EXPORTER": ""}, "", nil, 10 * s, false},
		"off":                   {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:1", "OTEL_SDK_DISABLED": "TRUE"}, "", nil, 10 * s, false},
		"not off":               {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:1", "OTEL_SDK_DISABLED": "1"}, "http://a:1/v1/traces", nil, 10 * s, false},
		"none":                  {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:1", "OTEL_TRACES_EXPORTER": "none"}, "", nil, 10 * s, false},
		"by default":            {env{"OTEL_TRACES_EXPORTER": "otlp"}, "http://localhost:4318/v1/traces", nil, 10 * s, false},
		"for all":               {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "https://a"}, "https://a/v1/traces", nil, 10 * s, false},
		"for all, slash":        {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "https://a/"}, "https://a/v1/traces", nil, 10 * s, false},
		"for all, with a path":  {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "https://a:4318/otlp/?k=1"}, "https://a:4318/otlp/v1/traces?k=1", nil, 10 * s, false},
		"for traces":            {env{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://a/x"}, "https://a/x", nil, 10 * s, false},
		"for traces, bare":      {env{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://a"}, "https://a/", nil, 10 * s, false},
		"traces win":            {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:1", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://b:2/x"}, "http://b:2/x", nil, 10 * s, false},
		"traces, but empty":     {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:1", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": ""}, "http://a:1/v1/traces", nil, 10 * s, false},
		"protocol":              {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}, defaultEndpoint, nil, 10 * s, false},
		"protocol of traces":    {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf"}, defaultEndpoint, nil, 10 * s, false},
		"headers":               {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_HEADERS": "a=b, api-key = c%20d=e ,,"}, defaultEndpoint, http.Header{"A": {"b"}, "Api-Key": {"c d=e"}}, 10 * s, false},
		"headers of traces":     {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_HEADERS": "a=b", "OTEL_EXPORTER_OTLP_TRACES_HEADERS": "c="}, defaultEndpoint, http.Header{"C": {""}}, 10 * s, false},
		"time and compression":  {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_TIMEOUT": "1500", "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}, defaultEndpoint, nil, 1500 * time.Millisecond, true},
		"compression of traces": {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION": "none"}, defaultEndpoint, nil, 10 * s, false},
	} {
		if tc.headers == nil {
			tc.headers = http.Header{}
		}
		got, err := parse(tc.env.get)
		if err != nil || got.endpoint != tc.endpoint || got.timeout != tc.timeout || got.gzip != tc.gzip || got.tls != nil {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
		if diff := cmp.Diff(tc.headers, got.headers); diff != "" && got.endpoint != "" {
			t.Errorf("%s: headers (-want +got)\n%s", name, diff)
		}
	}
}

func TestParseProblems(t *testing.T) {
	notPEM := filepath.Join(t.TempDir(), "not.pem")
	if err := os.WriteFile(notPEM, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	const host = "is not http://host:port or https://host:port"
	for name, tc := range map[string]struct {
		env  env
		want string
	}{
		"exporter":    {env{"OTEL_TRACES_EXPORTER": "zipkin"}, "OTEL_TRACES_EXPORTER: only otlp and none are known"},
		"no scheme":   {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4317"}, "OTEL_EXPORTER_OTLP_ENDPOINT: " + host},
		"gRPC scheme": {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "grpc://secret:4317"}, "OTEL_EXPORTER_OTLP_ENDPOINT: " + host},
		"no host":     {env{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http:///secret"}, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: " + host},
		"password":    {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://u:secret@a"}, "OTEL_EXPORTER_OTLP_ENDPOINT: " + host},
		"fragment":    {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a#secret"}, "OTEL_EXPORTER_OTLP_ENDPOINT: " + host},
		"no URL":      {env{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://[secret"}, "OTEL_EXPORTER_OTLP_ENDPOINT: " + host},
		"all at once": {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_HEADERS": "secret",
			"OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "10s", "OTEL_EXPORTER_OTLP_COMPRESSION": "zstd", "OTEL_EXPORTER_OTLP_CERTIFICATE": notPEM},
			`OTEL_EXPORTER_OTLP_PROTOCOL: only http/protobuf is spoken
OTEL_EXPORTER_OTLP_HEADERS: is not a list of name=value pairs with commas between them
OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: is not a positive number of milliseconds
OTEL_EXPORTER_OTLP_COMPRESSION: only gzip and none are known
OTEL_EXPORTER_OTLP_CERTIFICATE: no PEM certificate found`},
		"header name":  {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_HEADERS": "a b=secret"}, "OTEL_EXPORTER_OTLP_HEADERS: is not a list of name=value pairs with commas between them"},
		"header value": {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_HEADERS": "a=secret%0d%0aX: y"}, "OTEL_EXPORTER_OTLP_HEADERS: is not a list of name=value pairs with commas between them"},
		"no time":      {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_TIMEOUT": "0"}, "OTEL_EXPORTER_OTLP_TIMEOUT: is not a positive number of milliseconds"},
		"no key":       {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": notPEM}, "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: its certificate and its key need each other"},
		"no certificate": {env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_CLIENT_KEY": notPEM},
			"OTEL_EXPORTER_OTLP_CLIENT_KEY: its certificate and its key need each other"},
	} {
		_, err := parse(tc.env.get)
		if err == nil || err.Error() != tc.want || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: error %v\nwant %s", name, err, tc.want)
		}
	}
	if _, err := parse(env{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_CERTIFICATE": notPEM + "x"}.get); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a certificate that is not there: %v", err)
	}
}
