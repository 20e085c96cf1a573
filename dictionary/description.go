package dictionary

import "isales-console/isales"

// partlyDocumented are codes of which the vendor's documents, as far as they
// could be read, give less than a text, but more than an example.
var partlyDocumented = map[string]bilingual[string]{
	"01288": {"An action of the agent while agent and customer were being connected (the vendor's text is cut off)",
		"座席与客户接续过程中的座席操作（厂商文字不完整）"},
}

// Description returns the vendor's short text of an OBS code or, for a code
// without one, what is known about it instead, in half a sentence; documented
// is false then. It is never empty.
func Description(code string, l isales.Language) (text string, documented bool) {
	if e, ok := lookupOBS(trimCode(code)); ok {
		if e.Documented {
			return e.Short(l), true
		}
		if text, ok := partlyDocumented[e.Code]; ok {
			return pick(l, text), false
		}
	}
	return isales.Description(code, l)
}
