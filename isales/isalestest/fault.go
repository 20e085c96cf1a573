package isalestest

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Fault names a way to misbehave. Some names take an argument after an equals
// sign: "slow=200ms", "drip=1ms", "status=503", "code=02000007".
type Fault string

// The faults. Unless said otherwise a fault answers with status 200 and all that
// it does not change is right. Those that change fields apply to all operations.
const (
	FaultNone          Fault = ""                 // none: the right answer
	FaultSlow          Fault = "slow"             // answers after 3 s, or the duration given
	FaultHang          Fault = "hang"             // never answers, until the client leaves or Close
	FaultReset         Fault = "reset"            // TCP reset instead of an answer
	FaultClose         Fault = "close"            // connection closed instead of an answer
	FaultTruncated     Fault = "truncated"        // half of the body that Content-Length promises
	FaultHTML          Fault = "html"             // a firewall's HTML page
	FaultHTMLJSONType  Fault = "html-json-type"   // the HTML page labelled as JSON
	FaultBadJSON       Fault = "bad-json"         // half of the JSON, its length being right
	FaultNoContentType Fault = "no-content-type"  // no Content-Type
	FaultBadEncoding   Fault = "bad-encoding"     // Content-Encoding: br, then no Brotli
	FaultBrokenGzip    Fault = "broken-gzip"      // half of a gzip body
	FaultGzipBomb      Fault = "gzip-bomb"        // small gzip body that inflates to 64 MiB of JSON
	FaultHuge          Fault = "huge"             // 2 MiB of valid JSON
	FaultStatus400     Fault = "status=400"       // text
	FaultStatus401     Fault = "status=401"       // empty body, as documented
	FaultStatus403     Fault = "status=403"       // a firewall's HTML page
	FaultStatus404     Fault = "status=404"       // text
	FaultStatus429     Fault = "status=429"       // HTML page, Retry-After: 7
	FaultStatus500     Fault = "status=500"       // text
	FaultStatus502     Fault = "status=502"       // a firewall's HTML page
	FaultStatus503     Fault = "status=503"       // text, no Retry-After
	FaultStatus504     Fault = "status=504"       // text
	FaultRedirect      Fault = "redirect"         // 302 to another path of this server
	FaultCode          Fault = "code=02000007"    // business failure; any code
	FaultDisagree      Fault = "disagree"         // resultCode 0200000, returnCode 0200001
	FaultOnlyResult    Fault = "only-result-code" // older server: no returnCode, no returnDesc
	FaultNotFound      Fault = "not-found"        // success with obResult null, or an empty list
	FaultNotFoundGone  Fault = "not-found-absent" // success without obResult, or without the list
	FaultNotFoundEmpty Fault = "not-found-empty"  // success with obResult {}, or an empty list
	FaultNotFoundCode  Fault = "not-found-code"   // business failure: 02000007, or an unknown campaign's
	FaultWrongTypes    Fault = "wrong-types"      // types that no decoder should accept
	FaultLooseTypes    Fault = "loose-types"      // numbers and strings swapped, unknown members, nulls
	FaultBOM           Fault = "bom"              // byte order mark before the JSON
	FaultEcho          Fault = "echo"             // business failure that quotes the Authorization header
	FaultWrongResult   Fault = "wrong-result"     // another defId than the one asked for
	FaultControls      Fault = "controls"         // every control character, and half a surrogate pair, in every text
	FaultDrip          Fault = "drip"             // a byte every 20 ms, or the duration given
)

// faultRow is a kind of fault: what stands before the equals sign.
type faultRow struct {
	name  string
	send  func(*call)
	arg   func(arg string, given bool) error // nil when it takes none
	forms []Fault                            // what Faults lists; nil for the name alone

	policy bool // listed by PolicyFaults instead of Faults
	list   bool // listed by ListFaults instead of Faults
}

