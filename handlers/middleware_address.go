package handlers

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales"
)

// choices are the parameters that have some values only. To drop another one would answer something else than was
// asked for.
var choices = map[string]func(value string) bool{
	"verdict":   func(v string) bool { return slices.Contains(retryVerdicts(), dictionary.Verdict(v)) },
	"status":    func(v string) bool { return slices.Contains(campaignStatuses, isales.CampaignStatus(v)) },
	"campaigns": func(v string) bool { return v == "1" || v == "0" },
	"schema":    func(v string) bool { return v == "1" || v == "2" },
}

// parameterError is a parameter of an address that cannot be used.
type parameterError struct {
	code string   // of its problem
	fill []string // as problem.fill
}

func (e *parameterError) Error() string { return "parameter of the address: " + e.code }

// readQuery makes every page read the parameters of its address in one way:
// separators that were damaged on the way are mended, and what cannot be read is
// refused instead of dropped.
func (c *Console) readQuery(next http.Handler) http.Handler {
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		query, err := input.Query(r.URL.RawQuery)
		if err != nil {
			return input.ErrQuery // without its cause, which quotes the address: it would be in the log
		}
		for name, known := range choices {
			if value := query.Get(name); value != "" && !known(value) {
				return &parameterError{"bad_parameter", []string{"name", name, "value", echo(value)}}
			}
		}
		requestLogOf(r).parameters = query
		if !reflect.DeepEqual(r.URL.Query(), query) {
			mended, address := *r, *r.URL
			address.RawQuery = query.Encode()
			mended.URL = &address
			r = &mended
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// parametersOf are the parameters of the address as readQuery has read them.
func parametersOf(r *http.Request) url.Values { return requestLogOf(r).parameters }
