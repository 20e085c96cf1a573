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

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/handlers/session"
	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// everyError has at least one error of each kind that diagnose tells apart.
var everyError = slices.AppendSeq([]error{
	errPageNotFound,
	&methodError{"POST", "GET"},
	&isales.NotFoundError{VDNID: 40, DefID: 140},
	&isales.CampaignNotFoundError{VDNID: 40, CampaignID: 7},
	&isales.CallNotFoundError{VDNID: 40, CallID: "7-7"},
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
	&vdnError{41, "40,100-199"},
	errCrossOrigin,
	errWrongHost,
	ErrShutdown,
	&throttledError{wait: time.Minute},
	&throttledError{time.Minute, true},
	errSignedOut,
	errWrongToken,
	errDataOnly,
	&session.AwayError{Err: errors.New("refused")},
	&bulkError{20},
	&isales.IncompleteError{Got: 5, Total: 6},
	&readError{"/vdns/7", &isales.StatusError{StatusCode: 404}},
	&formError{err: errors.New("x")},
	&formError{err: &http.MaxBytesError{Limit: 1}},
	&parameterError{"bad_parameter", []string{"name", "verdict", "value", "x"}},
	&parameterError{"too_many_ids", []string{"n", "50", "most", "500"}},
	&unknownCodeError{"1"},
	platform.ErrSlow,
	notAsked(isales.ErrTimeout),
	input.ErrQuery,
	notAsked(&isales.StatusError{StatusCode: 429}),
}, maps.Values(signOnErrors))

// TestErrorPageTexts: every problem has its words, and no words are left over.
func TestErrorPageTexts(t *testing.T) {
	for i := range locales {
		lang, messages := locales[i].tag, locales[i].messages
		used := map[string]bool{}
		for _, err := range everyError {
			p := diagnose(&lookupError{resultID{40, 140}, err}, &locales[i])
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
		plain := diagnose(err, &locales[0])
		wrapped := diagnose(errors.Join(errors.New("around"), &lookupError{resultID{40, 140}, err}), &locales[0])
		if diff := cmp.Diff(plain, wrapped, cmp.AllowUnexported(problem{})); diff != "" {
			t.Errorf("%T: (-plain +wrapped)\n%s", err, diff)
		}
	}
}

// TestCodeTexts: every group, releasing side, action and actor has its words, and
// each code that the documentation mentions leads to its page.
func TestCodeTexts(t *testing.T) {
	groups, releasers, actors := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, g := range isales.Groups() {
		groups[string(g)] = true
	}
	for _, e := range dictionary.OBS() {
		if e.Actor != "" {
			actors[string(e.Actor)] = true
		}
		if e.ReleasedBy != "" {
			releasers[string(e.ReleasedBy)] = true
		}
	}
	for i := range locales {
		l := &locales[i]
		for _, code := range isales.OBSCodes() {
			row := codeRow(code.Code, nil, noNotes, l)
			if row.Code != code.Code || row.Href != "/codes/"+code.Code || row.Known != code.Documented() ||
				row.Meaning == "" ||
				row.Group == "" || row.Suggests != dictionary.Advise(code.Code,
				dictionary.Notes{}).Sentence(l.platform) {
				t.Errorf("%s: %s: incomplete row %+v", l.tag, code.Code, row)
			}
			if (code.ReleasedBy == "") != (row.ReleasedBy == "") {
				t.Errorf("%s: %s: released by %q, shown as %q", l.tag, code.Code, code.ReleasedBy, row.ReleasedBy)
			}
			if row.Known != (row.Source == l.messages.SourceDocs) {
				t.Errorf("%s: %s: the source of %q is %q", l.tag, code.Code, row.Meaning, row.Source)
			}
		}
		for what, diff := range map[string]string{
			"groups":          cmp.Diff(sortedKeys(groups), sortedKeys(l.messages.Groups)),
			"releasing sides": cmp.Diff(sortedKeys(releasers), sortedKeys(l.messages.ReleasedBy)),
			"actors":          cmp.Diff(sortedKeys(actors), sortedKeys(l.messages.Actors)),
		} {
			if diff != "" {
				t.Errorf("%s: %s (-known +with words)\n%s", l.tag, what, diff)
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// TestCodeRow shows rows that no golden page has: codes without their zeros, and codes whose text the VDN's own list
// lacks.
func TestCodeRow(t *testing.T) {
	const (
		docs    = "Vendor’s documentation"
		ask     = "Ask the administrator whether to retry: the vendor's documents found so far do not explain this code."
		nowhere = "No meaning documented: the code is not in the vendor's list"
		example = "No meaning found so far: the code is only seen in the vendor's examples"
	)
	own := platform.NewCodeList([]isales.OBSCodeText{{Code: "34609"}, {Code: "00003"}}, testNow())
	tests := []struct {
		code string
		own  *platform.CodeList
		want views.MappingRow
	}{
		// The callback interface writes success as one digit.
		{"0", nil, views.MappingRow{Code: "0", Href: "/codes/00000", Known: true, Source: docs,
			Meaning: "The outgoing call succeeded",
			Group:   "Success", ReleasedBy: "Call succeeded", Action: views.Verdict{Key: "no_retry", Text: "Do not retry"},
			Suggests: "Do not retry: the customer was reached. Judge the outcome by what the agent or the IVR " +
				"(automated voice menu) recorded."}},
		{"8", nil, views.MappingRow{Code: "8", Meaning: nowhere, Group: "Not known",
			Action:   views.Verdict{Key: "cannot_tell", Text: "Cannot tell"},
			Suggests: ask}},

		// The VDN has no text, so the documentation has to do.
		{"34609", own, views.MappingRow{Code: "34609", Href: "/codes/34609", Meaning: example, Group: "Not known",
			Action: views.Verdict{Key: "cannot_tell", Text: "Cannot tell"}, Suggests: ask}},
		{"00003", own, views.MappingRow{Code: "00003", Href: "/codes/00003", Known: true, Source: docs,
			Meaning: "No resource",
			Group:   "Not enough resources", Action: views.Verdict{Key: "retry_soon", Text: "Retry soon"},
			Suggests: "Call again in 10 to 30 minutes. If the code is frequent, make fewer calls at once " +
				"or ask the administrator to check the capacity."}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, codeRow(test.code, test.own, noNotes, &locales[0])); diff != "" {
			t.Errorf("%q, dictionary %t (-want +got)\n%s", test.code, test.own != nil, diff)
		}
	}
}
