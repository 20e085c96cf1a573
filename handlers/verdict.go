package handlers

import (
	"isales-console/dictionary"
	"isales-console/isales/catalog"
	"isales-console/platform"
	"isales-console/views"
)

// verdictOf is what follows for a result; empty for one that could not be read.
func verdictOf(r catalog.Result, notes *dictionary.Notes) dictionary.Verdict {
	if r.Err != nil {
		return ""
	}
	return dictionary.Judge(codesOf(r), *notes).Verdict
}

// verdictOfFound is what follows for a result that was looked up.
func verdictOfFound(found platform.Copy, notes *dictionary.Notes) dictionary.Verdict {
	return verdictOf(catalog.Result{Mappings: found.Mappings}, notes)
}

func verdictView(v dictionary.Verdict, l *locale) views.Verdict {
	return views.Verdict{Key: string(v), Text: v.Text(l.platform)}
}

func codesOf(r catalog.Result) []string {
	codes := make([]string, len(r.Mappings))
	for i, m := range r.Mappings {
		codes[i] = m.OBSCode
	}
	return codes
}
