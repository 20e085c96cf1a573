package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-json-experiment/json"

	"isales-console/dictionary"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// verdictUnread is the place of a result that was not read, beside the verdicts.
const verdictUnread dictionary.Verdict = "unread"

// retryAdvice is what follows for the external results of a VDN.
type retryAdvice struct {
	rows []retryResult
	// noRetry are the external result codes that are not to be retried, in list
	// order, each once; nil until every result was read.
	noRetry []string
}

// retryResult is an external result with what follows for it.
type retryResult struct {
	catalog.Result
	dictionary.Judgement                    // see judged
	verdict              dictionary.Verdict // or verdictUnread
	shared               bool               // another result has the same external result code
}

func newRetryAdvice(read *catalog.Catalog, notes *dictionary.Notes) retryAdvice {
	var a retryAdvice
	results := read.Results()
	byCode := map[string][]string{} // all OBS codes of an external result code
	times := map[string]int{}
	for _, r := range results {
		byCode[r.Code] = append(byCode[r.Code], codesOf(r)...)
		times[r.Code]++
	}
	for _, r := range results {
		row := retryResult{Result: r, verdict: verdictUnread, shared: r.Code != "" && times[r.Code] > 1}
		if r.Err == nil {
			row.verdict = row.judged(notes).Verdict
		}
		a.rows = append(a.rows, row)
		if codes, first := byCode[r.Code]; first && r.Code != "" && read.Complete() {
			// A policy names external result codes: those of results that share one are
			// judged together.
			if dictionary.Judge(codes, *notes).Verdict == dictionary.VerdictNoRetry {
				a.noRetry = append(a.noRetry, r.Code)
			}
			delete(byCode, r.Code)
		}
	}
	return a
}

// judged is the result with its judgement. Those of all results would take much memory.
func (r retryResult) judged(notes *dictionary.Notes) retryResult {
	if r.Err == nil {
		r.Judgement = dictionary.Judge(codesOf(r.Result), *notes)
	}
	return r
}

// retryVerdicts are the verdicts, and unread, as they are shown.
func retryVerdicts() []dictionary.Verdict {
	return append(dictionary.Verdicts(), verdictUnread)
}

// pick returns the results with the verdict; all of them for an empty one.
func (a retryAdvice) pick(v dictionary.Verdict) []retryResult {
	return slices.DeleteFunc(slices.Clone(a.rows), func(r retryResult) bool { return v != "" && r.verdict != v })
}

func retryVerdictText(v dictionary.Verdict, l *locale) views.Verdict {
	if v == verdictUnread {
		return views.Verdict{Key: string(v), Text: l.messages.Retry.Unread}
	}
	return verdictView(v, l)
}

// serveRetry says which external results of a VDN not to retry.
func (c *Console) serveRetry(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "/retry")
	if err != nil || !ok {
		return err
	}
	wanted := dictionary.Verdict(r.URL.Query().Get("verdict"))
	if !slices.Contains(retryVerdicts(), wanted) {
		wanted = ""
	}
	p := views.RetryPage{VDNPage: c.vdnPage(r, v, "retry")}
	f := c.joinFollowers(r, v, string(wanted))
	defer f.leave()
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		name:  "retry-" + strconv.Itoa(v.vdnID),
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			c.fillFreshness(&p.VDNPage, v, read)
			fillRetry(&p, v, newRetryAdvice(read, v.notes), wanted)
			p.Again, p.AgainMissing = f.keep(p.Again), f.keep(p.AgainMissing)
			f.fill(&p, v, read)
			if f.reading != nil {
				return views.Retry(p), views.RetryResults(p), nil
			}
			return views.Retry(p), views.RetryContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) {
			d := newRetryDocument(v, read, wanted)
			f.addTo(&d, v, read)
			return d, nil
		},
		sheet: func(read *catalog.Catalog) (spreadsheet.Sheet, error) {
			return retrySheet(v, read, wanted), nil
		},
		rest: f.rest(v.l, func(read *catalog.Catalog) templ.Component {
			f.fill(&p, v, read)
			return views.RetryFollowers(p)
		}),
	})
}

