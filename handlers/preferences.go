package handlers

import (
	"net/http"
)

// setPreferences keeps the chosen language, theme or both and leads back to the
// page, which stays as it was.
func (c *Console) setPreferences(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r, maxBody); err != nil {
		return err
	}
	s := *c.sessionOf(r)
	theme := r.PostForm.Has("theme")
	if theme {
		s.Theme = r.PostForm.Get("theme")
		if chosenTheme(&s) == "" && s.Theme != "system" {
			return &formError{problem: "no such theme"}
		}
		s.Theme = chosenTheme(&s)
	}
	if !theme || r.PostForm.Has("lang") {
		chosen, ok := localeByTag(r.PostForm.Get("lang"))
		if !ok {
			return &formError{problem: "no such language"}
		}
		s.Lang = chosen.tag
	}
	if err := c.sessions.Save(w, r, &s); err != nil {
		return err
	}
	return seeOther(w, r, withoutLang(nextPath(r.PostForm.Get("next"))))
}
