package handlers

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"isales-console/static"
)

// isPublic reports whether a path is one that nobody has to sign in for.
func isPublic(path string) bool {
	switch path {
	case signInPage, startPath, callbackPath, "/preferences", "/openapi.json", "/healthz", "/readyz", "/metrics":
		return true
	}
	return strings.HasPrefix(path, static.Prefix)
}

func (c *Console) routes() (chi.Router, error) {
	crossOrigin, err := c.crossOrigin()
	if err != nil {
		return nil, err
	}
	r := chi.NewRouter()
	r.Use(
		c.recoverPanic,     // first; inside the log, so that a panic is logged with its request
		c.secureHeaders,    // before anything can write
		c.checkHost,        // before anything is read or redirected
		c.requireHTTPS,     // before a cookie is asked for
		crossOrigin,        // before any state can change
		limitBody,          // before any form is read
		c.readQuery,        // before any parameter is read
		middleware.GetHead, // HEAD is GET without a body
	)

	r.Group(c.publicRoutes)
	r.Group(c.userRoutes)
	r.NotFound(c.requireUser(c.handle(c.serveNotFound)).ServeHTTP)
	r.MethodNotAllowed(c.methodNotAllowed)
	return r, nil
}

// publicRoutes need no sign-in; see [isPublic].
func (c *Console) publicRoutes(r chi.Router) {
	r.Get("/login", c.handle(c.serveSignIn))
	r.Post("/login", c.handle(c.signIn))
	r.Get(startPath, c.handle(c.startSignOn))
	r.Get(callbackPath, c.handle(c.finishSignOn))
	r.Post("/preferences", c.handle(c.setPreferences))
	r.Get("/openapi.json", c.handle(c.serveOpenAPI))
	r.Get("/healthz", c.handle(c.serveHealth))
	r.Get("/readyz", c.handle(c.serveReady))
	r.Get("/metrics", c.handle(c.serveMetrics))
	r.Get(static.Prefix+"*", c.handle(c.serveStatic))
}

// userRoutes are for people who are signed in, and for tokens.
func (c *Console) userRoutes(r chi.Router) {
	r.Use(c.requireUser)
	r.Get("/find", c.handle(c.serveFind))
	r.Get("/find.json", c.handle(c.serveFind))
	c.data(r, "/codes", c.serveCodes)
	r.Get("/codes/{code}", c.handle(c.serveCode))

	// These have no data: tokens do not open them.
	r.Group(func(r chi.Router) {
		r.Use(c.peopleOnly)
		r.Get("/", c.handle(c.serveHome))
		r.Get("/lookup", c.handle(c.serveLookup))
		r.Get("/help", c.handle(c.serveHelp))
		r.Get("/explain", c.handle(c.serveExplain))
		r.With(c.limitBulk).Post("/explain", c.handle(c.postExplain))
		r.Post("/recent/clear", c.handle(c.clearRecent))
		r.Post("/logout", c.handle(c.signOut))
		r.Get("/account", c.handle(c.serveAccount))
		r.Post("/account/end", c.handle(c.endSignIns))
	})
	r.Route("/vdns/{vdnId}", c.vdnRoutes)
}

// vdnRoutes are those of one VDN: without access to it nothing of it is reached.
func (c *Console) vdnRoutes(r chi.Router) {
	r.Use(c.requireVDN, middleware.GetHead) // once more: chi says that a mounted router takes HEAD
	c.vdnRouter = r
	c.data(r, "/results/{defId}", c.serveResult)
	r.With(c.peopleOnly).Get("/codes", c.handle(c.serveReverseForm))
	c.data(r, "/compare", c.serveCompare)
	r.With(c.peopleOnly).Get("/changes", c.handle(c.serveChanges))

	// Each of these may make many calls.
	r.Group(func(r chi.Router) {
		r.Use(c.limitBulk)
		r.Get("/", c.handle(c.serveCoverage))
		c.data(r, "/results", c.serveResults)
		c.data(r, "/retry", c.serveRetry)
		c.data(r, "/campaigns", c.serveCampaigns)
		r.Get("/campaigns/{campaignId}", c.handle(c.serveCampaign))
		c.data(r, "/campaigns/{campaignId}/codes", c.serveCampaignCodes)
		r.Get("/calls/{callId}", c.handle(c.serveCall))
		r.Get("/codes/{failCode}", c.handle(c.serveReverse))
		r.Post("/changes", c.handle(c.postChanges))
		c.data(r, "/batch", c.serveBatch)
		r.Post("/batch", c.handle(c.postBatch))
	})
}

// data serves a page and, under its address with an end, the same as data.
func (c *Console) data(r chi.Router, path string, serve func(http.ResponseWriter, *http.Request) error) {
	for _, suffix := range formSuffixes {
		r.Get(path+suffix, c.handle(serve))
	}
}
