package handlers

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"isales-console/isales"
	"isales-console/views"
)

// everyError has at least one error of each kind that diagnose tells apart.
var everyError = []error{
	errPageNotFound,
	&methodError{"POST", "GET"},
	&isales.NotFoundError{VDNID: 40, DefID: 140},
	&isales.APIError{Code: "02000007"},
	&isales.APIError{Code: "1"},
	&isales.CodeMismatchError{ResultCode: "0200000", ReturnCode: "1"},
	&isales.DecodeError{Field: "obResult", Problem: "x"},
	&isales.StatusError{StatusCode: 302},
	&isales.StatusError{StatusCode: 401},
	&isales.StatusError{StatusCode: 403},
	&isales.StatusError{StatusCode: 429},
	&isales.StatusError{StatusCode: 500},
	&isales.NotJSONError{StatusCode: 200, Problem: "x"},
	isales.ErrTooLarge,
	&isales.TransportError{Kind: isales.ErrTimeout, Err: errors.New("x")},
	&isales.TransportError{Kind: isales.ErrUnreachable, Err: errors.New("x")},
	&isales.TransportError{Kind: isales.ErrInterrupted, Err: errors.New("x")},
	&isales.TransportError{Kind: isales.ErrTLS, Err: errors.New("x")},
	errors.New("anything else"),
	&vdnError{41},
	errCrossOrigin,
	errWrongHost,
	&throttledError{time.Minute},
	&formError{errors.New("x")},
	&formError{&http.MaxBytesError{Limit: 1}},
	&unknownCodeError{"1"},
}

// TestErrorPageTexts: every problem has its words, and no words are left over.
func TestErrorPageTexts(t *testing.T) {
	for i := range tongues {
		lang, messages := tongues[i].tag, tongues[i].messages
		used := map[string]bool{}
		for _, err := range everyError {
			p := diagnose(&lookupError{resultQuery{40, 140}, err}, &tongues[i])
			used[p.code] = true
			words := p.words(messages)
			for what, text := range map[string]string{"heading": words.Heading, "what": words.What, "do": words.Do} {
				if strings.TrimSpace(text) == "" || strings.ContainsAny(text, "{}") {
					t.Errorf("%s: %s (%T): %s is %q, want a text without gaps", lang, p.code, err, what, text)
				}
			}
		}
		got := slices.Sorted(maps.Keys(used))
		want := slices.Sorted(maps.Keys(messages.ErrorPage))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-texts that exist +problems that need one)\n%s", lang, diff)
		}
	}
}

// TestDiagnoseSeesThroughWrapping: what stands around an error changes nothing.
func TestDiagnoseSeesThroughWrapping(t *testing.T) {
	for _, err := range everyError {
		plain := diagnose(err, &tongues[0])
		wrapped := diagnose(errors.Join(errors.New("around"), &lookupError{resultQuery{40, 140}, err}), &tongues[0])
		if diff := cmp.Diff(plain, wrapped, cmp.AllowUnexported(problem{})); diff != "" {
			t.Errorf("%T: (-plain +wrapped)\n%s", err, diff)
		}
	}
}

// TestCodeTexts: every group and releasing side that isales knows has its words,
// and each documented code can be jumped to.
func TestCodeTexts(t *testing.T) {
	groups, releasers := map[string]bool{}, map[string]bool{}
	for _, g := range isales.Groups() {
		groups[string(g)] = true
	}
	for _, code := range isales.OBSCodes() {
		if code.ReleasedBy != "" {
			releasers[string(code.ReleasedBy)] = true
		}
		row := codeRow(code.Code, nil, &tongues[0])
		if row.Code != code.Code || row.Href != "/codes#"+code.Code || row.Known != code.Documented() || row.Meaning == "" || row.Group == "" || row.Suggests == "" {
			t.Errorf("%s: incomplete row %+v", code.Code, row)
		}
		if (code.ReleasedBy == "") != (row.ReleasedBy == "") {
			t.Errorf("%s: released by %q, shown as %q", code.Code, code.ReleasedBy, row.ReleasedBy)
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(groups)), slices.Sorted(maps.Keys(views.English.Groups))); diff != "" {
		t.Errorf("groups (-isales +texts)\n%s", diff)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(releasers)), slices.Sorted(maps.Keys(views.English.ReleasedBy))); diff != "" {
		t.Errorf("releasing sides (-isales +texts)\n%s", diff)
	}
}

// TestCodeRow shows the rows that the dictionary does not fill.
func TestCodeRow(t *testing.T) {
	tests := map[string]views.MappingRow{
		"":      {Code: "No code", Meaning: "The platform sent no OBS result code with this mapping", Group: "Not known", Suggests: "Ask the platform's administrator what this code stands for."},
		"09999": {Code: "09999", Meaning: "No meaning documented: the code is not in the vendor's list", Group: "Not known", Suggests: "Ask the platform's administrator what this code stands for."},
		"34609": {Code: "34609", Href: "/codes#34609", Meaning: "No meaning documented: the code only appears in the vendor's examples", Group: "Not known", Suggests: "Ask the platform's administrator what this code stands for."},
		"00008": {Code: "00008", Href: "/codes#00008", Known: true, Meaning: "The called party is being forwarded", Group: "Forwarded", Suggests: "Call again later or use another number."},
		// The callback interface writes success as one digit.
		"0": {Code: "0", Href: "/codes#00000", Known: true, Meaning: "The outgoing call succeeded", Group: "Success", ReleasedBy: "Call succeeded", Suggests: "Nothing to do."},
		"8": {Code: "8", Meaning: "No meaning documented: the code is not in the vendor's list", Group: "Not known", Suggests: "Ask the platform's administrator what this code stands for."},
	}
	for code, want := range tests {
		if diff := cmp.Diff(want, codeRow(code, nil, &tongues[0])); diff != "" {
			t.Errorf("%q (-want +got)\n%s", code, diff)
		}
	}
}
