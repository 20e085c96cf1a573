package handlers

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"isales-console/handlers/session"
	"isales-console/users"
)

// problemSummary are the texts of the box that says what is wrong.
func problemSummary(t testing.TB, rec *httptest.ResponseRecorder) []string {
	t.Helper()
	return texts(parse(t, rec.Body.String()), ".summary-errors h2, .summary-errors li")
}

// values are those of the fields of the sign-in form.
func values(t testing.TB, rec *httptest.ResponseRecorder) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, field := range parse(t, rec.Body.String()).Find("form[action='/login'] input").EachIter() {
		got[field.AttrOr("name", "")] = field.AttrOr("value", "")
	}
	return got
}

// TestSignInPage shows the form to people and to HEAD.
func TestSignInPage(t *testing.T) {
	console := newGuarded(t)
	rec := newBrowser(t, console).get("/login?next=%2Fcodes%3Fq%3D1")
	body := rec.Body.String()
	want := page200(htmlType, "Content-Length", length(body))
	if diff := cmp.Diff([]any{200, want}, []any{rec.Code, withAnyTag(rec.Header())}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"next": "/codes?q=1", "user": "", "password": ""}, values(t, rec)); diff != "" {
		t.Errorf("the form (-want +got)\n%s", diff)
	}
	if heading(t, rec) != "Sign in" || len(problemSummary(t, rec)) != 0 ||
		parse(t, body).Find("form[action='/logout'], .lead").Length() != 0 {
		t.Errorf("an unexpected page:\n%s", body)
	}
	head := newBrowser(t, console).do(http.MethodHead, "/login?next=%2Fcodes%3Fq%3D1", "")
	if diff := cmp.Diff([]any{200, rec.Header()}, []any{head.Code, head.Header()}); diff != "" {
		t.Errorf("HEAD (-want +got)\n%s", diff)
	}
	alice := newBrowser(t, console).signIn("alice")
	for _, method := range []string{"GET", "HEAD"} {
		if got := outcome(alice.do(method, "/login?next=%2Fcodes", "")); got != "303 /codes" {
			t.Errorf("%s of the form by someone who is signed in: %s", method, got)
		}
	}
}

// TestOneAnswerForBothKindsOfWrong: nobody learns who is in the users file.
func TestOneAnswerForBothKindsOfWrong(t *testing.T) {
	console := newGuarded(t)
	wrong := func(name, password string, header ...string) (*httptest.ResponseRecorder, string) {
		rec := newBrowser(t, console).post("/login", "user="+name+"&password="+password+"&next=/codes", header...)
		return rec, strings.ReplaceAll(rec.Body.String(), `value="`+name+`"`, `value="NAME"`)
	}
	known, knownPage := wrong("alice", "wrong")
	if diff := cmp.Diff([]string{"There is a problem", "The user name or password is not correct"},
		problemSummary(t, known)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"next": "/codes", "user": "alice", "password": ""},
		values(t, known)); diff != "" {
		t.Errorf("the form (-want +got)\n%s", diff)
	}
	if title := join(texts(parse(t, known.Body.String()), "title")); title != "Error: Sign in – iSales Console" {
		t.Errorf("title %q", title)
	}
	if diff := cmp.Diff([]any{401, and("Content-Type", htmlType, "Cache-Control", "no-store", "Content-Length",
		length(known.Body.String()))}, []any{known.Code, known.Header()}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, c := range [][2]string{{"nobdy", "wrong"}, {"alice", ""}, {"bobby", ""},
		{"ALICE", "correct+horse+of+alice"}, {"alice", strings.Repeat("x", 73)},
		{"alice", strings.Repeat("x", 1025)}, {"nobdy", strings.Repeat("x", 1025)}} {
		rec, page := wrong(c[0], c[1])
		if rec.Code != 401 || page != knownPage || !cmp.Equal(rec.Header(), known.Header()) {
			t.Errorf("user %q: status %d, page (-alice +this)\n%s", c[0], rec.Code,
				cmp.Diff(knownPage, page)+cmp.Diff(known.Header(), rec.Header()))
		}
	}
	for _, name := range []string{"alice", "nobody"} {
		rec, _ := wrong(name, "wrong", "Accept", "application/json")
		if want := errorDocument(t, 401, "sign_in_refused",
			"The user name or password is not correct"); rec.Code != 401 || rec.Body.String() != want ||
			rec.Header().Get("Content-Type") != jsonType || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("a program as %s: status %d, %s", name, rec.Code, cmp.Diff(want, rec.Body.String()))
		}
	}
}

