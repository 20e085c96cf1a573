package handlers

import (
	"strconv"

	"isales-console/isales"
	"isales-console/platform"
	"isales-console/views"
)

// mappingRows explains the mapped codes, in the platform's order.
func mappingRows(r *isales.ExternalResult, vdnID int, own *platform.CodeList, l *locale) []views.MappingRow {
	rows := make([]views.MappingRow, len(r.Mappings))
	for i := range r.Mappings {
		rows[i] = mappingRow(r, &r.Mappings[i], vdnID, own, l)
	}
	return rows
}

func mappingRow(r *isales.ExternalResult, m *isales.Mapping, vdnID int, own *platform.CodeList, l *locale) views.MappingRow {
	row := ownRow(m.OBSCode, vdnRequest{vdnID: vdnID, l: l}, own)
	if ofOtherVDN(r, m) {
		row.Warnings = append(row.Warnings, views.Fill(l.messages.OtherVDN, "vdn", strconv.Itoa(m.VDNID)))
	}
	if ofOtherResult(r, m) {
		row.Warnings = append(row.Warnings, views.Fill(l.messages.OtherResult, "def", m.DefID))
	}
	return row
}

func ofOtherVDN(r *isales.ExternalResult, m *isales.Mapping) bool {
	return m.VDNID != 0 && r.VDNID != 0 && m.VDNID != r.VDNID
}

func ofOtherResult(r *isales.ExternalResult, m *isales.Mapping) bool {
	return m.DefID != "" && r.DefID != "" && m.DefID != r.DefID
}
