package dictionary

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"isales-console/isales"
)

//go:embed explanations.json
var explanations []byte

// explanation is one line of explanations.json.
type explanation struct {
	Code         string              `json:"code"`
	Undocumented bool                `json:"undocumented"`
	As           string              `json:"as"` // a code before this one, whose explanation is this one's too
	Meaning      bilingual[string]   `json:"meaning"`
	Causes       bilingual[[]string] `json:"causes"`
	Action       Action              `json:"action"`
	Advice       bilingual[string]   `json:"advice"`
	Actor        Actor               `json:"actor"`
	Reason       Reason              `json:"reason"`
	// Q850 is the ITU-T Q.850 cause that the code is found to be, SIP the
	// statuses that RFC 3398 gives for that cause.
	Q850 int   `json:"q850"`
	SIP  []int `json:"sip"`
	// Diversion says that the code is one of a row that follows the reasons of a
	// call diversion.
	Diversion bool `json:"diversion"`
}

type bilingual[T any] struct {
	English T `json:"en"`
	Chinese T `json:"zh"`
}

func pick[T any](l isales.Language, b bilingual[T]) T {
	if l == isales.Chinese {
		return b.Chinese
	}
	return b.English
}

// index is everything in the package, ready for use.
type index struct {
	api, obs []Entry        // in code order
	position map[string]int // of an OBS code in obs
	texts    []entryTexts   // of api, then of obs
	unknown  entryTexts     // of a code that is in neither, but for the code
}

// contents parses the explanations once. They are part of the program, so a
// fault in them is a bug and panics.
var contents = sync.OnceValue(func() *index {
	b, err := load(explanations)
	if err != nil {
		panic("dictionary: " + err.Error())
	}
	return b
})

// load joins the explanations with the vendor's tables, which say which codes
// there are: one explanation for each, none left over.
func load(data []byte) (*index, error) {
	var file struct {
		OBS []explanation `json:"obs"`
		API []explanation `json:"api"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("explanations.json: %w", err)
	}

	b := &index{position: map[string]int{}, unknown: newEntryTexts(Entry{Kind: KindOBS})}
	for _, s := range isales.APIStatuses() {
		own, err := take(&file.API, s.Code, true)
		if err != nil {
			return nil, err
		}
		b.api = append(b.api, Entry{Code: s.Code, Kind: KindAPI, Documented: true, Reason: ReasonRequest, api: s,
			own: own})
	}
	for i, c := range isales.OBSCodes() {
		own, err := take(&file.OBS, c.Code, c.Documented())
		if err != nil {
			return nil, err
		}
		if own != nil && own.As != "" {
			first, ok := b.position[own.As]
			if !ok {
				return nil, fmt.Errorf("explanation of %q: no %q before it", c.Code, own.As)
			}
			own = b.obs[first].own
		}
		b.position[c.Code] = i
		e := Entry{Code: c.Code, Kind: KindOBS, Group: c.Group, ReleasedBy: c.ReleasedBy, Documented: c.Documented(),
			Action: CannotTell, Actor: Administrator, Reason: ReasonUndocumented, obs: c, own: own}
		if own != nil {
			e.Action, e.Actor, e.Reason = own.Action, own.Actor, own.Reason
		}
		b.obs = append(b.obs, e)
	}
	if rest := slices.Concat(file.API, file.OBS); len(rest) > 0 {
		return nil, fmt.Errorf("explanation of %q: no such code, or a second one", rest[0].Code)
	}
	for _, e := range slices.Concat(b.api, b.obs) {
		b.texts = append(b.texts, newEntryTexts(e))
	}
	return b, nil
}

// take removes the first explanation of a code from the list. A code that the
// vendor documents must have one. Another code may, where comparison gives it
// away; without one it must be marked, and take returns nil.
func take(list *[]explanation, code string, documented bool) (*explanation, error) {
	i := slices.IndexFunc(*list, func(x explanation) bool { return x.Code == code })
	if i < 0 {
		return nil, fmt.Errorf("no explanation of %q", code)
	}
	own := (*list)[i]
	*list = slices.Delete(*list, i, i+1)
	switch explained := own.Meaning.English != "" || own.As != ""; {
	case own.Undocumented == explained:
		return nil, fmt.Errorf("explanation of %q: undocumented is %t, explained %t", code, own.Undocumented, explained)
	case documented && !explained:
		return nil, fmt.Errorf("explanation of %q: undocumented is true, not so in package isales", code)
	case !explained:
		return nil, nil
	}
	return &own, nil
}
