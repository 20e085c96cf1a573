package main

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"isales-console/isales/isalestest"
)

// asProgram names the environment variable that makes the test binary the
// program itself, for tests of the process.
const asProgram = "ISALES_WEB_TEST_AS_PROGRAM"

// TestMain searches what all consoles of this package's tests said, wherever
// they said it, for what no one may read.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		if path := os.Getenv(heapDump); path != "" {
			dumpOnSignal(path)
		}
		main()
	}
	code := m.Run()
	_ = os.RemoveAll(programs)
	leaks := said.leaks()
	for _, leak := range leaks {
		fmt.Println("FAIL: a secret was said:", leak)
	}
	if len(leaks) > 0 && code == 0 {
		code = 1
	}
	os.Exit(code)
}

// said is the record of all tests.
var said = newRecord()

// record is what programs said, and what they may not say.
type record struct {
	mu      sync.Mutex
	outputs []*output
	texts   map[string]bool // pages, headers
	secrets map[string]bool
}

func newRecord() *record { return &record{texts: map[string]bool{}, secrets: map[string]bool{}} }

// addOutput remembers an output, which is read at the end: a secret may come in
// pieces.
func (r *record) addOutput(o *output) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outputs = append(r.outputs, o)
}

func (r *record) addText(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.texts[text] = true
}

// mayNotSay makes a password, a key or a cookie's value a secret.
func (r *record) mayNotSay(secret string) {
	if len(secret) < 8 {
		panic("too short to tell it from other words: " + secret)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, spelling := range []string{secret, url.QueryEscape(secret), html.EscapeString(secret)} {
		r.secrets[spelling] = true
	}
}

// addAnswer remembers an answer; the cookies that it sets are secret, and
// nowhere else to be found.
func (r *record) addAnswer(header http.Header, body []byte) {
	for _, line := range header.Values("Set-Cookie") {
		if cookie, err := http.ParseSetCookie(line); err == nil && cookie.Value != "" {
			r.mayNotSay(cookie.Value)
		}
	}
	rest := header.Clone()
	rest.Del("Set-Cookie")
	var b bytes.Buffer
	rest.Write(&b)
	r.addText(b.String())
	r.addText(string(body))
}

// secretPatterns are secrets that a test need not know: they tell themselves.
var secretPatterns = map[string]*regexp.Regexp{
	"argon2id hash":   regexp.MustCompile(`\$argon2id\$v=[0-9]+\$m=[0-9]`),
	"bcrypt hash":     regexp.MustCompile(`\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{20}`),
	"cookie":          regexp.MustCompile(`-session=[A-Za-z0-9_-]{16}`),
	"encoded cookie":  regexp.MustCompile(`MT[A-Za-z0-9_-]{100}`), // gorilla's begin with the time
	"private key":     regexp.MustCompile(`PRIVATE KEY-----`),
	"session as JSON": regexp.MustCompile(`"i":"[A-Z2-7]{26}"`),
}

// signatureIn returns where 64 hexadecimal digits stand alone; -1 for nowhere. A regular expression that begins
// with no text takes most of the time of all tests.
func signatureIn(text string) int {
	for from := 0; from < len(text); {
		n := 0
		for from+n < len(text) && strings.IndexByte("0123456789abcdef", text[from+n]) >= 0 {
			n++
		}
		if n == 64 {
			return from
		}
		from += n + 1
	}
	return -1
}

// leaks returns each secret that was said, with the words around it.
func (r *record) leaks() (list []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	texts := make(map[string]bool)
	for _, o := range r.outputs {
		texts[o.String()] = true
	}
	for text := range r.texts {
		texts[text] = true
	}
	for text := range texts {
		around := func(kind string, from, to int) {
			list = append(list, fmt.Sprintf("%s: %q", kind, text[max(0, from-80):min(len(text), to+40)]))
		}
		if at := signatureIn(text); at >= 0 {
			around("signature", at, at+64)
		}
		for kind, pattern := range secretPatterns {
			if at := pattern.FindStringIndex(text); at != nil {
				around(kind, at[0], at[1])
			}
		}
		for secret := range r.secrets {
			if at := strings.Index(text, secret); at >= 0 {
				around("known secret", at, at+len(secret))
			}
		}
	}
	slices.Sort(list)
	return list
}

// overheard is a transport whose answers are searched for secrets in the end.
type overheard struct{ *http.Transport }

func (o *overheard) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := o.Transport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	said.addAnswer(resp.Header, body)
	rest := io.Reader(bytes.NewReader(body))
	if err != nil {
		rest = io.MultiReader(rest, iotest.ErrReader(err))
	}
	resp.Body = io.NopCloser(rest)
	return resp, nil
}

// TestLeaksAreFound says each kind of secret to a record of its own.
func TestLeaksAreFound(t *testing.T) {
	const value = "MTc2NDAwMDAwMHx0aGUtdmFsdWUtb2YtYS1jb29raWU"
	tests := map[string]struct {
		say  string
		want string // the kind; empty when it is no secret
	}{
		"nothing":        {"<h1>Sign in</h1>", ""},
		"asset":          {"/static/style.0123456789abcdef.css", ""},
		"password":       {`{"error":"wrong: correct horse"}`, "known secret"},
		"in a URL":       {"/login?password=correct+horse", "known secret"},
		"secret key":     {"SK " + isalestest.DemoSecretKey, "known secret"},
		"cookie known":   {"<p>" + value + "</p>", "known secret"},
		"cookie header":  {"Cookie: isales-session=AAAABBBBCCCCDDDD", "cookie"},
		"cookie unknown": {"cookie MTc" + strings.Repeat("x", 200), "encoded cookie"},
		"signature":      {"ak/" + strings.Repeat("0123456789abcdef", 4) + ".", "signature"},
		"argon2id":       {"alice:$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$a2V5", "argon2id hash"},
		"bcrypt":         {"$2y$10$" + strings.Repeat("x", 53), "bcrypt hash"},
		"key":            {"-----BEGIN EC PRIVATE KEY-----", "private key"},
		"session":        {`{"i":"` + strings.Repeat("A", 26) + `"}`, "session as JSON"},
	}
	ways := map[string]func(*record, string){
		"output in pieces": func(r *record, text string) {
			o := &output{changed: make(chan struct{})}
			r.addOutput(o)
			io.WriteString(o, text[:len(text)/2])
			io.WriteString(o, text[len(text)/2:])
		},
		"page":   func(r *record, text string) { r.addAnswer(http.Header{}, []byte(text)) },
		"header": func(r *record, text string) { r.addAnswer(http.Header{"Location": {text}}, nil) },
	}
	for name, tt := range tests {
		for way, say := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				r := newRecord()
				r.mayNotSay("correct horse")
				r.mayNotSay(isalestest.DemoSecretKey)
				r.addAnswer(http.Header{"Set-Cookie": {"isales-session=" + value + "; Path=/"}}, nil)
				say(r, tt.say)
				leaks := r.leaks()
				if kind, _, _ := strings.Cut(strings.Join(leaks, "\n"), ":"); kind != tt.want || len(leaks) > 1 {
					t.Errorf("leaks %q, want %q", leaks, tt.want)
				}
			})
		}
	}
}
