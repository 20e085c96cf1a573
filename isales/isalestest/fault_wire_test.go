package isalestest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestEcho(t *testing.T) {
	s := NewServer(t, Options{Data: smallData(), Fault: FaultEcho})
	r := newGet(t, s, smallPath)
	_, body := do(t, s, r)
	if want := errorBody("02000007",
		"Incorrect parameter value. [Authorization: "+r.Header.Get("Authorization")+"]"); body != want {
		t.Errorf("body =\n%s\nwant\n%s", body, want)
	}
}

func TestBrokenGzip(t *testing.T) {
	s := NewServer(t, Options{Data: smallData(), Fault: FaultBrokenGzip})
	got := observe(t, s, smallPath)
	if got.status != 200 || got.contentType != jsonHeader || got.headers != "Content-Encoding: gzip" || got.err != nil {
		t.Errorf("got %+v", got)
	}
	z, err := gzip.NewReader(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(smallDetail, string(body)) {
		t.Errorf("inflated to %q, %v", body, err)
	}
}

// wantPadded checks that a padded body is the right answer and a long string.
func wantPadded(t *testing.T, body []byte, size int) {
	t.Helper()
	if len(body) != size {
		t.Errorf("%d bytes, want %d", len(body), size)
	}
	head := strings.TrimSuffix(smallDetail, "}") + `,"padding":"A`
	if !bytes.HasPrefix(body, []byte(head)) || !bytes.HasSuffix(body, []byte(`A"}`)) {
		t.Errorf("body begins %q and ends %q", body[:len(head)], body[len(body)-3:])
	}
	if padding := body[len(head)-1 : len(body)-2]; bytes.Count(padding, []byte("A")) != len(padding) {
		t.Error("padding is not all A")
	}
}

func TestHuge(t *testing.T) {
	s := NewServer(t, Options{Data: smallData(), Fault: FaultHuge})
	got := observe(t, s, smallPath)
	if got.status != 200 || got.contentType != jsonHeader || got.headers != "" || got.err != nil {
		t.Errorf("status %d, type %q, headers %q, err %v", got.status, got.contentType, got.headers, got.err)
	}
	wantPadded(t, []byte(got.body), 2<<20)
	if !json.Valid([]byte(got.body)) {
		t.Error("not valid JSON")
	}
}

func TestGzipBomb(t *testing.T) {
	s := NewServer(t, Options{Data: smallData(), Fault: FaultGzipBomb})
	got := observe(t, s, smallPath)
	if got.status != 200 || got.contentType != jsonHeader || got.headers != "Content-Encoding: gzip" || got.err != nil {
		t.Errorf("status %d, type %q, headers %q, err %v", got.status, got.contentType, got.headers, got.err)
	}
	if len(got.body) > 100<<10 {
		t.Errorf("%d bytes sent, want 100 KiB at most", len(got.body))
	}
	z, err := gzip.NewReader(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	body := bytes.NewBuffer(make([]byte, 0, 64<<20+bytes.MinRead))
	if _, err := body.ReadFrom(z); err != nil {
		t.Fatal(err)
	}
	wantPadded(t, body.Bytes(), 64<<20)
}

// TestResultFault checks which fault wins.
func TestResultFault(t *testing.T) {
	data := smallData()
	data.VDNs[0].Results[1].Fault = FaultStatus503
	s := NewServer(t, Options{Data: data})
	own := campaignsPath + "40/8/queryObsResultDetail"
	for _, tt := range []struct {
		name, path string
		fault      Fault
		status     int
	}{
		{"its own", own, FaultNone, 503},
		{"another result", smallPath, FaultNone, 200},
		{"the list", campaignsPath + "40/queryOBSResults?pageSize=9&pageNum=1", FaultNone, 200},
		{"the server's", own, FaultStatus429, 429},
	} {
		s.SetFault(tt.fault)
		if resp, _ := do(t, s, newGet(t, s, tt.path)); resp.StatusCode != tt.status {
			t.Errorf("%s: status %d, want %d", tt.name, resp.StatusCode, tt.status)
		}
	}
}
