package users

import (
	"strings"
	"testing"
)

// TestCheckPassword: what is short or made of common words is refused.
func TestCheckPassword(t *testing.T) {
	const short, easy = "the password has fewer than 12 characters",
		"the password is easy to guess: it is made of common words, of digits, " +
			"of the user name, or of very few characters"
	for password, want := range map[string]string{
		"":                             "the password is empty",
		"battery-stp":                  short,
		"密码密码密码密码密码密":                  short,
		strings.Repeat("x", 1025):      "the password has more than 1024 bytes",
		"123456789012":                 easy,
		"20261127 20261127":            easy,
		"aaaaaaaaaaaa":                 easy,
		"ababababababab":               easy,
		"abcdefghijkl":                 easy,
		"qwertyuiop[]":                 easy,
		"QwertyUiop123":                easy,
		"1qaz2wsx3edc":                 easy,
		"password1234":                 easy,
		"Password@2026":                easy,
		"P@ssw0rd2026!":                easy,
		"passwordpassword":             easy,
		"Welcome123456!":               easy,
		"huawei@123456":                easy,
		"Admin123admin123":             easy,
		"iloveyou12345":                easy,
		"iSales-Console":               easy,
		"alice.w.alice.w":              easy,
		"woaini5201314":                easy,
		"密码密码密码密码密码密码":                 easy,
		"我爱你中国12345678":                easy,
		"correct horse battery staple": easy,
		"battery staple":               "",
		"password of alice":            "",
		"monday coffee dragon lake":    "",
		"tiger summer football":        "",
		"春眠不觉晓处处闻啼鸟夜来":                 "",
		"k7#Qz!m2Vw9x":                 "",
	} {
		got := ""
		if err := CheckPassword("alice.w", password); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%.40q: %q, want %q", password, got, want)
		}
	}
}
