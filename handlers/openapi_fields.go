package handlers

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales"
	"isales-console/views"
)

// fieldMeaning is what the description says of a field that t declares, beside its type.
func fieldMeaning(t reflect.Type, name string) object {
	own := t.Name() + "." + name
	rules, special := fieldRules[own]
	if !special {
		rules = fieldRules[name]
	}
	meaning := maps.Clone(rules)
	if meaning == nil {
		meaning = object{}
	}
	meaning["description"] = cmp.Or(fieldTexts[own], fieldTexts[name])
	return meaning
}

// fieldTexts say what a field is, by its name; behind a type they are for its fields only.
var fieldTexts = map[string]string{
	"schema":                       "The version of the document",
	"vdnId":                        "A virtual call center",
	"defId":                        "External result ID; a text, because many readers round large numbers",
	"defIds":                       "External result IDs",
	"displayResult":                "The text of the external result",
	"externalResultCode":           "External result code, which retry policies name",
	"obsCode":                      "OBS result code (failCode); leading zeros belong to it",
	"obsCodes":                     "OBS result codes",
	"code":                         "OBS result code or API status; of a candidate that is an external result, its code",
	"description":                  "The text of the code, of the VDN or of the vendor's documents",
	"documented":                   "The code has a text",
	"source":                       "Whose text it is; empty for none",
	"group":                        "What kind of ending the code stands for; empty when nothing says so",
	"releasedBy":                   "Which side ended the call; empty when nothing says so",
	"action":                       "What to do; empty for an API status",
	"reason":                       "Why the call ended so",
	"reasons":                      "Why calls with the result ended so",
	"suggests":                     "What to do, in a sentence",
	"advice":                       "What to do, in a sentence",
	"verdict":                      "What follows for the result as a whole; absent when it could not be read",
	"note":                         "The center's own note on the code",
	"text":                         "The text itself",
	"author":                       "Who wrote the note",
	"date":                         "A day, 2026-03-04",
	"explanation":                  "What the code means for the call",
	"provenance":                   "Where the explanation comes from when it goes beyond the vendor's documents",
	"causes":                       "Likely causes",
	"kind":                         "What it is",
	"warnings":                     "What contradicts itself in the mapping",
	"mapId":                        "The platform's ID of the mapping",
	"mappings":                     "The codes of the result, in the platform's order",
	"apiStatus":                    "How the platform answered",
	"resultCode":                   "The platform's outer code",
	"resultDesc":                   "The platform's text for it",
	"returnCode":                   "The platform's inner code",
	"returnDesc":                   "The platform's text for it",
	"checkedAt":                    "When the platform answered",
	"readAt":                       "When the VDN was read",
	"stale":                        "Why an old copy stands in for the platform's answer; absent when it does not",
	"complete":                     "No external result is missing",
	"listTotal":                    "The platform's count of its list, where it listed another number",
	"filtered":                     "A search or a verdict may have left results out; absent without",
	"results":                      "External results",
	"codes":                        "Codes, each once",
	"error":                        "Why it could not be read: a code as of ProblemDocument",
	"mapped":                       "The codes that lead to a result",
	"unmapped":                     "The codes that lead to none",
	"mappedTwice":                  "The codes that lead to several results",
	"repeated":                     "The codes that a result has more than once",
	"contradictions":               "Mappings that name another VDN or result than their own",
	"mappingVdnId":                 "The VDN that the mapping names",
	"mappingDefId":                 "The external result that the mapping names",
	"state":                        "What was found",
	"meant":                        "Codes that an unknown one may stand for: it lost its zeros",
	"suggestedBy":                  "Who says so: not the vendor",
	"noRetryPolicy":                "External result codes not to retry; absent while results are missing",
	"counts":                       "How many results there are of each",
	"count":                        "How many",
	"byAction":                     "The same by what to do",
	"byCode":                       "The same by code",
	"followers":                    "What the retry policies of campaigns make of it; absent unless asked for",
	"campaigns":                    "Outbound campaigns",
	"campaign":                     "The campaign itself",
	"campaignId":                   "Campaign ID",
	"name":                         "The name",
	"status":                       "The status as the platform numbers it",
	"deviceType":                   "The kind of device as the platform numbers it",
	"strBeginTime":                 "When it begins, as the platform writes it",
	"strEndTime":                   "When it ends, as the platform writes it",
	"retryPolicy":                  "The retry policy; null for none",
	"policyType":                   "The type of the policy as the platform numbers it",
	"noRetry":                      "External result codes that the policy does not retry",
	"policyJson":                   "The field of that name as the platform sent it",
	"busiPolicy":                   "The field of that name as the platform sent it",
	"notChecked":                   "Why there is no check; absent when there is one",
	"check":                        "Where policy and mapping differ",
	"inPolicy":                     "The policy names the code",
	"differences":                  "How many differences the check found",
	"from":                         "The first day",
	"to":                           "The last day",
	"days":                         "The days, the first one first",
	"calls":                        "Failed calls",
	"callsBefore":                  "Failed calls in as many days before; absent when they could not be read",
	"oursToMend":                   "On our side: calls, or whether the code is",
	"unknown":                      "Calls with codes that nothing is known about",
	"known":                        "The code is documented or the VDN's own",
	"key":                          "The action or the code",
	"callId":                       "Call ID",
	"callStatus":                   "How the call ended",
	"ringSeconds":                  "For how long it rang; absent when unknown",
	"talkSeconds":                  "For how long it was talked on; absent when unknown",
	"callEndTime":                  "When the call ended, as the platform writes it",
	"mappingToday":                 "What today's mapping says of the code",
	"duplicates":                   "How many IDs were given more than once",
	"leftOut":                      "How many IDs were too many",
	"otherVdns":                    "IDs of other VDNs, which were left out",
	"both":                         "The codes of both results",
	"onlyFirst":                    "The codes of the first result only",
	"onlySecond":                   "The codes of the second result only",
	"query":                        "What was looked for",
	"tried":                        "What was searched, in words",
	"candidates":                   "What may be meant, the likeliest first",
	"path":                         "The address of its page",
	"message":                      "What happened and what to do, in words",
	"field":                        "The parameter that is wrong",
	"apiCode":                      "The platform's code, when it gave one",
	"requestId":                    "What the log of the console names the request",
	"findDocument.reason":          "Why the text cannot be read; absent when it can",
	"jsonError.status":             "The status of the answer",
	"jsonError.code":               "What went wrong",
	"staleDocument.code":           "What went wrong",
	"failuresDocument.unmapped":    "Calls with codes that lead to no result",
	"failedCodeDocument.mapped":    "The code leads to a result",
	"problemDocument.error":        "What went wrong",
	"findCandidate.note":           "The center's own note on the code",
	"followersDocument.error":      "Why the list of campaigns could not be read",
	"policyDocument.noRetryPolicy": "The field of that name as the platform sent it",
}

