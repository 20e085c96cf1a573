package handlers

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

const (
	vdnEmpty  = "Enter the VDN ID"
	vdnRange  = "VDN ID must be a number from 1 to 9999"
	defEmpty  = "Enter the external result ID"
	defDigits = "External result ID must contain only digits"
	defRange  = "External result ID must be a number from 1 to 9223372036854775807"

	several       = "There are two numbers or more: enter one"
	hidden        = "An invisible character stands inside the number: type it again"
	fraction      = "This is not a whole number"
	shortened     = "A spreadsheet has shortened this number: format its column as text and copy it again"
	foreignDigits = "Write the number with the digits 0 to 9"
)

// lookupCase is one use of the form: where it leads, or what is wrong with it. How numbers and addresses may be written
// is in the tests of input.
type lookupCase struct {
	name, vdn, def string
	location       string
	vdnErr, defErr string
	keptVDN        string // what the form shows again, when not vdn
	keptDef        string
}

var lookupCases = []lookupCase{
	{name: "plain", vdn: "40", def: "1402245659", location: examplePath},
	{name: "largest", vdn: "9999", def: "9223372036854775807", location: "/vdns/9999/results/9223372036854775807"},
	{name: "smallest", vdn: "1", def: "1", location: "/vdns/1/results/1"},
	{name: "surrounding space", vdn: "  40 ", def: "\t1402245659\r\n", location: examplePath},
	{name: "inner space", vdn: "4 0", def: "1 402 245 659", vdnErr: several},
	{name: "zero-width characters inside", vdn: "40", def: "14\u200c02", defErr: hidden},
	{name: "both in the first", vdn: "40/1402245659", location: examplePath},
	{name: "both in the second", def: "40/1402245659", location: examplePath},
	{name: "both in the second win over the first", vdn: "41", def: "40/1402245659", location: examplePath},
	{name: "path pasted", vdn: examplePath, location: examplePath},
	{name: "URL pasted in the first", vdn: "https://console.example/vdns/40/results/1402245659", location: examplePath},
	{name: "URL pasted in the second", vdn: "7", def: "http://127.0.0.1:8080/vdns/40/results/1402245659",
		location: examplePath},
	{name: "URL of a page of the VDN in the first", vdn: "https://console.example/vdns/40/retry", def: "1402245659",
		location: examplePath},
	{name: "a foreign host only lends its numbers", vdn: "//evil.example/vdns/40/results/1402245659",
		location: examplePath},

	{name: "both empty", vdnErr: vdnEmpty, defErr: defEmpty},
	{name: "only space", vdn: " ", def: "\u3000", vdnErr: vdnEmpty, defErr: defEmpty},
	{name: "only invisible", vdn: "\u200b", def: ",", vdnErr: vdnEmpty, defErr: defEmpty},
	{name: "VDN empty", def: "1402245659", vdnErr: vdnEmpty},
	{name: "ID empty", vdn: "40", defErr: defEmpty},
	{name: "letters", vdn: "forty", def: "ID140", vdnErr: vdnRange, defErr: defDigits},
	{name: "zero", vdn: "0", def: "0", vdnErr: vdnRange, defErr: defRange},
	{name: "one too large", vdn: "10000", def: "9223372036854775808", vdnErr: vdnRange, defErr: defRange},
	{name: "negative", vdn: "-40", def: "-1402245659", vdnErr: vdnRange, defErr: defDigits},
	{name: "decimals", vdn: "40.0", def: "1402245659.5", defErr: fraction},
	{name: "a spreadsheet's decimal", vdn: "40.0", def: "1402245659.0", location: examplePath},
	{name: "exponent", vdn: "4e1", def: "1e9", vdnErr: shortened, defErr: shortened},
	{name: "Arabic digits", vdn: "٤٠", def: "١٤٠", vdnErr: foreignDigits, defErr: foreignDigits},
	{name: "swapped", vdn: "1402245659", def: "40", vdnErr: vdnRange},
	{name: "both pasted, VDN too large", vdn: "10000/1402245659", vdnErr: several, defErr: defEmpty},
	{name: "both pasted, ID zero", vdn: "40/0", vdnErr: several, defErr: defEmpty},
	{name: "three parts", vdn: "40/1/2", def: "1", vdnErr: several},
	{name: "markup", vdn: `"><script>alert(1)</script>`, def: `' onfocus='x`, vdnErr: vdnRange, defErr: defDigits},
	{name: "10 kB", vdn: strings.Repeat("x", 10<<10), def: strings.Repeat("外", 10<<10), vdnErr: vdnRange,
		defErr:  defDigits,
		keptVDN: strings.Repeat("x", 200), keptDef: strings.Repeat("外", 200)},
	{name: "10 kB of digits", vdn: strings.Repeat("1", 10<<10), def: strings.Repeat("9", 10<<10), vdnErr: vdnRange,
		defErr:  defRange,
		keptVDN: strings.Repeat("1", 200), keptDef: strings.Repeat("9", 200)},
}

