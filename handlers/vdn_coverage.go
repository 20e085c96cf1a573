package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"isales-console/isales"
	"isales-console/isales/catalog"
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
	var documented []string
	for _, code := range isales.OBSCodes() {
		documented = append(documented, code.Code)
	}
	v := coverage{read: read, unmapped: read.Unmapped(documented), twice: read.MappedTwice(), repeated: read.Repeated(),
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

// serveCoverage shows the whole picture of a VDN.
func (c *Console) serveCoverage(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := c.readVDN(w, r, "")
	if err != nil || !ok {
		return err
	}
	p := views.CoveragePage{VDNPage: c.vdnPage(r, v, "coverage")}
	return c.serveCatalog(w, r, v, p.VDNPage, catalogView{
		title: p.Title(),
		name:  "coverage-" + strconv.Itoa(v.vdnID),
		page: func(read *catalog.Catalog) (templ.Component, templ.Component, error) {
			c.fillFreshness(&p.VDNPage, v, read)
			fillCoverage(&p, v, newCoverage(read))
			return views.Coverage(p), views.CoverageContent(p), nil
		},
		document: func(read *catalog.Catalog) (any, error) {
			return newCoverageDocument(v, newCoverage(read)), nil
		},
		lines: func(read *catalog.Catalog) ([][]string, error) { return coverageLines(v, newCoverage(read)), nil },
	})
}

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
		p.Groups = append(p.Groups, views.GroupBar{Name: groupName(g, v.l), Mapped: picture.mapped[g], Unmapped: picture.missing[g]})
	}
	for _, r := range read.Results() {
		row := views.MatrixRow{ResultLink: views.ResultLink{Href: resultPath(v.vdnID, r.DefID), Text: r.DisplayResult, Def: r.DefID}}
		if r.Err != nil {
			p.Matrix = append(p.Matrix, row)
			continue
		}
		count := map[isales.Group]int{}
		for _, m := range r.Mappings {
			count[groupOf(m.OBSCode)]++
		}
		for _, g := range picture.groups {
			row.Cells = append(row.Cells, views.Cell{N: count[g], Level: min(count[g], 4)})
		}
		p.Matrix = append(p.Matrix, row)
	}
	for _, code := range picture.unmapped {
		p.Unmapped = append(p.Unmapped, vdnCodeRow(code, v, read))
	}
	for _, use := range picture.twice {
		p.Twice = append(p.Twice, views.CodeUse{Row: vdnCodeRow(use.Code, v, read), Results: resultLinks(v, use.Results)})
	}
	for _, use := range picture.repeated {
		p.Repeated = append(p.Repeated, views.CodeUse{Row: vdnCodeRow(use.Code, v, read), Results: resultLinks(v, use.Results)})
	}
	for _, wrong := range picture.wrong {
		why := views.Fill(t.OtherVDN, "vdn", strconv.Itoa(wrong.Mapping.VDNID))
		if wrong.Mapping.VDNID == 0 || wrong.Mapping.VDNID == v.vdnID {
			why = views.Fill(t.OtherResult, "def", wrong.Mapping.DefID)
		}
		link := resultLinks(v, []catalog.Result{wrong.Result})[0]
		link.Why = why
		p.Contradictions = append(p.Contradictions, views.CodeUse{Row: vdnCodeRow(wrong.Mapping.OBSCode, v, read), Results: []views.ResultLink{link}})
	}
	p.Uncertain = !read.Complete()
}

// coverageDocument is the picture of a VDN as JSON.
type coverageDocument struct {
	Schema         int              `json:"schema"`
	VDNID          int              `json:"vdnId"`
	ReadAt         string           `json:"readAt"`
	Complete       bool             `json:"complete"`
	Results        []resultOverview `json:"results"`
	Mapped         []codeUse        `json:"mapped"`
	Unmapped       []string         `json:"unmapped"`
	MappedTwice    []string         `json:"mappedTwice"`
	Repeated       []string         `json:"repeated"`
	Contradictions []contradiction  `json:"contradictions"`
}

type codeUse struct {
	OBSCode string   `json:"obsCode"`
	Group   string   `json:"group"`
	DefIDs  []string `json:"defIds"`
}

type contradiction struct {
	DefID   string `json:"defId"`
	OBSCode string `json:"obsCode"`
	MapID   string `json:"mapId"`
	VDNID   int    `json:"mappingVdnId"`
	Other   string `json:"mappingDefId"`
}

func newCoverageDocument(v vdnRequest, picture coverage) coverageDocument {
	read := picture.read
	d := coverageDocument{Schema: schema, VDNID: v.vdnID, ReadAt: machineTime(read.ReadAt()), Complete: read.Complete(),
		Results: []resultOverview{}, Mapped: []codeUse{}, Unmapped: append([]string{}, picture.unmapped...),
		MappedTwice: []string{}, Repeated: []string{}, Contradictions: []contradiction{}}
	for _, r := range read.Results() {
		d.Results = append(d.Results, newResultOverview(r, v))
	}
	for _, code := range read.MappedCodes() {
		use := codeUse{OBSCode: code, Group: string(groupOf(code))}
		for _, r := range read.ResultsFor(code) {
			use.DefIDs = append(use.DefIDs, r.DefID)
		}
		d.Mapped = append(d.Mapped, use)
	}
	for _, use := range picture.twice {
		d.MappedTwice = append(d.MappedTwice, use.Code)
	}
	for _, use := range picture.repeated {
		d.Repeated = append(d.Repeated, use.Code)
	}
	for _, wrong := range picture.wrong {
		d.Contradictions = append(d.Contradictions, contradiction{wrong.Result.DefID, wrong.Mapping.OBSCode, wrong.Mapping.MapID, wrong.Mapping.VDNID, wrong.Mapping.DefID})
	}
	return d
}

// coverageLines has one line for each code: what it leads to.
func coverageLines(v vdnRequest, picture coverage) [][]string {
	lines := [][]string{{"vdnId", "obsCode", "codeAndDescription", "description", "group", "results", "defIds", "displayResults"}}
	codes := append(picture.read.MappedCodes(), picture.unmapped...)
	slices.Sort(codes)
	for _, code := range codes {
		row := vdnCodeRow(code, v, picture.read)
		var ids, texts []string
		for _, r := range picture.read.ResultsFor(code) {
			ids, texts = append(ids, r.DefID), append(texts, r.DisplayResult)
		}
		lines = append(lines, []string{strconv.Itoa(v.vdnID), code, code + " " + row.Meaning, row.Meaning, row.Group, strconv.Itoa(len(ids)),
			strings.Join(ids, " "), strings.Join(texts, "; ")})
	}
	return lines
}
