package platform

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"isales-console/isales"
)

// CopyStore keeps last good copies beyond the process, for a time of its own. A name
// begins with what the copy is of. It is safe for concurrent use.
type CopyStore interface {
	// SaveCopy keeps a copy. It does not wait, and may drop it.
	SaveCopy(name string, data []byte)
	// LoadCopy returns a copy, or nil for none and for one that cannot be had soon.
	LoadCopy(ctx context.Context, name string) []byte
}

// savedResult is the copy of an external result: the answer, which is read again, and
// what belongs to it.
type savedResult struct {
	ReceivedAt time.Time `json:"at"`
	TookMillis int64     `json:"ms"`
	Answer     string    `json:"raw"`
}

// KeepIn lets copies outlive the process. It comes before the first look-up; with nil
// nothing changes.
func (l *Layer) KeepIn(store CopyStore) { l.store = store }

// save keeps a good answer beyond the process.
func (l *Layer) save(key Query, r *isales.ExternalResult) {
	if l.store == nil || l.Stale == 0 {
		return
	}
	if data, err := json.Marshal(savedResult{r.ReceivedAt, r.Took.Milliseconds(), r.Raw}); err == nil {
		l.store.SaveCopy("result/"+key.String(), data)
	}
}

// recall returns the copy that another process has saved, if it may still be shown, and
// keeps it like one of its own; nil for none.
func (l *Layer) recall(ctx context.Context, key Query) *isales.ExternalResult {
	if l.store == nil || l.Stale == 0 {
		return nil
	}
	var saved savedResult
	if data := l.store.LoadCopy(ctx, "result/"+key.String()); data == nil || json.Unmarshal(data, &saved) != nil {
		return nil
	}
	r, err := isales.ParseExternalResult(saved.Answer, key.VDNID, key.DefID)
	if err != nil {
		return nil
	}
	r.ReceivedAt, r.Took = saved.ReceivedAt, time.Duration(saved.TookMillis)*time.Millisecond
	e := &entry{at: saved.ReceivedAt, result: r, until: saved.ReceivedAt}
	if !l.usable(e, time.Now()) {
		return nil
	}
	l.copies.Set(key, e)
	return r
}

// savedCodes is the copy of a code list.
type savedCodes struct {
	ReadAt time.Time            `json:"at"`
	Codes  []isales.OBSCodeText `json:"codes"`
	// Got and Total are those of a list that does not add up; 0 of others.
	Got   int `json:"got,omitzero"`
	Total int `json:"total,omitzero"`
}

// KeepIn lets code lists outlive the process. It comes before the first Start; with nil
// nothing changes.
func (c *CodeLists) KeepIn(store CopyStore) { c.store = store }

func (k vdnKey) copyName() string { return fmt.Sprintf("codes/%d/%s", k.vdnID, k.language) }

// save keeps a list that was read beyond the process.
func (c *CodeLists) save(list *CodeList) {
	if c.store == nil {
		return
	}
	saved := savedCodes{ReadAt: list.ended, Codes: list.codes}
	if list.short != nil {
		saved.Got, saved.Total = list.short.Got, list.short.Total
	}
	if data, err := json.Marshal(saved); err == nil {
		c.store.SaveCopy(list.key.copyName(), data)
	}
}

// recall keeps the list that another process has saved as the last good one, unless
// there is one already.
func (c *CodeLists) recall(ctx context.Context, key vdnKey) {
	if _, have := c.good.GetIfPresent(key); have || c.store == nil {
		return
	}
	var saved savedCodes
	data := c.store.LoadCopy(ctx, key.copyName())
	if data == nil || json.Unmarshal(data, &saved) != nil || c.now().Sub(saved.ReadAt) >= codesKept {
		return
	}
	list := NewCodeList(saved.Codes, saved.ReadAt)
	list.key = key
	if saved.Got != saved.Total {
		list.short = &isales.IncompleteError{Got: saved.Got, Total: saved.Total}
	}
	c.good.Set(key, list)
}

// staleCopy is an old copy with why there is no newer one.
func staleCopy(old *isales.ExternalResult, err error) Copy {
	c := Copy{ExternalResult: old, Origin: Stale, Trouble: err}
	if down, ok := errors.AsType[*UnavailableError](err); ok {
		c.Trouble, c.RetryAt = down.Err, down.RetryAt
	}
	return c
}