func (c lookupCase) target() string {
	return "/lookup?" + url.Values{"vdnId": {c.vdn}, "defId": {c.def}}.Encode()
}

// TestLookup uses the form and reads what it leads to.
func TestLookup(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	for _, c := range lookupCases {
		t.Run(c.name, func(t *testing.T) {
			rec := get(t, console, c.target())
			if c.location != "" {
				got := []any{rec.Code, rec.Header().Get("Location")}
				if diff := cmp.Diff([]any{303, c.location}, got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				return
			}
			if rec.Code != 422 {
				t.Errorf("status %d, want 422", rec.Code)
			}
			if diff := cmp.Diff(c.form(), readForm(t, rec.Body.String())); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if n := len(console.platform.Requests()); n != 0 {
		t.Errorf("the platform was asked %d times, want never", n)
	}
}

// shownForm is a page with a form that has errors.
type shownForm struct {
	Title        string
	Summary      []string // text and target of each link
	VDN, Def     shownField
	NavCurrent   string
	HasCanonical bool
}

type shownField struct{ Value, Message, Invalid, DescribedBy, Class string }

// form is what the page of a wrong form must show.
func (c lookupCase) form() shownForm {
	form := shownForm{
		Title: "Error: Look up an external result – iSales Console", NavCurrent: "Look up",
		VDN: wantField("vdnId", or(c.keptVDN, c.vdn), c.vdnErr), Def: wantField("defId", or(c.keptDef, c.def), c.defErr),
	}
	if c.vdnErr != "" {
		form.Summary = append(form.Summary, c.vdnErr, "#vdnId")
	}
	if c.defErr != "" {
		form.Summary = append(form.Summary, c.defErr, "#defId")
	}
	return form
}

func wantField(name, value, message string) shownField {
	f := shownField{Value: value, DescribedBy: name + "-hint", Class: "field"}
	if message != "" {
		f.Message, f.Invalid, f.DescribedBy, f.Class = message, "true", name+"-hint "+name+"-error", "field wrong"
	}
	return f
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func readForm(t *testing.T, page string) shownForm {
	t.Helper()
	doc := parse(t, page)
	read := func(name string) shownField {
		input := doc.Find("input#" + name)
		return shownField{
			Value: input.AttrOr("value", ""), Message: doc.Find("#" + name + "-error").Text(),
			Invalid:     input.AttrOr("aria-invalid", ""),
			DescribedBy: input.AttrOr("aria-describedby", ""), Class: input.Closest("div").AttrOr("class", ""),
		}
	}
	form := shownForm{
		Title: join(texts(doc, "title")), VDN: read("vdnId"), Def: read("defId"),
		NavCurrent: join(texts(doc, "[aria-current=page]")), HasCanonical: doc.Find("link[rel=canonical]").Length() > 0,
	}
	for _, a := range doc.Find("main > .summary-errors:first-child[role=alert] a").EachIter() {
		form.Summary = append(form.Summary, a.Text(), a.AttrOr("href", ""))
	}
	return form
}

// TestLookupJSON: programs are told the first wrong field.
func TestLookupJSON(t *testing.T) {
	console := newConsole(t, isalestest.Options{})
	for query, want := range map[string]string{
		"vdnId=0&defId=x":  jsonProblem(t, 422, "bad_input", vdnRange, "vdnId", ""),
		"vdnId=40&defId=x": jsonProblem(t, 422, "bad_input", defDigits, "defId", ""),
		"":                 jsonProblem(t, 422, "bad_input", vdnEmpty, "vdnId", ""),
	} {
		rec := get(t, console, "/lookup?"+query, "Accept", "application/json")
		if diff := cmp.Diff([]any{422, want}, []any{rec.Code, rec.Body.String()}); diff != "" {
			t.Errorf("%s (-want +got)\n%s", query, diff)
		}
	}
}
