package isalestest

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestRefusals(t *testing.T) {
	s := NewServer(t, Options{BasePath: "/b"})
	for _, tt := range []struct {
		name, method, path string
		signed             bool
		status             int
		contentType, allow string
		body               string
	}{
		{"unsigned", "GET", "/b" + detailPath, false, 401, "", "", ""},
		{"unsigned list", "GET", "/b" + campaignsPath + "40/queryOBSResults", false, 401, "", "", ""},
		{"other method", "POST", "/b" + detailPath, false, 405, "text/plain; charset=utf-8", "GET",
			"405 Method Not Allowed\n"},
		{"no base path", "GET", detailPath, true, 404, "text/plain; charset=utf-8", "", "404 Not Found\n"},
		{"too short", "GET", "/b" + campaignsPath + "40/queryObsResultDetail", true, 404,
			"text/plain; charset=utf-8", "", "404 Not Found\n"},
		{"too long", "GET", "/b" + campaignsPath + "40/7/8/queryObsResultDetail", true, 404,
			"text/plain; charset=utf-8", "", "404 Not Found\n"},
		{"slash at its end", "GET", "/b" + detailPath + "/", true, 404, "text/plain; charset=utf-8", "", "404 Not Found\n"},
		{"other case", "GET", "/b" + campaignsPath + "40/7/queryOBSResultDetail", true, 404,
			"text/plain; charset=utf-8", "", "404 Not Found\n"},
		{"root", "GET", "/", false, 404, "text/plain; charset=utf-8", "", "404 Not Found\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.ResetRequests()
			r := newGet(t, s, "")
			r.URL.Path, r.Method = tt.path, tt.method
			sign(t, r, verifier{accessKey: s.AccessKey, secretKey: s.SecretKey},
				time.Now().UTC().Format(layoutSeconds), "content-type;host")
			if !tt.signed {
				r.Header.Set("Authorization", r.Header.Get("Authorization")+"0")
			}
			resp, body := do(t, s, r)
			if resp.StatusCode != tt.status || body != tt.body || resp.ContentLength != int64(len(tt.body)) {
				t.Errorf("status %d, body %q, length %d", resp.StatusCode, body, resp.ContentLength)
			}
			if ct, allow := resp.Header.Get("Content-Type"), resp.Header.Get("Allow"); ct != tt.contentType ||
				allow != tt.allow {
				t.Errorf("type %q, allow %q", ct, allow)
			}
			if got := s.Requests(); len(got) != 1 || got[0].Authorized != tt.signed {
				t.Errorf("requests = %+v", got)
			}
		})
	}
	want := Stats{Refused: 2, MaxInFlight: 1}
	if got := settled(s); got != want {
		t.Errorf("stats = %+v, want %+v", got, want)
	}
}

func TestSigning(t *testing.T) {
	layouts := map[bool]string{false: layoutSeconds, true: layoutMillis}
	lists := []string{"host", "content-type;host"}
	for _, demanded := range []Signing{{true, true, "host"}, {false, false, "content-type;host"}, {}} {
		s := NewServer(t, Options{Signing: demanded})
		for _, millis := range []bool{false, true} {
			for _, emptyLine := range []bool{false, true} {
				for _, list := range lists {
					r := newGet(t, s, detailPath)
					v := verifier{accessKey: s.AccessKey, secretKey: s.SecretKey, signing: Signing{EmptyQueryLine: emptyLine}}
					sign(t, r, v, time.Now().UTC().Format(layouts[millis]), list)
					resp, _ := do(t, s, r)
					want := 401
					if millis == demanded.Millis && emptyLine == demanded.EmptyQueryLine &&
						(list == demanded.SignedHeaders || demanded.SignedHeaders == "") {
						want = 200
					}
					if resp.StatusCode != want {
						t.Errorf("server %+v, client %v %v %q: status %d, want %d",
							demanded, millis, emptyLine, list, resp.StatusCode, want)
					}
				}
			}
		}
	}
}

func TestRequests(t *testing.T) {
	s := NewServer(t, Options{})
	for _, path := range []string{"/3", campaignsPath + "40/queryOBSResults?pageNum=1&pageSize=2",
		campaignsPath + "4%31/x/queryObsResultDetail"} {
		get(t, s, path, "locale", "en_US")
	}
	got := s.Requests()
	for i := range got {
		if got[i].Header.Get("Content-Type") != requestType || got[i].Header.Get("Locale") != "en_US" {
			t.Errorf("header %d = %v", i, got[i].Header)
		}
		got[i].Header.Set("Locale", "changed by the caller")
		got[i].Header = nil
	}
	host := strings.TrimPrefix(s.URL, "https://")
	want := []Request{
		{Method: "GET", Host: host, Path: "/3", Authorized: true},
		{Method: "GET", Host: host, Path: campaignsPath + "40/queryOBSResults", RawQuery: "pageNum=1&pageSize=2",
			Authorized: true, Operation: OperationResults, VDNID: "40"},
		{Method: "GET", Host: host, Path: campaignsPath + "4%31/x/queryObsResultDetail", Authorized: true,
			Operation: OperationDetail, VDNID: "41", DefID: "x"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("requests =\n%+v\nwant\n%+v", got, want)
	}
	if locale := s.Requests()[0].Header.Get("Locale"); locale != "en_US" {
		t.Errorf("locale = %q after the caller changed its copy", locale)
	}
	s.ResetRequests()
	if got := s.Requests(); len(got) != 0 {
		t.Errorf("%d requests after the reset", len(got))
	}
}

func TestRequestsNoneKept(t *testing.T) {
	s := NewServer(t, Options{ForgetRequests: true})
	get(t, s, "/")
	if got := s.Requests(); len(got) != 0 {
		t.Errorf("%d requests, want none", len(got))
	}
}

func TestDecider(t *testing.T) {
	s := NewServer(t, Options{Data: smallData(), Fault: FaultHTML})
	s.SetDecider(func(r Request, n int) Fault {
		if len(s.Requests()) == 0 || !r.Authorized {
			return FaultStatus500
		}
		if r.Operation == OperationDetail && n%2 == 0 {
			return FaultStatus503
		}
		return FaultNone
	})
	const codes = campaignsPath + "40/queryOBSResultCode?pageSize=1&pageNum=4"
	for i, tt := range []struct{ path, want string }{
		{campaignsPath + "40/8/queryObsResultDetail", smallUnmapped},
		{campaignsPath + "40/8/queryObsResultDetail", "503 Service Unavailable\n"},
		{"/not/counted", "404 Not Found\n"},
		{codes, codesBody(3, "")},
		{codes, codesBody(3, "")},
		{campaignsPath + "40/8/queryObsResultDetail", smallUnmapped},
	} {
		if got := get(t, s, tt.path); got != tt.want {
			t.Errorf("request %d: body = %q, want %q", i, got, tt.want)
		}
	}
	s.SetDecider(nil)
	if got := get(t, s, codes); got != firewallPage {
		t.Errorf("without the decider: body = %q, want the first fault's", got)
	}
	s.SetFault("melt")
	if got, want := get(t, s, codes), "fault \"melt\": unknown name\n"; got != want {
		t.Errorf("unknown fault: body = %q, want %q", got, want)
	}
	s.SetFault(FaultNone)
	s.SetData(nil)
	if got, want := get(t, s, codes), codesBody(0, ""); got != want {
		t.Errorf("no data: body = %q, want %q", got, want)
	}
}
