package deploy_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"isales-console/isales/isalestest"
)

// TestProxies: the examples for nginx and Caddy do what the console expects of a proxy.
func TestProxies(t *testing.T) {
	for name, start := range map[string]func(*replicas, *testing.T) (plain, secure string){
		"nginx": (*replicas).nginx, "caddy": (*replicas).caddy,
	} {
		t.Run(name, func(t *testing.T) {
			installed(t, name)
			r := newReplicas(t)
			for i := range r.running {
				r.start(t, i, oldVersion)
			}
			plain, secure := start(r, t)
			v := r.newVisitor(t, secure)
			v.signIn(t)
			for range 40 { // Caddy takes a replica at random: each must be asked
				v.get(t, "/help", http.StatusOK)
			}
			a := v.get(t, resultPath, http.StatusOK, "X-Forwarded-For", "192.0.2.66")
			if a.ProtoMajor != 2 || !strings.Contains(a.body, resultHeading) {
				t.Errorf("%s with\n%.500s", a.Proto, a.body)
			}
			a = visitorOf(t, "http", plain, nil).get(t, resultPath, http.StatusPermanentRedirect)
			to := a.Header.Get("Location")
			if !strings.HasPrefix(to, "https://"+publicHost) || !strings.HasSuffix(to, resultPath) {
				t.Errorf("plain http leads to %s", to)
			}
			v.wantUpload(t)
			v.wantProgress(t, r.platform)
			for i, p := range r.running {
				p.stop(t)
				log := p.output.String()
				if !strings.Contains(log, `"address":"127.0.0.1"`) || strings.Contains(log, "192.0.2.66") {
					t.Errorf("replica %d believes a visitor, or was never asked:\n%s", i, log)
				}
			}
		})
	}
}

// wantUpload sends a file larger than proxies take by themselves: what is wrong with it says the console.
func (v *visitor) wantUpload(t *testing.T) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "report.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(make([]byte, 20<<20))
	_ = w.Close()
	a, err := v.do(http.MethodPost, "/explain", form.String(), "Content-Type", w.FormDataContentType())
	if err != nil {
		t.Fatal(err)
	}
	if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "iSales Console") {
		t.Errorf("20 MiB at /explain: status %d\n%.1000s", a.StatusCode, a.body)
	}
}

// wantProgress reads a page as far as it is while the platform has not answered.
func (v *visitor) wantProgress(t *testing.T, platform *isalestest.Server) {
	t.Helper()
	held := make(chan struct{})
	release := sync.OnceFunc(func() { close(held) })
	defer release()
	platform.SetDecider(func(r isalestest.Request, _ int) isalestest.Fault {
		if r.Operation == isalestest.OperationDetail {
			<-held
		}
		return isalestest.FaultNone
	})
	r, err := http.NewRequest(http.MethodGet, v.scheme+"://"+v.host+"/vdns/40", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", v.cookies)
	r.Header.Set("Accept", "text/html")
	resp, err := v.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var page []byte
	for chunk := make([]byte, 4096); !bytes.Contains(page, []byte("</progress>")); {
		n, err := resp.Body.Read(chunk)
		if page = append(page, chunk[:n]...); err != nil {
			t.Fatalf("no progress before the end: %v\n%s", err, page)
		}
	}
	release()
	rest, err := io.ReadAll(resp.Body)
	if err != nil || !bytes.Contains(rest, []byte("</html>")) {
		t.Errorf("the page ends with %v:\n%.500s", err, rest)
	}
}
