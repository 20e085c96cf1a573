package input

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

type one struct {
	ID     ID
	Reason Reason
}

// TestOne lists what people put into the field of an external result ID.
func TestOne(t *testing.T) {
	id, both := one{ID{0, 1402245659}, ""}, one{ID{40, 1402245659}, ""}
	tests := map[string]one{
		"1402245659":                                 id,
		"'1402245659":                                id,
		"1,402,245,659":                              id,
		"ID: 1402245659":                             id,
		"ID：1402245659":                              id,
		"ID 1402245659":                              id,
		"id1402245659":                               {ID{}, Letters},
		"defId=1402245659":                           id,
		`"defId": "1402245659",`:                     id,
		"External result ID: 1402245659":             id,
		"External result ID\n1402245659":             id,
		"VDN ID\n40\nExternal result ID\n1402245659": both,
		"外显结果 ID：1402245659":                         id,
		"外显结果ID 1402245659":                          id,
		"外显结果ID1402245659":                           id,
		"1402245659 in VDN 40":                       both,
		"1402245659｡":                                id,
		"- 1402245659":                               id,
		"40\t1402245659":                             both,
		"40,1402245659":                              both,
		"40，1402245659":                              both,
		"40, 1402245659":                             both,
		"40 1402245659":                              both,
		"40;1402245659":                              both,
		"40/1402245659":                              both,
		"40、1402245659":                              both,
		"40\n1402245659":                             both,
		"40\t1,402,245,659":                          both,
		`"40","1402245659"`:                          both,
		"(40, 1402245659)":                           both,
		"40\t7":                                      {ID{40, 7}, ""},
		"140/141":                                    {ID{140, 141}, ""},
		"40/results/1402245659":                      {ID{}, Letters},
		"VDN 40, ID 1402245659":                      both,
		"vdnId=40&defId=1402245659":                  both,
		"vdnId: 40\ndefId: 1402245659":               both,
		`{"vdnId":40,"defId":1402245659}`:            both,
		`{"defId":"1402245659","vdnId":"40"}`:        both,
		"{\n  \"vdnId\": 40,\n  \"defId\": 1402245659\n}":                                     both,
		`{"vdnId":40,"defId":1402245659,"mapId":"1059886898","obsCodes":["00605","34609"]}`:   both,
		`{"vdnId":40000,"defId":1402245659}`:                                                  {ID{}, TooLarge},
		"http://127.0.0.1:18231/vdns/40/results/1402245659":                                   both,
		"see http://127.0.0.1:18231/vdns/40/results/1402245659 of 2024-05-01":                 both,
		"[1402245659](https://console.example/vdns/40/results/1402245659)":                    both,
		"<https://console.example/vdns/40/results/1402245659>":                                both,
		"https://console.example/vdns/40/results/1402245659。":                                 both,
		"https://console.example/vdns/40/results/1402245659请看":                                both,
		"https://console.example/vdns/40/results/1402245659abc":                               {ID{}, Letters},
		"https://console.example/vdns/40/codes/00605":                                         {ID{}, OtherPage},
		"https://console.example/vdns/40/results/1 https://console.example/vdns/40/results/2": {ID{}, Several},

		"140\n141":              {ID{}, Several},
		"140\t141":              {ID{}, Several},
		"140, 141":              {ID{}, Several},
		"10000,1402245659":      {ID{}, Several},
		"1402245659 1402245660": {ID{}, Several},
		"40,1,402,245,659":      {ID{}, Grouping},
		"40-1402245659":         {ID{}, Several},
		"phone: 00000000001":    {ID{}, OtherField},
		"电话：00000000001":        {ID{}, OtherField},
		"ticket ID: 7":          {ID{}, OtherField},
		"no answer":             {ID{}, NoNumber},
		"1402245659 no answer":  {ID{}, Letters},
		"1.40225E+09":           {ID{}, Shortened},
		"":                      {ID{}, Empty},
		"2024-05-01":            {ID{}, Several},
	}
	for text, want := range tests {
		got, reason := One(text)
		if diff := cmp.Diff(want, one{got, reason}); diff != "" {
			t.Errorf("One(%q) (-want +got)\n%s", text, diff)
		}
	}
}

