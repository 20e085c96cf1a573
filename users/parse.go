package users

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// format is one of the kinds of files: its lines have a name each.
type format struct {
	one, many string // what a line is about
	empty     string // said of a file without lines; empty when that is good
	parse     func(line string, maxVDN int) (*User, error)
}

var usersFormat = format{"user", "users", "no user in it; “web passwd NAME” makes a line", parseUser}

// read reads the whole file, or only its finished lines: of a file that is being
// written the last one may be half there, and half a line can allow more than all of
// it ("alice:hash" instead of "alice:hash:40").
func (f format) read(path string, maxVDN int, finished bool) (*userSet, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	set := &userSet{byName: make(map[string]*User)}
	var problems []error
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		number++
		if finished && !strings.HasSuffix(line, "\n") {
			set.unfinished = strings.TrimSpace(line) != ""
			break
		}
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		someone, err := f.parse(line, maxVDN)
		if err == nil && set.byName[someone.Name] != nil {
			err = fmt.Errorf("%s %s is there twice", f.one, shown(someone.Name))
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: line %d: %w", path, number, err))
			continue
		}
		set.byName[someone.Name] = someone
		set.list = append(set.list, someone)
	}
	if problems == nil && len(set.list) == 0 && f.empty != "" {
		problems = append(problems, fmt.Errorf("%s: %s", path, f.empty))
	}
	return set, errors.Join(problems...)
}

// parseUser reads name:hash or name:hash:VDNs, with * for all VDNs. Its errors never hold the hash.
func parseUser(line string, maxVDN int) (*User, error) {
	fields := strings.Split(line, ":")
	if len(fields) < 2 || len(fields) > 3 {
		return nil, fmt.Errorf("want name:hash or name:hash:VDNs, got %d fields", len(fields))
	}
	fields[0], fields[1] = CleanName(fields[0]), strings.TrimSpace(fields[1])
	if err := CheckName(fields[0]); err != nil {
		return nil, err
	}
	hash, err := parseHash(fields[1])
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", shown(fields[0]), err)
	}
	sum := sha256.Sum256([]byte(fields[1]))
	u := &User{Name: fields[0], hash: hash, Fingerprint: hex.EncodeToString(sum[:8])}
	if len(fields) == 3 {
		if u.VDNs, err = ParseVDNSet(fields[2], maxVDN); err != nil {
			return nil, fmt.Errorf("user %s: %w", shown(fields[0]), err)
		}
	}
	return u, nil
}

// shown is a part of a users file for a complaint, unless it may be a hash: the
// parts of a line get mixed up easily.
func shown(part string) string {
	if strings.Contains(part, "$") || len(part) > 80 {
		return "(not shown: it may be a hash)"
	}
	return strconv.Quote(part)
}

// CheckName reports what makes a name unfit for a users file.
func CheckName(name string) error {
	bad := func(r rune) bool { return r == ':' || !unicode.IsPrint(r) }
	switch {
	case strings.TrimSpace(name) == "":
		return errors.New("the user name is empty")
	case strings.TrimSpace(name) != name || strings.HasPrefix(name, "#"):
		return fmt.Errorf("user name %s begins or ends with a space, or begins with #", shown(name))
	case utf8.RuneCountInString(name) > 64 || !utf8.ValidString(name) || strings.ContainsFunc(name, bad):
		return fmt.Errorf("user name %s is longer than 64 characters or has a colon or an invisible character",
			shown(name))
	}
	return nil
}
