package isalestest

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"unicode/utf8"
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
	for _, id := range []int{40, 41} {
		got = append(got, len(st.listed(id)))
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

// demoCaseTests are the results that the product's demonstration counts on.
var demoCaseTests = []struct {
	defID    string
	mappings int
	fault    Fault
	display  string
}{
	{"1402245659", 2, "", "6: The call is not answered."},
	{"1402245660", 4, "", "1: 用户忙"},
	{"1402245670", 1, "", "12: 呼出成功"},
	{"1402245671", 0, "", "13: 待定, 尚未映射结果码"},
	{"1402245672", 2, "", "14: 线路异常"},
	{"1402245674", 2, "", `16: <script>alert(1)</script> & "quotes"`},
	{"1402245675", 2, "", `=HYPERLINK("https://example.invalid","x")`},
	{"1402245676", 2, "", "+1+1 满意度回访"},
	{"1402245677", 3, "", "19: 用户忙, 稍后重拨"},
	{"1402245678", 2, "", "20: 映射中的 VDN 与结果不一致"},
	{"1001", 2, "slow=2s", "演示 1001: 回答缓慢 (slow answer, 2 s)"},
	{"1002", 2, "hang", "演示 1002: 无回答 (time-out)"},
	{"1003", 2, "status=401", "演示 1003: 密钥被拒绝 (key refused, 401)"},
	{"1004", 2, "status=403", "演示 1004: 地址未放行 (address not allowed, 403)"},
	{"1005", 2, "status=429", "演示 1005: 请求过多 (throttled, 429)"},
	{"1006", 2, "html", "演示 1006: 防火墙页面 (HTML instead of JSON)"},
	{"1007", 2, "code=02000007", "演示 1007: 参数取值错误 (code 02000007)"},
	{"1008", 2, "status=503", "演示 1008: 服务不可用 (unavailable, 503)"},
	{"1009", 2, "disagree", "演示 1009: 两个返回码矛盾 (codes disagree)"},
	{"1010", 2, "reset", "演示 1010: 连接被重置 (connection reset)"},
	{"1011", 2, "huge", "演示 1011: 响应过大 (2 MiB answer)"},
	{"1012", 2, "wrong-types", "演示 1012: 类型错误 (wrong types)"},
	{"1013", 2, "bad-json", "演示 1013: JSON 不完整 (cut JSON)"},
	{"1014", 2, "redirect", "演示 1014: 重定向 (redirect)"},
	{"1015", 2, "wrong-result", "演示 1015: 答非所问 (another result than asked for)"},
	{"1016", 2, "loose-types", "演示 1016: 类型宽松 (numbers as text and text as numbers)"},
	{"1017", 2, "only-result-code", "演示 1017: 旧版服务器 (resultCode only)"},
	{"1018", 2, "not-found", "演示 1018: 查无此结果 (listed, but not found)"},
}

func TestDemoCases(t *testing.T) {
	st := newStore(Sample())
	for _, tt := range demoCaseTests {
		r := st.result("40", tt.defID)
		if r == nil {
			t.Errorf("%s: not there", tt.defID)
			continue
		}
		if len(r.Mappings) != tt.mappings || r.Fault != tt.fault || r.DisplayResult != tt.display || r.Unlisted != (tt.fault != "") {
			t.Errorf("%s: %d mappings, fault %q, unlisted %v, %q", tt.defID, len(r.Mappings), r.Fault, r.Unlisted, r.DisplayResult)
		}
		if other := st.result("41", tt.defID); (other != nil) != (tt.fault != "") || other != nil && other.Unlisted {
			t.Errorf("%s: VDN 41 has %+v", tt.defID, other)
		}
	}
	if n := utf8.RuneCountInString(st.result("40", "1402245673").DisplayResult); n != 474 {
		t.Errorf("the long text has %d characters, want 474", n)
	}
	if got := st.result("40", "1402245678").Mappings[1].VDNID; got != "41" {
		t.Errorf("the contradictory mapping names VDN %q, want 41", got)
	}
	if n := len(st.result("41", "1402246011").Mappings); n != 200 {
		t.Errorf("%d mappings, want 200", n)
	}
}

func TestGenerate(t *testing.T) {
	for _, tt := range []struct{ results, mappings, mapped, twice int }{
		{0, 0, 0, 0},
		{1, 0, 0, 0},
		{3, 1, 3, 0},
		{10, 5, 41, 9},
		{1000, 4, 108, 108},
		{2, 300, 108, 108},
	} {
		t.Run(strconv.Itoa(tt.results)+"x"+strconv.Itoa(tt.mappings), func(t *testing.T) {
			data := Generate(7, tt.results, tt.mappings)
			if len(data.VDNs) != 1 || data.VDNs[0].ID != 7 || len(data.VDNs[0].Codes) != 120 {
				t.Fatalf("%d VDNs", len(data.VDNs))
			}
			ids, counts := map[string]bool{}, map[string]int{}
			for _, r := range data.VDNs[0].Results {
				ids["r"+r.DefID], ids["c"+r.Code] = true, true
				for _, m := range r.Mappings {
					ids["m"+m.MapID] = true
					counts[m.FailCode]++
				}
			}
			twice := 0
			for _, n := range counts {
				if n > 1 {
					twice++
				}
			}
			if want := tt.results * (2 + tt.mappings); len(ids) != want {
				t.Errorf("%d different IDs, want %d", len(ids), want)
			}
			if len(counts) != tt.mapped || twice != tt.twice {
				t.Errorf("%d codes mapped, %d of them twice; want %d, %d", len(counts), twice, tt.mapped, tt.twice)
			}
			if !reflect.DeepEqual(data, Generate(7, tt.results, tt.mappings)) {
				t.Error("the second time it is different")
			}
		})
	}
}
