package isalestest

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"
)

func TestEmbeddedFiles(t *testing.T) {
	for _, tt := range []struct {
		source string
		got    []byte
	}{
		{"../testdata/queryObsResultDetail.json", documentedExample},
		{"../failcodes.json", failCodesJSON},
	} {
		want, err := os.ReadFile(tt.source)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(tt.got, want) {
			t.Errorf("the file in data differs from %s", tt.source)
		}
	}
}

// TestDocumentedExample checks that the sample answers the example byte for byte,
// and that the fields say the same.
func TestDocumentedExample(t *testing.T) {
	data := Sample()
	s := NewServer(t, Options{Data: data})
	if got := get(t, s, detailPath); got != string(documentedExample) {
		t.Errorf("body =\n%s\nwant the documented example", got)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, documentedExample); err != nil {
		t.Fatal(err)
	}
	data.VDNs[0].Results[0].Raw = nil
	s.SetData(data)
	if got := get(t, s, detailPath); got != compact.String() {
		t.Errorf("body =\n%s\nwant\n%s", got, compact.String())
	}
}

func TestDictionary(t *testing.T) {
	vdns := Sample().VDNs
	for _, tt := range []struct {
		codes []Code
		want  int
		last  Code
	}{
		{vdns[0].Codes, 120, Code{"90003", "被叫号码格式错误", "The called number is malformed"}},
		{vdns[1].Codes, 81, Code{"00197", "文本电话(dtmf)", "Text telephone (dtmf)"}},
	} {
		seen := map[string]bool{}
		for _, c := range tt.codes {
			seen[c.Code] = true
		}
		if len(tt.codes) != tt.want || len(seen) != tt.want {
			t.Errorf("%d codes, %d of them different, want %d", len(tt.codes), len(seen), tt.want)
		}
		if got := tt.codes[len(tt.codes)-1]; got != tt.last {
			t.Errorf("last = %+v, want %+v", got, tt.last)
		}
		first := []Code{
			{"00605", "交换设备忙", "The switch is busy."},
			{"00604", "呼叫拒绝", "The call is rejected."},
			{"00603", "用户无应答", "The called party does not answer the call."},
			{"00602", "排队机无资源", "No resource available on the ACD."},
			{"00606", "排队机超时", "The ACD times out."},
			{"00000", "呼出成功", "The outgoing call succeeded"},
		}
		if got := tt.codes[:len(first)]; !slices.Equal(got, first) {
			t.Errorf("first = %+v, want %+v", got, first)
		}
	}
	for _, c := range inventedCodes {
		if c.Code[:2] != "90" || len(c.Code) != 5 || c.Chinese == "" || c.English == "" {
			t.Errorf("invented code %+v", c)
		}
	}
}

func TestSample(t *testing.T) {
	data := Sample()
	mapIDs := map[string]bool{}
	for _, vdn := range data.VDNs {
		seen, codes := map[string]bool{}, map[string]bool{}
		for _, r := range vdn.Results {
			if seen[r.DefID] || codes[r.Code] || canonicalInt(r.DefID) != r.DefID {
				t.Errorf("VDN %d: result %s, code %s is there already or not canonical", vdn.ID, r.DefID, r.Code)
			}
			seen[r.DefID], codes[r.Code] = true, true
			if len(r.Code) == 0 || len(r.Code) > 7 || r.DisplayResult == "" {
				t.Errorf("VDN %d: result %+v", vdn.ID, r)
			}
			if _, err := ParseFault(string(r.Fault)); err != nil {
				t.Errorf("VDN %d: result %s: %v", vdn.ID, r.DefID, err)
			}
			for _, m := range r.Mappings {
				if mapIDs[m.MapID] {
					t.Errorf("VDN %d: result %s: mapping %s is there already", vdn.ID, r.DefID, m.MapID)
				}
				mapIDs[m.MapID] = true
				known := slices.ContainsFunc(vdn.Codes, func(c Code) bool { return c.Code == m.FailCode })
				if known == (m.FailCode == "09999") {
					t.Errorf("VDN %d: result %s maps %s, known %v", vdn.ID, r.DefID, m.FailCode, known)
				}
			}
		}
	}
	var got []int
	st := newStore(data)
	for _, id := range []string{"40", "41"} {
		got = append(got, len(st.vdn(id).listed))
	}
	if want := []int{20, 29}; !slices.Equal(got, want) {
		t.Errorf("results listed = %v, want %v", got, want)
	}
	other := Sample()
	if !reflect.DeepEqual(data, other) {
		t.Error("two samples differ")
	}
	other.VDNs[0].Results[3].Mappings[0].FailCode = "x"
	other.VDNs[1].Codes[0].Code = "x"
	if !reflect.DeepEqual(data, Sample()) {
		t.Error("a caller's change shows in other samples")
	}
}
