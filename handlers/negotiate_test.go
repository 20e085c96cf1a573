package handlers

import (
	"net/http"
	"testing"
)

// TestNegotiate lists Accept headers and the form that they get.
func TestNegotiate(t *testing.T) {
	tests := []struct {
		path   string
		accept []string
		want   int
	}{
		{"/x", nil, formHTML},
		{"/x", []string{""}, formHTML},
		{"/x", []string{"*/*"}, formHTML},
		{"/x", []string{"text/html"}, formHTML},
		{"/x", []string{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, formHTML},
		{"/x", []string{"application/json"}, formJSON},
		{"/x", []string{"APPLICATION/JSON"}, formJSON},
		{"/x", []string{"application/json; charset=utf-8"}, formJSON},
		{"/x", []string{"application/*"}, formJSON},
		{"/x", []string{"text/csv"}, formCSV},
		{"/x", []string{formTypes[formXLSX]}, formXLSX},
		{"/x", []string{"text/html;q=0.5, application/json;q=0.1, application/*"}, formXLSX},
		{"/x", []string{"text/*"}, formHTML},
		{"/x", []string{"text/*;q=0.5, application/json;q=0.6"}, formJSON},
		{"/x", []string{"text/*;q=0.5, text/html;q=0.1"}, formCSV},
		{"/x", []string{"text/html;q=0, text/*"}, formCSV},
		{"/x", []string{"application/json, text/html"}, formHTML},
		{"/x", []string{"application/json, text/html;q=0.9"}, formJSON},
		{"/x", []string{"application/json;q=0.9, text/csv;q=0.91"}, formCSV},
		{"/x", []string{"application/json", "text/html;q=0.5"}, formJSON},
		{"/x", []string{"text/html;q=0.5", "application/json"}, formJSON},
		{"/x", []string{"*/*;q=0.1, application/json;q=0.2"}, formJSON},
		{"/x", []string{"*/*, application/json;q=0.2"}, formHTML},
		{"/x", []string{"application/json, text/plain, */*"}, formJSON},
		{"/x", []string{"*/*, text/csv"}, formCSV},
		{"/x", []string{"text/html, application/*"}, formHTML},
		{"/x", []string{"application/json;q=0"}, formHTML},
		{"/x", []string{"application/json;q=0, */*"}, formHTML},
		{"/x", []string{"text/html;q=0, application/json;q=0.001"}, formJSON},
		{"/x", []string{"application/json;q=0, application/json"}, formHTML}, // of two equal entries the first holds
		{"/x", []string{"image/png"}, formHTML},                              // there is nothing better
		{"/x", []string{"application/vnd.api+json"}, formHTML},
		{"/x", []string{"json"}, formHTML},
		{"/x", []string{",,, ;q=1, /, application/json"}, formJSON},
		{"/x", []string{"application/json;q=high"}, formJSON},
		{"/x", []string{"application/json;q="}, formHTML}, // unreadable, so as if it were not there
		{"/x", []string{"text/html;q=0.5, application/json;q=NaN"}, formHTML},
		{"/x", []string{"application/json;q=-1"}, formHTML},
		{"/x", []string{"\x00\xff"}, formHTML},
		// The suffix wins: it stands in the address that was passed on.
		{"/x.json", []string{"text/html"}, formJSON},
		{"/x.csv", []string{"application/json"}, formCSV},
		{"/x.xlsx", []string{"text/csv"}, formXLSX},
		{"/x.json", nil, formJSON},
		{"/x.xml", nil, formHTML},
		{"/x.json/y", nil, formHTML},
	}
	for _, test := range tests {
		r := newRequest(t, http.MethodGet, test.path)
		r.Header["Accept"] = test.accept
		if got := negotiate(r); got != test.want {
			t.Errorf("%s with Accept %q: got %s, want %s", test.path, test.accept, formTypes[got], formTypes[test.want])
		}
		if got, want := wantsData(r), test.want != formHTML; got != want {
			t.Errorf("%s with Accept %q: wantsData is %t", test.path, test.accept, got)
		}
	}
}
