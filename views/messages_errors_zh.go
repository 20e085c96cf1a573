package views

// chineseErrors are the Simplified Chinese texts of the error pages, by the code of the error.
var chineseErrors = map[string]ErrorText{
	"vdn_forbidden": {
		Heading: "你无权查看 VDN {vdn}",
		What:    "你的用户只能查看部分 VDN：{vdns}。",
		Do:      "如需权限，请联系本控制台的管理员。",
	},
	"cross_origin": {
		Heading: "此表单来自其他网站",
		What:    "为安全起见，控制台没有执行任何操作。",
		Do:      "重新打开页面，再次提交表单。",
	},
	"wrong_host": {
		Heading: "本控制台使用其他地址",
		What:    "控制台不以地址栏中的主机名提供服务。",
		Do:      "向本控制台的管理员询问地址（-public-url）。",
	},
	"sign_in_throttled": {
		Heading: "尝试次数过多",
		What:    "登录尝试过于频繁。",
		Do:      "请在 {wait}后重试。",
	},
	"sign_in_away": {
		Heading: "暂时无法确认登录状态",
		What:    "本控制台保存登录信息的服务没有响应。登录状态没有因此改变。",
		Do:      "请几秒后重试。",
	},
	"signed_out": {
		Heading: "请先登录",
		What:    "尚未登录。",
		Do:      "请登录，或在请求中携带令牌：Authorization: Bearer TOKEN。",
	},
	"wrong_token": {
		Heading: "令牌无效",
		What:    "本控制台不认识此令牌，或此令牌已被撤销。",
		Do:      "请向本控制台的管理员申请新令牌。",
	},
	"token_throttled": {
		Heading: "无效令牌次数过多",
		What:    "发送无效令牌的次数过多。",
		Do:      "请使用正确的令牌，或在 {wait}后重试。",
	},
	"data_only": {
		Heading: "令牌只能读取数据",
		What:    "此地址没有数据，或会更改设置。",
		Do:      "令牌可以读取的地址见 /openapi.json。",
	},
	"too_much_work": {
		Heading: "同时进行的操作过多",
		What:    "正在进行的批量查询、列表和导出已有 {n} 项，未开始新的操作。",
		Do:      "请等其中一些完成，在 {wait}后重试。",
	},
	"form_too_large": {
		Heading: "表单过大",
		What:    "此页面的表单最大为 {limit}，内容过多，未作处理。",
		Do:      "请减少一次提交的内容。",
	},
	"bad_form": {
		Heading: "无法读取表单",
		What:    "表单在传输中受损。",
		Do:      "重新打开页面，再次提交表单。",
	},
	"bad_query": {
		Heading: "无法读取此地址的参数",
		What:    "地址的一部分已损坏，本控制台未作处理。",
		Do:      "请重新复制地址，或从首页开始。",
	},
	"bad_parameter": {
		Heading: "无法读取此地址的参数",
		What:    "地址中的取值“{value}”无法识别，本控制台未作处理。",
		Do:      "请更正地址，或从首页开始。",
	},
	"too_many_ids": {
		Heading: "此地址中的 ID 过多",
		What:    "一个地址最多可含 {n} 个外显结果 ID，本控制台未作查询。",
		Do:      "请在批量查询页面粘贴这些 ID，或以文件上传，每次最多 {most} 个。",
	},
	"code_not_found": {
		Heading: "没有结果码 {code}",
		What:    "文档和所选 VDN 的结果码列表中都没有此结果码。",
		Do:      "请逐位核对，前导零也算。",
	},
	"page_not_found": {
		Heading: "找不到页面",
		What:    "此地址没有页面。",
		Do:      "如果地址是手动输入的，请检查是否正确。",
	},
	"method_not_allowed": {
		Heading: "此地址不支持这种访问方式",
		What:    "页面存在，但不接受 {method} 请求。",
		Do:      "请以链接方式打开。",
	},
	"result_not_found": {
		Heading: "VDN {vdn} 中没有外显结果 {def}",
		What:    "平台已应答，但此 VDN 中没有该 ID 的外显结果。",
		Do:      "它可能已被删除，或属于其他 VDN。请核对两个 ID。",
	},
	"campaign_not_found": {
		Heading: "VDN {vdn} 中没有外呼活动 {campaign}",
		What:    "平台已应答，此 VDN 中没有这个 ID 的外呼活动。",
		Do:      "它可能已被删除，或者属于其他 VDN。请核对两个 ID。",
	},
	"call_not_found": {
		Heading: "VDN {vdn} 中没有呼叫 {call}",
		What:    "平台已应答，此 VDN 中没有这个 ID 的已结束呼叫。",
		Do:      "呼叫结束后才能查到。请核对两个 ID。",
	},
	"api_parameter": {
		Heading: "CC-iSales 没有接受请求",
		What:    "平台的接口返回码为 {code}：{meaning}。",
		Do:      "{advice}",
	},
	"incomplete_list": {
		Heading: "平台的列表数量不一致",
		What:    "平台计数为 {total} 项，实际返回 {got} 项。",
		Do:      "请稍后重试。如果一直如此，请联系平台管理员。",
	},
	"no_list": {
		Heading: "平台不提供此列表",
		What:    "平台对文档中的列表接口返回了 HTTP 状态码 {status}，可能是较旧的版本。",
		Do:      "请按 ID 查询单个外显结果，或联系平台管理员。",
	},
	"api_error": {
		Heading: "CC-iSales 报告了错误",
		What:    "平台的接口返回码为 {code}：{meaning}。",
		Do:      "{advice}",
	},
	"codes_disagree": {
		Heading: "CC-iSales 返回的两个状态不一致",
		What:    "应答中有两个本应相同的返回码：resultCode {code} 和 returnCode {other}。因为两者不同，应答内容不予显示。",
		Do:      "请重试。如果仍然如此，请告知平台管理员。",
	},
	"unauthorized": {
		Heading: "本控制台无权从 CC-iSales 读取数据",
		What:    "平台拒绝了控制台的访问密钥或签名。",
		Do:      "本控制台的管理员需要检查访问密钥、私有密钥和时钟；命令“web check”可以查明原因。",
	},
	"forbidden": {
		Heading: "本控制台无权从 CC-iSales 读取数据",
		What:    "平台拒绝了本控制台的连接。控制台的地址可能不在平台的白名单中。",
		Do:      "本控制台的管理员需要请平台管理员添加该地址。",
	},
	"slow": {
		Heading: "CC-iSales 服务响应缓慢",
		What:    "平台已有数秒未响应，控制台仍在等待。",
		Do:      "请稍后重试。",
	},
	"unavailable": {
		Heading: "CC-iSales 服务不可用",
		What:    "最近几次对平台的查询均失败，控制台已暂停查询。",
		Do:      "控制台将于 {time} 恢复查询，请届时重试。",
	},
	"shutting_down": {
		Heading: "控制台正在重启",
		What:    "此页尚未读取完毕即被中断。",
		Do:      "请在一分钟后重新加载。",
	},
	"throttled": {
		Heading: "对 CC-iSales 的请求过多",
		What:    "平台限制查询的频率，现已达到上限。",
		Do:      "请在 {wait}后重试。",
	},
	"timeout": {
		Heading: "CC-iSales 服务未在规定时间内响应",
		What:    "控制台等待了 {waited}。没有做任何更改。",
		Do:      "请重试。如果仍然如此，请告知管理员。",
	},
	"unreachable": {
		Heading: "CC-iSales 服务不可用",
		What:    "无法连接到平台：平台已关闭、地址有误，或中间的网络中断。",
		Do:      "请在一分钟后重试。如果仍然如此，请告知管理员。",
	},
	"interrupted": {
		Heading: "CC-iSales 服务中断了应答",
		What:    "已连接到平台，但连接在应答完成之前断开。",
		Do:      "请重试。如果仍然如此，请告知管理员。",
	},
	"tls": {
		Heading: "与 CC-iSales 的连接不安全",
		What:    "平台未能证明自己的身份：证书不受信任、已过期，或属于其他地址。没有发出任何查询。",
		Do:      "本控制台的管理员需要检查证书；命令“web check”会说明问题所在。",
	},
	"not_json": {
		Heading: "收到的应答并非来自 CC-iSales",
		What:    "收到的不是数据，例如中间防火墙的页面或受损的应答。",
		Do:      "请重试。如果仍然如此，请告知管理员。",
	},
	"bad_answer": {
		Heading: "CC-iSales 的应答不符合约定",
		What:    "应答与平台文档不一致：{field}。为安全起见，应答内容不予显示。",
		Do:      "请将请求 ID 告知管理员。",
	},
	"too_large": {
		Heading: "CC-iSales 的应答过大",
		What:    "平台发送了超过 1 MiB 的内容，远超一个外显结果所需。控制台没有读取它。",
		Do:      "请将请求 ID 告知管理员。",
	},
	"redirect": {
		Heading: "CC-iSales 把控制台引向其他地址",
		What:    "平台要求转到其他地址。为保护访问密钥，控制台不会跟随跳转。",
		Do:      "本控制台的管理员需要检查平台的地址（-isales-url）。",
	},
	"http_status": {
		Heading: "CC-iSales 服务出现问题",
		What:    "平台没有返回数据，而是返回了 HTTP 状态 {status}。",
		Do:      "请在一分钟后重试。如果仍然如此，请告知管理员。",
	},
	"internal": {
		Heading: "本控制台出现问题",
		What:    "抱歉，控制台出错，与你输入的内容无关。",
		Do:      "请稍后重试。如果仍然如此，请将请求 ID 告知管理员。",
	},
}
