package handlers

import (
	"strconv"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales"
	"isales-console/isales/catalog"
)

// dataPage is a page that is there as data, as /openapi.json describes it.
type dataPage struct {
	path    string // without the end that names the form
	name    string
	summary string
	// document is a zero value of what it is as JSON; table says that it is there as CSV
	// and XLSX as well.
	document any
	table    bool
	// query are keys of parameters; those of the path are found by themselves.
	query []string
	// leads says that it answers 303 to the only answer, and that 404 has a document.
	leads bool
}

// uploadPage is a page that answers an uploaded file with JSON, where the Accept header asks for it.
type uploadPage struct {
	dataPage
	upload object // the body of the request
}

// uploadPages are all of them. A token, which reads only, opens none.
var uploadPages = []uploadPage{{
	dataPage{path: "/vdns/{vdnId}/changes", name: "changes", document: changesDocument{}, query: []string{"lang"},
		summary: "What has changed in a VDN since an earlier export of its results or its coverage"},
	object{"required": true, "content": object{"multipart/form-data": object{"schema": object{
		"type": "object", "required": []string{uploadName}, "properties": object{
			uploadName: object{"type": "string", "contentMediaType": "application/octet-stream",
				"description": "The export: JSON, CSV or XLSX, at most " + byteSize(maxUpload)},
			"partial": object{"type": "string", "description": "1 for an export that a filter has left results out of"},
		}}}}},
}}

// dataPages are all of them: those routes of routes.go that a token opens.
var dataPages = []dataPage{
	{"/find", "find", "What a text may stand for: a code, an external result, a call, an address, or words",
		findDocument{}, false, []string{"text", "vdn", "lang"}, true},
	{"/codes", "codes", "All codes, or those that a search finds", codesDocument{}, true,
		[]string{"words", "kind", "group", "action", "vdn", "lang"}, false},
	{"/codes/{code}", "code", "One code: what it means and what to do", oneCodeDocument{}, true,
		[]string{"vdn", "lang"}, false},
	{"/vdns/{vdnId}", "coverage", "Which codes of a VDN lead to which external results, to none, to several",
		coverageDocument{}, true, []string{"again", "lang"}, false},
	{"/vdns/{vdnId}/results", "results", "The external results of a VDN", resultsDocument{}, true,
		[]string{"words", "verdict", "sort", "again", "lang"}, false},
	{"/vdns/{vdnId}/results/{defId}", "result", "One external result with its codes", resultDocument{}, true,
		[]string{"again", "lang"}, false},
	{"/vdns/{vdnId}/retry", "retry", "Which external results not to retry", retryDocument{}, true,
		[]string{"retryVerdict", "campaigns", "again", "lang"}, false},
	{"/vdns/{vdnId}/codes/{failCode}", "reverse", "The external results that a code leads to", reverseDocument{}, true,
		[]string{"again", "lang"}, false},
	{"/vdns/{vdnId}/compare", "compare", "Two external results side by side", compareDocument{}, true,
		[]string{"pair", "lang"}, false},
	{"/vdns/{vdnId}/batch", "batch", "Many external results at once", batchDocument{}, true,
		[]string{"ids", "lang"}, false},
	{"/vdns/{vdnId}/campaigns", "campaigns", "The outbound campaigns of a VDN", campaignsDocument{}, true,
		[]string{"words", "status", "lang"}, false},
	{"/vdns/{vdnId}/campaigns/{campaignId}", "campaign", "One campaign, and its retry policy checked against the mapping",
		campaignDocument{}, true, []string{"again", "lang"}, false},
	{"/vdns/{vdnId}/campaigns/{campaignId}/codes", "campaignCodes", "The fail codes of a campaign day by day",
		failuresDocument{}, true, []string{"from", "to", "again", "lang"}, false},
	{"/vdns/{vdnId}/calls/{callId}", "call", "How one call ended, without anything about the customer", callDocument{},
		true, []string{"again", "lang"}, false},
}