// TestSignIn: a new session, and nothing of the one before but the language.
func TestSignIn(t *testing.T) {
	console := newGuarded(t)
	load := func(b *browser) *session.Session { return console.sessions.Load(b.request("/")) }
	visitor := newBrowser(t, console)
	visitor.post("/preferences", "lang=zh-CN&next=/login")
	before := load(visitor)
	prepared := visitor.copied()
	// What an attacker could have prepared: look-ups in the session.
	fixed := *before
	fixed.Remember(40, 1, testNow())
	rec := httptest.NewRecorder()
	console.sessions.Save(rec, visitor.request("/"), &fixed)
	visitor.cookies["isales-session"] = rec.Result().Cookies()[0].Value

	answer := visitor.try("alice", passwordOf("alice"), "/codes")
	header := answer.Header().Clone()
	header.Del("Set-Cookie")
	if diff := cmp.Diff([]any{303, and("Cache-Control", "no-store", "Location", "/codes")},
		[]any{answer.Code, header}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	after := load(visitor)
	fingerprint := console.Users.Lookup("alice").Fingerprint
	want := &session.Session{ID: after.ID, User: "alice", Fingerprint: fingerprint, Created: testNow().Unix(),
		Seen: testNow().Unix(), Lang: "zh-CN"}
	if diff := cmp.Diff(want, after, cmpopts.IgnoreUnexported(session.Session{})); diff != "" {
		t.Errorf("the session (-want +got)\n%s", diff)
	}
	if after.ID == before.ID || len(after.ID) != 26 {
		t.Errorf("session ID %q after the sign-in, %q before", after.ID, before.ID)
	}
	if got := outcome(prepared.get("/codes")); got != "303 /login?next=%2Fcodes" {
		t.Errorf("the session from before the sign-in: %s", got)
	}

	// Another sign-in ends the session before it, also one of another user.
	for _, name := range []string{"alice", "bob"} {
		former := visitor.copied()
		if rec := former.get("/codes"); rec.Code != 200 {
			t.Fatalf("a copy of the session: status %d", rec.Code)
		}
		if rec := visitor.try(name, "wrong", "/"); rec.Code != 401 || former.get("/codes").Code != 200 {
			t.Errorf("a wrong password: status %d, or it ended the session", rec.Code)
		}
		visitor.signIn(name)
		if got := outcome(former.get("/codes")); got != "303 /login?next=%2Fcodes" {
			t.Errorf("the session before the sign-in as %s: %s", name, got)
		}
		if user := join(texts(parse(t, visitor.get("/?lang=en").Body.String()), "form.user a")); user != name {
			t.Errorf("signed in as %q, want %s", user, name)
		}
	}
}

// request is one with the browser's cookies, for looking into them.
func (b *browser) request(target string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return r
}

// TestSignInForms sends what is no form, or too much of one.
func TestSignInForms(t *testing.T) {
	right := "user=alice&password=correct+horse+of+alice"
	tests := map[string]struct {
		mediaType, body string
		status          int
		heading         string
	}{
		"right":        {"application/x-www-form-urlencoded", right, 303, ""},
		"with charset": {"application/x-www-form-urlencoded; charset=UTF-8", right, 303, ""},
		"at the limit": {"application/x-www-form-urlencoded",
			right + "&x=" + strings.Repeat("x", maxBody-len(right)-3), 303, ""},
		"too large": {"application/x-www-form-urlencoded",
			right + "&x=" + strings.Repeat("x", maxBody-len(right)-2), 413, "The form is too large"},
		"huge": {"application/x-www-form-urlencoded", right + "&x=" + strings.Repeat("x", 20<<20), 413,
			"The form is too large"},
		"damaged":    {"application/x-www-form-urlencoded", right + "&x=%zz", 400, "The form cannot be read"},
		"semicolon":  {"application/x-www-form-urlencoded", "user=alice;password=correct", 400, "The form cannot be read"},
		"media type": {"application/x-www-form-urlencoded; charset", right, 400, "The form cannot be read"},
		"JSON":       {"application/json", `{"user":"alice"}`, 401, "Sign in"},
		"plain text": {"text/plain", right, 401, "Sign in"},
		"multipart": {"multipart/form-data; boundary=x",
			"--x\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nalice\r\n--x--\r\n", 401, "Sign in"},
		"multipart, whole": {"multipart/form-data; boundary=x",
			"--x\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nalice\r\n--x\r\nContent-Disposition: form-data; " +
				"name=\"password\"\r\n\r\ncorrect horse of alice\r\n--x--\r\n", 303, ""},
		"nothing": {"", "", 401, "Sign in"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			rec := newBrowser(t, newGuarded(t)).post("/login", test.body, "Content-Type", test.mediaType)
			if rec.Code != test.status || test.heading != "" && heading(t, rec) != test.heading {
				t.Errorf("status %d, want %d:\n%s", rec.Code, test.status, rec.Body)
			}
			if (rec.Header().Get("Set-Cookie") != "") != (test.status == 303) ||
				rec.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("headers %v", rec.Header())
			}
		})
	}
	// The password in the address is none: addresses end up in logs.
	if rec := newBrowser(t, newGuarded(t)).post("/login?"+right, ""); rec.Code != 401 {
		t.Errorf("a password in the address: status %d, want 401", rec.Code)
	}
}

// TestSignInForgives: a name with white space around it, and a password whose
// accents are characters of their own, are those of the user.
func TestSignInForgives(t *testing.T) {
	const zoe, composed, decomposed = "zo\u00e9", "caf\u00e9 au lait", "cafe\u0301 au lait"
	console := newTimed(t)
	console.writeUsers(t, append(staff, zoe+":"+cheapHash(composed), "max:"+cheapHash(decomposed))...)
	console.Users.(*users.File).Refresh()
	for _, test := range []struct{ name, password, want string }{
		{"alice ", passwordOf("alice"), "303 /codes"},
		{"\talice", passwordOf("alice"), "303 /codes"},
		{"alice\u00a0", passwordOf("alice"), "303 /codes"},
		{"alice", passwordOf("alice") + " ", "401"},
		{zoe, composed, "303 /codes"},
		{"zoe\u0301", decomposed, "303 /codes"},
		{"max", decomposed, "303 /codes"}, // the hash of another tool
		{"max", composed, "401"},
	} {
		if got := outcome(newBrowser(t, console).try(test.name, test.password, "/codes")); got != test.want {
			t.Errorf("%q, %q: %s, want %s", test.name, test.password, got, test.want)
		}
	}
}
