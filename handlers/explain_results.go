package handlers

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"isales-console/dictionary"
	"isales-console/handlers/input"
	"isales-console/isales/background"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// holding is what the chosen column of a report holds; a value of the form.
type holding string

const (
	holdsCodes   holding = "obsCode"
	holdsResults holding = "externalResultCode"
	holdsIDs     holding = "defId"
)

// holdings are the values of holding.
var holdings = []holding{holdsCodes, holdsResults, holdsIDs}

// explainLookup asks the platform what a report needs. finish waits for the end and hands the answers over.
type explainLookup struct {
	progressing
	leave  func()
	finish func(context.Context) error
}

// startLookup begins the look-ups for a report; nil when it needs none. OBS codes need none: with a VDN the external
// results that they lead to are named.
func (c *Console) startLookup(r *http.Request, e *explainer, table *spreadsheet.Table) (*explainLookup, error) {
	if e.vdnID == 0 {
		return nil, nil
	}
	requestLogOf(r).query = resultID{vdnID: e.vdnID}
	if e.holds == holdsIDs {
		ids, err := e.differentIDs(table)
		if err != nil {
			return nil, err
		}
		return c.lookUpIDs(r.Context(), e, ids), nil
	}
	reading := c.catalogs.Join(r.Context(), e.vdnID, e.l.platform, platform.ReadIfStale)
	return &explainLookup{reading, reading.Leave, func(ctx context.Context) error {
		read, err := reading.Wait(ctx)
		if err == nil {
			e.take(read)
		}
		return err
	}}, nil
}

// take explains by a VDN's catalogue from now on.
func (e *explainer) take(read *catalog.Catalog) {
	e.twins = textTwins(func(code string) string { return vdnCodeRow(code, e.vdnRequest, read).Meaning })
	e.results = read.ResultsFor
	if e.holds == holdsCodes {
		e.own = func(code string) *platform.CodeList { return ownText(read, code) }
		for _, code := range read.Codes() {
			e.know(code.Code)
		}
		return
	}
	e.known = nil
	byCode := map[string][]catalog.Result{}
	for _, r := range read.Results() {
		byCode[r.Code] = append(byCode[r.Code], r)
		e.know(r.Code)
	}
	e.results = func(code string) []catalog.Result { return byCode[code] }
}

// know adds a code to those that cells may stand for.
func (e *explainer) know(code string) {
	if code != "" && !slices.Contains(e.known, code) {
		e.known = append(e.known, code)
	}
}

// differentIDs collects the external result IDs of a report, each once; beyond maxBatch they are counted only.
func (e *explainer) differentIDs(table *spreadsheet.Table) (*batch, error) {
	b := parseBatch(e.vdnID, nil)
	names := e.nameRow(table)
	for row, err := range table.All() {
		if err != nil {
			return nil, err
		}
		if id, reason := input.One(row.Cell(e.column)); row.Number > names && reason == "" && !e.ofOther(id) {
			b.add("", id, "")
		}
	}
	return b, nil
}

func (e *explainer) ofOther(id input.ID) bool { return id.VDN != 0 && id.VDN != e.vdnID }

// idLookup is how far the look-ups of IDs are.
type idLookup struct {
	mu       sync.Mutex
	progress catalog.Progress
	done     chan struct{}
}

// Progress implements progressing.
func (l *idLookup) Progress() (catalog.Progress, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.progress, nil
}

// Done implements progressing.
func (l *idLookup) Done() <-chan struct{} { return l.done }

// lookUpIDs looks up the IDs of a report.
func (c *Console) lookUpIDs(ctx context.Context, e *explainer, ids *batch) *explainLookup {
	ctx, cancel := context.WithTimeout(ctx, platform.BulkTimeout)
	n := len(ids.entries)
	l := &idLookup{progress: catalog.Progress{Listed: n, ListTotal: n, Total: n}, done: make(chan struct{})}
	found := make(map[int64]batchRow, n)
	background.Go(func() {
		defer close(l.done)
		c.run(ctx, ids.vdnID, e.l, ids, func(_ int, row batchRow) {
			l.mu.Lock()
			defer l.mu.Unlock()
			found[row.entry.defID] = row
			l.progress.Done++
		})
	})
	return &explainLookup{l, cancel, func(ctx context.Context) error {
		if err := waitFor(ctx, l); err != nil {
			return err
		}
		e.ids, e.leftOut = found, ids.tooMany
		own := c.ownCodes(ctx, e.vdnRequest)
		e.twins = textTwins(func(code string) string { return codeRow(code, own, e.notes, e.l).Meaning })
		return ctx.Err()
	}}
}

