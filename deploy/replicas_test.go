package deploy_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"isales-console/isales/isalestest"
)

// publicHost is the name that the files here give the console.
const publicHost = "console.example.com"

// replicas are two consoles for one platform, with what they share.
type replicas struct {
	dir       string
	platform  *isalestest.Server
	addresses [2]string
	running   [2]*process
	flags     []string
	roots     *x509.CertPool
}

// newReplicas makes their files, and a certificate for the proxy in front: cert.pem and key.pem in dir.
func newReplicas(t *testing.T, more ...string) *replicas {
	t.Helper()
	r := &replicas{dir: t.TempDir(), platform: isalestest.NewServer(t, isalestest.Options{ForgetRequests: true})}
	r.addresses = [2]string{freeAddress(t), freeAddress(t)}
	hash, err := bcrypt.GenerateFromPassword([]byte("password of alice"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
		"-subj", "/CN="+publicHost, "-addext", "subjectAltName=DNS:"+publicHost,
		"-keyout", filepath.Join(r.dir, "key.pem"), "-out", filepath.Join(r.dir, "cert.pem"))
	r.trust(t)
	r.flags = append([]string{
		"-public-url=https://" + publicHost, "-trusted-proxies=127.0.0.1/32", "-shutdown-delay=1s",
		"-users-file=" + r.write(t, "users", "alice:"+string(hash)+"\n"),
		"-session-key-file=" + r.write(t, "session-keys", strings.Repeat("key of the test ", 4)+"\n"),
		"-isales-url=" + r.platform.URL, "-isales-ak=" + r.platform.AccessKey,
		"-isales-sk-file=" + r.write(t, "isales-sk", r.platform.SecretKey),
		"-isales-ca-file=" + r.write(t, "isales-ca.pem", string(r.platform.CertificatePEM())),
	}, more...)
	return r
}

// trust takes the proxy's certificate for one that visitors trust.
func (r *replicas) trust(t *testing.T) {
	t.Helper()
	r.roots = x509.NewCertPool()
	if !r.roots.AppendCertsFromPEM([]byte(read(t, filepath.Join(r.dir, "cert.pem")))) {
		t.Fatal("no certificate for the proxy")
	}
}

// write makes a file in the folder of the replicas and returns its path.
func (r *replicas) write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// start starts one of the replicas and waits until it is ready.
func (r *replicas) start(t *testing.T, i int, version func() (string, error)) {
	t.Helper()
	binary, err := version()
	if err != nil {
		t.Fatal(err)
	}
	r.running[i] = start(t, binary, append(r.flags, "-addr="+r.addresses[i])...)
	waitReady(t, r.addresses[i], http.StatusOK)
}

// redis starts a server that keeps what it has over a restart.
func (r *replicas) redis(t *testing.T, address string) *process {
	t.Helper()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, installed(t, "redis-server"), "--bind", host, "--port", port, "--dir", r.dir,
		"--appendonly", "yes", "--save", "")
	waitFor(t, address)
	return p
}

// visitor is a browser that comes by way of one address, whatever the host's name is.
type visitor struct {
	client       *http.Client
	scheme, host string
	password     string
	cookies      string // as the header Cookie has them
}

// newVisitor comes through a proxy that serves https.
func (r *replicas) newVisitor(t *testing.T, proxy string) *visitor {
	return visitorOf(t, "https", proxy, &tls.Config{RootCAs: r.roots})
}

// newNeighbour comes to one replica alone, as a proxy does.
func (r *replicas) newNeighbour(t *testing.T, i int) *visitor {
	return visitorOf(t, "http", r.addresses[i], nil)
}

func visitorOf(t *testing.T, scheme, address string, config *tls.Config) *visitor {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	transport := &http.Transport{DialContext: dial, TLSClientConfig: config,
		ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 16}
	t.Cleanup(transport.CloseIdleConnections)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := &http.Client{Transport: transport, CheckRedirect: stay, Timeout: patience}
	return &visitor{client: client, scheme: scheme, host: publicHost, password: "password of alice"}
}

// answer is one answer with its body.
type answer struct {
	*http.Response
	body string
}

// do sends a request with the cookies of the visitor, which no answer changes. Header names and values alternate.
func (v *visitor) do(method, path, form string, header ...string) (answer, error) {
	r, err := http.NewRequest(method, v.scheme+"://"+v.host+path, strings.NewReader(form))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("X-Forwarded-Proto", "https")
	r.Header.Set("Accept", "text/html")
	if v.cookies != "" {
		r.Header.Set("Cookie", v.cookies)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "https://"+v.host)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := v.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp, string(body)}, err
}