func fillRetry(p *views.RetryPage, v vdnRequest, a retryAdvice, wanted dictionary.Verdict) {
	t := v.l.messages
	p.Counts = append(p.Counts, views.RetryCount{Verdict: views.Verdict{Text: t.Retry.All},
		N: strconv.Itoa(len(a.rows)), Href: v.path, Chosen: wanted == ""})
	for _, verdict := range retryVerdicts() {
		if n := len(a.pick(verdict)); n > 0 {
			p.Counts = append(p.Counts, views.RetryCount{Verdict: retryVerdictText(verdict, v.l), N: strconv.Itoa(n),
				Href: pathWith(v.path, "verdict", string(verdict)), Chosen: verdict == wanted})
		}
	}
	if n := len(a.pick(verdictUnread)); n > 0 {
		p.Unread = t.Retry.NotYet.Of(n)
	} else if len(a.noRetry) > 0 {
		p.Paste, p.PasteJSON = strings.Join(a.noRetry, ","), jsonText(a.noRetry)
	}
	for _, r := range a.pick(wanted) {
		p.Rows = append(p.Rows, retryRow(r.judged(v.notes), v))
	}
	for _, r := range a.pick(dictionary.VerdictMixed) {
		never, retry, unknown := r.judged(v.notes).Split()
		split := views.RetrySplit{ResultLink: resultLinks(v, []catalog.Result{r.Result})[0], Code: r.Code}
		for i, codes := range [][]string{never, retry, unknown} {
			split.Parts[i] = codeLinks(v, codes)
		}
		p.Splits = append(p.Splits, split)
	}
}

func retryRow(r retryResult, v vdnRequest) views.RetryRow {
	t := v.l.messages.Retry
	row := views.RetryRow{ResultLink: resultLinks(v, []catalog.Result{r.Result})[0], Code: r.Code,
		Verdict: retryVerdictText(r.verdict, v.l), Reason: reasonText(r.Judgement, v.l)}
	if r.Err != nil {
		row.Why = diagnose(r.Err, v.l).words(v.l.messages).Heading
		return row
	}
	never, unknown := r.Codes(dictionary.NoRetry), r.Codes(dictionary.CannotTell)
	if n := len(r.Advices); n > 0 && r.verdict != dictionary.VerdictReached {
		row.Never = views.Fill(t.Never.Of(n), "never", strconv.Itoa(len(never)))
		row.NeverCodes = codeLinks(v, never)
	}
	if len(unknown) > 0 {
		row.Unknown, row.UnknownCodes = t.Unknown.Of(len(unknown)), codeLinks(v, unknown)
	}
	for _, advice := range r.Advices {
		if advice.Note != nil {
			row.Notes = append(row.Notes, views.CodeNote{Code: advice.Code, Note: noteView(advice.Note, v.l)})
		}
	}
	switch {
	case r.Code == "":
		row.Note = t.NoCode
	case r.shared:
		row.Note = t.Shared
	}
	return row
}

// reasonText says in a word or a few why the calls of a result end, the most
// frequent reason first.
func reasonText(j dictionary.Judgement, l *locale) string {
	var texts []string
	for _, reason := range j.Reasons() {
		texts = append(texts, reason.Text(l.platform))
	}
	return strings.Join(texts, " · ")
}

// codeLinks lead to the codes as the VDN has them. A mapping without a code is
// left out.
func codeLinks(v vdnRequest, codes []string) (links []views.CodeLink) {
	for _, code := range codes {
		if code != "" {
			links = append(links, views.CodeLink{Code: code,
				Href: "/vdns/" + strconv.Itoa(v.vdnID) + "/codes/" + url.PathEscape(code)})
		}
	}
	return links
}

// jsonText is a list as JSON in one line.
func jsonText(list []string) string {
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts can always be encoded
	}
	return string(text)
}
