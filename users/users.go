// Package users knows who may sign in and which VDNs a person may see. It reads
// the users file and the groups file; it knows nothing of HTTP. Open them with [Open]
// and [OpenGroups].
package users

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"log/slog"
	"runtime"
	"time"

	"isales-console/reload"
)

// File is a users file: htpasswd lines "name:hash", optionally with the VDNs that
// the user may see as a third field. It is read again when it changes. File is
// safe for concurrent use.
type File struct {
	set *reload.Value[*userSet]
	key [32]byte // makes decoys unpredictable
	// hashing has one place for each password hash computed at once, which bounds
	// their memory.
	hashing chan struct{}
}

// User is one line of the file. Its fields never change.
type User struct {
	// Name is unique in the file.
	Name string
	// VDNs are those that the user may see.
	VDNs VDNSet
	// Fingerprint changes with the password; a session made before the change is
	// over.
	Fingerprint string

	hash passwordHash
}

type userSet struct {
	byName     map[string]*User
	list       []*User
	unfinished bool // the last line has no line end and was not taken
}

// recheck is how long a change of the file may go unnoticed.
const recheck = time.Second

// maxHashWait is how long a sign-in waits for its turn to compute a hash.
const maxHashWait = 5 * time.Second

// MaxPassword is the length in bytes of the longest password.
const MaxPassword = 1024

// BusyError is a sign-in that got no turn to compute its hash.
type BusyError struct {
	// RetryAfter is when another attempt is worth while; positive.
	RetryAfter time.Duration
}

func (e *BusyError) Error() string { return "too many sign-ins at once" }

// Open reads a users file; maxVDN is the greatest VDN ID that it may name. Its
// error names every line that is wrong. Later changes that cannot be read are
// logged, and the last good state is kept; users and limits that are gone are logged,
// and a last line without a line end is not taken.
func Open(path string, maxVDN int, log *slog.Logger) (*File, error) {
	u := &File{hashing: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
	rand.Read(u.key[:])
	var err error
	if u.set, err = usersFormat.open(path, maxVDN, log, warnOfWeakHashes); err != nil {
		return nil, err
	}
	return u, nil
}

// open reads a file, and again when it changes. changed is told what was read before,
// nil at the start, and what is now.
func (f format) open(path string, maxVDN int, log *slog.Logger,
	changed func(before, now *userSet, log *slog.Logger)) (*reload.Value[*userSet], error) {
	var last *userSet // the first one is read whole
	read := func() (*userSet, error) { return f.read(path, maxVDN, last != nil) }
	set, err := reload.Open(recheck, read, func(set *userSet, err error) {
		if err != nil {
			log.Error("the "+f.many+" file cannot be used; the last good one is kept", "file", path,
				"error", err.Error())
			return
		}
		log.Info(f.many+" file read again", "file", path, f.many, len(set.list))
		if last != nil { // else the file changed while it was read the first time
			f.warnOfLoss(last, set, log)
			changed(last, set, log)
		}
		last = set
	}, path)
	if err != nil {
		return nil, err
	}
	last = set.Get()
	changed(nil, last, log)
	return set, nil
}

// Lookup returns the user of that name, or nil.
func (u *File) Lookup(name string) *User { return u.set.Get().byName[name] }

// Refresh reads the file now, whether it changed or not.
func (u *File) Refresh() { u.set.Refresh() }

// Authenticate returns the user of that name if the password is right, else nil.
// It computes exactly one hash in any case, so that its time tells nothing about
// names. The error is ctx's own, or a *BusyError.
func (u *File) Authenticate(ctx context.Context, name, password string) (*User, error) {
	someone, known := u.candidate(name)
	waiting, cancel := context.WithTimeout(ctx, maxHashWait)
	defer cancel()
	select {
	case u.hashing <- struct{}{}:
	case <-waiting.Done():
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return nil, &BusyError{maxHashWait}
	}
	defer func() { <-u.hashing }()
	right := someone.hash.matches(password[:min(len(password), MaxPassword)])
	if !known || !right || len(password) > MaxPassword {
		return nil, nil
	}
	return someone, nil
}

// candidate returns the user whose hash a password is compared with. For an
// unknown name that is some user, always the same one for the same name: so
// unknown names take as long as known ones, whatever hashes the file mixes.
func (u *File) candidate(name string) (someone *User, known bool) {
	set := u.set.Get()
	if found := set.byName[name]; found != nil {
		return found, true
	}
	h := hmac.New(sha256.New, u.key[:])
	h.Write([]byte(name))
	return set.list[binary.BigEndian.Uint64(h.Sum(nil))%uint64(len(set.list))], false
}