// get asks for a page that must come with the status.
func (v *visitor) get(t *testing.T, path string, status int, header ...string) answer {
	t.Helper()
	return wanted(t, status)(v.do(http.MethodGet, path, "", header...))
}

// post sends a form whose answer must have the status.
func (v *visitor) post(t *testing.T, path string, form url.Values, status int) answer {
	t.Helper()
	return wanted(t, status)(v.do(http.MethodPost, path, form.Encode()))
}

func wanted(t *testing.T, status int) func(answer, error) answer {
	return func(a answer, err error) answer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if a.StatusCode != status {
			t.Errorf("%s %s: status %d, want %d\n%.500s", a.Request.Method, a.Request.URL.Path, a.StatusCode, status, a.body)
		}
		return a
	}
}

const (
	resultPath    = "/vdns/40/results/1402245659"
	resultHeading = "<h1><bdi>6: The call is not answered.</bdi></h1>"
)

// signIn signs in and takes the cookies.
func (v *visitor) signIn(t *testing.T) {
	t.Helper()
	form := url.Values{"user": {"alice"}, "password": {v.password}, "next": {resultPath}}
	a := v.post(t, "/login", form, http.StatusSeeOther)
	var cookies []string
	for _, cookie := range a.Cookies() {
		cookies = append(cookies, cookie.Name+"="+cookie.Value)
	}
	v.cookies = strings.Join(cookies, "; ")
}

// wantIn asks for a page that needs a sign-in.
func (v *visitor) wantIn(t *testing.T, what string) {
	t.Helper()
	if a := v.get(t, resultPath, http.StatusOK); !strings.Contains(a.body, resultHeading) {
		t.Errorf("%s: no result in\n%.1000s", what, a.body)
	}
}

// substitute puts other texts in the place of those of an example; each must be there.
func substitute(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("no %q in\n%s", pairs[i], text)
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// nginx starts deploy/nginx.conf before the replicas, and returns its addresses for http and https.
func (r *replicas) nginx(t *testing.T) (plain, secure string) {
	t.Helper()
	plain, secure = freeAddress(t), freeAddress(t)
	site := substitute(t, read(t, "nginx.conf"), "127.0.0.1:8081", r.addresses[0], "127.0.0.1:8082", r.addresses[1],
		"listen 80;", "listen "+plain+";", "listen 443 ssl http2;", "listen "+secure+" ssl http2;",
		"/etc/nginx/isales-console/", r.dir+"/")
	var temporary strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temporary, "%s_temp_path %s/%s;\n", kind, r.dir, kind)
	}
	user := ""
	if os.Getuid() == 0 { // otherwise it could not write here
		user = "user root;\n"
	}
	before := user + "pid " + r.dir + "/nginx.pid;\nerror_log stderr;\ndaemon off;\nevents {}\nhttp {\naccess_log off;\n"
	path := r.write(t, "nginx.conf", before+temporary.String()+site+"}\n")
	check(t, "nginx", "-t", "-q", "-e", "stderr", "-c", path)
	start(t, installed(t, "nginx"), "-e", "stderr", "-c", path)
	waitFor(t, secure)
	return plain, secure
}

// caddy starts deploy/Caddyfile before the replicas, and returns its addresses for http and https.
func (r *replicas) caddy(t *testing.T) (plain, secure string) {
	t.Helper()
	plain, secure = freeAddress(t), freeAddress(t)
	_, plainPort, _ := net.SplitHostPort(plain)
	_, securePort, _ := net.SplitHostPort(secure)
	global := fmt.Sprintf("{\n\tadmin off\n\thttp_port %s\n\thttps_port %s\n\tdefault_bind 127.0.0.1\n}\n",
		plainPort, securePort)
	path := r.write(t, "Caddyfile", global+substitute(t, read(t, "Caddyfile"),
		"127.0.0.1:8081", r.addresses[0], "127.0.0.1:8082", r.addresses[1],
		"{\n\t# The console takes", "{\n\ttls "+r.dir+"/cert.pem "+r.dir+"/key.pem\n\t# The console takes"))
	t.Setenv("HOME", r.dir) // for what it keeps
	check(t, "caddy", "validate", "--config", path, "--adapter", "caddyfile")
	start(t, installed(t, "caddy"), "run", "--config", path, "--adapter", "caddyfile")
	waitFor(t, secure)
	return plain, secure
}
