package handlers

import (
	"net/http"
	"strconv"

	"isales-console/handlers/input"
	"isales-console/views"
)

// readPageNumber returns the page of a long list that a request asks for, 1 or more.
func readPageNumber(r *http.Request) int {
	if n, reason := input.Number(r.URL.Query().Get("page")); reason == "" {
		return int(min(n, 1e6)) // beyond the end of any list
	}
	return 1
}

// rowsOfPage returns which rows are on a page, from inclusive and to exclusive. Both are
// total on a page beyond the end.
func rowsOfPage(total, perPage, page int) (from, to int) {
	from = min((page-1)*perPage, total)
	return from, min(from+perPage, total)
}

// pageLinks returns the links to all pages of a list, at least one.
func pageLinks(total, perPage, current int, href func(page int) string) (links []views.PageLink) {
	for n := 1; n == 1 || (n-1)*perPage < total; n++ {
		links = append(links, views.PageLink{Number: strconv.Itoa(n), Href: href(n), Current: n == current})
	}
	return links
}