// TestIDs lists free texts, piece by piece.
func TestIDs(t *testing.T) {
	def := func(text string, n int64) Piece { return Piece{Text: text, ID: ID{0, n}} }
	in := func(text string, vdn int, n int64) Piece { return Piece{Text: text, ID: ID{vdn, n}} }
	no := func(text string, reason Reason) Piece { return Piece{Text: text, Reason: reason} }
	tests := map[string][]Piece{
		"":                      nil,
		" \n,;":                 nil,
		"1402245659":            {def("1402245659", 1402245659)},
		"1402245659 1402245660": {def("1402245659", 1402245659), def("1402245660", 1402245660)},
		"1402245659,1402245660": {def("1402245659", 1402245659), def("1402245660", 1402245660)},
		"1402245659，1402245660、1402245661；1402245662": {def("1402245659", 1402245659), def("1402245660", 1402245660),
			def("1402245661", 1402245661), def("1402245662", 1402245662)},
		"140\n141":                       {def("140", 140), def("141", 141)},
		"140\r141":                       {def("140", 140), def("141", 141)},
		"140; 141":                       {def("140", 140), def("141", 141)},
		"140\t141":                       {def("140", 140), def("141", 141)},
		"1001,1002":                      {def("1001", 1001), def("1002", 1002)},
		"140, 141":                       {def("140", 140), def("141", 141)},
		"140,141":                        {def("140,141", 140141)},
		"140 141":                        {no("140 141", Grouping)},
		"1,402,245,659":                  {def("1,402,245,659", 1402245659)},
		"1,402,245,659\n1,402,245,660":   {def("1,402,245,659", 1402245659), def("1,402,245,660", 1402245660)},
		"1,402,245,659 1,402,245,660":    {def("1,402,245,659", 1402245659), def("1,402,245,660", 1402245660)},
		"1 402 245 659":                  {def("1 402 245 659", 1402245659)},
		"1\u00a0402\u00a0245\u00a0659":   {def("1\u00a0402\u00a0245\u00a0659", 1402245659)},
		"1402245659\u00a01402245660":     {def("1402245659", 1402245659), def("1402245660", 1402245660)},
		"1,402,245,65":                   {no("1,402,245,65", Grouping)},
		"1402245659,1,402,245,660":       {no("1402245659,1,402,245,660", Grouping)},
		"1 402 245 65":                   {no("1 402 245 65", Grouping)},
		"1.402.245.659":                  {no("1.402.245.659", Grouping)},
		"'1402245659','1402245660'":      {def("1402245659", 1402245659), def("1402245660", 1402245660)},
		`["1402245659", "1402245660"]`:   {def("1402245659", 1402245659), def("1402245660", 1402245660)},
		"######":                         {no("######", Shortened)},
		"40\t####\n1402245659":           {def("40", 40), no("####", Shortened), def("1402245659", 1402245659)},
		"## results\n1402245659":         {no("results", NoNumber), def("1402245659", 1402245659)},
		"ID 7 of VDN 41, ID 8":           {in("7", 41, 7), no("of", NoNumber), in("8", 41, 8)},
		"40\t1402245659\n41\t1402245660": {in("40\t1402245659", 40, 1402245659), in("41\t1402245660", 41, 1402245660)},
		"40,1402245659":                  {in("40,1402245659", 40, 1402245659)},
		"1402245659\tno answer":          {def("1402245659", 1402245659), no("no answer", NoNumber)},
		"please check 1402245659 thanks": {no("please check", NoNumber), def("1402245659", 1402245659),
			no("thanks", NoNumber)},
		"查一下1402245659的结果": {no("查一下", NoNumber), def("1402245659", 1402245659),
			no("的结果", NoNumber)},
		"2024年5月1日":           {no("2024年", Letters), no("5月", Letters), no("1日", Letters)},
		"2024-05-01 10:00:00": {no("2024-05-01", Several), no("10:00:00", Several)},
		"14亿":                 {no("14亿", Shortened)},
		"1. 1402245659\n2. 1402245660": {no("1.", ListNumber), def("1402245659", 1402245659),
			no("2.", ListNumber), def("1402245660", 1402245660)},
		"1、1402245659":                  {no("1、", ListNumber), def("1402245659", 1402245659)},
		"1) 1402245659":                 {no("1)", ListNumber), def("1402245659", 1402245659)},
		"- 1402245659":                  {def("1402245659", 1402245659)},
		"-1402245659":                   {no("-1402245659", Signed)},
		"1.40225E+09":                   {no("1.40225E+09", Shortened)},
		"abc123":                        {no("abc123", Letters)},
		"１４０ １４１":                       {no("１４０ １４１", Grouping)},
		"４２ ０２":                         {def("４２", 42), def("０２", 2)},
		"VDN 40 ID 7 VDN 41":            {in("7", 40, 7), no("41", OnlyVDN)},
		"VDN 40, VDN 41, ID 7":          {in("7", 41, 7), no("40", OnlyVDN)},
		"14〇2":                          {no("14〇2", ForeignDigits)},
		"0":                             {no("0", Zero)},
		"١٤٠":                           {no("١٤٠", ForeignDigits)},
		"1402245659/1402245660":         {def("1402245659", 1402245659), def("1402245660", 1402245660)},
		"2024/05/01":                    {no("2024/05/01", Several)},
		"ID: 1402245659, 1402245660":    {def("1402245659", 1402245659), def("1402245660", 1402245660)},
		"电话：00000000001，00000000002":    {no("电话 00000000001，00000000002", OtherField)},
		"VDN 40: 1402245659 1402245660": {in("1402245659", 40, 1402245659), in("1402245660", 40, 1402245660)},
		"VDN 40":                        {no("40", OnlyVDN)},
		`{"ids":["1402245659","1402245660"],"codes":["00605","34609"]}`: {def("1402245659", 1402245659),
			def("1402245660", 1402245660),
			no("codes 00605", OtherField), no("34609", OtherField)},
		`{"note":"customer 00000000001 is busy","defId":"1402245659"}`: {no("note customer 00000000001", OtherField),
			no("is busy", NoNumber), def("1402245659", 1402245659)},
		"http://127.0.0.1:18231/vdns/40/results/1402245659\nhttp://127.0.0.1:18231/vdns/40/results/1402245660\n": {
			in("http://127.0.0.1:18231/vdns/40/results/1402245659", 40, 1402245659),
			in("http://127.0.0.1:18231/vdns/40/results/1402245660", 40, 1402245660)},
		"http://a/vdns/40/results/1402245659,http://a/vdns/41/results/1402245660": {
			in("http://a/vdns/40/results/1402245659,", 40, 1402245659),
			in("http://a/vdns/41/results/1402245660", 41, 1402245660)},
		"http://a/vdns/40/results/1402245659,1402245660": {in("http://a/vdns/40/results/1402245659", 40,
			1402245659), def("1402245660", 1402245660)},
		"/vdns/40/batch?id=1402245659&id=1402245660": {in("/vdns/40/batch?id=1402245659&id=1402245660", 40, 1402245659),
			in("/vdns/40/batch?id=1402245659&id=1402245660", 40, 1402245660)},
		"/vdns/40/batch?id=1402245659;1402245660": {no("/vdns/40/batch?id=1402245659;1402245660", Several)},
		"40\u00a01402245659":                      {in("40\u00a01402245659", 40, 1402245659)},
		"40\u202f1402245659":                      {in("40\u202f1402245659", 40, 1402245659)},
		"1.\u00a01402245659":                      {no("1.", ListNumber), def("1402245659", 1402245659)},
		"/vdns/40/codes/00605":                    {no("/vdns/40/codes/00605", OtherPage)},
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, IDs(text), cmpopts.IgnoreUnexported(Piece{})); diff != "" {
			t.Errorf("IDs(%q) (-want +got)\n%s", text, diff)
		}
	}
}