// faultRows is the table of faults; a new one is a row here, a constant above and
// a row in the test.
var faultRows = []faultRow{
	{name: "", send: (*call).sendRight},
	{name: "slow", send: (*call).sendSlow, arg: maybeDuration},
	{name: "hang", send: (*call).hang},
	{name: "reset", send: (*call).reset},
	{name: "close", send: (*call).abort},
	{name: "truncated", send: (*call).sendTruncated},
	{name: "html", send: (*call).sendHTML},
	{name: "html-json-type", send: (*call).sendHTMLAsJSON},
	{name: "bad-json", send: (*call).sendBadJSON},
	{name: "no-content-type", send: (*call).sendWithoutType},
	{name: "bad-encoding", send: (*call).sendBadEncoding},
	{name: "broken-gzip", send: (*call).sendBrokenGzip},
	{name: "gzip-bomb", send: (*call).sendGzipBomb},
	{name: "huge", send: (*call).sendHuge},
	{name: "status", send: (*call).sendStatus, arg: errorStatus, forms: statusForms},
	{name: "redirect", send: (*call).redirect},
	{name: "code", send: (*call).sendCode, arg: apiCode, forms: []Fault{FaultCode}},
	{name: "disagree", send: changed(disagree)},
	{name: "only-result-code", send: changed(onlyResultCode)},
	{name: "not-found", send: changed(notFound)},
	{name: "not-found-absent", send: changed(notFoundAbsent)},
	{name: "not-found-empty", send: changed(notFoundEmpty)},
	{name: "not-found-code", send: changed(notFoundCode)},
	{name: "wrong-types", send: changed(wrongTypes)},
	{name: "loose-types", send: changed(looseTypes)},
	{name: "bom", send: (*call).sendBOM},
	{name: "echo", send: changed(echo)},
	{name: "wrong-result", send: changed(wrongResult)},
	{name: "controls", send: changed(controls)},
	{name: "drip", send: (*call).drip, arg: maybeDuration},
	{name: "policy-json", send: changed(policyJSON), policy: true},
	{name: "policy-quotes", send: changed(policyQuotes), policy: true},
	{name: "policy-cut", send: changed(policyCut), policy: true},
	{name: "policy-gone", send: changed(policyGone), policy: true},
	{name: "list-total", send: changed(listTotal), arg: count, list: true},
	{name: "list-growing", send: changed(listGrowing), list: true},
	{name: "list-double", send: changed(listDouble), list: true},
	{name: "list-first", send: changed(listFirst), list: true},
	{name: "list-nameless", send: changed(listNameless), list: true},
}

var statusForms = []Fault{
	FaultStatus400, FaultStatus401, FaultStatus403, FaultStatus404, FaultStatus429,
	FaultStatus500, FaultStatus502, FaultStatus503, FaultStatus504,
}

// Faults returns every fault but [PolicyFaults] and [ListFaults] that has a constant, FaultNone first.
func Faults() []Fault {
	var all []Fault
	for _, row := range faultRows {
		if row.forms == nil && !row.policy && !row.list {
			all = append(all, Fault(row.name))
		}
		all = append(all, row.forms...)
	}
	return all
}

// ParseFault returns the fault that text names, or an error that quotes text
// when there is none or its argument is wrong.
func ParseFault(text string) (Fault, error) {
	if _, _, err := findFault(text); err != nil {
		return FaultNone, err
	}
	return Fault(text), nil
}

// findFault returns text's row and argument.
func findFault(text string) (faultRow, string, error) {
	name, arg, given := strings.Cut(text, "=")
	for _, row := range faultRows {
		if row.name != name {
			continue
		}
		if err := row.checkArg(arg, given); err != nil {
			return faultRow{}, "", fmt.Errorf("fault %q: %w", text, err)
		}
		return row, arg, nil
	}
	return faultRow{}, "", fmt.Errorf("fault %q: unknown name", text)
}

func (row faultRow) checkArg(arg string, given bool) error {
	if row.arg != nil {
		return row.arg(arg, given)
	}
	if given {
		return errors.New("takes no argument")
	}
	return nil
}

func maybeDuration(arg string, given bool) error {
	if !given {
		return nil
	}
	if d, err := time.ParseDuration(arg); err != nil || d <= 0 {
		return errors.New("want a positive duration such as 200ms")
	}
	return nil
}

func errorStatus(arg string, _ bool) error {
	if len(arg) != 3 || !allDigits(arg) || arg[0] != '4' && arg[0] != '5' {
		return errors.New("want a status from 400 to 599")
	}
	return nil
}

// apiCode accepts the one documented code with a hyphen, 0200-01, too.
func apiCode(arg string, _ bool) error {
	before, after, hyphen := strings.Cut(arg, "-")
	if !allDigits(before) || hyphen && !allDigits(after) {
		return errors.New("want digits")
	}
	return nil
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
