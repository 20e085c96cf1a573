package input

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAddress lists addresses as they are copied out of bars, mails and logs.
func TestAddress(t *testing.T) {
	result := Link{Kind: Result, VDN: 40, Defs: []int64{1402245659}}
	type want struct {
		Link   Link
		Reason Reason
	}
	ok := want{result, ""}
	const safe = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fconsole.example%2Fvdns%2F40%2Fresults%2F1402245659&data=05%7C02%7Cx%40y.example%7C77&reserved=0"
	tests := map[string]want{
		"/vdns/40/results/1402245659":                                                    ok,
		"vdns/40/results/1402245659":                                                     ok,
		"https://console.example/vdns/40/results/1402245659":                             ok,
		"https://console.example/VDNS/40/Results/1402245659.JSON":                        ok,
		"https://a.example/base/vdns/40/results/1402245659.csv":                          ok,
		"https://console.example/vdns/40/results/1402245659?lang=zh&x=1#top":             ok,
		"https://console.example/vdns/40/results/1402245659/":                            ok,
		"(https://console.example/vdns/40/results/1402245659)":                           ok,
		"https://console.example/vdns/40/results/1402245659.":                            ok,
		"https://console.example/vdns/40/results/1402245659。":                            ok,
		"https://console.example/vdns/40/results/1402245659%E3%80%82":                    ok,
		"https://console.example/vdns/40/results/1402245659> it is":                      ok,
		"https://console.example/vdns/40/results/1402245659 no answer":                   ok,
		"请看https://console.example/vdns/40/results/1402245659，谢谢":                        ok,
		"https://console.example/vdns/040/results/1,402,245,659":                         ok,
		"https://console.example/lookup?vdnId=40&defId=1402245659":                       ok,
		"/lookup?defId=1402245659&amp;vdnId=40":                                          ok,
		"/lookup?lang=en;vdnId=40;defId=1%2C402%2C245%2C659":                             ok,
		"https://console.example/login?next=%2Fvdns%2F40%2Fresults%2F1402245659":         ok,
		"https://console.example/login?next=%252Fvdns%252F40%252Fresults%252F1402245659": ok,
		"https://console.example/login?next=/vdns/40/results/1402245659":                 ok,
		safe: ok,
		"https://urldefense.proofpoint.com/v2/url?u=https-3A__console.example_vdns_40_results_1402245659&d=DwMF-g": ok,
		"https://urldefense.com/v3/__https://console.example/vdns/40/results/1402245659__;!!x-1$":                  ok,
		"https://console.example/find?q=1402245659&vdnId=40":                                                       ok,
		"/find?q=1402245659":    {Link{}, NoNumber},
		"/find?q=busy&vdnId=40": {Link{}, NoNumber},
		"https://10.0.0.1:28443/rest/isales/v1/openapi/campaigns/40/1402245659/queryObsResultDetail": ok,
		"GET /gw/rest/isales/v1/openapi/campaigns/40/1402245659/queryObsResultDetail HTTP/1.1":       ok,
		"/campaigns/40/1402245659/queryobsresultdetail?x=1":                                          ok,
		"/campaigns/40/queryOBSResults?pageSize=50&pageNum=1":                                        {Link{Kind: Results, VDN: 40}, ""},
		"/campaigns/40/queryOBSResultCode?pageSize=50&pageNum=1":                                     {Link{Kind: Coverage, VDN: 40}, ""},
		"/campaigns/40/retryPolicy/7":                                                                {Link{Kind: Campaign, VDN: 40, Campaign: 7}, ""},
		"/campaigns/40/callresultdetail/1683-204":                                                    {Link{Kind: Call, VDN: 40, Call: "1683-204"}, ""},
		"/vdns/40":                                   {Link{Kind: Coverage, VDN: 40}, ""},
		"https://console.example/vdns/40.json":       {Link{Kind: Coverage, VDN: 40}, ""},
		"/vdns/40/results?q=busy":                    {Link{Kind: Results, VDN: 40}, ""},
		"/vdns/40/results.csv":                       {Link{Kind: Results, VDN: 40}, ""},
		"/vdns/40/codes/00605":                       {Link{Kind: Reverse, VDN: 40, Code: "00605"}, ""},
		"/vdns/40/codes/00605.json":                  {Link{Kind: Reverse, VDN: 40, Code: "00605"}, ""},
		"/vdns/40/retry":                             {Link{Kind: Retry, VDN: 40}, ""},
		"/vdns/40/changes":                           {Link{Kind: Changes, VDN: 40}, ""},
		"/vdns/40/batch?id=1&id=2":                   {Link{Kind: Batch, VDN: 40, Defs: []int64{1, 2}}, ""},
		"/vdns/40/batch":                             {Link{Kind: Batch, VDN: 40}, ""},
		"/vdns/40/compare?id=1&amp;id=2":             {Link{Kind: Compare, VDN: 40, Defs: []int64{1, 2}}, ""},
		"/vdns/40/campaigns":                         {Link{Kind: Campaigns, VDN: 40}, ""},
		"/vdns/40/campaigns/7/codes?from=2024-05-01": {Link{Kind: Campaign, VDN: 40, Campaign: 7}, ""},
		"/vdns/40/calls/1683-204":                    {Link{Kind: Call, VDN: 40, Call: "1683-204"}, ""},
		"https://console.example/codes/00605":        {Link{Kind: CodePage, Code: "00605"}, ""},
		"/codes/00605?vdnId=40":                      {Link{Kind: CodePage, Code: "00605"}, ""},
		"/codes?q=busy":                              {Link{Kind: Codes}, ""},

		"":                                   {Link{}, NoNumber},
		"1402245659":                         {Link{}, NoNumber},
		"https://example.invalid/1402245659": {Link{}, NoNumber},
		"/vdns/40/results/1402245659abc":     {Link{Kind: Result, VDN: 40}, Letters},
		"/vdns/40/results/1402…":             {Link{Kind: Result, VDN: 40}, Shortened},
		"/vdns/40/results/1402...":           {Link{Kind: Result, VDN: 40}, Shortened},
		"/vdns/10000/results/1402245659":     {Link{Kind: Result, Defs: []int64{1402245659}}, TooLarge},
		"/lookup?vdnId=40&defId=x":           {Link{Kind: Result, VDN: 40}, NoNumber},
		"/lookup?vdnId=40&defId=%":           {Link{}, NoNumber},
	}
	for text, w := range tests {
		link, reason := Address(text)
		if diff := cmp.Diff(w, want{link, reason}); diff != "" {
			t.Errorf("Address(%q) (-want +got)\n%s", text, diff)
		}
	}
}
