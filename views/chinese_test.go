package views

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Half a sentence of rules that a machine can hold, from the wording guide.
var (
	unspaced   = regexp.MustCompile(`\p{Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Han}`)
	doubled    = regexp.MustCompile(`\p{Han} +\p{Han}|  |[，。：；？！（）、“”] | [，。：；？！（）、]`)
	halfWidth  = regexp.MustCompile(`\p{Han} ?[,:;?!()"']|[,:;?!()"'] ?\p{Han}|\p{Han}\.|…{2}|\.{3}`)
	forbidden  = regexp.MustCompile(`登陆|其它|您|帐号|亲|哦|点击这里|非法`)
	unmeasured = regexp.MustCompile(`\{n\} ?(结果码|码|页)`) // a number wants its measure word
	sorry      = regexp.MustCompile(`抱歉|对不起`)
)

// sentences are the placeholders that stand for Chinese, and durations, which end
// with it; all others stand for codes, numbers and Latin words.
var sentences = map[string]string{
	"meaning": "含义", "advice": "建议。", "age": "不到 1 分钟前", "wait": "30 秒", "waited": "30 秒", "idle": "30 分钟",
	"why": "原因。", "next": "做法。",
}

// headings and labels have no full stop; texts that are whole sentences do.
var sentenceFields = []string{
	"CompareTooMany", "DemoBanner", "LookupLead", "RecentNone", "SignInExpired", "OpenNote", "NoCodesAdvice",
	"OtherVDN", "OtherResult", "CodesLead", "CodesMissing", "CodesNoneDo", "ReadingVDN",
	"StreamFailedDo", "Uncertain", "MissingResults", "ListShort", "ResultsEmptyDo", "ResultsNoneDo", "Batch.KeepOpen",
	"Batch.ListNumbers", "Batch.Other", "Batch.NoRow", "Batch.ColumnHint",
	"Guide.Lead", "Guide.Call.Text", "Guide.Code.Text", "Guide.Result.Text", "Guide.Policy.Text", "Guide.Verdict.Text",
	"Guide.VDN.Text", "Guide.ScriptLead", "Guide.ScriptToken", "FindNoneDo", "FindUnreadable", "FindTriedCodes", "FindTriedOwn", "FindTriedResults", "FindNoVDN", "FindUnread",
	"Retry.Own", "Retry.PasteNone", "Retry.NotYet", "Retry.NoCode", "Retry.Shared", "Retry.MixedDo", "Retry.FollowersLead", "Retry.FollowersUnread",
	"Retry.ReadingFollowers", "Retry.RetriedByAll", "Retry.PoliciesUnread", "Batch.Count", "Batch.Duplicates", "Batch.TooMany", "StaleWhy", "StaleNext", "StaleLater",
	"SignOn.Lead", "Explain.Lead", "Explain.Rows", "Explain.Mended", "Explain.Empty", "Explain.Unknown", "Explain.LeftOut", "Explain.More", "Explain.Added",
	"Changes.Lead", "Changes.Same", "Changes.More", "Changes.OnlyCodes", "Changes.PartialExport", "Changes.PartialNow",
	"Changes.UnreadExport", "Changes.UnreadNow", "Reverse.FormLead", "MoreInExport",
	"Campaigns.Started", "Campaigns.NoPolicy", "Campaigns.Unread", "Campaigns.Unreadable", "Campaigns.NoRetryNone", "Campaigns.NoneDo",
	"Campaigns.BusinessUnread", "Campaigns.CheckLead", "Campaigns.CheckNot", "Campaigns.CheckByType", "Campaigns.CheckSame",
	"Campaigns.CheckUnread", "Campaigns.CallPrivacy", "Campaigns.Same", "Campaigns.Nowhere", "Campaigns.NotListed",
	"Campaigns.TodayUnread", "Campaigns.NoResult", "Campaigns.Days",
	"CampaignCodes.Zone", "CampaignCodes.Compared", "CampaignCodes.Uncompared", "CampaignCodes.NoneDo", "CampaignCodes.PictureText",
}

// complaints says what is wrong with a Chinese text.
func complaints(path, text string) (list []string) {
	filled := placeholder.ReplaceAllStringFunc(text, func(p string) string {
		name := strings.Trim(p, "{}")
		if chinese, ok := sentences[name]; ok {
			return chinese
		}
		return "x1"
	})
	rule := func(what string, broken bool) {
		if broken {
			list = append(list, what)
		}
	}
	rule("no space between Han and Latin", unspaced.MatchString(filled))
	rule("a space that does not belong there", doubled.MatchString(filled))
	rule("half-width punctuation",
		halfWidth.MatchString(strings.ReplaceAll(filled, "...", "")) || strings.Contains(filled, "..."))
	rule("a forbidden word", forbidden.MatchString(filled))
	rule("a number without its measure word", unmeasured.MatchString(text))
	rule("sorry for what is not the console's fault", sorry.MatchString(filled) && path != ".ErrorPage[internal].What")
	whole := strings.HasPrefix(path, ".ErrorPage") || strings.HasPrefix(path, ".Reverse.Says[")
	sentence := slices.ContainsFunc(sentenceFields, func(f string) bool { return strings.HasPrefix(path+".", "."+f+".") }) || whole && !strings.HasSuffix(path, ".Heading")
	ends := strings.HasSuffix(filled, "。")
	rule("no full stop at the end of a sentence", sentence && !ends && !(text == "" && strings.HasSuffix(path, ".One")))
	rule("a full stop at the end of a heading, label or button", !sentence && ends)
	return list
}

