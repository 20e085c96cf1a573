package isales

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// usualMapping is a mapping as platforms write it, and compact.
const usualMapping = `{"mapId":"1059886898","defId":"7","failCode":"34609","vdnId":"40"}`

// changed is usualMapping with a part replaced.
func changed(old, replacement string) string {
	return strings.Replace(usualMapping, old, replacement, 1)
}

const indentedMapping = "\n  {\n    \"vdnId\" : \"40\",\n    \"failCode\" : \"34609\"\n  }"

var stencilTests = map[string]struct {
	taken, next string
	fits        bool
	want        Mapping
}{
	"the same":             {usualMapping, usualMapping, true, Mapping{"1059886898", "7", "34609", 40}},
	"other values":         {usualMapping, `{"mapId":"","defId":"忙","failCode":"0","vdnId":"40"}`, true, Mapping{"", "忙", "0", 40}},
	"fewer, turned, apart": {indentedMapping, strings.Replace(indentedMapping, "34609", "00008", 1), true, Mapping{OBSCode: "00008", VDNID: 40}},
	"no VDN ID":            {`{"mapId":"1"}`, `{"mapId":"2"}`, true, Mapping{MapID: "2"}},
	"an empty VDN ID":      {changed("40", ""), changed("40", ""), true, Mapping{"1059886898", "7", "34609", 0}},
	"the last of two":      {`{"mapId":"1","mapId":"2"}`, `{"mapId":"3","mapId":"4"}`, true, Mapping{MapID: "4"}},
	"another VDN ID":       {usualMapping, changed("40", "41"), false, Mapping{}},
	"an escape":            {usualMapping, changed("34609", `3460\u0039`), false, Mapping{}},
	"an escaped quote":     {usualMapping, changed("34609", `34609\"`), false, Mapping{}},
	"a control character":  {usualMapping, changed("34609", "34609\n"), false, Mapping{}},
	"a number":             {usualMapping, changed(`"34609"`, "34609"), false, Mapping{}},
	"null":                 {usualMapping, changed(`"34609"`, "null"), false, Mapping{}},
	"another field":        {usualMapping, changed("mapId", "mapID"), false, Mapping{}},
	"one field more":       {usualMapping, changed("}", `,"x":1}`), false, Mapping{}},
	"one field less":       {usualMapping, changed(`,"vdnId":"40"`, ""), false, Mapping{}},
	"other white space":    {usualMapping, changed(":", ": "), false, Mapping{}},
	"an end in a value":    {usualMapping, usualMapping[:20], false, Mapping{}},
	"an end in a name":     {usualMapping, usualMapping[:30], false, Mapping{}},
	"an end":               {usualMapping, usualMapping[:len(usualMapping)-1], false, Mapping{}},
	"nothing":              {usualMapping, "", false, Mapping{}},
	"taken: a number":      {changed(`"7"`, "7"), changed(`"7"`, "7"), false, Mapping{}},
	"taken: an escape":     {changed("7", `\u0037`), changed("7", "9"), true, Mapping{"1059886898", "9", "34609", 40}},
	"taken: an escaped ID": {changed("40", `4\u0030`), usualMapping, true, Mapping{"1059886898", "7", "34609", 40}},
	"taken: unknown field": {changed("mapId", "x"), changed("mapId", "x"), false, Mapping{}},
	"taken: two VDN IDs":   {`{"vdnId":"40","vdnId":"40"}`, `{"vdnId":"x","vdnId":"40"}`, false, Mapping{}},
	"taken: five fields":   {changed("}", `,"mapId":"1"}`), changed("}", `,"mapId":"1"}`), false, Mapping{}},
	"taken: none":          {"{}", "{}", false, Mapping{}},
}

