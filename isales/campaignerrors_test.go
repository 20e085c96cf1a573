package isales_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// methods are the calls of this file's interfaces with sample arguments.
var methods = []struct {
	name string
	call func(context.Context, *isales.Client) error
}{
	{"list", func(ctx context.Context, c *isales.Client) error {
		_, err := collect(c.ListCampaigns(ctx, 40))
		return err
	}},
	{"campaign", func(ctx context.Context, c *isales.Client) error {
		_, err := c.Campaign(ctx, 40, 7001)
		return err
	}},
	{"policy", func(ctx context.Context, c *isales.Client) error {
		_, err := c.RetryPolicy(ctx, 40, 7001)
		return err
	}},
	{"business", func(ctx context.Context, c *isales.Client) error {
		_, err := c.BusinessResults(ctx, 40)
		return err
	}},
	{"statistics", func(ctx context.Context, c *isales.Client) error {
		_, err := c.FailStatistics(ctx, 40, 7001, time.Now(), time.Now())
		return err
	}},
	{"call", func(ctx context.Context, c *isales.Client) error {
		_, err := c.CallResult(ctx, 40, "1700000000-1001")
		return err
	}},
}

// kindOf names what an error of these interfaces is; empty for success.
func kindOf(err error) string {
	_, api := errors.AsType[*isales.APIError](err)
	_, campaign := errors.AsType[*isales.CampaignNotFoundError](err)
	_, call := errors.AsType[*isales.CallNotFoundError](err)
	_, misfit := errors.AsType[*isales.DecodeError](err)
	switch {
	case err == nil:
		return ""
	case errors.Is(err, isales.ErrNotFound):
		return "external result"
	case campaign:
		return "campaign"
	case call:
		return "call"
	case api:
		return "api"
	case misfit:
		return "misfit"
	}
	return err.Error()
}

// errorKinds are what a fault leads to, in the order of methods.
var errorKinds = []struct {
	fault isalestest.Fault
	want  []string
}{
	{"code=0200007", []string{"api", "campaign", "campaign", "api", "campaign", "api"}},
	{"code=0200-01", []string{"api", "campaign", "campaign", "api", "campaign", "api"}},
	{"code=0200001", []string{"api", "api", "api", "api", "api", "api"}},
	{"code=02000007", []string{"api", "api", "api", "api", "api", "api"}},
	{isalestest.FaultNotFound, []string{"", "campaign", "", "", "", "call"}},
	{isalestest.FaultNotFoundEmpty, []string{"", "campaign", "", "", "", "call"}},
	{isalestest.FaultNotFoundGone, []string{"misfit", "campaign", "", "misfit", "", "call"}},
	{isalestest.FaultNotFoundCode, []string{"api", "campaign", "campaign", "api", "campaign", "api"}},
	{isalestest.FaultWrongResult, []string{"", "misfit", "", "", "", "misfit"}},
	{isalestest.FaultWrongTypes, []string{"misfit", "misfit", "misfit", "misfit", "misfit", "misfit"}},
	{isalestest.FaultLooseTypes, []string{"", "", "", "", "", ""}},
	{isalestest.FaultOnlyResult, []string{"", "", "", "", "", ""}},
	{isalestest.FaultBOM, []string{"", "", "", "", "", ""}},
}

// TestCampaignErrorCodes checks what an API status means in each interface.
func TestCampaignErrorCodes(t *testing.T) {
	s, c := newPair(t, isalestest.Options{})
	for _, tt := range errorKinds {
		s.SetFault(tt.fault)
		var got []string
		for _, m := range methods {
			got = append(got, kindOf(m.call(t.Context(), c)))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.fault, diff)
		}
	}
	s.SetFault("code=0200-01")
	_, err := c.RetryPolicy(t.Context(), 40, 7)
	want := isales.CampaignNotFoundError{VDNID: 40, CampaignID: 7, Code: "0200-01"}
	if e, ok := errors.AsType[*isales.CampaignNotFoundError](err); !ok || *e != want {
		t.Errorf("%+v, want campaign 7 of VDN 40 and 0200-01", err)
	}
	s.SetFault(isalestest.FaultNone)
	_, err = c.CallResult(t.Context(), 40, "0-0")
	if err == nil || err.Error() != "isales: no call 0-0 in VDN 40" {
		t.Errorf("an unknown call: %v", err)
	}
}

// TestCampaignArguments checks what is refused without a call.
func TestCampaignArguments(t *testing.T) {
	s, c := newPair(t, isalestest.Options{})
	day := statisticsClock()
	failures := func(id int64, days int) error {
		_, err := c.FailStatistics(t.Context(), 40, id, day, day.AddDate(0, 0, days))
		return err
	}
	for _, tt := range []struct {
		call func() error
		want string
	}{
		{func() error { _, err := collect(c.ListCampaigns(t.Context(), 10000)); return err },
			"isales: VDN ID 10000 is not between 1 and 9999"},
		{func() error { _, err := c.Campaign(t.Context(), 0, 7); return err },
			"isales: VDN ID 0 is not between 1 and 9999"},
		{func() error { _, err := c.Campaign(t.Context(), 40, 0); return err },
			"isales: campaign ID 0 is not positive"},
		{func() error { _, err := c.RetryPolicy(t.Context(), 40, -1); return err },
			"isales: campaign ID -1 is not positive"},
		{func() error { return failures(-2, 0) }, "isales: campaign ID -2 is not positive"},
		{func() error { return failures(7, -1) }, "isales: 2024-05-06 to 2024-05-05 is not 1 to 30 days"},
		{func() error { return failures(7, 30) }, "isales: 2024-05-06 to 2024-06-05 is not 1 to 30 days"},
		{func() error { _, err := c.CallResult(t.Context(), 40, "../1"); return err },
			`isales: "../1" is not a call ID`},
		{func() error { _, err := c.CallResult(t.Context(), -1, "1-1"); return err },
			"isales: VDN ID -1 is not between 1 and 9999"},
	} {
		if err := tt.call(); err == nil || err.Error() != tt.want {
			t.Errorf("error %v, want %s", err, tt.want)
		}
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d calls, want none", n)
	}
}

