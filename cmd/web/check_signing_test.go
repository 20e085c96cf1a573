package main

import (
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

const refused = "FAIL  signing      refused (HTTP 401) in all variants: the access key or the secret key is wrong, " +
	"or a proxy in between changes the Host header or the path, which are signed (the platform does not say which)"

func TestCheckWrongKey(t *testing.T) {
	platform := isalestest.NewServer(t, isalestest.Options{})
	const sk = "wrong-0123456789abcdef"
	flags := append(platformFlags(t, platform), "-isales-sk-file="+file(t, sk))
	wantCheck(t, sk, 1, flags, connected, trusted, inTime, refused)
	if got := platform.Stats(); got.Refused != 9 || got.Served != 0 {
		t.Errorf("%+v, want 8 variants and another Host tried and refused", got)
	}
}

// TestCheckFindsTheVariant follows the advice of the first check.
func TestCheckFindsTheVariant(t *testing.T) {
	const millis, emptyLine, hostAlone = "-isales-timestamp-millis=true", "-isales-empty-query-line=true",
		`-isales-signed-headers="host"`
	tests := map[string]struct {
		demands isalestest.Signing
		flags   []string
		advice  string
	}{
		"milliseconds": {isalestest.Signing{Millis: true}, nil, millis},
		"empty line":   {isalestest.Signing{EmptyQueryLine: true}, nil, emptyLine},
		"host alone":   {isalestest.Signing{SignedHeaders: "host"}, nil, hostAlone},
		"all three": {isalestest.Signing{Millis: true, EmptyQueryLine: true, SignedHeaders: "host"}, nil,
			millis + " " + emptyLine + " " + hostAlone},
		"two, one is set": {isalestest.Signing{Millis: true, EmptyQueryLine: true},
			[]string{"-isales-timestamp-millis"}, emptyLine},
		"none, one is set": {isalestest.Signing{}, []string{"-isales-timestamp-millis"}, "-isales-timestamp-millis=false"},
		"default headers, host is set": {isalestest.Signing{SignedHeaders: "content-type;host"},
			[]string{"-isales-signed-headers=host"},
			`-isales-signed-headers="content-type;host"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			platform := isalestest.NewServer(t, isalestest.Options{Signing: tt.demands})
			flags := append(platformFlags(t, platform), tt.flags...)
			const found = `ok    answer       VDN 40 answers; external result 1402245659 is "6: The call is not answered." with 2 OBS codes`
			wantCheck(t, platform.SecretKey, 1, append(flags, "40", "1402245659"), connected, trusted, inTime,
				"FAIL  signing      refused (HTTP 401) as configured, accepted with "+tt.advice, found, "Set: "+tt.advice)
			for flag := range strings.FieldsSeq(tt.advice) {
				flags = append(flags, strings.ReplaceAll(flag, `"`, "")) // as a shell does
			}
			wantCheck(t, platform.SecretKey, 0, append(flags, "40", "1402245659"), connected, trusted, inTime,
				accepted, found, allWell)
		})
	}
}
