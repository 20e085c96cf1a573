package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
)

// audit writes who did what, from where. Nothing of it is secret, and nothing
// that was typed into a password field can get into it.
func (c *Console) audit(r *http.Request, action, user string, more ...slog.Attr) {
	if c.Audit == nil {
		return
	}
	attrs := append([]slog.Attr{
		slog.String("action", action),
		slog.String("user", user),
		slog.String("address", c.clientIP(r)),
		slog.String("request_id", eventOf(r).requestID),
	}, more...)
	c.Audit.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelInfo, "audit", attrs...)
}

// auditLookup writes the look-up of a request, if it was one.
func (c *Console) auditLookup(r *http.Request, e *event) {
	name := ""
	if e.user != nil {
		name = e.user.name
	}
	switch {
	case e.refusedVDN != 0:
		c.audit(r, "look-up refused", name, slog.Int("vdn_id", e.refusedVDN))
	case e.outcome != "":
		attrs := []slog.Attr{slog.Int("vdn_id", e.query.vdnID)}
		if e.query.defID != 0 { // 0 is a whole VDN
			attrs = append(attrs, slog.String("def_id", strconv.FormatInt(e.query.defID, 10)))
		}
		c.audit(r, "look-up", name, append(attrs, slog.String("outcome", e.outcome))...)
	}
}
