package isalestest

import (
	_ "embed"
	"strconv"
	"strings"
)

// documentedExample is the example response of queryObsResultDetail.txt.
//
//go:embed data/queryObsResultDetail.json
var documentedExample []byte

// demoCases are the results that show what the product does when something goes
// wrong. They exist in both VDNs. VDN 41 lists them, so that they can be found;
// VDN 40 does not, so that what walks through all its results stays whole.
var demoCases = []Result{
	{DefID: "1001", DisplayResult: "演示 1001: 回答缓慢 (slow answer, 2 s)", Code: "d01", Fault: "slow=2s"},
	{DefID: "1002", DisplayResult: "演示 1002: 无回答 (time-out)", Code: "d02", Fault: FaultHang},
	{DefID: "1003", DisplayResult: "演示 1003: 密钥被拒绝 (key refused, 401)", Code: "d03", Fault: FaultStatus401},
	{DefID: "1004", DisplayResult: "演示 1004: 地址未放行 (address not allowed, 403)", Code: "d04",
		Fault: FaultStatus403},
	{DefID: "1005", DisplayResult: "演示 1005: 请求过多 (throttled, 429)", Code: "d05", Fault: FaultStatus429},
	{DefID: "1006", DisplayResult: "演示 1006: 防火墙页面 (HTML instead of JSON)", Code: "d06", Fault: FaultHTML},
	{DefID: "1007", DisplayResult: "演示 1007: 参数取值错误 (code 02000007)", Code: "d07", Fault: FaultCode},
	{DefID: "1008", DisplayResult: "演示 1008: 服务不可用 (unavailable, 503)", Code: "d08", Fault: FaultStatus503},
	{DefID: "1009", DisplayResult: "演示 1009: 两个返回码矛盾 (codes disagree)", Code: "d09",
		Fault: FaultDisagree},
	{DefID: "1010", DisplayResult: "演示 1010: 连接被重置 (connection reset)", Code: "d10", Fault: FaultReset},
	{DefID: "1011", DisplayResult: "演示 1011: 响应过大 (2 MiB answer)", Code: "d11", Fault: FaultHuge},
	{DefID: "1012", DisplayResult: "演示 1012: 类型错误 (wrong types)", Code: "d12", Fault: FaultWrongTypes},
	{DefID: "1013", DisplayResult: "演示 1013: JSON 不完整 (cut JSON)", Code: "d13", Fault: FaultBadJSON},
	{DefID: "1014", DisplayResult: "演示 1014: 重定向 (redirect)", Code: "d14", Fault: FaultRedirect},
	{DefID: "1015", DisplayResult: "演示 1015: 答非所问 (another result than asked for)", Code: "d15",
		Fault: FaultWrongResult},
	{DefID: "1016", DisplayResult: "演示 1016: 类型宽松 (numbers as text and text as numbers)", Code: "d16",
		Fault: FaultLooseTypes},
	{DefID: "1017", DisplayResult: "演示 1017: 旧版服务器 (resultCode only)", Code: "d17", Fault: FaultOnlyResult},
	{DefID: "1018", DisplayResult: "演示 1018: 查无此结果 (listed, but not found)", Code: "d18",
		Fault: FaultNotFound},
}

// sampleRow is a result whose fail codes are separated by spaces.
type sampleRow struct{ defID, display, code, failCodes string }

var sampleVDN40 = []sampleRow{
	{"1402245660", "1: 用户忙", "001", "00145 00181 00537 00005"},
	{"1402245661", "2: 无人接听", "003", "00146 00147 00180 00603 01040"},
	{"1402245662", "3: 空号或错号", "004", "00129 00538"},
	{"1402245663", "4: 关机", "005", "00208 00548"},
	{"1402245664", "5: 停机或改号", "007", "00209 00150"},
	{"1402245665", "7: 不在服务区", "008", "00549 00012 00009"},
	{"1402245666", "8: 自动应答机或传真", "009", "00263 00162 00160 00261 00185 00441"},
	{"1402245667", "9: 用户拒接", "010", "00149 00604 00601 00551"},
	{"1402245668", "10: 系统资源不足", "011", "00602 00605 01048 00259 00003 34606"},
	{"1402245669", "11: 排队或平台超时", "012", "00702 00606 00703 01043 34608"},
	// One code only.
	{"1402245670", "12: 呼出成功", "013", "00000"},
	// No codes.
	{"1402245671", "13: 待定, 尚未映射结果码", "014", ""},
	// 09999 is in no document and in no dictionary.
	{"1402245672", "14: 线路异常", "015", "00155 09999"},
	{"1402245673", "15: " +
		strings.Repeat("客户在通话过程中表示暂时不方便接听电话，请座席按照回访规则在约定时间再次联系，", 12) + "谢谢", "016", "00531 00701"},
	{"1402245674", `16: <script>alert(1)</script> & "quotes"`, "017", "00187 00132"},
	{"1402245675", `=HYPERLINK("https://example.invalid","x")`, "018", "00182 00018"},
	{"1402245676", "+1+1 满意度回访", "019", "00184 00186"},
	// 00145 and 00537 are mapped to 1402245660 as well.
	{"1402245677", "19: 用户忙, 稍后重拨", "020", "00145 00537 00006"},
}

