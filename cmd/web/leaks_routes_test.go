package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
)

var assets = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`)

// mixedRequests goes through all routes; a home page names the assets.
func mixedRequests(home string) (all []request) {
	get := func(paths ...string) {
		for _, path := range paths {
			all = append(all, request{method: http.MethodGet, path: path})
		}
	}
	for _, asset := range assets.FindAllStringSubmatch(home, -1) {
		get(asset[1])
	}
	get("/", "/codes", "/codes?q=busy", "/codes?vdnId=40", "/codes.json", "/codes.csv", "/codes/00605",
		"/codes/no-code", "/codes/00605?vdnId=41",
		"/lookup?vdnId=40&defId=1402245659", "/lookup?vdnId=x",
		"/find?q=busy&vdnId=40", "/find?q=1700000000-1001&vdnId=40", "/help", "/login",
		"/healthz", "/readyz", "/metrics", "/static/nothing", "/nowhere")
	for _, vdn := range []string{"/vdns/40", "/vdns/41", "/vdns/42"} {
		get(vdn, vdn+".json", vdn+".csv", vdn+"/results", vdn+"/results?q=1", vdn+"/results.json", vdn+"/results.csv",
			vdn+"/codes/00605", vdn+"/codes/00605.json", vdn+"/codes/00605.csv", vdn+"/batch",
			vdn+"/batch?id=1402245659&id=1402245660",
			vdn+"/batch.json?id=1402246001&id=1002", vdn+"/batch.csv?id=1003", vdn+"/compare?id=1402245659&id=1402245660",
			vdn+"?again=missing",
			vdn+"/retry", vdn+"/retry.json", vdn+"/retry.csv", vdn+"/retry?campaigns=1", vdn+"/retry.json?campaigns=1",
			vdn+"/campaigns", vdn+"/campaigns.json", vdn+"/campaigns.csv")
		for _, form := range []string{"", ".json", ".csv"} {
			for i := range 3 {
				get(fmt.Sprintf("%s/campaigns/%d%s", vdn, 7001+i, form), fmt.Sprintf("%s/campaigns/%d%s", vdn, 8001+i, form))
			}
			for i := range 5 {
				get(fmt.Sprintf("%s/calls/1700000000-%d%s", vdn, 1001+i, form))
			}
		}
	}
	// Most look-ups are of single results.
	for i := range 20 {
		for _, form := range []string{"", ".json", ".csv", "?again=all"} {
			get(fmt.Sprintf("/vdns/40/results/%d%s", 1402245659+i, form),
				fmt.Sprintf("/vdns/41/results/%d%s", 1402246001+i, form))
		}
		get(fmt.Sprintf("/vdns/40/results/%d", 1001+i), fmt.Sprintf("/vdns/41/results/%d.json", 1001+i))
	}
	return append(all, request{method: "POST", path: "/preferences", form: url.Values{"lang": {"zh-CN"}, "next": {"/"}}},
		request{method: "POST", path: "/recent/clear"}, request{method: "POST", path: "/vdns/40/batch",
			form: url.Values{"ids": {"1402245659 1001"}}},
		request{method: "POST", path: "/login", form: url.Values{"user": {"bob"}, "password": {"not the password"}},
			stranger: true},
		request{method: "POST", path: "/logout", stranger: true}, request{method: "GET", path: resultPath, stranger: true},
		request{method: "HEAD", path: resultPath}, request{method: "DELETE", path: "/codes"})
}
