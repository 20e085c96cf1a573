package handlers

import (
	"net/http"
	"net/url"
	"reflect"

	"isales-console/handlers/input"
)

// readQuery makes every page read the parameters of its address in one way:
// separators that were damaged on the way are mended, and what cannot be read is
// refused instead of dropped.
func (c *Console) readQuery(next http.Handler) http.Handler {
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		query, err := input.Query(r.URL.RawQuery)
		if err != nil {
			return input.ErrQuery // without its cause, which quotes the address: it would be in the log
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