// parameters are those of dataPages, by their keys in the description. The examples of
// paths are there in the demonstration.
var parameters = object{
	"vdnId":      inPath("vdnId", "A virtual call center", vdnSchema, 40),
	"defId":      inPath("defId", "External result ID", idSchema, "1402245659"),
	"campaignId": inPath("campaignId", "Campaign ID", idSchema, "7001"),
	"callId":     inPath("callId", "Call ID", object{"type": "string", "pattern": "^[0-9]+-[0-9]+$"}, "1700000000-1002"),
	"code":       inPath("code", "OBS result code or API status", object{"type": "string", "minLength": 1}, "00605"),
	"failCode":   inPath("failCode", "OBS result code", object{"type": "string", "minLength": 1}, "00605"),

	"text": inQuery("q", "What to find", object{"type": "string"}, "busy"),
	"vdn":  inQuery("vdnId", "The VDN whose own texts and results are meant", vdnSchema, 40),
	"words": inQuery("q", "What to search for: words, or a part of a code or ID",
		object{"type": "string"}, nil),
	"kind":   inQuery("kind", "The kind of codes; both without it", enum(kindOBS, kindAPI), kindOBS),
	"group":  inQuery("group", "A group of codes", enum(isales.Groups()...), isales.GroupBusy),
	"action": inQuery("action", "What to do", enum(dictionary.Actions()...), dictionary.RetrySoon),
	"verdict": inQuery("verdict", "What follows for the result", enum(dictionary.Verdicts()...),
		dictionary.VerdictNoRetry),
	"retryVerdict": inQuery("verdict", "What follows, or unread", enum(retryVerdicts()...), dictionary.VerdictReached),
	"sort": inQuery("sort", "The order; with - the other way round; the platform's without it",
		enum("text", "-text", "code", "-code", "id", "-id", "codes", "-codes"), "-codes"),
	"again": inQuery("again", "Asks the platform anew: for all, or for what could not be read", enum("all", "missing"),
		"missing"),
	"campaigns": inQuery("campaigns", "1 reads the campaigns too, and what their policies make of it", enum("1"), "1"),
	"status":    inQuery("status", "The status of a campaign as the platform numbers it", enum(campaignStatuses...), nil),
	"from":      inQuery("from", "The first day; the last week without both", daySchema, "2026-03-01"),
	"to":        inQuery("to", "The last day", daySchema, "2026-03-04"),
	"lang": inQuery("lang", "The language; by Accept-Language without it",
		enum(locales[0].tag, locales[1].tag), "en"),
	"ids":  required(inQuery("id", "External result IDs", listOf(1, maxBatchInURL), []string{"1402245659", "140"})),
	"pair": required(inQuery("id", "The two external result IDs", listOf(2, 2), []string{"1402245659", "1402245668"})),
}

var (
	vdnSchema = object{"type": "integer", "minimum": 1, "maximum": input.MaxVDN}
	// idSchema is a text like IDs in documents: many readers round large numbers.
	idSchema = object{"type": "string", "pattern": "^[1-9][0-9]{0,18}$", "description": "1 to 9223372036854775807"}
	// daySchema is one of at most catalog.MaxDays; see readDays.
	daySchema = object{"type": "string", "format": "date",
		"description": "At most " + strconv.Itoa(catalog.MaxDays) + " days"}
)

func parameter(in, name, description string, schema object, example any) object {
	p := object{"in": in, "name": name, "description": description, "schema": schema}
	if example != nil {
		p["example"] = example
	}
	return p
}

func inPath(name, description string, schema object, example any) object {
	return required(parameter("path", name, description, schema, example))
}

func inQuery(name, description string, schema object, example any) object {
	return parameter("query", name, description, schema, example)
}

func required(p object) object {
	p["required"] = true
	return p
}

// listOf is a list of that many texts.
func listOf(least, most int) object {
	return object{"type": "array", "items": object{"type": "string"}, "minItems": least, "maxItems": most}
}

// enum is a text that is one of the values.
func enum[T ~string](values ...T) object { return object{"type": "string", "enum": values} }
