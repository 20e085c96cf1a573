package views

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"isales-console/safetext"
)

// Messages are all texts of the console in one language. The field name is the
// key; {name} in a text is a placeholder for Fill. A field without a text makes
// a test fail.
type Messages struct {
	// Lang is the BCP 47 tag of the language, for <html lang>.
	Lang string

	Product, SkipLink, NavLabel, NavLookup, NavCodes, Version string
	DemoBanner, DemoExample, Help, Contact                    string
	Theme, ThemeSystem, ThemeLight, ThemeDark                 string
	Filter, Filtered                                          string
	Copy, Copied, CopyFailed, CopyLink, Print, Waiting        string
	None                                                      string

	LookupTitle, LookupLead, LookupSubmit string
	VDNLabel, VDNHint                     string
	DefLabel, DefHint                     string
	ErrorSummary, ErrorPrefix             string
	// Reasons say why a text is no value, by the reason of handlers/input or the
	// problem of spreadsheet; FileKinds why a file is no table, by its kind.
	Reasons, FileKinds            map[string]string
	VDNEmpty, VDNRange            string
	DefEmpty, DefDigits, DefRange string
	DefOtherVDN                   string

	Guide                                                   Guide
	HomeForm, HomeMaySee                                    string
	FindLabel, FindVDN, FindSubmit                          string
	FindTitle, FindSeveral, FindFound, FindNone, FindNoneDo string
	FindUnreadable, FindWhichVDN                            string
	MeantNotResult, MeantMapped                             string
	FindCodes, FindMoreCodes, FindMoreResults               string
	FindTried, FindTriedCodes, FindTriedOwn                 string
	FindTriedResults, FindNoVDN, FindUnread                 string
	FindCount                                               Plural

	RecentTitle, RecentNone, RecentTime, RecentClear string

	SignInTitle, SignInUser, SignInPassword, SignIn, SignOut string
	SigningIn                                                string
	SignInBad, SignInExpired                                 string
	OpenNote                                                 string
	Minutes                                                  Plural

	ResultTitle, ResultNoText                               string
	FactDisplay, FactCode, FactDef                          string
	FactCodes                                               string
	ShareFirst                                              Plural
	ShortID, Share, ShowAll, Contradiction                  string
	Ticket, CopyTicket, CenterNote                          string
	CopyDef, CopyResultCode                                 string
	TableCaption                                            string
	ColCode, ColMeaning, ColGroup, ColAside                 string
	NoCodes, NoCodesAdvice                                  string
	NoCode, NoCodeMeaning                                   string
	OtherVDN, OtherResult                                   string
	DownloadCSV, DownloadXLSX, DownloadJSON, Refresh        string
	Age                                                     string
	JustNow                                                 string
	AgeMinutes                                              Plural
	RequestDetails, RawResponse                             string
	DetailStatus, DetailMeaning, DetailDesc, DetailDuration string
	StaleTitle, StaleWhy, StaleNext, StaleLater             string
	RequestID, CopyRequestID                                string
	CodesTitle, CodesLead                                   string
	CodesAPI, ColWhatToDo                                   string

	OtherTag, OtherName                                                                string
	SourceDocs, SourceVDN, SourceOwn                                                   string
	NoDescription, CodesMissing, CodesNearest                                          string
	CodesSearch, CodesSubmit, CodesVDNHint                                             string
	AllGroups, AllActions, CodesJump, CodesAll                                         string
	CodesTabs, CodesOBS, CodesFilters                                                  string
	CodesFound, CodesAlsoOBS, CodesAlsoAPI                                             Plural
	CodesNone, CodesNoneDo                                                             string
	CodeDetail, CodeActor, CodeMeaning, CodeCauses                                     string
	CodeReason, CodeNeighbours, CodeSources, CopyCode                                  string
	CodeUses, CodeUsesIn, CodeUsesSubmit                                               string
	BrowseSubmit, AllResults                                                           string
	VDNNav, SectionResults, SectionCoverage, SectionCompare                            string
	ColVerdict, AllVerdicts, ColPick, PickResult, PickSubmit, CompareTooMany           string
	ReadingList, ReadingListStep                                                       string
	ReadingSlow                                                                        Plural
	ReadingVDN, ReadingStep, ReadAgain, NotRead                                        string
	StreamFailed, StreamFailedDo, Uncertain                                            string
	ListShort, ListCodes                                                               string
	MissingAgain, MissingWhich                                                         string
	MissingResults                                                                     Plural
	ResultsTitle, ResultsSearch, ResultsRange, ResultsEmpty, ResultsEmptyDo            string
	ResultsNone, ResultsNoneDo, ResultsBeyond, ResultsLast, PagerLabel                 string
	ResultsFiltered                                                                    string
	ColCodes, CodesOne                                                                 string
	CoverageTitle, CoverageGroups, CoverageBar, CoverageMatrix                         string
	NumberResults, NumberMapped, NumberUnmapped, NumberTwice, NumberWrong              string
	MoreResults, MoreInExport                                                          Plural
	CompareTitle, CompareBoth, CompareOnly, CompareFirst, CompareSecond, CompareSubmit string

	Account       AccountMessages
	SignOn        SignOnMessages
	Retry         RetryMessages
	Campaigns     CampaignMessages
	CampaignCodes CampaignCodesMessages
	Explain       ExplainMessages
	Batch         BatchMessages
	Reverse       ReverseMessages
	Changes       ChangesMessages

	CodeUsed, CodeUsedNone, CodeAPI, CodeOBS string
	WholeAnswer                              string
	Milliseconds                             Plural

	Actors       map[string]string
	Groups       map[string]string
	GroupUnknown string
	ReleasedBy   map[string]string
	ErrorTime    string
	TryAgain     string
	ToLookup     string
	PlatformSays string
	Seconds      Plural
	ErrorPage    map[string]ErrorText
}