// explainID explains the cell of an external result ID.
func (e *explainer) explainID(cell string) *explainedCell {
	x, t := &explainedCell{}, e.l.messages
	id, reason := input.One(cell)
	row, asked := e.ids[id.Def]
	switch {
	case reason != "":
		x.why = defProblem(reason, t)
	case e.ofOther(id):
		x.why = views.Fill(t.DefOtherVDN, "vdn", strconv.Itoa(id.VDN))
	case !asked:
		x.why = t.Explain.NotAsked
	case row.err != nil:
		x.why = diagnose(row.err, e.l).words(t).Heading
	default:
		x.code = row.entry.text
		e.explainResults(x, []catalog.Result{{DefID: x.code, DisplayResult: row.found.DisplayResult, Code: row.found.Code,
			Mappings: row.found.Mappings}})
	}
	return x
}

// explainResults explains a cell by the external results that it stands for.
func (e *explainer) explainResults(x *explainedCell, results []catalog.Result) {
	var codes, groups, acts []string
	for _, r := range results {
		if r.Err != nil {
			x.code, x.why = "", diagnose(r.Err, e.l).words(e.l.messages).Heading
			return
		}
		codes = append(codes, codesOf(r)...)
	}
	codes = distinct(codes)
	for _, code := range codes {
		groups = append(groups, codeRow(code, nil, e.notes, e.l).Group)
		acts = append(acts, e.l.messages.Actors[string(dictionary.Advise(code, *e.notes).Actor)])
	}
	judged := dictionary.Judge(codes, *e.notes)
	x.row = views.MappingRow{Meaning: e.twins(codes), Group: e.list(groups), Action: verdictView(judged.Verdict, e.l)}
	x.reason = reasonText(judged, e.l)
	x.acts = e.list(acts)
	if len(results) == 1 {
		x.href = resultPath(e.vdnID, results[0].DefID)
	}
	e.name(x, results)
}

// name says which external results a cell stands for.
func (e *explainer) name(x *explainedCell, results []catalog.Result) {
	texts := make([]string, len(results))
	for i, r := range results {
		texts[i] = textTwin(r.Code, r.DisplayResult)
	}
	x.result = strings.Join(texts, "; ")
}

// list writes different texts in a row.
func (e *explainer) list(texts []string) string {
	var different []string
	for _, text := range texts {
		if text != "" && !slices.Contains(different, text) {
			different = append(different, text)
		}
	}
	return e.l.messages.List(different)
}

// streamExplain shows progress while a report is looked up, then what it comes to.
func (c *Console) streamExplain(w http.ResponseWriter, r *http.Request, p views.ExplainPage, e *explainer,
	looked *explainLookup, table *spreadsheet.Table) error {
	s, err := startStream(w, r, p.Page, p.Title())
	if err != nil {
		return c.logStreamError(r, err)
	}
	t := p.T
	step := func(done catalog.Progress) string { return progressText(done, t) }
	err = showProgress(s, t.ReadingVDN, step, looked)
	cut := wasCut(r.Context())
	if err != nil && !cut {
		return c.logStreamError(r, err)
	}
	if err == nil {
		if err = looked.finish(r.Context()); err == nil {
			err = e.fill(&p, table, false)
		}
	}
	if err == nil {
		return c.logStreamError(r, errors.Join(s.Write(views.ExplainContent(p)), s.Close()))
	}
	frame := views.VDNPage{Page: p.Page, VDN: strconv.Itoa(e.vdnID)}
	if cut {
		s.Detach()
		err = ErrShutdown
		_ = s.Write(views.ProgressEnd()) // an error comes again below
	}
	words := diagnose(&readError{"/explain", err}, e.l).words(t)
	return c.logStreamError(r, errors.Join(err, s.Write(views.StreamFailed(frame, words)), s.Close()))
}

// readySoon reports whether a look-up ends before a page would show progress.
func readySoon(ctx context.Context, looked progressing) bool {
	limit := time.NewTimer(progressAfter)
	defer limit.Stop()
	return readyBefore(limit.C, ctx, looked)
}