// TestChineseWording holds the wording guide over every Chinese text.
func TestChineseWording(t *testing.T) {
	eachText(reflect.ValueOf(Chinese), "", func(path, text string) {
		for _, complaint := range complaints(path, text) {
			t.Errorf("Chinese%s: %s: %q", path, complaint, text)
		}
	})
	for _, field := range sentenceFields {
		in := reflect.TypeFor[Messages]()
		for name := range strings.SplitSeq(field, ".") {
			f, ok := in.FieldByName(name)
			if !ok {
				t.Errorf("there is no field %s", field)
				break
			}
			in = f.Type
		}
	}
}

// TestChineseRules: the rules find what they are there for.
func TestChineseRules(t *testing.T) {
	tests := []struct{ path, text, want string }{
		{".Copy", "复制", ""},
		{".Copy", "在VDN 中", "no space between Han and Latin"},
		{".Copy", "有{n}个", "no space between Han and Latin"},
		{".Copy", "有 {n} 个", ""},
		{".Copy", "请在 {wait}后", ""},
		{".Copy", "请在 {wait} 后", "a space that does not belong there"},
		{".Copy", "你 好", "a space that does not belong there"},
		{".Copy", "错误： 码", "a space that does not belong there"},
		{".Copy", "错误:码", "half-width punctuation"},
		{".Copy", "结果码(OBS)", "half-width punctuation"},
		{".Copy", "正在查询...", "half-width punctuation"},
		{".Copy", "正在查询…", ""},
		{".Copy", "登陆", "a forbidden word"},
		{".Copy", "其它", "a forbidden word"},
		{".Copy", "您的", "a forbidden word"},
		{".Copy", "{n} 结果码", "a number without its measure word"},
		{".Copy", "复制。", "a full stop at the end of a heading, label or button"},
		{".ErrorPage[x].Heading", "出错。", "a full stop at the end of a heading, label or button"},
		{".ErrorPage[x].What", "出错", "no full stop at the end of a sentence"},
		{".Reverse.Says[x].Heading", "出错。", "a full stop at the end of a heading, label or button"},
		{".Reverse.Says[x].Do", "出错", "no full stop at the end of a sentence"},
		{".Reverse.Title", "出错。", "a full stop at the end of a heading, label or button"},
		{".Batch.Count.One", "", ""},
		{".Batch.Count.Other", "{n} 个 ID", "no full stop at the end of a sentence"},
		{".ErrorPage[x].What", "抱歉。", "sorry for what is not the console's fault"},
		{".ErrorPage[internal].What", "抱歉。", ""},
		{".ErrorPage[x].Do", "{advice}", ""},
		{".Groups[x]", "重试。", "a full stop at the end of a heading, label or button"},
	}
	for _, test := range tests {
		if got := strings.Join(complaints(test.path, test.text), "; "); got != test.want {
			t.Errorf("%s %q: %q, want %q", test.path, test.text, got, test.want)
		}
	}
}

var sameForOneAndMany = []string{".Milliseconds", ".Retry.ReadingCampaigns", ".Changes.More"}

func eachPlural(v reflect.Value, path string, visit func(path string, p Plural)) {
	for field, value := range v.Fields() {
		if p, ok := value.Interface().(Plural); ok {
			visit(path+"."+field.Name, p)
		} else if value.Kind() == reflect.Struct {
			eachPlural(value, path+"."+field.Name, visit)
		}
	}
}

// TestPlurals: a text with a count has the forms that its language wants, each
// with the count.
func TestPlurals(t *testing.T) {
	for _, lang := range languages {
		eachPlural(reflect.ValueOf(*lang.messages), "", func(path string, p Plural) {
			one := lang.plural && strings.Contains(p.One, "{n}") || !lang.plural && p.One == ""
			if !strings.Contains(p.Other, "{n}") || !one {
				t.Errorf("%s: %s is %+v", lang.name, path, p)
			}
			if lang.plural && p.One == p.Other && !slices.Contains(sameForOneAndMany, path) {
				t.Errorf("%s: %s has one form for one and many: %+v", lang.name, path, p)
			}
		})
	}
}

// TestLanguagesNameEachOther: the switch of each language leads to the other one,
// in its own words.
func TestLanguagesNameEachOther(t *testing.T) {
	tests := map[*Messages][3]string{&English: {"en", "zh-CN", "中文"}, &Chinese: {"zh-CN", "en", "English"}}
	for _, lang := range languages {
		m := lang.messages
		if got := [3]string{m.Lang, m.OtherTag, m.OtherName}; got != tests[m] {
			t.Errorf("%s: %q, want %q", lang.name, got, tests[m])
		}
	}
	if len(languages) != len(tests) {
		t.Errorf("%d languages, want %d", len(languages), len(tests))
	}
}
