package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/text/language"

	"isales-console/isales"
	"isales-console/views"
)

// tongue is a language of the console.
type tongue struct {
	tag      string // of ?lang=, of the preference and of <html lang>
	messages *views.Messages
	platform isales.Language
	layout   string // of points in time
	// latest is the moment that was written last: most are of this very second.
	latest *atomic.Pointer[writtenMoment]
}

type writtenMoment struct {
	second int64
	views.Time
}

// tongues are the languages of the console; the first is the default.
var tongues = []tongue{
	{"en", &views.English, isales.English, "2 Jan 2006, 15:04:05 UTC", new(atomic.Pointer[writtenMoment])},
	{"zh-CN", &views.Chinese, isales.Chinese, "2006-01-02 15:04:05 (UTC)", new(atomic.Pointer[writtenMoment])},
}

// groupNames are the names of the groups in every language: a search finds codes
// by both.
var groupNames = func() map[isales.Group][]string {
	names := map[isales.Group][]string{}
	for i := range tongues {
		for g, name := range tongues[i].messages.Groups {
			names[isales.Group(g)] = append(names[isales.Group(g)], name)
		}
	}
	return names
}()

var acceptLanguage = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})

// tongueByTag finds a language by its tag; "zh" is short for "zh-CN".
func tongueByTag(tag string) (*tongue, bool) {
	for i := range tongues {
		if short, _, _ := strings.Cut(tongues[i].tag, "-"); strings.EqualFold(tag, tongues[i].tag) || strings.EqualFold(tag, short) {
			return &tongues[i], true
		}
	}
	return nil, false
}

// tongueOf decides in which language to answer: as the URL says, as the reader
// chose before, as the browser says, in this order.
func (c *Console) tongueOf(r *http.Request) *tongue {
	e := eventOf(r)
	if e.tongue == nil {
		e.tongue = c.chooseTongue(r)
	}
	return e.tongue
}

func (c *Console) chooseTongue(r *http.Request) *tongue {
	if strings.Contains(r.URL.RawQuery, "lang=") {
		if t, ok := tongueByTag(r.URL.Query().Get("lang")); ok {
			return t
		}
	}
	if t, ok := tongueByTag(c.sessionOf(r).Lang); ok {
		return t
	}
	if accept := r.Header.Get("Accept-Language"); accept != "" {
		wanted, _, err := language.ParseAcceptLanguage(accept)
		if _, i, sure := acceptLanguage.Match(wanted...); err == nil && sure != language.No {
			return &tongues[i]
		}
	}
	return &tongues[0]
}

func (c *Console) messages(r *http.Request) *views.Messages { return c.tongueOf(r).messages }

// moment writes a point in time for machines and for people.
func (t *tongue) moment(at time.Time) views.Time {
	if m := t.latest.Load(); m != nil && m.second == at.Unix() {
		return m.Time
	}
	at = at.UTC()
	m := &writtenMoment{at.Unix(), views.Time{Machine: at.Format(time.RFC3339), Human: at.Format(t.layout)}}
	t.latest.Store(m)
	return m.Time
}

// theme is the chosen theme, "light" or "dark"; empty for the system's.
func (s *session) theme() string {
	if s.Theme == "light" || s.Theme == "dark" {
		return s.Theme
	}
	return ""
}

// setPreferences keeps the chosen language, theme or both and leads back to the
// page, which stays as it was.
func (c *Console) setPreferences(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return &formError{err: err}
	}
	s := *c.sessionOf(r)
	theme := r.PostForm.Has("theme")
	if theme {
		s.Theme = r.PostForm.Get("theme")
		if s.theme() == "" && s.Theme != "system" {
			return &formError{problem: "no such theme"}
		}
		s.Theme = s.theme()
	}
	if !theme || r.PostForm.Has("lang") {
		chosen, ok := tongueByTag(r.PostForm.Get("lang"))
		if !ok {
			return &formError{problem: "no such language"}
		}
		s.Lang = chosen.tag
	}
	c.sessions.save(w, &s)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, withoutLang(localPath(r.PostForm.Get("next"))), http.StatusSeeOther)
	return nil
}

// withoutLang takes the language out of a path: an explicit ?lang= would
// outweigh what was just chosen.
func withoutLang(path string) string {
	if !strings.Contains(path, "lang=") {
		return path
	}
	u, err := url.Parse(path)
	if err != nil || !strings.Contains(u.RawQuery, "lang=") {
		return path
	}
	query := u.Query()
	query.Del("lang")
	u.RawQuery = query.Encode()
	return u.String()
}
