package handlers

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
)

// serveOpenAPI describes the data for programs. It holds none, so it is for everyone.
func (c *Console) serveOpenAPI(w http.ResponseWriter, r *http.Request) error {
	c.openAPI.Send(w, r, http.StatusOK)
	return nil
}

// newOpenAPI makes the description, OpenAPI 3.1, of the addresses of dataPages and uploadPages. Schemas come from the
// types of the documents themselves.
func (c *Console) newOpenAPI() object {
	s, paths := schemas{}, object{}
	for _, page := range dataPages {
		for form, suffix := range formSuffixes {
			if form == formJSON || form != formHTML && page.table {
				paths[page.path+suffix] = object{"get": page.operation(form, s)}
			}
		}
	}
	for _, page := range uploadPages {
		operation := page.operation(formJSON, s)
		operation["requestBody"] = page.upload
		operation["responses"].(object)["413"] = object{"$ref": "#/components/responses/413"}
		if !c.open() {
			operation["security"] = []object{{"session": []string{}}}
		}
		paths[page.path] = object{"post": operation}
	}
	components := object{"parameters": parameters, "responses": errorResponses(s), "schemas": s}
	document := object{
		"openapi":    "3.1.0",
		"info":       object{"title": "iSales Console", "version": c.Version, "description": openAPILead},
		"servers":    []object{{"url": "/"}},
		"paths":      paths,
		"components": components,
	}
	if !c.open() {
		components["securitySchemes"] = object{
			"token": object{"type": "http", "scheme": "bearer",
				"description": "A token of -tokens-file, made by “web token NAME”: it reads. " +
					"A browser that is signed in needs none."},
			"session": object{"type": "apiKey", "in": "cookie", "name": c.sessions.CookieName(),
				"description": "The cookie of a browser that is signed in"}}
		document["security"] = []object{{"token": []string{}}}
	}
	return document
}

const openAPILead = "What the pages of the console show, as data. Each address is there without its end, too: the " +
	"Accept header then names the form. Texts are in the language of Accept-Language or ?lang=, English or Chinese; " +
	"keys are the same in both. A document says \"schema\"; the number grows when a field changes its meaning or " +
	"goes away, and ?schema=1 names the codes of external results as before."

// operation describes a page in a form other than HTML.
func (p dataPage) operation(form int, s schemas) object {
	content := object{}
	switch form {
	case formJSON:
		content["schema"] = s.of(reflect.TypeOf(p.document))
	case formCSV:
		content["schema"] = object{"type": "string"}
	}
	found := object{"description": p.summary, "content": object{formTypes[form]: content}}
	responses := object{"200": found}
	for _, status := range errorStatuses {
		responses[strconv.Itoa(status)] = object{"$ref": "#/components/responses/" + strconv.Itoa(status)}
	}
	if p.leads {
		responses["303"] = object{"description": "There is one answer; it is at the address of the Location header."}
		responses["404"] = object{"description": "Nothing was found.", "content": found["content"]}
	}
	var refs []object
	for _, name := range append(pathParameters(p.path), p.query...) {
		refs = append(refs, object{"$ref": "#/components/parameters/" + name})
	}
	return object{"operationId": p.name + formSuffixes[form][1:], "summary": p.summary, "parameters": refs,
		"responses": responses}
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

func pathParameters(path string) (names []string) {
	for _, found := range pathParameter.FindAllStringSubmatch(path, -1) {
		names = append(names, found[1])
	}
	return names
}

// errorStatuses are those of answers that are no data; see error.go.
var errorStatuses = []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
	http.StatusMisdirectedRequest, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
	http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}

// errorResponses describes the answers that are no data, by their status.
func errorResponses(s schemas) object {
	content := object{"application/json": object{"schema": s.of(reflect.TypeOf(problemDocument{}))}}
	header := func(name, description string) object {
		return object{name: object{"description": description, "schema": object{"type": "string"}}}
	}
	responses := object{}
	for _, status := range append(slices.Clone(errorStatuses), http.StatusRequestEntityTooLarge) {
		response := object{"description": http.StatusText(status), "content": content}
		switch status {
		case http.StatusUnauthorized:
			response["headers"] = header("WWW-Authenticate", "Bearer")
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			response["headers"] = header("Retry-After", "In how many seconds to ask again")
		}
		responses[strconv.Itoa(status)] = response
	}
	return responses
}
