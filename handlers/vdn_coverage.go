package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/spreadsheet"
	"isales-console/views"
)

// groupOther stands for codes that belong to no group.
const groupOther = isales.Group("")

// coverage is the picture of a VDN: which codes lead to which results.
type coverage struct {
	read     *catalog.Catalog
	unmapped []string
	twice    []catalog.CodeUse
	repeated []catalog.CodeUse
	wrong    []catalog.Contradiction
	groups   []isales.Group // those that have a code
	mapped   map[isales.Group]int
	missing  map[isales.Group]int
}

func groupOf(code string) isales.Group {
	known, _ := isales.LookupOBSCode(code)
	return known.Group
}

func newCoverage(read *catalog.Catalog) coverage {
	v := coverage{read: read, unmapped: unmapped(read), twice: read.MappedTwice(), repeated: read.Repeated(),
		wrong: read.Contradictions(), mapped: map[isales.Group]int{}, missing: map[isales.Group]int{}}
	for _, code := range read.MappedCodes() {
		v.mapped[groupOf(code)]++
	}
	for _, code := range v.unmapped {
		v.missing[groupOf(code)]++
	}
	for _, g := range append(isales.Groups(), groupOther) {
		if v.mapped[g]+v.missing[g] > 0 {
			v.groups = append(v.groups, g)
		}
	}
	return v
}

// unmapped are the codes, documented or of the VDN's own list, that no result maps.
func unmapped(read *catalog.Catalog) []string {
	var documented []string
	for _, code := range isales.OBSCodes() {
		documented = append(documented, code.Code)
	}
	return read.Unmapped(documented)
}

// serveCoverage shows the whole picture of a VDN.
func (c *Console) serveCoverage(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "")
	if err != nil || !ok {
		return err
	}
	page := readPageNumber(r)
	p := views.CoveragePage{VDNPage: c.vdnPage(r, v, "coverage")}
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		name:  "coverage-" + strconv.Itoa(v.vdnID),
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			c.fillFreshness(&p.VDNPage, v, read)
			picture := newCoverage(read)
			fillCoverage(&p, v, picture)
			fillMatrix(&p, v, picture, page)
			return views.Coverage(p), views.CoverageContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) {
			return newCoverageDocument(v, newCoverage(read)), nil
		},
		sheet: func(read *catalog.Catalog) (spreadsheet.Sheet, error) {
			return coverageSheet(v, read, append(read.MappedCodes(), unmapped(read)...)), nil
		},
		more: func(read *catalog.Catalog) []spreadsheet.Sheet {
			return []spreadsheet.Sheet{resultsSheet(v, read, read.Results()), mappingsSheet(v, read, read.Results())}
		},
	})
}

// fillCoverage fills in all but the matrix. Its lists are bounded; the JSON has all.
func fillCoverage(p *views.CoveragePage, v vdnRequest, picture coverage) {
	t := v.l.messages
	read := picture.read
	number := func(id, text string, n int) {
		if n == 0 {
			id = "" // there is no list behind it
		}
		p.Numbers = append(p.Numbers, views.Number{ID: id, Text: text, N: strconv.Itoa(n)})
	}
	number("", t.NumberResults, len(read.Results()))
	number("", t.NumberMapped, len(read.MappedCodes()))
	number("unmapped", t.NumberUnmapped, len(picture.unmapped))
	number("twice", t.NumberTwice, len(picture.twice))
	number("wrong", t.NumberWrong, len(picture.wrong)+len(picture.repeated))
	for _, g := range picture.groups {
		bar := views.GroupBar{Name: groupName(g, v.l), Mapped: picture.mapped[g], Unmapped: picture.missing[g]}
		p.Groups = append(p.Groups, bar)
		p.Largest = max(p.Largest, bar.Mapped+bar.Unmapped)
		if bar.Unmapped > 0 {
			p.Unmapped = append(p.Unmapped, unmappedGroup(g, bar, v, picture))
		}
	}
	p.Twice = views.CodeUses{ID: "twice", Heading: t.NumberTwice, Total: len(picture.twice)}
	for _, use := range picture.twice[:min(len(picture.twice), maxListedCodes)] {
		p.Twice.Uses = append(p.Twice.Uses, codeUseView(v, read, use))
	}
	p.Wrong = views.CodeUses{ID: "wrong", Heading: t.NumberWrong, Total: len(picture.wrong) + len(picture.repeated)}
	for _, wrong := range picture.wrong[:min(len(picture.wrong), maxListedCodes)] {
		use := codeUseView(v, read, catalog.CodeUse{Code: wrong.Mapping.OBSCode, Results: []catalog.Result{wrong.Result}})
		use.Results[0].Why = contradictionText(v, wrong)
		p.Wrong.Uses = append(p.Wrong.Uses, use)
	}
	for _, use := range picture.repeated[:min(len(picture.repeated), maxListedCodes-len(p.Wrong.Uses))] {
		p.Wrong.Uses = append(p.Wrong.Uses, codeUseView(v, read, use))
	}
	p.Uncertain = !read.Complete()
}

// unmappedGroup lists the unmapped codes of a group.
func unmappedGroup(g isales.Group, bar views.GroupBar, v vdnRequest, picture coverage) views.CodeGroup {
	list := views.CodeGroup{Name: bar.Name, Total: bar.Unmapped}
	for _, code := range picture.unmapped {
		if groupOf(code) == g && len(list.Rows) < maxListedCodes {
			list.Rows = append(list.Rows, vdnCodeRow(code, v, picture.read))
		}
	}
	return list
}

// codeUseView shows a code with some of its results; More says how many there are
// besides.
func codeUseView(v vdnRequest, read *catalog.Catalog, use catalog.CodeUse) views.CodeUse {
	shown := use.Results[:min(len(use.Results), maxListedResults)]
	view := views.CodeUse{Row: vdnCodeRow(use.Code, v, read), Results: resultLinks(v, shown)}
	if rest := len(use.Results) - len(shown); rest > 0 {
		view.More = v.l.messages.MoreResults.Of(rest)
	}
	return view
}

// contradictionText says which other VDN or result a mapping names.
func contradictionText(v vdnRequest, wrong catalog.Contradiction) string {
	if wrong.Mapping.VDNID == 0 || wrong.Mapping.VDNID == v.vdnID {
		return views.Fill(v.l.messages.OtherResult, "def", wrong.Mapping.DefID)
	}
	return views.Fill(v.l.messages.OtherVDN, "vdn", strconv.Itoa(wrong.Mapping.VDNID))
}

// How much of a VDN's coverage one page shows.
const (
	maxMatrixRows    = 200
	maxListedCodes   = 100 // of a list
	maxListedResults = 4   // of a code
)
