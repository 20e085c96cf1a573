package users

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// minPassword is the length in characters of the shortest password that is taken for
// a new user.
const minPassword = 12

// minOwn is how many letters a password must have beyond common words, digits and
// punctuation.
const minOwn = 4

// commonWords are what guessable passwords are made of, in lower case, one a line.
//
//go:embed common.txt
var commonWords string

// CleanName is a user name as it is compared: white space and invisible characters at
// the ends are the keyboard's, and an accent may be typed as a character of its own.
func CleanName(name string) string {
	return norm.NFC.String(strings.TrimFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	}))
}

// ComposePassword is a password with accents as one character each. Nothing else is
// changed: a space at an end is part of it.
func ComposePassword(password string) string { return norm.NFC.String(password) }

// CheckPassword reports what makes a password, as ComposePassword returns it, unfit
// for a new user: its length, or that it is easy to guess (ASVS 5, 6.2).
func CheckPassword(name, password string) error {
	switch {
	case password == "":
		return errors.New("the password is empty")
	case len(password) > MaxPassword:
		return fmt.Errorf("the password has more than %d bytes", MaxPassword)
	case utf8.RuneCountInString(password) < minPassword:
		return fmt.Errorf("the password has fewer than %d characters", minPassword)
	case guessable(name, password):
		return errors.New("the password is easy to guess: it is made of common words, of digits, " +
			"of the user name, or of very few characters")
	}
	return nil
}

// guessable reports a password of a few different characters, or one that is hardly
// more than one or two common words with digits and punctuation around them.
func guessable(name, password string) bool {
	rest, found := strings.ToLower(password), 0
	for word := range strings.SplitSeq(strings.ToLower(name)+"\n"+commonWords, "\n") {
		if utf8.RuneCountInString(word) > 1 && strings.Contains(rest, word) {
			rest, found = strings.ReplaceAll(rest, word, " "), found+1
		}
	}
	own, different := 0, map[rune]bool{}
	for _, r := range rest {
		if unicode.IsLetter(r) {
			own++
		}
	}
	for _, r := range password {
		different[r] = true
	}
	return len(different) < 5 || own < minOwn && found < 3
}