// TestStencilFits: what follows a mapping is read by its stencil, or left to the
// scanner.
func TestStencilFits(t *testing.T) {
	for name, tt := range stencilTests {
		t.Run(name, func(t *testing.T) {
			var taken Mapping
			if err := (&scanner{s: tt.taken}).mapping(&taken); err != nil {
				t.Fatal(err)
			}
			st := newStencil(tt.taken, &taken)
			p := &scanner{s: "," + tt.next, i: 1}
			got, fits := st.read(p)
			if got != tt.want || fits != tt.fits {
				t.Errorf("read %+v, %t; want %+v, %t", got, fits, tt.want, tt.fits)
			}
			if end := 1 + len(tt.next); tt.fits && p.i != end || !tt.fits && p.i != 1 {
				t.Errorf("the scanner is at %d of %d", p.i, end)
			}
		})
	}
}

// TestMappingsFitTheirMemory: an answer may be kept for long.
func TestMappingsFitTheirMemory(t *testing.T) {
	short, long := `{"mapId":"1"}`, changed("7", strings.Repeat("7", 500))
	for name, list := range map[string][]string{
		"all alike":   slices.Repeat([]string{usualMapping}, 1000),
		"long first":  append([]string{long}, slices.Repeat([]string{usualMapping}, 1000)...),
		"short first": append([]string{short}, slices.Repeat([]string{long}, 100)...),
	} {
		// What follows the list must not count as mappings.
		r, err := decodeExternalResult(success(`{"resultMapList":[`+strings.Join(list, ",")+`],"displayResult":"`+strings.Repeat("x", 1<<16)+`"}`), 40, 7)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(r.Mappings); n != len(list) || cap(r.Mappings) > 8+n+n/4 {
			t.Errorf("%s: %d mappings in the place of %d, want %d in that of at most %d", name, n, cap(r.Mappings), len(list), 8+n+n/4)
		}
	}
}

// FuzzMappings: with and without stencils, a list is read to the same effect.
//
//	go test ./isales -fuzz FuzzMappings
func FuzzMappings(f *testing.F) {
	lists := [][]string{
		{}, {usualMapping}, {"null"},
		{usualMapping, usualMapping, usualMapping, usualMapping},
		{usualMapping, usualMapping, "\n" + usualMapping, "\n" + usualMapping, usualMapping, "\n" + usualMapping + " "},
		{"{}", "{}", "{}", "{}"},
		{changed("40", ""), changed("40", ""), changed("40", ""), changed("40", ""), usualMapping},
		{`{"vdnId":"40","vdnId":"40"}`, `{"vdnId":"40","vdnId":"40"}`, `{"vdnId":"40","vdnId":"40"}`, `{"vdnId":"x","vdnId":"40"}`},
		{changed("failCode", `fail\u0043ode`), changed("failCode", `fail\u0043ode`), changed("failCode", `fail\u0043ode`), changed("failCode", `fail\u0043ode`)},
	}
	for _, odd := range []string{changed("40", "41"), changed("40", "0"), changed("40", "040"), changed("7", `\"`), changed("7", "\x00"), changed("7", "\xff"),
		changed(`"7"`, "{}"), changed("defId", "mapId"), changed("}", ",}"), changed("}", ""), changed(`,"vdnId":"40"`, ""), usualMapping + "]", usualMapping[:40]} {
		lists = append(lists, []string{usualMapping, usualMapping, usualMapping, odd, usualMapping}, []string{odd, odd, odd, odd})
	}
	for _, list := range lists {
		f.Add("[" + strings.Join(list, ",") + "]")
	}
	f.Fuzz(func(t *testing.T, text string) {
		fast, slow := &scanner{s: text}, &scanner{s: text}
		var r ExternalResult
		err := fast.mappings(&r)
		var want []Mapping
		null, wantErr := slow.null()
		if !null {
			wantErr = slow.array(func(int) error {
				want = append(want, Mapping{})
				return slow.mapping(&want[len(want)-1])
			})
		}
		if fmt.Sprint(err) != fmt.Sprint(wantErr) || fast.i != slow.i {
			t.Fatalf("error %v at %d, want %v at %d", err, fast.i, wantErr, slow.i)
		}
		if err == nil && (!slices.Equal(r.Mappings, want) || (r.Mappings == nil) != (want == nil)) {
			t.Errorf("read\n got %+v\nwant %+v", r.Mappings, want)
		}
	})
}
