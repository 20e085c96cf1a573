package handlers

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"isales-console/dictionary"
	"isales-console/handlers/input"
)

// findPlan is what the text of the box may stand for, as far as the text alone
// tells.
type findPlan struct {
	text  string // what is looked for, without the name of a VDN
	vdnID int    // the VDN that the text names, else the given one; 0 for none
	// to is the path of the only answer; empty when there may be more, or none.
	to string
	// needsVDN says that there is an answer as soon as the VDN is known.
	needsVDN bool
	// codes are the known codes that the text stands for.
	codes []string
	// number is a number as it was written, perhaps without the zeros of a code or
	// with those of an external result code; empty for words. defID is its value, 0
	// for one that cannot be an external result ID.
	number string
	defID  int64
	// words is a text to search for; empty for a number.
	words string
	// reason says why the text is neither a number nor words.
	reason input.Reason
}

var (
	digits   = regexp.MustCompile(`[0-9]{3,}`)
	namedVDN = regexp.MustCompile(`(?i)(?:\b(?:in|of|for)\s+|在\s*)?\bvdn\s*(?:id)?\s*[:：=]?\s*` +
		`([0-9０-９]{1,4})\b\s*[,，:：;]?`)
	callForm = regexp.MustCompile(`(?i)^(?:call(?:\s*id)?|呼叫(?:\s*id)?)?\s*[:：=]?\s*` +
		`"?([0-9]+)[-‐‑–—−－]([0-9]+)"?[.,;。]?$`)
)

// planFind decides what a text stands for: an address, a call ID, codes, an external
// result ID or code, or words. vdnID is the VDN that numbers belong to where the
// text names none; 0 when it is not known.
func planFind(text string, vdnID int) findPlan {
	p := findPlan{text: strings.TrimSpace(text), vdnID: vdnID}
	link, reason := input.Address(p.text)
	switch {
	case reason == "":
		return p.follow(link)
	case reason != input.NoNumber:
		p.reason = reason
		return p
	}
	if call := callForm.FindStringSubmatch(p.text); call != nil {
		return p.page("/calls/" + call[1] + "-" + call[2])
	}
	if p.codes = severalCodes(p.text); len(p.codes) > 0 {
		return p
	}
	id, reason := input.One(p.text)
	if id.VDN != 0 {
		p.vdnID = id.VDN
	}
	code, noCode := input.ParseCode(p.text, nil)
	switch {
	case reason == "" && noCode == "":
		return p.readNumber(code.Text, id.Def)
	case reason == "":
		return p.readNumber(strconv.FormatInt(id.Def, 10), id.Def)
	case noCode == "" && (reason == input.Zero || len(dictionary.Find(code.Text)) > 0):
		return p.readNumber(code.Text, 0)
	}
	if rest, named := cutVDN(p.text); named != 0 {
		if rest == "" {
			p.vdnID = named
			return p.page("/results")
		}
		return planFind(rest, named)
	}
	switch reason {
	case input.Letters, input.NoNumber, input.OtherField:
		if strings.ContainsFunc(p.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			p.words = p.text
			return p
		}
	}
	p.reason = reason
	return p
}

// cutVDN takes the name of a VDN out of a text; 0 when there is none.
func cutVDN(text string) (rest string, vdnID int) {
	at := namedVDN.FindStringSubmatchIndex(text)
	if at == nil {
		return text, 0
	}
	vdnID, reason := input.VDN(text[at[2]:at[3]])
	if reason != "" {
		return text, 0
	}
	return strings.TrimSpace(text[:at[0]] + " " + text[at[1]:]), vdnID
}

// severalCodes reads a text of two known codes or more and nothing else. They may
// have lost their zeros where the text is no number itself.
func severalCodes(text string) (codes []string) {
	fields := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;|/、，；\t\r\n", r) })
	if len(fields) < 2 {
		return nil
	}
	_, noNumber := input.Number(text)
	for _, field := range fields {
		e, ok := dictionary.Lookup(field)
		found := dictionary.Find(field)
		if exact := ok && e.Code == field; !exact && noNumber == "" || len(found) == 0 {
			return nil
		}
		codes = appendCodes(codes, found)
	}
	return codes
}

// appendCodes adds the codes that are not in the list.
func appendCodes(codes []string, entries []dictionary.Entry) []string {
	for _, e := range entries {
		if !slices.Contains(codes, e.Code) {
			codes = append(codes, e.Code)
		}
	}
	return codes
}

// codesIn are the known codes that numbers of three digits or more in a text stand for.
func codesIn(text string) (codes []string) {
	for _, number := range digits.FindAllString(norm.NFKC.String(text), -1) {
		codes = appendCodes(codes, dictionary.Find(number))
	}
	return codes
}

// readNumber takes a code with all its digits as that code, and a number too long
// for a code as an external result ID. All other numbers are to be compared with
// what the VDN has.
func (p findPlan) readNumber(digits string, defID int64) findPlan {
	for _, e := range dictionary.Find(digits) {
		p.codes = append(p.codes, e.Code)
	}
	p.number, p.defID = digits, defID
	switch {
	case len(p.codes) == 1 && p.codes[0] == digits:
		p.to = codeHref(digits, p.vdnID)
	case len(p.codes) == 0 && len(digits) > codeDigits && digits[0] != '0':
		return p.page("/results/" + strconv.FormatInt(defID, 10))
	}
	return p
}

// codeDigits is how many digits an OBS code has.
const codeDigits = 5

// page leads to a page of the VDN, once that is known.
func (p findPlan) page(rest string) findPlan {
	if p.needsVDN = p.vdnID == 0; !p.needsVDN {
		p.to = "/vdns/" + strconv.Itoa(p.vdnID) + rest
	}
	return p
}

// follow leads where an address leads.
func (p findPlan) follow(link input.Link) findPlan {
	if link.VDN != 0 {
		p.vdnID = link.VDN
	}
	ids := url.Values{}
	for _, id := range link.Defs {
		ids.Add("id", strconv.FormatInt(id, 10))
	}
	query := ""
	if len(ids) > 0 {
		query = "?" + ids.Encode()
	}
	switch link.Kind {
	case input.CodePage:
		p.to = codeHref(link.Code, 0)
	case input.Codes:
		p.to = "/codes"
	case input.Result:
		return p.page("/results/" + strconv.FormatInt(link.Defs[0], 10))
	case input.Coverage:
		return p.page("")
	case input.Reverse:
		return p.page("/codes/" + url.PathEscape(link.Code))
	case input.Campaign:
		return p.page("/campaigns/" + strconv.FormatInt(link.Campaign, 10))
	case input.Call:
		return p.page("/calls/" + url.PathEscape(link.Call))
	case input.Batch, input.Compare:
		return p.page("/" + string(link.Kind) + query)
	default: // Results, Retry, Changes, Campaigns
		return p.page("/" + string(link.Kind))
	}
	return p
}
