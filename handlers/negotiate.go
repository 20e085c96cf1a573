package handlers

import (
	"mime"
	"net/http"
	"strconv"
	"strings"

	"isales-console/handlers/respond"
)

// The forms in which data is served, in order of preference.
const (
	formHTML = iota
	formJSON
	formCSV
	formXLSX
)

var formTypes = [...]string{formHTML: "text/html", formJSON: "application/json", formCSV: "text/csv",
	formXLSX: respond.XLSX}

// formSuffixes end the path of a form.
var formSuffixes = [...]string{formHTML: "", formJSON: ".json", formCSV: ".csv", formXLSX: ".xlsx"}

// formOf returns the form that the end of a path names; formHTML for none.
func formOf(path string) int {
	for form, suffix := range formSuffixes {
		if suffix != "" && strings.HasSuffix(path, suffix) {
			return form
		}
	}
	return formHTML
}

// suffix is ".json", ".csv" or ".xlsx" when the path names the form.
func suffix(r *http.Request) string { return formSuffixes[formOf(r.URL.Path)] }

// negotiate returns the form that the request asks for: by the suffix of its
// path, else by its Accept header. With a token no page is asked for.
func negotiate(r *http.Request) int {
	if form := formOf(r.URL.Path); form != formHTML {
		return form
	}
	best, bestQ := formHTML, 0.0
	if requestLogOf(r).byToken {
		best = formJSON
	}
	if r.Header["Accept"] == nil {
		return best
	}
	accept := strings.Join(r.Header["Accept"], ",")
	specific := anything // of equal wishes the more specific holds: scripts send application/json, */*
	for form := best; form < len(formTypes); form++ {
		if q, level := quality(accept, formTypes[form]); q > bestQ || q == bestQ && q > 0 && level > specific {
			best, bestQ, specific = form, q, level
		}
	}
	return best
}

// wantsData reports whether no page is asked for: errors go out as JSON then.
func wantsData(r *http.Request) bool { return negotiate(r) != formHTML }

// How specific an entry of an Accept header is.
const (
	anything  = iota // */*
	typeOnly         // text/*
	wholeType        // text/csv
)

// quality returns how much an Accept header likes a media type, by its most
// specific entry, and how specific that is.
func quality(accept, media string) (result float64, specific int) {
	specific = -1
	kind, _, _ := strings.Cut(media, "/")
	for entry := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(entry)
		level := map[string]int{"*/*": anything, kind + "/*": typeOnly, media: wholeType}
		l, ok := level[name]
		if err != nil || !ok || l <= specific {
			continue
		}
		q, err := strconv.ParseFloat(params["q"], 64)
		if params["q"] == "" || err != nil {
			q = 1
		}
		result, specific = q, l
	}
	return result, specific
}
