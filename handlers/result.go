package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"isales-console/platform"
)

// serveResult shows one external result as a page, as JSON, CSV or XLSX.
func (c *Console) serveResult(w http.ResponseWriter, r *http.Request) error {
	q, ok := parsePath(pathValue(r, "vdnId"), pathValue(r, "defId"))
	if !ok {
		if redirectWrongPath(w, r) {
			return nil
		}
		return errPageNotFound
	}
	l := c.localeOf(r)
	list := c.codes.Start(r.Context(), q.vdnID, l.platform)
	start := time.Now()
	found, err := c.Results.ExternalResult(r.Context(), platform.Query{VDNID: q.vdnID, DefID: q.defID,
		Language: l.platform, Refresh: wantsFresh(r)})
	e := requestLogOf(r)
	e.upstream, e.outcome, e.query, e.origin = time.Since(start), "ok", q, found.Origin
	if err != nil {
		return &lookupError{q, err}
	}
	form := negotiate(r)
	if form == formHTML {
		c.remember(w, r, q)
	}
	v := resultView{query: q, form: form, former: wantsFormer(r), locale: l, found: found, notes: c.notes(),
		staleWhy: staleWhy(found, l),
		policies: c.campaigns.HeldPolicies(q.vdnID),
		age:      age(c.Now().Sub(found.ReceivedAt), l.messages)}
	v.list, v.complete = c.codes.Wait(r.Context(), list, codesWait)
	answer, err := c.resultAnswer(r, v)
	if err != nil {
		return err
	}
	h := w.Header()
	linkJSON(w, q.path()+".json")
	if status, ok := cacheStatus[found.Origin]; ok {
		h.Set("Cache-Status", status)
	}
	if found.Origin == platform.Hit || found.Origin == platform.Stale {
		h.Set("Age", strconv.Itoa(max(0, int(c.Now().Sub(found.ReceivedAt)/time.Second))))
	}
	answer.Send(w, r, http.StatusOK)
	return nil
}

// cacheStatus says in the words of RFC 9211 where an answer comes from.
var cacheStatus = map[platform.Origin]string{
	platform.Miss:   "isales-console; fwd=uri-miss",
	platform.Shared: "isales-console; fwd=uri-miss; collapsed",
	platform.Hit:    "isales-console; hit",
	platform.Stale:  "isales-console; hit; detail=stale",
}

// wantsFresh reports that the reader asks for the platform's answer of now, by
// the page's own link or by a forced reload.
func wantsFresh(r *http.Request) bool {
	if control := r.Header["Cache-Control"]; len(control) > 0 && strings.Contains(control[0], "no-cache") {
		return true
	}
	return r.URL.RawQuery != "" && r.URL.Query().Get("again") == "all"
}
