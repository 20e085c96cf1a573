package users

import (
	"log/slog"

	"golang.org/x/crypto/bcrypt"
)

// warnOfLoss logs what a change of the file took away: a file that was cut off or
// edited by mistake looks like one that was meant.
func (f format) warnOfLoss(before, after *userSet, log *slog.Logger) {
	if after.unfinished {
		log.Warn("the last line of the " + f.many + " file has no line end and is not taken: it may be half written")
	}
	for _, old := range before.list {
		switch now := after.byName[old.Name]; {
		case now == nil:
			log.Warn("a "+f.one+" is gone from the "+f.many+" file", f.one, old.Name, "before", old.VDNs.String(),
				"after", "no VDN")
		case now.VDNs == nil && old.VDNs != nil:
			log.Warn("a "+f.one+"'s limit is gone from the "+f.many+" file", f.one, old.Name,
				"before", old.VDNs.String(), "after", now.VDNs.String())
		}
	}
}

// The least that a hash should cost, by OWASP's password storage advice: its choices
// for argon2id have at least this product of memory (KiB) and time.
const (
	minBcryptCost = 10
	minArgonWork  = 7168 * 5
)

// warnOfWeakHashes names the users whose hash is cheap to attack, and was not there
// before; before is nil at the start.
func warnOfWeakHashes(before, set *userSet, log *slog.Logger) {
	var names []string
	for _, u := range set.list {
		known := before != nil && before.byName[u.Name] != nil && before.byName[u.Name].Fingerprint == u.Fingerprint
		if isWeak(u.hash) && !known {
			names = append(names, u.Name)
		}
	}
	if names != nil {
		log.Warn("password hashes in the users file are weak: make new ones with “web passwd”", "users", names)
	}
}

func isWeak(hash passwordHash) bool {
	switch h := hash.(type) {
	case bcryptHash:
		cost, err := bcrypt.Cost([]byte(h))
		return err != nil || cost < minBcryptCost
	case argonHash:
		return h.memory*h.time < minArgonWork
	}
	return false
}
