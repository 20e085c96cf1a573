package handlers

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"
)

// Users are the people who may sign in: htpasswd lines "name:hash", optionally
// with the VDNs that someone may see as a third field. The file is read again
// when it changes. Users is safe for concurrent use.
type Users struct {
	path    string
	log     *slog.Logger
	current atomic.Pointer[userSet]
	key     [32]byte // makes decoys unpredictable

	mu        sync.Mutex
	stamp     fileStamp
	complaint string // about the latest state of the file; empty when it is good
	checked   time.Time
}

// user is one line of the file.
type user struct {
	name string
	hash passwordHash
	vdns vdnSet
	// fingerprint changes with the password; a session made before the change
	// is over.
	fingerprint string
}

type userSet struct {
	byName map[string]*user
	list   []*user
}

// fileStamp tells one state of a file from another.
type fileStamp struct {
	modified time.Time
	size     int64
}

// recheck is how long a change of the file may go unnoticed.
const recheck = time.Second

// OpenUsers reads a users file. Its error names every line that is wrong. Later
// changes that cannot be read are logged, and the last good state is kept.
func OpenUsers(path string, log *slog.Logger) (*Users, error) {
	u := &Users{path: path, log: log, checked: time.Now()}
	rand.Read(u.key[:])
	stamp, err := stampOf(path)
	if err != nil {
		return nil, err
	}
	set, err := readUsers(path)
	if err != nil {
		return nil, err
	}
	u.stamp = stamp
	u.current.Store(set)
	return u, nil
}

func stampOf(path string) (fileStamp, error) {
	info, err := os.Stat(path)
	if err != nil {
		return fileStamp{}, err
	}
	return fileStamp{info.ModTime(), info.Size()}, nil
}

// set returns the current users, after a look at the file now and then.
func (u *Users) set() *userSet {
	u.mu.Lock()
	defer u.mu.Unlock()
	if now := time.Now(); now.Sub(u.checked) >= recheck {
		u.checked = now
		u.reload()
	}
	return u.current.Load()
}

// reload reads a file that changed, and again one that could not be read: its
// permissions may have changed, which its stamp does not tell.
func (u *Users) reload() {
	stamp, err := stampOf(u.path)
	if err == nil && stamp == u.stamp && u.complaint == "" {
		return
	}
	u.stamp = stamp
	var set *userSet
	if err == nil {
		set, err = readUsers(u.path)
	}
	if err != nil {
		if err.Error() != u.complaint {
			u.log.Error("the users file cannot be used; the last good one is kept", "file", u.path, "error", err.Error())
		}
		u.complaint = err.Error()
		return
	}
	u.complaint = ""
	u.current.Store(set)
	u.log.Info("users file read again", "file", u.path, "users", len(set.list))
}

// lookup returns the user of that name, or nil.
func (u *Users) lookup(name string) *user { return u.set().byName[name] }

// candidate returns whose hash a password is compared with. For an unknown name
// that is some user's, always the same one for the same name: so unknown names
// take as long as known ones, whatever hashes the file mixes.
func (u *Users) candidate(name string) (someone *user, known bool) {
	set := u.set()
	if found := set.byName[name]; found != nil {
		return found, true
	}
	h := hmac.New(sha256.New, u.key[:])
	h.Write([]byte(name))
	return set.list[binary.BigEndian.Uint64(h.Sum(nil))%uint64(len(set.list))], false
}

func readUsers(path string) (*userSet, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	set := &userSet{byName: make(map[string]*user)}
	var problems []error
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		someone, err := parseUser(line)
		if err == nil && set.byName[someone.name] != nil {
			err = fmt.Errorf("user %s is there twice", shown(someone.name))
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: line %d: %w", path, number, err))
			continue
		}
		set.byName[someone.name] = someone
		set.list = append(set.list, someone)
	}
	if problems == nil && len(set.list) == 0 {
		problems = append(problems, fmt.Errorf("%s: no user in it; “web passwd NAME” makes a line", path))
	}
	return set, errors.Join(problems...)
}

// parseUser reads name:hash or name:hash:VDNs. Its errors never hold the hash.
func parseUser(line string) (*user, error) {
	fields := strings.Split(line, ":")
	if len(fields) < 2 || len(fields) > 3 {
		return nil, fmt.Errorf("want name:hash or name:hash:VDNs, got %d fields", len(fields))
	}
	if err := CheckUserName(fields[0]); err != nil {
		return nil, err
	}
	hash, err := parseHash(fields[1])
	if err != nil {
		return nil, fmt.Errorf("user %s: %w", shown(fields[0]), err)
	}
	sum := sha256.Sum256([]byte(fields[1]))
	u := &user{name: fields[0], hash: hash, fingerprint: hex.EncodeToString(sum[:8])}
	if len(fields) == 3 {
		if u.vdns, err = parseVDNSet(fields[2]); err != nil {
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

// CheckUserName reports what makes a name unfit for a users file.
func CheckUserName(name string) error {
	bad := func(r rune) bool { return r == ':' || !unicode.IsPrint(r) }
	switch {
	case strings.TrimSpace(name) == "":
		return errors.New("the user name is empty")
	case strings.TrimSpace(name) != name || strings.HasPrefix(name, "#"):
		return fmt.Errorf("user name %s begins or ends with a space, or begins with #", shown(name))
	case utf8.RuneCountInString(name) > 64 || !utf8.ValidString(name) || strings.ContainsFunc(name, bad):
		return fmt.Errorf("user name %s is longer than 64 characters or has a colon or an invisible character", shown(name))
	}
	return nil
}
