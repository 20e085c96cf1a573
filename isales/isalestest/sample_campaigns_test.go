package isalestest

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestSampleCampaigns(t *testing.T) {
	for _, vdn := range Sample().VDNs {
		var ids []string
		for _, c := range vdn.Campaigns {
			ids = append(ids, c.ID)
			if _, err := ParseFault(string(c.Fault)); err != nil || c.Name == "" || canonicalInt(c.ID) != c.ID {
				t.Errorf("campaign %s: %v", c.ID, err)
			}
		}
		want := map[int]string{40: "7001 7002 7003", 41: "8001 8002 8003 8004 8005"}[vdn.ID]
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("VDN %d has the campaigns %s, want %s", vdn.ID, got, want)
		}
	}
	vdn := Sample().VDNs[0]
	listed := strings.Split(vdn.Campaigns[0].Policy.NoRetry.(string), ",")
	var known []string
	for _, code := range listed {
		if slices.ContainsFunc(vdn.Results, func(r Result) bool { return r.Code == code }) {
			known = append(known, code)
		}
	}
	if got := strings.Join(known, ","); got != "003,004,010" || len(listed) != 4 {
		t.Errorf("of the results not to retry %q the VDN has %s", listed, got)
	}
	if p := vdn.Campaigns[1].Policy; p.Type != 1 || strings.Contains(p.Policy.(string), `"`) ||
		vdn.Campaigns[2].Policy != nil {
		t.Errorf("policies: %+v, %+v", p, vdn.Campaigns[2].Policy)
	}
}

// TestSampleFailures checks that codes of every sort occur, and on how many days.
func TestSampleFailures(t *testing.T) {
	vdn := Sample().VDNs[0]
	days, totals := 0, map[string]int{}
	for _, counts := range vdn.Campaigns[0].Failures {
		if len(counts) > 0 {
			days++
		}
		for code, n := range counts {
			if n < 1 {
				t.Errorf("%d times %s", n, code)
			}
			totals[code] += n
		}
	}
	if len(vdn.Campaigns[0].Failures) != 30 || days != 26 || len(totals) != 15 {
		t.Errorf("%d codes on %d of %d days, want 15 on 26 of 30", len(totals), days, len(vdn.Campaigns[0].Failures))
	}
	for _, tt := range []struct {
		code                    string
		listed, explained, uses bool
	}{
		{"00145", true, true, true}, {"00262", true, true, false}, {"01119", true, false, false},
		{"01153", true, false, false}, {"01169", true, false, false}, {"08888", false, false, false},
	} {
		i := slices.IndexFunc(vdn.Codes, func(c Code) bool { return c.Code == tt.code })
		uses := slices.ContainsFunc(vdn.Results, func(r Result) bool {
			return slices.ContainsFunc(r.Mappings, func(m Mapping) bool { return m.FailCode == tt.code })
		})
		if totals[tt.code] == 0 || (i >= 0) != tt.listed || (i >= 0 && vdn.Codes[i].English != "") != tt.explained ||
			uses != tt.uses {
			t.Errorf("%s occurs %d times, listed %v, mapped %v", tt.code, totals[tt.code], i >= 0, uses)
		}
	}
}

// TestPrivate checks that what is private in the sample is there and looks made
// up.
func TestPrivate(t *testing.T) {
	data := Sample()
	private := data.Private()
	if !slices.IsSorted(private) || len(private) != 4*5+2 {
		t.Errorf("%d texts: %q", len(private), private)
	}
	for _, text := range private {
		if !strings.Contains(text, "0000") && !strings.Contains(text, ".invalid/") {
			t.Errorf("%q may be somebody's", text)
		}
	}
	for _, c := range data.VDNs[0].Calls {
		if strings.Trim(c.Called, "0") != c.ID[len(c.ID)-1:] || strings.Trim(c.ID, "0123456789-") != "" {
			t.Errorf("call %s to %q", c.ID, c.Called)
		}
	}
	two := &Data{VDNs: []VDN{{Calls: []Call{{Called: "b"}, {Called: "b", SessionID: "a"}}}}}
	if got := two.Private(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("Private = %q, want a and b", got)
	}
}

func TestGenerateCampaigns(t *testing.T) {
	campaigns := GenerateCampaigns(200)
	ids, names, kinds := map[string]bool{}, map[string]bool{}, map[[2]int]bool{}
	withPolicy := 0
	for _, c := range campaigns {
		ids[c.ID], names[c.Name], kinds[[2]int{c.Status, c.DeviceType}] = true, true, true
		if c.Policy != nil {
			withPolicy++
		}
	}
	if len(ids) != 200 || len(names) != 200 || len(kinds) != 15 || withPolicy != 160 {
		t.Errorf("%d IDs, %d names, %d kinds, %d with a policy", len(ids), len(names), len(kinds), withPolicy)
	}
	if !reflect.DeepEqual(campaigns, GenerateCampaigns(200)) {
		t.Error("the second time it is different")
	}
	if got := GenerateCampaigns(0); len(got) != 0 {
		t.Errorf("%d campaigns, want none", len(got))
	}
}