// ErrorText is what a person reads when something went wrong: what happened,
// then what to do.
type ErrorText struct{ Heading, What, Do string }

// Plural is a text with a count. A language without plural forms leaves One
// empty.
type Plural struct{ One, Other string }

// Of returns the form for n with {n} filled in.
func (p Plural) Of(n int) string {
	text := p.Other
	if n == 1 && p.One != "" {
		text = p.One
	}
	return Fill(text, "n", strconv.Itoa(n))
}

// Sentences joins texts that follow each other; an empty one is left out. There
// is no space between Chinese sentences.
func (m *Messages) Sentences(texts ...string) string {
	space := " "
	if m.Lang == "zh-CN" {
		space = ""
	}
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), space)
}

// List joins the parts of a list.
func (m *Messages) List(parts []string) string { return strings.Join(parts, m.comma()) }

// Counted is the heading of a list of n.
func (m *Messages) Counted(heading string, n int) string {
	if m.Lang == "zh-CN" {
		return heading + "（" + strconv.Itoa(n) + "）"
	}
	return heading + " (" + strconv.Itoa(n) + ")"
}

// comma stands between the parts of a list.
func (m *Messages) comma() string {
	if m.Lang == "zh-CN" {
		return "、"
	}
	return ", "
}

// colon stands between a label and its value.
func (m *Messages) colon() string {
	if m.Lang == "zh-CN" {
		return "："
	}
	return ": "
}

// Fact joins a label and its text as in "Time: now".
func (m *Messages) Fact(label, text string) string {
	return label + m.colon() + text
}

// Fill replaces placeholders: names and values alternate. Control characters in values become visible.
func Fill(text string, namesAndValues ...string) string {
	size := len(text)
	for _, s := range namesAndValues {
		size += len(s)
	}
	var filled strings.Builder
	filled.Grow(size)
	for {
		before, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			filled.WriteString(text)
			return filled.String()
		}
		filled.WriteString(before)
		if value, ok := valueOf(name, namesAndValues); ok {
			filled.WriteString(safetext.Line(value))
			text = after
		} else {
			filled.WriteByte('{')
			text = rest
		}
	}
}

func valueOf(name string, namesAndValues []string) (string, bool) {
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		if namesAndValues[i] == name {
			return namesAndValues[i+1], true
		}
	}
	return "", false
}

// joined are the entries of both maps.
func joined(a, b map[string]ErrorText) map[string]ErrorText {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
