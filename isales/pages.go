package isales

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"sync"

	"isales-console/isales/background"
)

// pageSize is the most that one page of the usual lists may have.
const pageSize = 50

// Limits of reading a list: how often it is read again because it changed
// meanwhile, how many pages are believed, and how many are read at once.
const (
	maxPasses     = 3
	maxPages      = 200
	parallelPages = 10
)

// page is one page of a list.
type page[E any] struct {
	total   *amount // of all pages; nil when the answer has none
	entries []E
}

func newPage[F, E any](total *amount, sent []object[F], entry func(F) E) page[E] {
	p := page[E]{total: total}
	for _, o := range sent {
		p.entries = append(p.entries, entry(o.fields))
	}
	return p
}

// paging says how an interface is asked for a page.
type paging struct {
	path   string // below the VDN, with its slash; empty for the VDN itself
	size   int    // entries of a page, the most that the interface allows
	number string // parameter of the page's number, counted from 1
	rows   string // parameter of the size
	total  string // member with the number of entries of all pages
	filter []pair // what is sent with it
}

// usualPaging is that of all lists but the campaigns'.
func usualPaging(path string) paging {
	return paging{path: path, size: pageSize, number: "pageNum", rows: "pageSize", total: "totalCount"}
}

func (p paging) query(n int) []pair {
	return append([]pair{{p.number, strconv.Itoa(n)}, {p.rows, strconv.Itoa(p.size)}}, p.filter...)
}

// pagedList is a list that the platform serves in pages.
type pagedList[E any] struct {
	c     *Client
	vdnID int
	paging
	read func(body string) (page[E], error)
	key  func(E) string // what makes two entries the same
}

// entries reads the list. An entry that moves to an earlier page while the list is
// read would be lost, so a list whose count changed, or that came short, is read
// again, unless that cannot help; entries that came before are not repeated.
func (l pagedList[E]) entries(ctx context.Context) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		var none E
		if err := checkVDNID(l.vdnID); err != nil {
			yield(none, err)
			return
		}
		seen := make(map[string]bool)
		came, total := 0, 0 // of the last pass
		for pass := range maxPasses {
			known, stable, repeats := len(seen), true, false
			now := make(map[string]bool)
			for page, err := range l.pass(ctx) {
				if err != nil {
					yield(none, err)
					return
				}
				before := len(now)
				stable = stable && (before == 0 || int(*page.total) == total)
				total = int(*page.total)
				for _, e := range page.entries {
					k := l.key(e)
					now[k] = true
					if !seen[k] {
						seen[k] = true
						if !yield(e, nil) {
							return
						}
					}
				}
				repeats = repeats || len(page.entries) > 0 && len(now) == before
			}
			came = len(now)
			if stable && came <= total && len(seen) >= total {
				return
			}
			if total > l.most() || repeats || pass > 0 && len(seen) == known {
				break
			}
		}
		if len(seen) < total || came > total {
			yield(none, &IncompleteError{len(seen), total})
		}
	}
}

// most is how many entries are read.
func (l pagedList[E]) most() int { return maxPages * l.size }

// pass reads the pages once, in order, up to an empty one or an error. The first
// says how many there are; the others are read side by side, and no call outlives
// the sequence.
func (l pagedList[E]) pass(ctx context.Context) iter.Seq2[page[E], error] {
	type answer struct {
		page page[E]
		err  error
	}
	return func(yield func(page[E], error) bool) {
		first, err := l.page(ctx, 1)
		if !yield(first, err) || err != nil || len(first.entries) == 0 {
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()
		rest := max(min((int(*first.total)+l.size-1)/l.size, maxPages)-1, 0)
		todo, answers := make(chan int, rest), make([]chan answer, rest)
		for i := range answers {
			answers[i] = make(chan answer, 1) // no reader waits for the pages before
			todo <- i
		}
		close(todo)
		for range min(rest, parallelPages) {
			running.Go(background.Safe(func() {
				for i := range todo {
					a := answer{err: ctx.Err()}
					if a.err == nil {
						a.page, a.err = background.Do(func() (page[E], error) { return l.page(ctx, i+2) })
					}
					answers[i] <- a
				}
			}))
		}
		for _, came := range answers {
			a := <-came
			if !yield(a.page, a.err) || a.err != nil || len(a.page.entries) == 0 {
				return
			}
		}
	}
}

// page reads the page n, counted from 1.
func (l pagedList[E]) page(ctx context.Context, n int) (p page[E], err error) {
	path := fmt.Sprintf("%s/%d%s", l.c.base.Path, l.vdnID, l.path)
	a, err := l.c.get(ctx, path, l.query(n))
	if err != nil {
		return p, err
	}
	if p, err = l.read(cleanUTF8(a.text)); err != nil {
		return p, a.explain(err)
	}
	if p.total == nil {
		return p, &DecodeError{"/" + l.total, "missing"}
	}
	return p, nil
}
