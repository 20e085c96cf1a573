package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales"
	"isales-console/results"
	"isales-console/views"
)

// mostPages bounds the memory of the finished pages, roughly.
const mostPages = 8 << 20

// resultView is everything that an answer about one external result shows.
type resultView struct {
	query    resultQuery
	form     int
	tongue   *tongue
	found    results.Copy
	staleWhy string
	list     *codeList
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
	list          *codeList
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
	key := pageKey{query: v.query, form: v.form, tongue: v.tongue, theme: c.sessionOf(r).theme(), base: c.base(r)}
	if u := eventOf(r).user; u != nil {
		key.user = u.name
	}
	shows := pageState{v.found.ExternalResult, v.list, v.complete, v.age, v.staleWhy}
	// The page leads back to itself as it was asked for: only the usual spelling of
	// its address is kept.
	keep := r.URL.RawQuery == "" && !r.URL.ForceQuery && r.URL.RawPath == "" && (v.found.Origin == results.Kept || v.found.Origin == results.Stale)
	if keep {
		if p, ok := c.pages.GetIfPresent(key); ok && p.shows == shows {
			return p.document, nil
		}
	}
	d, err := c.makeDocument(r, v)
	if err != nil {
		return nil, err
	}
	d.etag = []string{v.tag(key.user, key.theme, key.base, c.Version)}
	d.link = []string{"<" + v.query.path() + `.json>; rel="alternate"; type="application/json"`}
	if keep {
		d.kept = true
		c.pages.Set(key, finishedPage{shows, d})
	}
	return d, nil
}

// tag names the content of an answer without making it: from what it is made of,
// and from what is given.
func (v resultView) tag(more ...string) string {
	sum := sha256.New()
	number := func(n int64) {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], uint64(n))
		sum.Write(b[:])
	}
	text := func(s string) {
		number(int64(len(s)))
		_, _ = io.WriteString(sum, s)
	}
	number(v.found.ReceivedAt.UnixNano())
	number(int64(v.form))
	if v.list != nil {
		number(v.list.ended.UnixNano())
	}
	number(int64(len(v.found.Mappings)))
	for _, s := range append(more, strconv.FormatBool(v.complete), v.found.DisplayResult, v.age, v.staleWhy, v.tongue.tag) {
		text(s)
	}
	return weakTag(sum.Sum(nil))
}

func (c *Console) makeDocument(r *http.Request, v resultView) (*document, error) {
	rows := mappingRows(v.found.ExternalResult, v.query.vdnID, v.list, v.tongue)
	switch v.form {
	case formJSON:
		return newDocument(jsonMedia, jsonBytes(newResultDocument(v, rows))), nil
	case formCSV:
		return newDocument(csvMedia, resultCSV(v.query, v.found.ExternalResult, rows)), nil
	}
	b := new(bytes.Buffer)
	if err := views.Result(c.resultPage(r, v, rows)).Render(r.Context(), b); err != nil {
		return nil, err
	}
	return newDocument(htmlMedia, b.Bytes()), nil
}

func (c *Console) resultPage(r *http.Request, v resultView, rows []views.MappingRow) views.ResultPage {
	t, q, found := v.tongue.messages, v.query, v.found
	p := views.ResultPage{
		Page: c.page(r),
		VDN:  strconv.Itoa(q.vdnID), Def: strconv.FormatInt(q.defID, 10),
		DisplayText: found.DisplayResult, Code: found.Code,
		Rows:         rows,
		Count:        strconv.Itoa(len(rows)),
		Counted:      t.CodesCount.Of(len(rows)),
		CodesMissing: !v.complete,
		CSV:          q.path() + ".csv",
		CheckedAt:    v.tongue.moment(found.ReceivedAt),
		Age:          v.age,
		Details:      requestDetails(found.ExternalResult, v.tongue),
		Raw:          found.Raw,
		Stale:        v.staleWhy,
		Again:        q.path() + "?again=all",
	}
	p.Title = views.Fill(t.ResultTitle, "name", strings.TrimSpace(p.Def+" "+p.DisplayText), "vdn", p.VDN)
	p.Active, p.Canonical, p.JSON = views.NavLookup, q.path(), q.path()+".json"
	return p
}

// staleWhy says of an old copy why it is no newer one; empty for others.
func staleWhy(found results.Copy, l *tongue) string {
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
	meaning, _ := isales.APIStatusMeaning(r.Status.ResultCode, l.platform)
	status := "resultCode " + r.Status.ResultCode
	if r.Status.ReturnCode != "" {
		status += ", returnCode " + r.Status.ReturnCode
	}
	details := []views.Detail{{Label: t.DetailStatus, Value: views.Fill(t.DetailMeaning, "status", status, "meaning", meaning)}}
	if r.Status.ResultDesc != "" {
		details = append(details, views.Detail{Label: t.DetailDesc, Value: r.Status.ResultDesc})
	}
	return append(details, views.Detail{Label: t.DetailDuration, Value: t.Milliseconds.Of(int(r.Took.Milliseconds()))})
}

// age says how old data is. It is no finer than a minute, because a browser may
// show a page that it has kept for a while.
func age(d time.Duration, t *views.Messages) string {
	if d < time.Minute {
		return t.JustNow
	}
	return t.AgeMinutes.Of(int(d / time.Minute))
}

// mappingRows explains the mapped codes, in the platform's order.
func mappingRows(r *isales.ExternalResult, vdnID int, own *codeList, l *tongue) []views.MappingRow {
	t := l.messages
	rows := make([]views.MappingRow, len(r.Mappings))
	for i, m := range r.Mappings {
		rows[i] = ownRow(m.OBSCode, vdnRequest{vdnID: vdnID, l: l}, own)
		if m.VDNID != 0 && r.VDNID != 0 && m.VDNID != r.VDNID {
			rows[i].Warnings = append(rows[i].Warnings, views.Fill(t.OtherVDN, "vdn", strconv.Itoa(m.VDNID)))
		}
		if m.DefID != "" && r.DefID != "" && m.DefID != r.DefID {
			rows[i].Warnings = append(rows[i].Warnings, views.Fill(t.OtherResult, "def", m.DefID))
		}
	}
	return rows
}
