package dictionary

import "testing"

func TestWords(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""}, {" ?!，。", ""},
		{"Busy tone", " busy tone "},
		{"ＢＵＳＹ　００６０５", " busy 00605 "},
		{"空号、错号", " 空号 错号 "},
		{"检测到fax", " 检测到fax "},
		{"Text telephone (ans1)", " text telephone ans1 "},
		{"customer's phone, agents’ phones", " customers phone agents phones "},
		{"Timed out", " timeout "}, {"the ACD times out.", " the acd timeout "}, {"voice-mail", " voicemail "},
		{"hanging up", " hung up "}, {"uptime out", " uptime out "},
		{"\xff忙\xff", " 忙 "},
	}
	for _, tt := range tests {
		if got := words(tt.text); got != tt.want {
			t.Errorf("words(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestStem(t *testing.T) {
	for _, same := range [][]string{
		{"answer", "answers", "answered", "answering"},
		{"retry", "retries"}, {"switch", "switches"}, {"fax", "faxes"}, {"code", "codes"},
		{"queue", "queues", "queued", "queuing"}, {"release", "releases", "released", "releasing"},
		{"change", "changed", "changing"}, {"message", "messages"},
	} {
		for _, w := range same {
			if got, want := stem(w), stem(same[0]); got != want {
				t.Errorf("stem(%s) = %q, want %q as of %s", w, got, want, same[0])
			}
		}
	}
	for _, w := range []string{"busy", "is", "ring", "red", "less", "the", "忙", "00605", "é"} {
		if got := stem(w); got != w {
			t.Errorf("stem(%s) = %q, want it unchanged", w, got)
		}
	}
}
