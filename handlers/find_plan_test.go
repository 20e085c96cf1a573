package handlers

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/handlers/input"
)

// TestPlanFind lists texts of the box and what each may stand for. The VDN of the
// latest look-up is 40 unless a row says otherwise.
func TestPlanFind(t *testing.T) {
	codes := func(list ...string) []string { return list }
	type plan struct {
		VDN      int
		To       string
		NeedsVDN bool
		Codes    []string
		Number   string
		Def      int64
		Words    string
		Reason   input.Reason
	}
	tests := []struct {
		text string
		vdn  int
		want plan
	}{
		{"", 40, plan{VDN: 40, Reason: input.Empty}},
		{"  ", 40, plan{VDN: 40, Reason: input.Empty}},

		{"00605", 40, plan{VDN: 40, To: "/codes/00605?vdnId=40", Codes: codes("00605"), Number: "00605", Def: 605}},
		{"00605", 0, plan{To: "/codes/00605", Codes: codes("00605"), Number: "00605", Def: 605}},
		{" ００６０５。", 0, plan{To: "/codes/00605", Codes: codes("00605"), Number: "00605", Def: 605}},
		{"34609", 40, plan{VDN: 40, To: "/codes/34609?vdnId=40", Codes: codes("34609"), Number: "34609", Def: 34609}},
		{"34,609", 0, plan{To: "/codes/34609", Codes: codes("34609"), Number: "34609", Def: 34609}},
		{"00000", 0, plan{To: "/codes/00000", Codes: codes("00000"), Number: "00000"}},
		{"0200001", 0, plan{To: "/codes/0200001", Codes: codes("0200001"), Number: "0200001", Def: 200001}},
		{"failCode: 00605", 0, plan{To: "/codes/00605", Codes: codes("00605"), Number: "00605"}},

		{"605", 40, plan{VDN: 40, Codes: codes("00605"), Number: "605", Def: 605}},
		{"605.0", 40, plan{VDN: 40, Codes: codes("00605"), Number: "605", Def: 605}},
		{"code 605", 40, plan{VDN: 40, Codes: codes("00605"), Number: "605"}},
		{"0", 40, plan{VDN: 40, Codes: codes("00000"), Number: "0"}},
		{"002", 40, plan{VDN: 40, Number: "002", Def: 2}},
		{"12345", 40, plan{VDN: 40, Number: "12345", Def: 12345}},
		{"200001", 40, plan{VDN: 40, Codes: codes("0200001"), Number: "200001", Def: 200001}},
		{"00605 00606", 40, plan{VDN: 40, Codes: codes("00605", "00606")}},
		{"00605/00606", 40, plan{VDN: 40, Codes: codes("00605", "00606")}},
		{"605 606", 40, plan{VDN: 40, Codes: codes("00605", "00606")}},
		{"140 141", 40, plan{VDN: 40, Reason: input.Grouping}},
		{"失败码 605", 40, plan{VDN: 40, Codes: codes("00605"), Number: "605"}},

		{"1402245659", 40, plan{VDN: 40, To: "/vdns/40/results/1402245659", Number: "1402245659", Def: 1402245659}},
		{"１４０２２４５６５９", 41, plan{VDN: 41, To: "/vdns/41/results/1402245659", Number: "1402245659",
			Def: 1402245659}},
		{"1,402,245,659", 40, plan{VDN: 40, To: "/vdns/40/results/1402245659", Number: "1402245659", Def: 1402245659}},
		{"1402245659", 0, plan{NeedsVDN: true, Number: "1402245659", Def: 1402245659}},
		{"41 1402245659", 40, plan{VDN: 41, To: "/vdns/41/results/1402245659", Number: "1402245659", Def: 1402245659}},
		{"VDN 41 ID 1402245659", 40, plan{VDN: 41, To: "/vdns/41/results/1402245659", Number: "1402245659", Def: 1402245659}},
		{"1402245659 in VDN 41", 40, plan{VDN: 41, To: "/vdns/41/results/1402245659", Number: "1402245659", Def: 1402245659}},
		{"1402245659（VDN 41）", 40, plan{VDN: 41, To: "/vdns/41/results/1402245659", Number: "1402245659",
			Def: 1402245659}},
		{"605 in VDN 41", 40, plan{VDN: 41, Codes: codes("00605"), Number: "605", Def: 605}},
		{"VDN 41", 40, plan{VDN: 41, To: "/vdns/41/results"}},

		{"1683-204", 40, plan{VDN: 40, To: "/vdns/40/calls/1683-204"}},
		{"callId: 1683-204", 40, plan{VDN: 40, To: "/vdns/40/calls/1683-204"}},
		{"1683–204", 40, plan{VDN: 40, To: "/vdns/40/calls/1683-204"}},
		{"1683-204 VDN 41", 40, plan{VDN: 41, To: "/vdns/41/calls/1683-204"}},
		{"1683-204", 0, plan{NeedsVDN: true}},

		{"https://console.example/vdns/41/results/7?lang=zh", 40, plan{VDN: 41, To: "/vdns/41/results/7"}},
		{"see https://console.example/codes/00605.", 40, plan{VDN: 40, To: "/codes/00605"}},
		{"/codes?q=busy", 0, plan{To: "/codes"}},
		{"/vdns/41", 0, plan{VDN: 41, To: "/vdns/41"}},
		{"/vdns/41/codes/00605", 0, plan{VDN: 41, To: "/vdns/41/codes/00605"}},
		{"/vdns/41/compare?id=7&id=8", 0, plan{VDN: 41, To: "/vdns/41/compare?id=7&id=8"}},
		{"/vdns/41/batch", 0, plan{VDN: 41, To: "/vdns/41/batch"}},
		{"/vdns/41/results?q=x", 0, plan{VDN: 41, To: "/vdns/41/results"}},
		{"/vdns/41/retry", 0, plan{VDN: 41, To: "/vdns/41/retry"}},
		{"/vdns/41/campaigns/9", 0, plan{VDN: 41, To: "/vdns/41/campaigns/9"}},
		{"/vdns/41/calls/1-2", 0, plan{VDN: 41, To: "/vdns/41/calls/1-2"}},
		{"https://platform.example/rest/isales/v1/openapi/campaigns/41/7/queryObsResultDetail", 40,
			plan{VDN: 41, To: "/vdns/41/results/7"}},
		{"/vdns/10000/results/7", 40, plan{VDN: 40, Reason: input.TooLarge}},

		{"busy", 40, plan{VDN: 40, Words: "busy"}},
		{"空号", 0, plan{Words: "空号"}},
		{"OB99999", 40, plan{VDN: 40, Words: "OB99999"}},
		{"busy in VDN 41", 40, plan{VDN: 41, Words: "busy"}},
		{"Q.850 cause 18", 40, plan{VDN: 40, Words: "Q.850 cause 18"}},
		{"00606x", 40, plan{VDN: 40, Words: "00606x"}},

		{"😀 …", 40, plan{VDN: 40, Reason: input.NoNumber}},
		{"1402…", 40, plan{VDN: 40, Reason: input.Shortened}},
		{"-605", 40, plan{VDN: 40, Reason: input.Signed}},
		{"1.5", 40, plan{VDN: 40, Reason: input.Fraction}},
		{"99999999999999999999", 40, plan{VDN: 40, Reason: input.TooLarge}},
		{"1402245659, 1402245660", 40, plan{VDN: 40, Reason: input.Several}},
	}
	for _, test := range tests {
		p := planFind(test.text, test.vdn)
		got := plan{p.vdnID, p.to, p.needsVDN, p.codes, p.number, p.defID, p.words, p.reason}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q with VDN %d (-want +got)\n%s", test.text, test.vdn, diff)
		}
	}
}
