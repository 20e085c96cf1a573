package dictionary

import (
	"slices"
	"testing"

	"isales-console/isales"
)

var ownCodes = []Named{
	{"34609", "主叫号码受限", "Calling number restricted"},
	{" OB99999 ", "其他", "Other outcome"},
	{"00605", "交换机繁忙", "Exchange overloaded"},
	{"００６０５", "重复", "A duplicate"},
	{"OB-7/zq", "", "Dash"},
	{"", "没有码", "No code"},
	{"0", "外呼成功了", "Connected"},
	{"0200001", "与接口返回码同名", "Twin of a status"},
	{"002", "一直占线", "Always engaged"},
}

func TestSearchWithAVDNsOwnCodes(t *testing.T) {
	tests := []struct {
		name  string
		query Query
		want  []string
		extra int // index of the first hit's Extra; -1 for none
	}{
		{"text of an undocumented code", Query{Text: "受限"}, []string{"34609"}, 0},
		{"code of its own", Query{Text: "ob99999"}, []string{"OB99999"}, 1},
		{"beginning of a code", Query{Text: "OB9"}, []string{"OB99999"}, 1},
		{"punctuation in a code", Query{Text: "ob-7/ZQ"}, []string{"OB-7/zq"}, 4},
		{"own text of a known code", Query{Text: "exchange overloaded"}, []string{"00605"}, 2},
		{"vendor's text of that code", Query{Text: "the switch is busy"}, []string{"00605"}, 2},
		{"known code in full width counts once", Query{Text: "00605"}, []string{"00605"}, 2},
		{"duplicate", Query{Text: "duplicate"}, nil, -1},
		{"without a code", Query{Text: "没有码"}, nil, -1},
		{"success written short", Query{Text: "connected 外呼成功了"}, []string{"00000"}, 6},
		{"same text as a status", Query{Text: "0200001"}, []string{"0200001", "0200001", "02000010", "02000011"}, -1},
		{"own short text ranks first", Query{Text: "一直占线"}, []string{"002"}, 8},
		{"no own text", Query{Text: "空号 错号"}, []string{"00538"}, -1},
		{"filter drops unknown codes", Query{Text: "占线", Group: isales.GroupBusy},
			[]string{"00145", "00181", "00537"}, -1},
		{"filter keeps known codes", Query{Text: "overloaded", Action: AskAdmin, Group: isales.GroupResources},
			[]string{"00605"}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.query.Extra = ownCodes
			hits := Search(tt.query)
			if got := codes(hits); !slices.Equal(got, tt.want) {
				t.Fatalf("found %q, want %q", got, tt.want)
			}
			var want *Named
			if tt.extra >= 0 {
				want = &ownCodes[tt.extra]
			}
			if len(hits) > 0 && hits[0].Extra != want {
				t.Errorf("extra of the first hit is %+v, want %+v", hits[0].Extra, want)
			}
		})
	}
}

func TestSearchListsAVDNsOwnCodes(t *testing.T) {
	hits := Search(Query{Extra: ownCodes})
	if got, want := len(hits), 13+81+4; got != want {
		t.Errorf("%d codes in all, want %d", got, want)
	}
	i := slices.IndexFunc(hits, func(h Hit) bool { return h.Entry.Code == "OB99999" })
	if e := hits[i].Entry; e != (Entry{Code: "OB99999", Kind: KindOBS}) {
		t.Errorf("entry of an unknown code: %+v", e)
	}
	if !slices.IsSortedFunc(hits, func(a, b Hit) int { return compareCodes(a.Entry, b.Entry) }) {
		t.Errorf("not in code order: %q", codes(hits))
	}
}

// TestExtraIsNotKept makes sure that one VDN's texts do not reach another.
func TestExtraIsNotKept(t *testing.T) {
	q := Query{Text: "restricted zebra", Extra: []Named{{"34609", "", "Restricted zebra"}}}
	if got := codes(Search(q)); !slices.Equal(got, []string{"34609"}) {
		t.Fatalf("with the dictionary: %q", got)
	}
	q.Extra = nil
	if got := codes(Search(q)); got != nil {
		t.Errorf("without the dictionary: %q, want nothing", got)
	}
}
