package dictionary

import (
	"slices"
	"strings"
	"testing"

	"isales-console/isales"
)

func TestSearchFindsWhatAPersonExpects(t *testing.T) {
	for _, tt := range expectations {
		t.Run(tt.text, func(t *testing.T) {
			hits := Search(Query{Text: tt.text, GroupNames: groupNames})
			want := strings.Fields(tt.want)
			if got := codes(hits); !slices.Equal(got[:min(len(want), len(got))], want) ||
				(len(want) == 0 && len(got) > 0) {
				t.Errorf("found %q, want first %q", got, want)
			}
			if tt.hits != 0 && len(hits) != tt.hits {
				t.Errorf("%d hits %q, want %d", len(hits), codes(hits), tt.hits)
			}
		})
	}
}

// groupNames are names of some groups, as a page has them.
var groupNames = map[isales.Group][]string{
	isales.GroupSuccess: {"Success", "呼叫成功"}, isales.GroupBusy: {"Busy", "用户忙"},
	isales.GroupNoAnswer:    {"No answer", "无人应答"},
	isales.GroupUnreachable: {"Not reachable", "暂时无法接通"},
	isales.GroupResources:   {"Not enough resources", "资源不足"},
	isales.GroupPlatform:    {"Platform issue", "平台原因"},
}

// TestGroupNames: a code is found by the names of its group, and by those only
// that are given.
func TestGroupNames(t *testing.T) {
	q := Query{Text: "mauve", GroupNames: map[isales.Group][]string{isales.GroupBusy: {"Mauve", "淡紫"}}}
	if got, want := codes(Search(q)), []string{"00005", "00145", "00181", "00537"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if got := codes(Search(Query{Text: "mauve"})); got != nil {
		t.Errorf("found %q without names, want nothing", got)
	}
}

func codes(hits []Hit) []string {
	var c []string
	for _, h := range hits {
		c = append(c, h.Entry.Code)
	}
	return c
}

// TestRanks has one query for each rank, best first.
func TestRanks(t *testing.T) {
	tests := []struct {
		text, code string
		want       int
	}{
		{"00605", "00605", codeExact}, {"605", "00605", codeZeros}, {"0060", "00605", codePrefix},
		{"605", "34605", codeContains},
		{"the switch is busy", "00605", shortEquals}, {"busy", "00145", shortAndLabels},
		{"the switch", "00605", shortBegins},
		{"busy", "00605", shortWord}, {"usy", "00605", shortContains}, {"not enough", "00605", inLabels},
		{"configuration", "00605", inDetail},
		{"equipment", "00605", inMeaning}, {"within the hour", "00605", inAdvice}, {"campaigns", "00605", inCauses},
		{"交换设备", "00605", shortBegins}, {"设备忙", "00605", shortContains}, {"平台原因", "00606", inLabels},
		{"busy campaigns", "00605", inCauses}, // the worst word counts
		{"", "00605", noMatch},
	}
	for _, tt := range tests {
		hits := Search(Query{Text: tt.text, GroupNames: groupNames})
		i := slices.IndexFunc(hits, func(h Hit) bool { return h.Entry.Code == tt.code })
		if i < 0 {
			t.Errorf("%q does not find %s", tt.text, tt.code)
		} else if hits[i].Score != tt.want {
			t.Errorf("%q finds %s with score %d, want %d", tt.text, tt.code, hits[i].Score, tt.want)
		}
	}
}

func TestSearchWithoutText(t *testing.T) {
	var every []string
	for _, e := range all() {
		every = append(every, e.Code)
	}
	tests := []struct {
		name  string
		query Query
		want  []string
	}{
		{"everything", Query{}, every},
		{"space", Query{Text: " \t\u3000"}, every},
		{"punctuation", Query{Text: "?!，。"}, every},
		{"group", Query{Group: isales.GroupBusy}, []string{"00005", "00145", "00181", "00537"}},
		{"action", Query{Action: CannotTell}, []string{"01119", "01153", "01169", "34609"}},
		{"both", Query{Group: isales.GroupMachine, Action: RetryLater}, []string{"00160", "00162", "00263"}},
		{"undocumented code with a group", Query{Group: isales.GroupPlatform, Text: "01288"}, []string{"01288"}},
		{"none left", Query{Group: isales.GroupBusy, Action: NoRetry}, nil},
		{"unknown action", Query{Action: "pray"}, nil},
		{"text and group", Query{Text: "busy", Group: isales.GroupResources}, []string{"00605"}},
		{"text and action", Query{Text: "忙", Action: AskAdmin}, []string{"00605"}},
		{"API status and group", Query{Text: "0200001", Group: isales.GroupBusy}, nil},
		{"API status and action", Query{Text: "0200001", Action: RetrySoon}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := codes(Search(tt.query)); !slices.Equal(got, tt.want) {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	extra := make([]Named, 120)
	for i, e := range OBS() {
		extra[i] = Named{e.Code, e.Short(isales.Chinese), e.Short(isales.English)}
	}
	for i := len(OBS()); i < len(extra); i++ {
		extra[i] = Named{"OB" + strings.Repeat("9", i-60), "自定义失败原因", "A reason of this VDN"}
	}
	for name, q := range map[string]Query{
		"code":      {Text: "00605"},
		"word":      {Text: "busy"},
		"Chinese":   {Text: "无应答"},
		"words":     {Text: "call again later administrator"},
		"nothing":   {Text: "blancmange"},
		"all":       {},
		"own codes": {Text: "busy", Extra: extra},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Search(q)
			}
		})
	}
}
