package handlers

import (
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/language"

	"isales-console/isales"
	"isales-console/views"
)

// locale is a language of the console.
type locale struct {
	tag      string // of ?lang=, of the preference and of <html lang>
	messages *views.Messages
	platform isales.Language
	layout   string // of points in time
}

// locales are the languages of the console; the first is the default.
var locales = []locale{
	{"en", &views.English, isales.English, "2 Jan 2006, 15:04:05 UTC"},
	{"zh-CN", &views.Chinese, isales.Chinese, "2006-01-02 15:04:05 (UTC)"},
}

// groupNames are the names of the groups in every language: a search finds codes
// by both.
var groupNames = func() map[isales.Group][]string {
	names := map[isales.Group][]string{}
	for i := range locales {
		for g, name := range locales[i].messages.Groups {
			names[isales.Group(g)] = append(names[isales.Group(g)], name)
		}
	}
	return names
}()

var acceptLanguage = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})

// localeByTag finds a language by its tag; "zh" is short for "zh-CN".
func localeByTag(tag string) (*locale, bool) {
	for i := range locales {
		short, _, _ := strings.Cut(locales[i].tag, "-")
		if strings.EqualFold(tag, locales[i].tag) || strings.EqualFold(tag, short) {
			return &locales[i], true
		}
	}
	return nil, false
}

// localeOf decides in which language to answer: as the URL says, as the reader
// chose before, as the browser says, in this order.
func (c *Console) localeOf(r *http.Request) *locale {
	e := requestLogOf(r)
	if e.locale == nil {
		e.locale = c.negotiateLocale(r)
	}
	return e.locale
}

func (c *Console) negotiateLocale(r *http.Request) *locale {
	if t, ok := localeByTag(r.URL.Query().Get("lang")); ok {
		return t
	}
	if t, ok := localeByTag(c.sessionOf(r).Lang); ok {
		return t
	}
	if accept := r.Header.Get("Accept-Language"); accept != "" {
		wanted, _, err := language.ParseAcceptLanguage(accept)
		if _, i, sure := acceptLanguage.Match(wanted...); err == nil && sure != language.No {
			return &locales[i]
		}
	}
	return &locales[0]
}

func (c *Console) messages(r *http.Request) *views.Messages { return c.localeOf(r).messages }

// moment writes a point in time for machines and for people.
func (t *locale) moment(at time.Time) views.Time {
	return views.Time{Machine: machineTime(at), Human: at.UTC().Format(t.layout)}
}
