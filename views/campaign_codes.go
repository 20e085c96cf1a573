package views

import (
	"strconv"
	"time"
)

// CampaignCodesPage counts the fail codes of a campaign on some days.
type CampaignCodesPage struct {
	VDNPage
	ID, Name string
	// From and To are the first and the last day, with their hints in DayHints.
	From, To Field
	DayHints [2]string
	// Zone says in whose days is counted.
	Zone string
	// Counted says that the fields below are filled in: the days were right.
	Counted bool
	// Range names the days, Compared those before, or says that they are missing.
	Range, Compared string
	NoCalls         bool
	Uncompared      bool
	Numbers         []Number
	// Unmapped and Unknown are the codes that occur and that no external result has,
	// and that are not explained.
	Unmapped, Unknown []CodeCount
	// Uncertain says that results are missing: a code may be mapped by one of them.
	Uncertain bool
	Actions   []ActionCount
	// PictureText describes the picture in a sentence.
	PictureText string
	Days        []DayBar
	Codes       []CodeCount
	All         CodeCount
}

// Title is the page's own part of the document title.
func (p CampaignCodesPage) Title() string {
	return Fill(p.T.CampaignCodes.Title, "id", p.ID, "vdn", p.VDN)
}

func (p CampaignCodesPage) wrong() bool { return p.From.Error != "" || p.To.Error != "" }

func dayFieldType(value string) string {
	if _, err := time.Parse(time.DateOnly, value); value != "" && err != nil {
		return "text"
	}
	return "date"
}

// CodeCount is a code with its calls. Change and Before are empty when the days before
// are missing.
type CodeCount struct {
	MappingRow
	N, Share, Change, Before string
	Marks                    []string
}

// ActionCount is an action with its calls.
type ActionCount struct {
	Verdict
	N     int
	Share string
}

// DayBar is a day with its calls, all and by action in the order of the page's Actions.
type DayBar struct {
	Day      string // 2006-01-02
	N        int
	ByAction []int
}

// The picture has a row for each day: the day, its bar and its calls. Heights are in
// pixels, widths in percent, so that its letters are as large as all others in every
// window.
const (
	dayRow    = 20
	dayBar    = 15
	dayBarX   = 15
	dayBarMax = 70
)

// segment is a part of a day's bar.
type segment struct{ Key, Text, X, Width string }

// segments are the parts of a bar that have calls.
func (p CampaignCodesPage) segments(day DayBar) (parts []segment) {
	before := 0
	for i, n := range day.ByAction {
		if n == 0 {
			continue
		}
		a := p.Actions[i].Verdict
		parts = append(parts, segment{Key: a.Key, X: percent(dayBarX + p.width(before)), Width: percent(p.width(n)),
			Text: Fill(p.T.CampaignCodes.Segment, "day", day.Day, "action", a.Text, "n", strconv.Itoa(n))})
		before += n
	}
	return parts
}

// width is that of a number of calls in the picture; the largest day has dayBarMax.
func (p CampaignCodesPage) width(n int) float64 {
	largest := 1
	for _, day := range p.Days {
		largest = max(largest, day.N)
	}
	return dayBarMax * float64(n) / float64(largest)
}

func percent(width float64) string { return strconv.FormatFloat(width, 'f', 3, 64) + "%" }
