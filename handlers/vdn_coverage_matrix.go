package handlers

import (
	"strconv"

	"isales-console/isales"
	"isales-console/isales/catalog"
	"isales-console/views"
)

// fillMatrix fills in one page of the results against the groups of codes.
func fillMatrix(p *views.CoveragePage, v vdnRequest, picture coverage, page int) {
	list := picture.read.Results()
	from, to := rowsOfPage(len(list), maxMatrixRows, page)
	for _, r := range list[from:to] {
		row := views.MatrixRow{ResultLink: resultLinks(v, []catalog.Result{r})[0]}
		if r.Err == nil {
			row.Verdict = verdictView(verdictOf(r, v.notes), v.l)
			row.Cells = matrixCells(r, picture.groups)
		}
		p.Matrix = append(p.Matrix, row)
	}
	if len(list) > maxMatrixRows {
		p.MatrixRange = views.Fill(v.l.messages.ResultsRange, "from", strconv.Itoa(min(from+1, len(list))),
			"to", strconv.Itoa(to), "total", strconv.Itoa(len(list)))
	}
	p.BeyondEnd = len(list) > 0 && from == len(list)
	p.Pages = pageLinks(len(list), maxMatrixRows, page, func(n int) string {
		if n == 1 {
			return v.path + "#matrix"
		}
		return pathWith(v.path, "page", strconv.Itoa(n)) + "#matrix"
	})
}

func matrixCells(r catalog.Result, groups []isales.Group) (cells []views.Cell) {
	count := map[isales.Group]int{}
	for _, m := range r.Mappings {
		count[groupOf(m.OBSCode)]++
	}
	for _, g := range groups {
		cells = append(cells, views.Cell{N: count[g], Level: min(count[g], 4)})
	}
	return cells
}
