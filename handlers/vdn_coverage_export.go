package handlers

import (
	"slices"
	"strconv"
	"strings"
)

// coverageDocument is the picture of a VDN as JSON.
type coverageDocument struct {
	Schema         int              `json:"schema"`
	VDNID          int              `json:"vdnId"`
	ReadAt         string           `json:"readAt"`
	Complete       bool             `json:"complete"`
	ListTotal      int              `json:"listTotal,omitzero"` // see resultsDocument
	Results        []resultOverview `json:"results"`
	Mapped         []codeUse        `json:"mapped"`
	Unmapped       []string         `json:"unmapped"`
	MappedTwice    []string         `json:"mappedTwice"`
	Repeated       []string         `json:"repeated"`
	Contradictions []contradiction  `json:"contradictions"`
}

type codeUse struct {
	adviceDocument
	DefIDs []string `json:"defIds"`
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
		ListTotal: listTotal(read.ListErr()),
		Results:   []resultOverview{}, Mapped: []codeUse{}, Unmapped: append([]string{}, picture.unmapped...),
		MappedTwice: []string{}, Repeated: []string{}, Contradictions: []contradiction{}}
	for _, r := range read.Results() {
		d.Results = append(d.Results, newResultOverview(r, v))
	}
	for _, code := range read.MappedCodes() {
		use := codeUse{adviceDocument: newAdviceDocument(code, vdnCodeRow(code, v, read), v)}
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
		d.Contradictions = append(d.Contradictions, contradiction{wrong.Result.DefID, wrong.Mapping.OBSCode,
			wrong.Mapping.MapID, wrong.Mapping.VDNID, wrong.Mapping.DefID})
	}
	return d
}

// coverageLines has one line for each code: the results that it leads to, and what
// follows for each of them.
func coverageLines(v vdnRequest, picture coverage) [][]string {
	lines := [][]string{{"vdnId", "obsCode", "codeAndDescription", "description", "group", "results", "defIds",
		"displayResults", "verdicts", "action", "suggests", "note"}}
	codes := append(picture.read.MappedCodes(), picture.unmapped...)
	slices.Sort(codes)
	judged := make(map[string]string) // each result has many codes
	for _, r := range picture.read.Results() {
		judged[r.DefID] = string(verdictOf(r, v.notes))
	}
	for _, code := range codes {
		row := vdnCodeRow(code, v, picture.read)
		var ids, texts, verdicts []string
		for _, r := range picture.read.ResultsFor(code) {
			ids, texts = append(ids, r.DefID), append(texts, r.DisplayResult)
			verdicts = append(verdicts, judged[r.DefID])
		}
		lines = append(lines, []string{strconv.Itoa(v.vdnID), code, code + " " + row.Meaning, row.Meaning, row.Group,
			strconv.Itoa(len(ids)), strings.Join(ids, " "), strings.Join(texts, "; "), strings.Join(verdicts, " "),
			row.Action.Text, row.Suggests, noteText(row.Note)})
	}
	return lines
}
