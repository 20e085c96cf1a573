package input

import (
	"testing"

	"isales-console/isales"
)

type number struct {
	N      int64
	Reason Reason
}

// TestNumber lists numbers as people write them.
func TestNumber(t *testing.T) {
	id := number{1402245659, ""}
	tests := map[string]number{
		"1402245659":                   id,
		"  1402245659\t":               id,
		"1402245659\r\n":               id,
		"\ufeff1402245659":             id,
		"\u200b1402245659":             id,
		"1402245659\u200b":             id,
		"\u202a1402245659\u202c":       id, // Windows' file properties
		"\u20681402245659\u2069":       id,
		"\u00a01402245659\u00a0":       id,
		"\u30001402245659\u3000":       id,
		"１４０２２４５６５９":                   id,
		"'1402245659":                  id,
		"'1402245659'":                 id,
		`"1402245659"`:                 id,
		"“1402245659”":                 id,
		"‘1402245659’":                 id,
		"„1402245659“":                 id,
		"«1402245659»":                 id,
		"「1402245659」":                 id,
		"『1402245659』":                 id,
		"＂1402245659＂":                 id,
		"`1402245659`":                 id,
		"**1402245659**":               id,
		"_1402245659_":                 id,
		"1402245659。":                  id,
		"1402245659.":                  id,
		"1402245659,":                  id,
		"1402245659，":                  id,
		"1402245659、":                  id,
		"1402245659;":                  id,
		"1402245659；":                  id,
		"1402245659!":                  id,
		"1402245659？":                  id,
		"1402245659:":                  id,
		"1402245659）":                  id,
		"(1402245659)":                 id,
		"（1402245659）":                 id,
		"[1402245659]":                 id,
		"【1402245659】":                 id,
		"《1402245659》":                 id,
		"<1402245659>":                 id,
		"{1402245659}":                 id,
		"#1402245659":                  id,
		"＃1402245659":                  id,
		"№ 1402245659":                 id,
		"• 1402245659":                 id,
		`="1402245659"`:                id,
		"1402245659.0":                 id,
		"1402245659.00":                id,
		"1402245659．０":                 id,
		"“1402245659。”":                id,
		"1,402,245,659":                id,
		"1，402，245，659":                id,
		"1 402 245 659":                id,
		"1\u00a0402\u00a0245\u00a0659": id,
		"1\u202f402\u202f245\u202f659": id,
		"1\u2009402\u2009245\u2009659": id,
		"1'402'245'659":                id,
		"1’402’245’659":                id,
		"1,402,245,659.00":             id,
		"001402245659":                 id,
		"9223372036854775807":          {MaxID, ""},
		"7":                            {7, ""},
		"1,402":                        {1402, ""},

		"":                       {0, Empty},
		" \u200b\t":              {0, Empty},
		"“”":                     {0, Empty},
		"0":                      {0, Zero},
		"0.0":                    {0, Zero},
		"00000":                  {0, Zero},
		"9223372036854775808":    {0, TooLarge},
		"1402245659140224565914": {0, TooLarge},
		"busy":                   {0, NoNumber},
		"忙":                      {0, NoNumber},
		"1.40225E+09":            {0, Shortened},
		"1.40225e9":              {0, Shortened},
		"１.４０２２５Ｅ＋０９":            {0, Shortened},
		"1402245659E+09":         {0, Shortened},
		"'1.40225E+09":           {0, Shortened},
		"1,40225E+09":            {0, Shortened},
		"##########":             {0, Shortened},
		"14022…":                 {0, Shortened},
		"14022...":               {0, Shortened},
		"…45659":                 {0, Shortened},
		"1402…5659":              {0, Shortened},
		"1402****59":             {0, Shortened},
		"14022***":               {0, Shortened},
		"14亿":                    {0, Shortened},
		"1.5":                    {0, Fraction},
		".5":                     {0, Fraction},
		"1402245659.5":           {0, Fraction},
		"-1402245659":            {0, Signed},
		"+1402245659":            {0, Signed},
		"－5":                     {0, Signed},
		"−5":                     {0, Signed},
		"5-":                     {0, Signed},
		"1.402.245.659":          {0, Grouping},
		"1,402,245,65":           {0, Grouping},
		"14,02,245,659":          {0, Grouping},
		"1,402 245,659":          {0, Grouping},
		"1402245659,1402245660":  {0, Several},
		"1402245659 1402245660":  {0, Several},
		"40\t1402245659":         {0, Several},
		"40,1402245659":          {0, Several},
		"140\n141":               {0, Several},
		"140, 141":               {0, Several},
		"1402245659-1402245700":  {0, Several},
		"10:00:00":               {0, Several},
		"14022\u200b45659":       {0, Hidden},
		"14022\u00ad45659":       {0, Hidden},
		"14022\u206045659":       {0, Hidden},
		"1402245659\x00":         {0, Hidden},
		"٠١٢٣":                   {0, ForeignDigits},
		"१४०२":                   {0, ForeignDigits},
		"①":                      {0, ForeignDigits},
		"1402²":                  {0, ForeignDigits},
		"𝟏𝟒":                     {0, ForeignDigits},
		"0x1A":                   {0, Letters},
		"1402245659abc":          {0, Letters},
		"ID: 1402245659":         {0, Letters},
		"1402245659号":            {0, Letters},
		"14022O5659":             {0, Letters},
		"$5":                     {0, Letters},
		"5%":                     {0, Letters},
		"\xff5":                  {0, Letters},
	}
	for text, want := range tests {
		n, reason := Number(text)
		if got := (number{n, reason}); got != want {
			t.Errorf("Number(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestVDN(t *testing.T) {
	tests := map[string]struct {
		VDN    int
		Reason Reason
	}{
		"40": {40, ""}, " ４０ ": {40, ""}, "VDN 40": {40, ""}, "vdnId=40": {40, ""}, "vdn：40": {40, ""},
		`"vdnId": 40`: {40, ""},
		"9999":        {9999, ""}, "9,999": {9999, ""}, "10000": {0, TooLarge}, "0": {0, Zero}, "": {0, Empty},
		"forty":    {0, NoNumber},
		"defId=40": {0, OtherField}, "40 41": {0, Several}, "-40": {0, Signed}, "4E1": {0, Shortened},
	}
	for text, want := range tests {
		n, reason := VDN(text)
		if n != want.VDN || reason != want.Reason {
			t.Errorf("VDN(%q) = %d, %q, want %v", text, n, reason, want)
		}
	}
}

// TestLimits: the client knows the same limit.
func TestLimits(t *testing.T) {
	if MaxVDN != isales.MaxVDNID {
		t.Errorf("MaxVDN is %d, the client's %d", MaxVDN, isales.MaxVDNID)
	}
}
