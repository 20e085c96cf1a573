package handlers

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// readable are the attributes that are read out, shown or said by the script.
var readable = []string{"aria-label", "title", "placeholder", "alt", "content", "data-copied", "data-copy-failed",
	"data-once", "data-found", "data-filtered", "data-ago"}

// names are the Latin words that belong into a Chinese text: names of products,
// protocols, fields and flags, and what the vendor's Chinese texts call in Latin.
var names = strings.Fields(`VDN CSV JSON OBS API AICC iSales CC-iSales defId resultCode returnCode obResult locale HTTP KiB MiB XLSX Excel PDF xls IVR ACD UTC POST OpenAPI
	ITU-T isales-url public-url web check token NAME test alice bob fax modem pbx fsk edt ans dte dtmf obs sit
	failCode json csv xlsx Accept desk example com`)

var latin = regexp.MustCompile(`[A-Za-z][A-Za-z-]*[A-Za-z]`)

// alien returns the parts of a text that are in another language than the page.
func alien(lang, text string) (found []string) {
	if lang == "en" {
		return han.FindAllString(text, -1)
	}
	for _, word := range latin.FindAllString(text, -1) {
		if len(word) >= 3 && !slices.Contains(names, word) {
			found = append(found, word)
		}
	}
	return found
}

var han = regexp.MustCompile(`\p{Han}+`)

// checkPurity looks for texts that a page should have in its own language and
// has not. What comes from the platform is in any language: on an English page
// it must be marked, on a Chinese page nobody minds.
func checkPurity(t *testing.T, lang, page string) {
	t.Helper()
	for _, part := range visibleTexts(t, page) {
		if part.in == "dt" && (part.text == locales[0].messages.OtherName || part.text == locales[1].messages.OtherName) {
			continue // the name of the other language has no lang of its own on the page of a code
		}
		if part.lang != lang || part.platform && (lang != "en" || part.in == "title" || part.in == "pre") {
			continue
		}
		if words := alien(lang, part.text); words != nil {
			t.Errorf("<%s> on a page in %s says %q: %q", part.in, lang, words, part.text)
		}
	}
}

// visibleText is a text that people see or hear.
type visibleText struct {
	text, lang string
	in         string // the element around it, and the attribute that it is
	platform   bool   // comes from the platform or from the reader
}

// visibleTexts reads a page as a browser or a screen reader does. Code and times
// are no words.
func visibleTexts(t testing.TB, page string) (list []visibleText) {
	doc := parse(t, page)
	platform := platformTexts(doc)
	var walk func(s *goquery.Selection, lang string, foreign bool)
	walk = func(s *goquery.Selection, lang string, foreign bool) {
		name := goquery.NodeName(s)
		if name == "code" || name == "time" || name == "script" {
			return
		}
		lang, foreign = s.AttrOr("lang", lang), foreign || s.IsSelection(platform)
		for _, key := range readable {
			if value, ok := s.Attr(key); ok &&
				!s.Is("meta[name=viewport], meta[name=color-scheme], meta[name=format-detection]") {
				list = append(list, visibleText{value, lang, name + " " + key, foreign})
			}
		}
		for _, child := range s.Contents().EachIter() {
			if goquery.NodeName(child) != "#text" {
				walk(child, lang, foreign)
			} else if text := strings.TrimSpace(child.Text()); text != "" {
				list = append(list, visibleText{text, lang, name, foreign})
			}
		}
	}
	walk(doc.Find("html"), "", false)
	return list
}

// platformTexts are the elements whose text is the platform's or the customer's:
// the display result, descriptions, the raw answer, and the title, which repeats
// the display result; on the pages about a VDN the links to its results.
func platformTexts(doc *goquery.Document) *goquery.Selection {
	var labels []string
	for i := range locales {
		t := locales[i].messages
		labels = append(labels, t.FactDisplay, t.DetailDesc, t.PlatformSays)
	}
	values := doc.Find("dt").FilterFunction(func(_ int, dt *goquery.Selection) bool {
		return slices.Contains(labels,
			dt.Text())
	}).Next()
	// The page of a result has its text as heading, that of a code begins with the code.
	headings := doc.Find("h1").FilterFunction(func(_ int, h1 *goquery.Selection) bool {
		return h1.Next().Is(".verdict-line, .whole") && h1.Find("code").Length() == 0 &&
			h1.Text() != locales[0].messages.ResultNoText && h1.Text() != locales[1].messages.ResultNoText
	})
	// Links to results have their display texts, unless they stand in a sentence.
	links := doc.Find("main a[href*='/results/']").FilterFunction(func(_ int, a *goquery.Selection) bool {
		return a.Next().Is("code") || a.Parent().Is("th.wrap")
	})
	batch := doc.Find("tbody.steps-rows > tr:not(.step) > td:nth-child(3)")
	return doc.Find("title, pre, .sent, #rows, label bdi").AddSelection(values).AddSelection(headings).AddSelection(links).AddSelection(batch)
}
