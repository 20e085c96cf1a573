package platform

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"isales-console/isales"
)

// memory answers each request at once with a good answer of two mappings about
// the external result that is asked for. As with a real one, others run meanwhile.
type memory struct{ header http.Header }

func (m memory) RoundTrip(r *http.Request) (*http.Response, error) {
	runtime.Gosched()
	path := strings.TrimSuffix(r.URL.Path, "/queryObsResultDetail")
	id := path[strings.LastIndexByte(path, '/')+1:]
	text := make([]byte, 0, 640)
	text = append(text, `{"resultCode":"0200000","resultDesc":"queryObsResultDetail success","returnCode":"0200000",`+
		`"returnDesc":"queryObsResultDetail success","obResult":{"displayResult":"busy","vdnId":40,"resultCode":"006","defId":"`...)
	text = append(append(text, id...),
		`","resultMapList":[{"mapId":"1402245700","failCode":"00008","vdnId":"40","defId":"`...)
	text = append(append(text, id...), `"},{"mapId":"1402245701","failCode":"34609","vdnId":"40","defId":"`...)
	text = append(append(text, id...), `"}]}}`...)
	return &http.Response{StatusCode: http.StatusOK, Header: m.header, Request: r,
		Body: io.NopCloser(bytes.NewReader(text))}, nil
}

// BenchmarkMiss is a look-up that makes a call, of a visitor who could leave.
func BenchmarkMiss(b *testing.B) {
	for name, o := range map[string]Options{"kept": {Fresh: 30 * time.Second, Stale: 24 * time.Hour,
		Budget: isales.DefaultTimeout}, "not kept": {Budget: isales.DefaultTimeout}} {
		b.Run(name, func(b *testing.B) {
			breaker := NewBreaker(nil, nil)
			client, err := isales.New("https://isales.example.com",
				isales.Credentials{AccessKey: "ak", SecretKey: "sk"}, isales.WithGate(breaker),
				isales.WithTransport(memory{http.Header{"Content-Type": {"application/json;charset=UTF-8"}}}),
				isales.WithMaxConcurrent(10))
			if err != nil {
				b.Fatal(err)
			}
			l, err := New(client, breaker, o)
			if err != nil {
				b.Fatal(err)
			}
			q := seven
			b.ReportAllocs()
			for b.Loop() {
				ctx, leave := context.WithCancel(b.Context())
				q.DefID++
				if c, err := l.ExternalResult(ctx, q); err != nil || c.Origin != Miss {
					b.Fatal(c.Origin, err)
				}
				leave()
			}
		})
	}
}
