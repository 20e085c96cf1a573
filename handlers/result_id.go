package handlers

import (
	"strconv"
	"strings"

	"isales-console/handlers/input"
)

// resultID names one external result.
type resultID struct {
	vdnID int
	defID int64
}

// path is the result's own URL.
func (q resultID) path() string {
	return resultPath(q.vdnID, strconv.FormatInt(q.defID, 10))
}

// parsePath reads the IDs of a canonical URL.
func parsePath(vdn, def string) (q resultID, ok bool) {
	vdnID, okVDN := canonicalID(vdn, input.MaxVDN)
	defID, okDef := canonicalID(def, input.MaxID)
	return resultID{int(vdnID), defID}, okVDN && okDef
}

func resultPath(vdnID int, defID string) string {
	return "/vdns/" + strconv.Itoa(vdnID) + "/results/" + strings.TrimLeft(defID, "0")
}