// TestCampaignsQuoteNothing lets each interface fail in every way and searches the
// errors and what a failed or successful call returns for what is private.
func TestCampaignsQuoteNothing(t *testing.T) {
	s, c := newPair(t, isalestest.Options{}, isales.WithTimeout(200*time.Millisecond))
	private := isalestest.Sample().Private()
	waits := []isalestest.Fault{isalestest.FaultHang, isalestest.FaultSlow, isalestest.FaultDrip}
	for _, fault := range slices.Concat(isalestest.Faults(), isalestest.PolicyFaults()) {
		s.SetFault(fault)
		for _, m := range methods {
			if slices.Contains(waits, fault) && m.name != "call" {
				continue
			}
			err := m.call(t.Context(), c)
			text := fmt.Sprintf("%v %+v %#v", err, err, err)
			for _, secret := range append(slices.Clone(private), "00000000001", "FAKE", "example.invalid", "演示", "<html",
				`"data"`) {
				if strings.Contains(text, secret) {
					t.Errorf("%s, %s: %q is in %s", fault, m.name, secret, text)
				}
			}
		}
	}
	s.SetFault(isalestest.FaultNone)
	for _, id := range []string{"1700000000-1001", "1700000000-1002", "1700000000-1003", "1700000000-1004"} {
		got, err := c.CallResult(t.Context(), 40, id)
		for _, secret := range private {
			if err != nil || strings.Contains(fmt.Sprintf("%+v", got), secret) {
				t.Errorf("%s: error %v, %q in %+v", id, err, secret, got)
			}
		}
	}
	campaign, err := c.Campaign(t.Context(), 40, 7001)
	if err != nil || strings.Contains(fmt.Sprintf("%+v %+v", campaign, campaign.Skill), "callback") {
		t.Errorf("error %v, campaign %+v", err, campaign)
	}
}

// TestCampaignErrorsStayShort checks what is left of errors that quote the answer
// elsewhere.
func TestCampaignErrorsStayShort(t *testing.T) {
	const (
		before  = `{"resultCode":"0200000","data":{"called":"00000000001`
		notJSON = `(HTTP status 200, content type "application/json"): ""`
	)
	for _, tt := range []struct{ body, want string }{
		{before + `","failCode":1.5}}`, "isales: /data/failCode: want a string or an integer"},
		{before + `","failCode":{}}}`, "isales: /data/failCode: want a string or an integer, got an object"},
		{before + `","vdnId":"00000012345"}}`, "isales: /data/vdnId: want a VDN ID from 1 to 9999"},
		{before + `","vdnId":41}}`, "isales: /data/vdnId: another VDN than asked for"},
		{before + `","callId":"9-9"}}`, "isales: /data/callId: another call than asked for"},
		{before, "isales: answer is not JSON: unexpected EOF " + notJSON},
		{before + `" x}}`, "isales: answer is not JSON: invalid character " + notJSON},
		{`{"resultCode":"0200009","resultDesc":"no"}`,
			`isales: API status "0200009" (Not in the documentation): "no"`},
	} {
		c := serving(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, tt.body) })
		_, err := c.CallResult(t.Context(), 40, "1-1")
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s:\n got %v\nwant %s", tt.body, err, tt.want)
		}
	}
}

// TestBrokenCallQuotesNothing lets answers about a call break HTTP itself.
func TestBrokenCallQuotesNothing(t *testing.T) {
	for name, answer := range map[string]string{
		"no head":      "{\"called\":\"00000000001\"}\r\n\r\n",
		"header":       "HTTP/1.1 200 OK\r\n00000000001\r\n\r\n",
		"encoding":     okHead("Transfer-Encoding: 00000000001"),
		"cut":          okHead("Content-Length: 99") + `{"called":"00000000001"`,
		"broken chunk": okHead("Transfer-Encoding: chunked") + "00000000001\r\n",
		"broken gzip":  okHead("Content-Encoding: gzip", "Content-Length: 11") + "00000000001",
		"content type": strings.Replace(okHead("Content-Length: 11"), "application/json", "text/plain", 1) + "00000000001",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, false, nil, func(c *wireConn) {
				if c.next() {
					c.say(answer)
				}
			})
			_, err := w.client(t, false).CallResult(t.Context(), 40, "1-1")
			if text := fmt.Sprintf("%v %+v", err, err); err == nil || strings.Contains(text, "0000") {
				t.Errorf("error %s, want one without the number", text)
			}
		})
	}
}
