package handlers

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// audit writes who did what, from where. Nothing of it is secret, and nothing
// that was typed into a password field can get into it.
func (c *Console) audit(r *http.Request, requestID, action, user string, more ...slog.Attr) {
	if c.Audit == nil || !c.Audit.Enabled(r.Context(), slog.LevelInfo) {
		return
	}
	record := slog.NewRecord(time.Now(), slog.LevelInfo, "audit", 0)
	record.AddAttrs(
		slog.String("action", action),
		slog.String("user", user),
		slog.String("address", c.clientIP(r)),
		slog.String("request_id", requestID))
	record.AddAttrs(more...)
	_ = c.Audit.Handler().Handle(r.Context(), record)
}

// auditLookup writes the look-up of a request, if it was one and there is someone
// to name: a console without sign-in serves its own machine only.
func (c *Console) auditLookup(r *http.Request, e *requestLog) {
	if e.user == nil {
		return
	}
	name := e.user.Name
	switch {
	case e.refusedVDN != 0:
		c.audit(r, e.requestID, "look-up refused", name, slog.Int("vdn_id", e.refusedVDN))
	case e.outcome != "":
		attrs := []slog.Attr{slog.Int("vdn_id", e.query.vdnID)}
		if len(e.defIDs) > 0 {
			attrs = append(attrs, slog.Any("def_ids", e.defIDs))
		} else if e.query.defID != 0 { // 0 is a whole VDN
			attrs = append(attrs, slog.String("def_id", strconv.FormatInt(e.query.defID, 10)))
		}
		c.audit(r, e.requestID, "look-up", name, append(attrs, slog.String("outcome", e.outcome))...)
	}
}
