package input

import (
	"net/url"
	"strings"
	"testing"
)

// TestPath lists spellings of paths and the right one; "" for paths of nobody.
func TestPath(t *testing.T) {
	const example = "/vdns/40/results/1402245659"
	tests := map[string]string{
		example:                          example,
		example + ".json":                example + ".json",
		"/":                              "/",
		"/codes":                         "/codes",
		"/codes.csv":                     "/codes.csv",
		"/codes/00605":                   "/codes/00605",
		"/vdns/40":                       "/vdns/40",
		"/vdns/40.csv":                   "/vdns/40.csv",
		"/vdns/40/results.json":          "/vdns/40/results.json",
		"/vdns/40/codes/00605":           "/vdns/40/codes/00605",
		"/vdns/40/campaigns/7/codes.csv": "/vdns/40/campaigns/7/codes.csv",
		"/vdns/40/calls/1683-204":        "/vdns/40/calls/1683-204",
		"/vdns/40/batch":                 "/vdns/40/batch",
		"/lookup":                        "/lookup",

		"/VDNS/40/results/1402245659":                            example,
		"/Vdns/40/Results/1402245659.JSON":                       example + ".json",
		"/vdns/40/results/1402245659.Csv":                        example + ".csv",
		"/vdns/40/results/1402245659.XLSX":                       example + ".xlsx",
		"/Codes":                                                 "/codes",
		"/CODES.JSON":                                            "/codes.json",
		"/Codes/00605":                                           "/codes/00605",
		"/vdns/40/Batch.JSON":                                    "/vdns/40/batch.json",
		"/LOOKUP":                                                "/lookup",
		"/vdns/40/results/1402245659.":                           example,
		"/vdns/40/results/1402245659)":                           example,
		"/vdns/40/results/1402245659%29":                         example,
		"/vdns/40/results/1402245659%3E":                         example,
		"/vdns/40/results/1402245659%E3%80%82":                   example,
		"/vdns/40/results/1402245659。":                           example,
		"/vdns/40/results/1402245659%EF%BC%8C%E8%AF%B7%E7%9C%8B": example, // ，请看
		"/vdns/40/results/1402245659%20please":                   example,
		"/vdns/40/results/1402245659.json.":                      example + ".json",
		"/vdns/40/results/1402245659.json)":                      example + ".json",
		"/vdns/40/results/1402245659%22":                         example,
		"/vdns/40/results/1402245659%E2%80%9D":                   example,
		"/vdns/40/results/1402245659%5D":                         example,
		"/vdns/40/results/1402245659/.":                          example,
		"/codes/00605.":                                          "/codes/00605",
		"/codes%E3%80%82":                                        "/codes",
		"/vdns/40)":                                              "/vdns/40",
		"/%E3%80%82":                                             "/",
		"/vdns/040/results/01402245659":                          example,
		"/vdns/%EF%BC%94%EF%BC%90/results/%EF%BC%91402245659":    example,
		"/vdns/40/results/1,402,245,659":                         example,
		"/vdns/%2040/results/1402245659%20":                      example,
		"/vdns/40/results/%E2%80%8B1402245659":                   example,
		"//vdns/40/results/1402245659//":                         example,
		"/vdns/%34%30/results/1402245659":                        example,
		"/codes/%EF%BC%90%EF%BC%90605":                           "/codes/00605",
		"/codes/a%20b%25":                                        "/codes/a%20b%25",

		"/vdns/40/results/1402245659%0A":       example,
		"/vdns/40%0D%0A/results/1402245659":    example,
		"/vdns/40/results/1402245659%EF%BD%A1": example, // ｡
		"/vdns/40/calls/1683%E2%80%93204":      "/vdns/40/calls/1683-204",
		"/vdns/40/codes/%E5%BF%99%E9%9F%B3":    "/vdns/40/codes/%E5%BF%99%E9%9F%B3", // 忙音, no words behind
		"/codes%E5%BF%99":                      "/codes",

		"/vdns":                                 "",
		"/vdns/":                                "",
		"/vdns/0":                               "",
		"/vdns/10000/results/1402245659":        "",
		"/vdns/forty":                           "",
		"/vdns//results/1402245659":             "",
		"/vdns/40//results/1402245659":          "/vdns/40/results/1402245659",
		"/vdns/40/results/0":                    "",
		"/vdns/40/results/-1":                   "",
		"/vdns/40/results/1e9":                  "",
		"/vdns/40/results/0x1A":                 "",
		"/vdns/40/results/1402...":              "",
		"/vdns/40/results/1402%E2%80%A6":        "",
		"/vdns/40/results/1402245659%00":        "",
		"/vdns/40/results/14022%0A45659":        "",
		"/vdns/40/results/1402245659%2F":        "",
		"/vdns/40/results/1402245659.xml":       "",
		"/vdns/40/results/1402245659.json.json": "",
		"/vdns/40/results/14022%C2%A045659":     "",
		"/vdns/40/results/1402245659/x":         "",
		"/vdns/40/results/%D9%A1%D9%A2":         "",
		"/vdns/40/results/7&from=mail":          "/vdns/40/results/7",
		"/vdns/40/results/7%3Flang=zh":          "/vdns/40/results/7",
		"/vdns/40/results/7&from=8":             "",
		"/vdns/40/batch/7":                      "",
		"/codes/00605/x":                        "",
		"/codes.xml":                            "",
		"/static/app.css":                       "",
		"//evil.example/":                       "",
		"//evil.example//codes":                 "",
		"/nothing":                              "",
	}
	for path, want := range tests {
		u, err := url.Parse("http://console.example" + path)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := Path(u)
		if got != want || ok != (want != "") {
			t.Errorf("Path(%q) = %q, %v, want %q", path, got, ok, want)
		}
	}
}

// FuzzPath: the right spelling of a path stays on this host and is right itself.
//
//	go test ./handlers/input -fuzz FuzzPath
func FuzzPath(f *testing.F) {
	for _, s := range []string{"/vdns/40/results/1402245659。", "//evil.example/codes", "/codes/%2F%2Fevil",
		"/\\evil/", "/codes/..", "/Codes/a;b?"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, path string) {
		u := &url.URL{Path: path}
		got, ok := Path(u)
		if !ok {
			return
		}
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.ContainsAny(got, "\\\t\r\n ") {
			t.Errorf("Path(%q) = %q may lead to another host", path, got)
		}
		u, err := url.Parse(got)
		if err != nil {
			t.Fatalf("Path(%q) = %q: %v", path, got, err)
		}
		if again, ok := Path(u); again != got || !ok {
			t.Errorf("Path(%q) = %q, and of that %q", path, got, again)
		}
	})
}