var sampleVDN41 = []sampleRow{
	{"1402246001", "1: The called party is busy.", "B01", "00145 00537 00181"},
	{"1402246002", "2: The call is not answered.", "N01", "00146 00147 00603 01040"},
	{"1402246003", "3: The number does not exist.", "E01", "00129 00538"},
	{"1402246004", "4: The phone is switched off.", "U01", "00208 00548"},
	{"1402246005", "5: The number is out of service.", "E02", "00209"},
	{"1402246006", "6: Answering machine", "M01", "00263 00162"},
	{"1402246007", "7: No resources", "R01", "00602 00605 01048"},
	{"1402246008", "8: The call is rejected.", "D01", "00149 00604"},
	{"1402246009", "9: Forwarded", "F01", "00004 00006 00007 00008"},
	{"1402246010", "10: Success", "S01", "00000"},
}

// Sample returns invented data that covers what the product must show: VDN 40,
// whose result 1402245659 is the documented example byte for byte, and VDN 41.
// The results 1001 to 1018 of both misbehave; see the table demoCases. VDN 40 has
// the campaigns 7001 to 7003, business results and the calls 1700000000-1001 to
// 1700000000-1005; the campaigns 8001 to 8005 of VDN 41 misbehave. No name,
// number or text in it belongs to anybody.
func Sample() *Data {
	m := &mapper{next: 1059900001}
	return &Data{VDNs: []VDN{
		{
			ID: 40, Results: sampleResults40(m), Codes: sampleCodes(),
			Campaigns: sampleCampaigns40(), BusinessResults: sampleBusinessResults(), Calls: sampleCalls(),
		},
		{ID: 41, Results: sampleResults41(m), Codes: unsorted(documentedCodes()), Campaigns: sampleCampaigns41()},
	}}
}

func sampleResults40(m *mapper) []Result {
	results := []Result{{
		DefID:         "1402245659",
		DisplayResult: "6: The call is not answered.",
		Code:          "002",
		Mappings:      []Mapping{{MapID: "1059886898", FailCode: "34609"}, {MapID: "1162133679", FailCode: "00008"}},
		Raw:           documentedExample,
	}}
	results = append(results, m.results(sampleVDN40)...)
	results = append(results, Result{
		DefID:         "1402245678",
		DisplayResult: "20: 映射中的 VDN 与结果不一致",
		Code:          "021",
		Mappings:      []Mapping{m.mapping("00010"), {MapID: m.id(), FailCode: "00011", VDNID: "41"}},
	})
	for _, r := range m.cases() {
		r.Unlisted = true
		results = append(results, r)
	}
	return results
}

func sampleResults41(m *mapper) []Result {
	results := m.results(sampleVDN41)
	many := Result{DefID: "1402246011", DisplayResult: "11: A result with 200 mappings", Code: "X01"}
	codes := documentedCodes()
	for i := range 200 {
		// Fifty codes four times each leave some without a result.
		many.Mappings = append(many.Mappings, m.mapping(codes[i%50].Code))
	}
	return append(append(results, many), m.cases()...)
}

// mapper makes mappings with IDs that no other mapping has.
type mapper struct{ next int64 }

func (m *mapper) id() string {
	m.next += 7
	return strconv.FormatInt(m.next, 10)
}

func (m *mapper) mapping(failCode string) Mapping {
	return Mapping{MapID: m.id(), FailCode: failCode}
}

func (m *mapper) results(rows []sampleRow) []Result {
	var results []Result
	for _, row := range rows {
		r := Result{DefID: row.defID, DisplayResult: row.display, Code: row.code}
		for _, code := range strings.Fields(row.failCodes) {
			r.Mappings = append(r.Mappings, m.mapping(code))
		}
		results = append(results, r)
	}
	return results
}

// cases gives the demo cases two codes each, for those that do answer.
func (m *mapper) cases() []Result {
	var results []Result
	for _, r := range demoCases {
		r.Mappings = []Mapping{m.mapping("00603"), m.mapping("00145")}
		results = append(results, r)
	}
	return results
}