// fieldRules say what a field can be; their keys are those of fieldTexts.
var fieldRules = map[string]object{
	"schema":                {"const": schema},
	"vdnId":                 {"minimum": 1, "maximum": input.MaxVDN},
	"verdict":               enum(dictionary.Verdicts()...),
	"retryOverview.verdict": enum(retryVerdicts()...),
	"verdictCount.verdict":  enum(retryVerdicts()...),
	"followerOverview.verdict": enum("agrees", "differs", "incomplete", checkNoPolicy, checkByNumberType,
		checkPolicyUnread),
	"action":              enum(append(dictionary.Actions(), "")...),
	"reason":              enum(dictionary.Reasons()...),
	"findDocument.reason": {},
	"group":               enum(append(isales.Groups(), "")...),
	"releasedBy": enum(isales.ByUser, isales.ByPlatform, isales.ByResources, isales.BySystem,
		isales.BySuccess, ""),
	"source":                   enum("vdn", "documentation", "console", ""),
	"codeDocument.kind":        enum(kindOBS, kindAPI),
	"findCandidate.kind":       enum("code", "externalResult"),
	"checkDocument.kind":       enum("retried", "not_retried", "gone", "mixed", "unread"),
	"reverseDocument.state":    enum("once", "twice", "nowhere", "unknown"),
	"batchOverview.state":      enum("found", "not_found", "no_id", "failed"),
	"mappingToday":             enum(callSame, callMoved, callNowhere, callNotListed, callNoResult),
	"notChecked":               enum(checkNoPolicy, checkByNumberType, checkPolicyUnread),
	"readAt":                   {"format": "date-time"},
	"checkedAt":                {"format": "date-time"},
	"from":                     {"format": "date"},
	"to":                       {"format": "date"},
	"failuresDayDocument.date": {"format": "date"},
	"jsonError.code": enum(append(slices.Sorted(maps.Keys(views.English.ErrorPage)), "bad_input",
		"sign_in_refused")...),
}
