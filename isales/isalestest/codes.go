package isalestest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

//go:embed data/failcodes.json
var failCodesJSON []byte

// firstCodes is the documented example of queryOBSResultCode (siblings.md), which
// is not in the order of the codes and ends its texts with a full stop.
var firstCodes = []struct{ code, english string }{
	{"00605", "The switch is busy."},
	{"00604", "The call is rejected."},
	{"00603", "The called party does not answer the call."},
	{"00602", "No resource available on the ACD."},
	{"00606", "The ACD times out."},
}

// documentedCodes returns failcodes.json sorted by code. Where it has no text, the
// code has none here either.
func documentedCodes() []Code {
	return slices.Clone(parseFailCodes())
}

// parseFailCodes waits for the first use, so that a program that links the
// simulator but does not start it pays nothing.
var parseFailCodes = sync.OnceValue(func() []Code {
	var rows []struct{ Code, Zh, En string }
	if err := json.Unmarshal(failCodesJSON, &rows); err != nil {
		// The file is part of the program; a test reads it.
		panic(fmt.Sprintf("isalestest: data/failcodes.json: %v", err))
	}
	codes := make([]Code, 0, len(rows))
	for _, r := range rows {
		codes = append(codes, Code{r.Code, r.Zh, r.En})
	}
	return codes
})

// sampleCodes returns VDN 40's dictionary, which has the documented size of 120.
func sampleCodes() []Code {
	return unsorted(append(documentedCodes(), inventedCodes...))
}

// unsorted puts the documented example first and the rest in an order that looks
// like none, the same each time.
func unsorted(codes []Code) []Code {
	list := make([]Code, 0, len(codes))
	for _, first := range firstCodes {
		i := slices.IndexFunc(codes, func(c Code) bool { return c.Code == first.code })
		if i < 0 {
			continue
		}
		list = append(list, Code{first.code, codes[i].Chinese, first.english})
		codes = slices.Delete(codes, i, i+1)
	}
	// A prime stride visits each code once: neither length is a multiple of it.
	const stride = 37
	for i := range codes {
		list = append(list, codes[i*stride%len(codes)])
	}
	return list
}

// inventedCodes is SAMPLE DATA: these codes are in no document of the platform.
// They fill the dictionary up to the documented number of entries. Their range,
// 90xxx, is apart from every documented one.
var inventedCodes = []Code{
	{"90001", "主叫号码未授权", "The calling number is not authorized"},
	{"90002", "主叫号码已过期", "The calling number has expired"},
	{"90003", "被叫号码格式错误", "The called number is malformed"},
	{"90004", "被叫号码超长", "The called number is too long"},
	{"90005", "被叫号码在黑名单中", "The called number is on the block list"},
	{"90006", "被叫号码在免打扰名单中", "The called number is on the do-not-disturb list"},
	{"90007", "不在允许的外呼时段", "Outside the permitted calling hours"},
	{"90008", "当日外呼次数已达上限", "The daily number of calls has been reached"},
	{"90009", "外呼活动已暂停", "The campaign is suspended"},
	{"90010", "外呼活动已结束", "The campaign has ended"},
	{"90011", "外呼数据已失效", "The call data has expired"},
	{"90012", "外呼数据重复", "The call data is a duplicate"},
	{"90013", "路由不可用", "The route is not available"},
	{"90014", "中继全忙", "All trunks are busy"},
	{"90015", "中继故障", "The trunk is faulty"},
	{"90016", "网关无响应", "The gateway does not respond"},
	{"90017", "网关拒绝呼叫", "The gateway rejected the call"},
	{"90018", "网关超时", "The gateway timed out"},
	{"90019", "媒体协商失败", "Media negotiation failed"},
	{"90020", "编解码不支持", "The codec is not supported"},
	{"90021", "放音文件不存在", "The announcement file does not exist"},
	{"90022", "放音失败", "The announcement could not be played"},
	{"90023", "流程不存在", "The IVR flow does not exist"},
	{"90024", "流程执行失败", "The IVR flow failed"},
	{"90025", "流程执行超时", "The IVR flow timed out"},
	{"90026", "技能队列不存在", "The skill queue does not exist"},
	{"90027", "技能队列已满", "The skill queue is full"},
	{"90028", "座席未签入", "No agent is signed in"},
	{"90029", "座席示忙", "The agent is in the busy state"},
	{"90030", "座席未应答", "The agent did not answer"},
	{"90031", "座席拒接", "The agent rejected the call"},
	{"90032", "座席设备故障", "The agent device is faulty"},
	{"90033", "呼叫被国际网络拒绝", "The international network rejected the call"},
	{"90034", "网络拥塞", "The network is congested"},
	{"90035", "呼叫被限制", "The call is barred"},
	{"90036", "来电助手代接", "A call assistant answered"},
	{"90037", "语音信箱", "Voice mailbox"},
	{"90038", "静音通话", "Silent call"},
	{"90039", "未知释放原因", "Unknown release cause"},
}
