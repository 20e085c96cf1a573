package handlers

import (
	"net/http"
	"sync"
	"time"

	"isales-console/isales"
)

// How much bulk work may be under way: requests for batches, lists and exports, from
// their beginning until their last byte is sent. Behind one address there may be a
// whole call center.
const (
	maxBulkOfUser    = 20
	maxBulkOfAddress = 400
	bulkRetryAfter   = 10 * time.Second
)

// bulkWork counts the bulk work under way by its owner. It is safe for concurrent use.
type bulkWork struct {
	mu       sync.Mutex
	underWay map[string]int
}

// begin reports whether the owner may begin another piece of bulk work; if so, it is
// followed by end.
func (b *bulkWork) begin(owner string, most int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.underWay[owner] >= most {
		return false
	}
	if b.underWay == nil {
		b.underWay = make(map[string]int)
	}
	b.underWay[owner]++
	return true
}

func (b *bulkWork) end(owner string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.underWay[owner]--; b.underWay[owner] == 0 {
		delete(b.underWay, owner)
	}
}

// bulkOwner names whose work a request is: the user's or, without one, that of the
// client's address. most is how much of it may be under way.
func (c *Console) bulkOwner(r *http.Request) (owner string, most int) {
	if u := requestLogOf(r).user; u != nil {
		return "user " + u.Name, maxBulkOfUser
	}
	return "address " + c.clientIP(r), maxBulkOfAddress
}

// limitBulk is for requests that may make many calls: they are bulk work, which comes
// behind single look-ups, and nobody may have too much of it under way.
func (c *Console) limitBulk(next http.Handler) http.Handler {
	return c.handle(func(w http.ResponseWriter, r *http.Request) error {
		owner, most := c.bulkOwner(r)
		if !c.bulk.begin(owner, most) {
			return &bulkError{most}
		}
		defer c.bulk.end(owner)
		next.ServeHTTP(w, r.WithContext(isales.Bulk(r.Context(), owner)))
		return nil
	})
}
