package handlers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// mostPages bounds the memory of the finished pages, roughly.
const mostPages = 8 << 20

// resultView is everything that an answer about one external result shows.
type resultView struct {
	query    resultQuery
	form     int
	tongue   *tongue
	found    platform.Copy
	staleWhy string
	list     *platform.CodeList
	complete bool // nothing is missing for want of list
	age      string
}

// pageKey names a finished answer; who may see what is decided before.
type pageKey struct {
	query  resultQuery
	form   int
	tongue *tongue
	user   string
	theme  string
	base   string
}

// finishedPage is an answer that was given before, and what it shows.
type finishedPage struct {
	shows pageState
	*document
}

// pageState is what may change in an answer under the same key.
type pageState struct {
	result        *isales.ExternalResult
	list          *platform.CodeList
	complete      bool
	age, staleWhy string
}

func newPages() (*otter.Cache[pageKey, finishedPage], error) {
	return otter.New(&otter.Options[pageKey, finishedPage]{
		MaximumWeight: mostPages,
		Weigher:       func(_ pageKey, p finishedPage) uint32 { return uint32(p.size()) },
	})
}

// resultDocument returns the answer, finished before or made now. It is kept
// when its result is: what is asked for once only would push the others out.
func (c *Console) resultDocument(r *http.Request, v resultView) (*document, error) {
	frame := c.frame(r)
	key := pageKey{query: v.query, form: v.form, tongue: v.tongue, user: frame.User, theme: frame.Theme, base: frame.Base}
	shows := pageState{v.found.ExternalResult, v.list, v.complete, v.age, v.staleWhy}
	// The page leads back to itself as it was asked for: only the usual spelling of
	// its address is kept.
	usual := r.URL.RawQuery == "" && !r.URL.ForceQuery && r.URL.RawPath == ""
	keep := usual && (v.found.Origin == platform.Hit || v.found.Origin == platform.Stale)
	if keep {
		if p, ok := c.pages.GetIfPresent(key); ok && p.shows == shows {
			return p.document, nil
		}
	}
	path, link := v.query.address()
	frame.Here = path
	if !usual {
		frame.Here = here(r)
	}
	d, err := v.document(frame, path, keep)
	if err != nil {
		return nil, err
	}
	d.etag = []string{v.tag(key.user, key.theme, key.base, c.Version)}
	d.link = []string{link}
	if keep {
		c.pages.Set(key, finishedPage{shows, d})
	}
	return d, nil
}

// tag names the content of an answer without making it: from what it is made of,
// and from what is given.
func (v *resultView) tag(more ...string) string {
	content := make([]byte, 0, 512)
	number := func(n int64) { content = binary.LittleEndian.AppendUint64(content, uint64(n)) }
	text := func(s string) {
		number(int64(len(s)))
		content = append(content, s...)
	}
	number(v.found.ReceivedAt.UnixNano())
	number(int64(v.form))
	if v.list != nil {
		number(v.list.ReadAt().UnixNano())
	}
	number(int64(len(v.found.Mappings)))
	for _, s := range more {
		text(s)
	}
	for _, s := range [...]string{strconv.FormatBool(v.complete), v.found.DisplayResult, v.age, v.staleWhy, v.tongue.tag} {
		text(s)
	}
	sum := sha256.Sum256(content)
	return weakTag(sum[:])
}

// document makes the answer whose usual address is path, to be kept or to be
// released when it is sent.
func (v *resultView) document(frame views.Page, path string, keep bool) (*document, error) {
	result, vdnID := v.found.ExternalResult, v.query.vdnID
	var d *document
	switch v.form {
	case formJSON:
		d = newDocument(jsonMedia, jsonBytes(newResultDocument(*v, mappingRows(result, vdnID, v.list, v.tongue))))
	case formCSV:
		d = newDocument(csvMedia, resultCSV(v.query, result, mappingRows(result, vdnID, v.list, v.tongue)))
	default:
		b := newBuffer()
		if err := views.Result(v.page(frame, path)).Render(context.Background(), b); err != nil {
			keepBuffer(b)
			return nil, err
		}
		if keep {
			d = newDocument(htmlMedia, bytes.Clone(b.Bytes()))
			keepBuffer(b)
		} else {
			d = newDocument(htmlMedia, b.Bytes())
			d.borrowed = b
		}
	}
	d.kept = keep
	return d, nil
}

func (v *resultView) page(frame views.Page, path string) views.ResultPage {
	t, q, found := v.tongue.messages, v.query, v.found
	count := len(found.Mappings)
	p := views.ResultPage{
		Page: frame,
		VDN:  strconv.Itoa(q.vdnID), Def: path[strings.LastIndexByte(path, '/')+1:],
		DisplayText: found.DisplayResult, Code: found.Code,
		Rows:         mappingRows(found.ExternalResult, q.vdnID, v.list, v.tongue),
		Count:        strconv.Itoa(count),
		Counted:      t.CodesCount.Of(count),
		CodesMissing: !v.complete,
		CSV:          path + ".csv",
		CheckedAt:    v.tongue.moment(found.ReceivedAt),
		Age:          v.age,
		Details:      requestDetails(found.ExternalResult, v.tongue),
		Raw:          found.Raw,
		Stale:        v.staleWhy,
		Again:        path + "?again=all",
	}
	p.Active, p.Canonical, p.JSON = views.NavLookup, path, path+".json"
	return p
}

// staleWhy says of an old copy why it is no newer one; empty for others.
func staleWhy(found platform.Copy, l *tongue) string {
	if found.Trouble == nil {
		return ""
	}
	t := l.messages
	next := t.StaleNext
	if !found.RetryAt.IsZero() {
		next = views.Fill(t.StaleLater, "time", l.moment(found.RetryAt).Human)
	}
	return views.Fill(t.StaleWhy, "time", l.moment(found.ReceivedAt).Human, "why", diagnose(found.Trouble, l).words(t).What, "next", next)
}

func requestDetails(r *isales.ExternalResult, l *tongue) []views.Detail {
	t := l.messages
	status := success[l.platform]
	if r.Status.ResultCode != isales.StatusSuccess || r.Status.ReturnCode != isales.StatusSuccess {
		status = statusDetail(r.Status.ResultCode, r.Status.ReturnCode, l)
	}
	details := append(make([]views.Detail, 0, 3), views.Detail{Label: t.DetailStatus, Value: status})
	if r.Status.ResultDesc != "" {
		details = append(details, views.Detail{Label: t.DetailDesc, Value: r.Status.ResultDesc})
	}
	return append(details, views.Detail{Label: t.DetailDuration, Value: t.Milliseconds.Of(int(r.Took.Milliseconds()))})
}

// success is the detail of the status that nearly all results have.
var success = map[isales.Language]string{
	tongues[0].platform: statusDetail(isales.StatusSuccess, isales.StatusSuccess, &tongues[0]),
	tongues[1].platform: statusDetail(isales.StatusSuccess, isales.StatusSuccess, &tongues[1]),
}

func statusDetail(resultCode, returnCode string, l *tongue) string {
	meaning, _ := isales.APIStatusMeaning(resultCode, l.platform)
	status := "resultCode " + resultCode
	if returnCode != "" {
		status += ", returnCode " + returnCode
	}
	return views.Fill(l.messages.DetailMeaning, "status", status, "meaning", meaning)
}

// age says how old data is. It is no finer than a minute, because a browser may
// show a page that it has kept for a while.
func age(d time.Duration, t *views.Messages) string {
	if d < time.Minute {
		return t.JustNow
	}
	return t.AgeMinutes.Of(int(d / time.Minute))
}
