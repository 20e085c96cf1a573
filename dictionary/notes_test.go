package dictionary

import (
	"slices"
	"strings"
	"testing"

	"isales-console/isales"
)

func parse(t *testing.T, file string) Notes {
	t.Helper()
	notes, err := ParseNotes([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return notes
}

func TestParseNotes(t *testing.T) {
	want := []Note{{"00605", "晚上再打", "Call in the evening", RetryLater, "Li", "2026-11-02"}}
	for name, file := range map[string]string{
		"as documented": "code,zh,en,action,author,date\n" +
			"00605,晚上再打,Call in the evening,retry_later,Li,2026-11-02\n",
		"no head": "00605,晚上再打,Call in the evening,retry_later,Li,2026-11-02",
		"mark and CRLF": "\ufeffCode,ZH,EN,Action,Author,Date\r\n" +
			"00605,晚上再打,Call in the evening,retry_later,Li,2026-11-02\r\n",
		"empty lines":         "\n\n , ,\n,,,,,\n00605,晚上再打,Call in the evening,retry_later,Li,2026-11-02\n\n",
		"white space, quotes": " 00605 ,晚上再打,\"Call in the evening\", Retry Later ,Li , 2026-11-02,,\n",
		"zeros lost":          "605,晚上再打,Call in the evening,RETRY-LATER,Li,2026-11-02\n",
		"full width":          "００６０５,晚上再打,Call in the evening,ＲＥＴＲＹ＿ＬＡＴＥＲ,Li,2026-11-02\n",
		"action in Chinese":   "00605,晚上再打,Call in the evening,稍后重试,Li,2026-11-02\n",
	} {
		t.Run(name, func(t *testing.T) {
			if got := parse(t, file).All(); !slices.Equal(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
	if got := parse(t, "").All(); got != nil {
		t.Errorf("notes of an empty file: %+v", got)
	}
	if got := parse(t, "OB9,,\"Two lines,\nof text\"\n0,好\n").All(); !slices.Equal(got, []Note{
		{Code: "OB9", English: "Two lines,\nof text"}, {Code: "00000", Chinese: "好"}}) {
		t.Errorf("got %+v", got)
	}
}

func TestActionsInNotes(t *testing.T) {
	for action, spellings := range map[Action]string{
		NoRetry:    "no_retry|No Retry|NO-RETRY|do not retry|Never retry|never-retry|不重试|不要重试",
		RetryLater: "retry_later|Retry later|稍后重试",
		RetrySoon:  "retry_soon|RETRY SOON|尽快重试",
		AskAdmin:   "ask_admin|ask-admin|Ask the administrator|联系管理员",
		"":         "| |　",
	} {
		for spelling := range strings.SplitSeq(spellings, "|") {
			if n, _ := parse(t, "00605,文,,"+spelling).Of("00605"); n.Action != action {
				t.Errorf("%q is read as %q, want %q", spelling, n.Action, action)
			}
		}
	}
}

func TestParseNotesReportsEveryBadLine(t *testing.T) {
	file := "code,zh,en,action,author,date\n" +
		"00605,好,,perhaps,,\n" + // 2
		"00604,好,,cannot_tell,,\n" +
		",没有码,,,,\n" +
		"00603,,,,Li,2026-11-02\n" +
		"00602,好\n" +
		"602,好\n" + // 7
		"00601,a,b,,Li,2026,11,02\n" +
		"02000007,好,,ask_admin\n" +
		"00538,\"a\"b\n" + // 10
		"00537,\"two\nlines\",,nothing\n" +
		"00531,好,,none\n"
	want := []string{
		`line 2: 00605: "perhaps" is no action; use no_retry, retry_later, retry_soon or ask_admin`,
		`line 3: 00604: "cannot_tell" is no action; use no_retry, retry_later, retry_soon or ask_admin`,
		"line 4: no code",
		"line 5: 00603: neither a text nor an action",
		"line 7: 00602 already has a note on line 6",
		"line 8: 8 columns, want at most 6 (code,zh,en,action,author,date): put a text with commas in quotes",
		"line 9: 02000007: an API status has no action",
		`line 10: not CSV: extraneous or missing " in quoted-field`,
		`line 11: 00537: "nothing" is no action; use no_retry, retry_later, retry_soon or ask_admin`,
		`line 13: 00531: "none" is no action; use no_retry, retry_later, retry_soon or ask_admin`,
	}
	notes, err := ParseNotes([]byte(file))
	if err == nil {
		t.Fatal("no error")
	}
	if got := strings.Split(err.Error(), "\n"); !slices.Equal(got, want) {
		t.Errorf("problems\n%s\nwant\n%s", err, strings.Join(want, "\n"))
	}
	if notes.All() != nil {
		t.Errorf("notes of a bad file: %+v", notes.All())
	}
	if _, err := ParseNotes([]byte("00605,\xba\xc3")); err == nil ||
		err.Error() != "the notes are not in UTF-8: save them as CSV UTF-8" {
		t.Errorf("error %v", err)
	}
}

// TestNotesAreReadOnce makes sure that a caller cannot change what all share.
func TestNotesAreReadOnce(t *testing.T) {
	notes := parse(t, "00605,好")
	notes.All()[0].Chinese = "changed"
	Advise("00605", notes).Note.Chinese = "changed"
	if n, ok := notes.Of(" 00605"); !ok || n.Chinese != "好" {
		t.Errorf("note %+v, %t", n, ok)
	}
}

func TestAdvise(t *testing.T) {
	notes := parse(t, `00149,两周后再打,Call after two weeks,retry_later
00147,,,no_retry
00605,夜间扩容,Capacity grows at night
00145,先发短信,,retry_soon
34609,线路被运营商限制,Barred by the operator,ask_admin
OB9,下班了,Closed
OB8,停用,Out of use,no_retry
0,已接通,Reached,no_retry
`)
	tests := []struct {
		code, want string // code|action|reason|actor|note, changed
		sentence   string // English; "" for the entry's own
	}{
		{"00129", "00129|Do not retry|number_dead|campaign-manager|", ""},
		{" 00605", "00605|Ask the administrator|capacity|administrator|Capacity grows at night", ""},
		{"00149", "00149|Retry later|declined|campaign-manager|Call after two weeks, changed", "Call after two weeks"},
		{"00147", "00147|Do not retry|no_answer|campaign-manager|, changed", "Do not retry this number."},
		{"00145", "00145|Retry soon|busy|campaign-manager|先发短信", ""},
		{"34609", "34609|Ask the administrator|undocumented|administrator|Barred by the operator, changed",
			"Barred by the operator"},
		{"01119", "01119|Cannot tell|undocumented|administrator|",
			"Ask the administrator whether to retry: the vendor's documents found so far do not explain this code."},
		{"OB8", "OB8|Do not retry|undocumented|campaign-manager|Out of use, changed", "Out of use"},
		{"ob9", "ob9|Cannot tell|undocumented|administrator|Closed",
			"Ask the administrator whether to retry: the vendor's documents found so far do not explain this code."},
		{"0", "00000|Do not retry|answered|nobody|Reached", ""},
		{"", "|Cannot tell|undocumented|administrator|",
			"Ask the administrator why the platform sends no code with this mapping."},
	}
	for _, tt := range tests {
		a := Advise(tt.code, notes)
		got := strings.Join([]string{a.Code, a.Action.Text(isales.English), string(a.Reason), string(a.Actor), ""}, "|")
		if a.Note != nil {
			got += a.Note.Text(isales.English)
		}
		if a.Changed() {
			got += ", changed"
		}
		sentence := tt.sentence
		if e, ok := Lookup(a.Code); ok && sentence == "" {
			sentence = e.Advice(isales.English)
		}
		if got != tt.want || a.Sentence(isales.English) != sentence {
			t.Errorf("%q: %s with %q\nwant %s with %q", tt.code, got, a.Sentence(isales.English), tt.want, sentence)
		}
	}
	if got := Advise("00147", notes).Sentence(isales.Chinese); got != "不要重试这个号码。" {
		t.Errorf("in Chinese %q", got)
	}
}

func TestNotesCountInVerdicts(t *testing.T) {
	list := []string{"34609", "00008"}
	for file, want := range map[string]Verdict{
		"":                   VerdictCannotTell,
		"34609,一,,ask_admin": VerdictRetryLater,
		"34609,一,,no_retry":  VerdictMixed,
		"34609,一,,no_retry\n8,一,,do not retry": VerdictNoRetry,
		"34609,只有文字":                           VerdictCannotTell,
	} {
		if got := Judge(list, parse(t, file)).Verdict; got != want {
			t.Errorf("with %q: %q, want %q", file, got, want)
		}
	}
}

func TestSearchFindsNotes(t *testing.T) {
	notes := parse(t, "00149,,Two weeks of quietude,retry_later,Zhang\nOB9,西瓜,,no_retry\n"+
		"34609,,Quietude too\n02000007,,Quietude at the platform")
	tests := []struct {
		name  string
		query Query
		want  string
		note  bool // on the first hit
	}{
		{"text", Query{Text: "quietude"}, "02000007 00149 34609", true},
		{"author", Query{Text: "zhang"}, "00149", true},
		{"a code of its own", Query{Text: "西瓜"}, "OB9", true},
		{"that code", Query{Text: "ob9"}, "OB9", true},
		{"in a VDN's dictionary too", Query{Text: "西瓜", Extra: []Named{{"ob9", "冬瓜", ""}}}, "ob9", true},
		{"new action", Query{Action: RetryLater, Group: isales.GroupDeclined}, "00149 00531 00551 00601 00701", true},
		{"no longer the old one", Query{Action: NoRetry, Group: isales.GroupDeclined}, "00604", false},
		{"old words no longer", Query{Text: "never retry", Group: isales.GroupDeclined}, "00604", false},
		{"a code without an entry", Query{Action: NoRetry, Text: "ob9"}, "OB9", true},
		{"without a note", Query{Text: "00605"}, "00605", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.query.Notes = notes
			hits := Search(tt.query)
			if got := strings.Join(codes(hits), " "); got != tt.want {
				t.Errorf("found %s, want %s", got, tt.want)
			}
			if len(hits) > 0 && (hits[0].Note != nil) != tt.note {
				t.Errorf("note of the first hit: %+v", hits[0].Note)
			}
		})
	}
}

func FuzzParseNotes(f *testing.F) {
	f.Add([]byte("\ufeffcode,zh,en,action,author,date\r\n605,好,Fine,retry later,Li,2026-11-02\r\n"))
	f.Add([]byte("00605,\"a\"b\n,,\n0,x"))
	f.Fuzz(func(t *testing.T, file []byte) {
		notes, err := ParseNotes(file)
		if err != nil && notes.All() != nil {
			t.Errorf("notes in spite of %v", err)
		}
		for _, n := range notes.All() {
			if found, ok := notes.Of(n.Code); !ok || found != n || n.Code == "" {
				t.Errorf("%+v is found as %+v, %t", n, found, ok)
			}
		}
	})
}
