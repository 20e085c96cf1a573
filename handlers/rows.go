package handlers

import (
	"strconv"
	"strings"
	"sync"

	"isales-console/isales"
	"isales-console/views"
)

// mappingRows explains the mapped codes, in the platform's order.
func mappingRows(r *isales.ExternalResult, vdnID int, own *codeList, l *tongue) []views.MappingRow {
	rows := make([]views.MappingRow, len(r.Mappings))
	for i := range r.Mappings {
		rows[i] = mappingRow(r, &r.Mappings[i], vdnID, own, l)
	}
	return rows
}

func mappingRow(r *isales.ExternalResult, m *isales.Mapping, vdnID int, own *codeList, l *tongue) views.MappingRow {
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

// readyRows keeps finished rows by their codes: what the documentation, or one
// VDN's dictionary, says about a code is on many pages and never changes.
type readyRows struct {
	mu          sync.RWMutex
	byCode      map[string]views.ReadyRow
	unexplained views.ReadyRow // of any code that neither explains; zero for not yet made
}

// resultRows are the rows of mappingRows, finished.
func resultRows(r *isales.ExternalResult, vdnID int, own *codeList, l *tongue) []views.ReadyRow {
	kept := l.documented
	if own != nil {
		kept = &own.ready
	}
	rows := make([]views.ReadyRow, len(r.Mappings))
	kept.mu.RLock()
	for i := range r.Mappings {
		rows[i] = kept.byCode[r.Mappings[i].OBSCode]
	}
	unexplained := kept.unexplained
	kept.mu.RUnlock()
	none := views.ReadyRow{}
	for i := range r.Mappings {
		m := &r.Mappings[i]
		warned := ofOtherVDN(r, m) || ofOtherResult(r, m)
		if rows[i] != none && !warned {
			continue
		}
		usual := !warned && m.OBSCode != ""
		if usual && unexplained != none && !explains(own, m.OBSCode) {
			rows[i] = unexplained.With(m.OBSCode)
			continue
		}
		row := mappingRow(r, m, vdnID, own, l)
		rows[i] = row.Ready()
		switch {
		case !usual:
		case row.Href != "":
			kept.keep(m.OBSCode, rows[i])
		default:
			unexplained = rows[i].With("")
			kept.keepUnexplained(unexplained)
		}
	}
	return rows
}

// explains reports whether the VDN's dictionary or the documentation has a code.
func explains(own *codeList, code string) bool {
	_, documented := isales.LookupOBSCode(code)
	return documented || own.text(code) != ""
}

func (k *readyRows) keep(code string, row views.ReadyRow) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byCode == nil {
		k.byCode = make(map[string]views.ReadyRow)
	}
	k.byCode[strings.Clone(code)] = row // without the answer that it is part of
}

func (k *readyRows) keepUnexplained(row views.ReadyRow) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.unexplained = row
}
