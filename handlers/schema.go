package handlers

import (
	"net/http"
)

// schema is the version of the JSON documents; it grows when a field changes
// its meaning or goes away. In 2, "suggests" is the sentence of the code instead
// of the group, an action is written "no_retry" instead of "never-retry", and the
// code of an external result is called externalResultCode. With ?schema=1 it has its
// former name, in documents and tables.
const schema = 2

// wantsFormer reports that documents and tables of schema 1 are asked for.
func wantsFormer(r *http.Request) bool { return parametersOf(r).Get("schema") == "1" }

// schemaOf is the version of the documents that a request asks for.
func schemaOf(r *http.Request) int { return vdnRequest{former: wantsFormer(r)}.schema() }

// schema is that of the documents about a VDN.
func (v vdnRequest) schema() int {
	if v.former {
		return 1
	}
	return schema
}

// NamedCode is the code of an external result under its name in a document.
type NamedCode struct {
	Code   *string `json:"externalResultCode,omitzero"`
	Former *string `json:"resultDefinitionCode,omitzero"` // of schema 1
}

func (v vdnRequest) nameCode(code string) NamedCode {
	if v.former {
		return NamedCode{Former: &code}
	}
	return NamedCode{Code: &code}
}

// code is the code under either name; "" without one.
func (n NamedCode) code() string {
	for _, code := range []*string{n.Code, n.Former} {
		if code != nil {
			return *code
		}
	}
	return ""
}

// codeColumn is the name of the column of external result codes.
func (v vdnRequest) codeColumn() string {
	if v.former {
		return "resultDefinitionCode"
	}
	return "externalResultCode"
}
