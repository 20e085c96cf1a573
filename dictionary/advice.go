package dictionary

import "isales-console/isales"

// Advice is what follows from one OBS code, as every page and export gives it.
type Advice struct {
	// Code is written as the documentation or the note writes it: "00000" for
	// "0". An unknown code is as it was asked for, without white space around; ""
	// stands for a mapping without a code.
	Code string
	// Action is never empty: [CannotTell] for a code that neither the
	// documentation nor a note says anything about.
	Action Action
	// Reason is never empty.
	Reason Reason
	// Actor is whose turn it is; never empty.
	Actor Actor
	// Note is the center's own note, to be shown before everything else; nil
	// without one.
	Note *Note

	own *Entry // nil for an unknown code
}

// Advise returns what follows from an OBS code: what the note on it says, else
// what the entry says. The code alone decides, not the external result, the
// group or the campaign it was met in.
func Advise(code string, notes Notes) Advice {
	code = trimCode(code)
	a := Advice{Code: code, Action: CannotTell, Reason: ReasonUndocumented, Actor: Administrator}
	if e, ok := lookupOBS(halfWidth(code)); ok {
		a = Advice{Code: e.Code, Action: e.Action, Reason: e.Reason, Actor: e.Actor, own: e}
	}
	note, ok := notes.Of(a.Code)
	if !ok {
		return a
	}
	a.Note = &note
	if note.Action != "" && note.Action != a.Action {
		a.Action, a.Actor = note.Action, CampaignManager
		if note.Action == AskAdmin {
			a.Actor = Administrator
		}
	}
	return a
}

// StatusAdvice returns what to do about an API status other than success; never empty,
// also for one that the vendor does not document.
func StatusAdvice(code string, l isales.Language) string {
	if e, ok := Lookup(code); ok && e.Kind == KindAPI {
		return e.Advice(l)
	}
	return pick(l, bilingual[string]{"Tell the platform's administrator the status and the request ID.",
		"把此返回码和请求 ID 告知平台管理员。"})
}

// Changed reports whether a note gives the code another action than the entry
// has.
func (a Advice) Changed() bool {
	return a.Note != nil && a.Note.Action != "" && (a.own == nil || a.own.Action != a.Action)
}

// Sentence returns what to do, in one or two sentences. After a note has
// changed the action it is the note's text or, without one, a sentence on the
// action: the entry's own sentence would contradict it.
func (a Advice) Sentence(l isales.Language) string {
	if a.Changed() {
		if text := a.Note.Text(l); text != "" {
			return text
		}
		return pick(l, actionSentences[a.Action])
	}
	if a.Code == "" {
		return pick(l, noCodeSentence)
	}
	if a.own != nil && a.own.Advice(l) != "" {
		return a.own.Advice(l)
	}
	return pick(l, actionSentences[a.Action])
}
