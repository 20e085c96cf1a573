package users

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
)

// The cost of a new hash: what OWASP's password storage advice gives as its
// first choice for argon2id. One hash takes 19 MiB for some 30 ms.
const (
	argonMemory  = 19 << 10 // KiB
	argonTime    = 2
	argonThreads = 1
	argonSalt    = 16
	argonKey     = 32
)

// The most that a hash in the users file may cost, so that one line cannot take
// the memory or the seconds of the whole console.
const (
	maxArgonMemory = 256 << 10 // KiB
	maxArgonTime   = 16
	maxBcryptCost  = 15
)

// HashPassword returns the hash of a password for a users file, as argon2id in
// the PHC string format.
func HashPassword(password string) string {
	salt := make([]byte, argonSalt)
	rand.Read(salt) // never fails, says its documentation
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKey)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// passwordHash is a hash from a users file.
type passwordHash interface {
	// matches takes as long for a wrong password as for the right one.
	matches(password string) bool
}

// bcryptAlphabet is bcrypt's own base64. A hash with other characters would be
// refused without being computed, and so faster than others.
const bcryptAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// parseHash reads a bcrypt hash ($2y$, $2b$, $2a$) or an argon2id PHC string.
func parseHash(text string) (passwordHash, error) {
	switch {
	case strings.HasPrefix(text, "$2y$"), strings.HasPrefix(text, "$2b$"), strings.HasPrefix(text, "$2a$"):
		cost, err := bcrypt.Cost([]byte(text))
		if err != nil || len(text) != 60 || strings.Trim(text[7:], bcryptAlphabet) != "" {
			return nil, errors.New("broken bcrypt hash")
		}
		if cost > maxBcryptCost {
			return nil, fmt.Errorf("bcrypt cost %d is above %d", cost, maxBcryptCost)
		}
		return bcryptHash(text), nil
	case strings.HasPrefix(text, "$argon2id$"):
		return parseArgon(text)
	}
	return nil, errors.New("unknown kind of password hash: want bcrypt ($2y$, $2b$) or argon2id; " +
		"“web passwd NAME” makes one")
}

type bcryptHash string

func (h bcryptHash) matches(password string) bool {
	// bcrypt knows no more than 72 bytes of a password; a longer one never
	// matches, but must take as long as one that does.
	tooLong := len(password) > 72
	if tooLong {
		password = password[:72]
	}
	return bcrypt.CompareHashAndPassword([]byte(h), []byte(password)) == nil && !tooLong
}

type argonHash struct {
	memory, time uint32
	threads      uint8
	salt, key    []byte
}

func (h argonHash) matches(password string) bool {
	key := argon2.IDKey([]byte(password), h.salt, h.time, h.memory, h.threads, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1
}

func parseArgon(text string) (passwordHash, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil, errors.New("broken argon2id hash: want $argon2id$v=19$m=…,t=…,p=…$salt$key")
	}
	var h argonHash
	var err error
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); err != nil ||
		parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", h.memory, h.time, h.threads) {
		return nil, errors.New("broken argon2id parameters: want m=…,t=…,p=…")
	}
	if h.threads < 1 || h.memory < 8*uint32(h.threads) || h.memory > maxArgonMemory ||
		h.time < 1 || h.time > maxArgonTime {
		return nil, fmt.Errorf("argon2id parameters are outside m=8..%d,t=1..%d,p=1..255", maxArgonMemory, maxArgonTime)
	}
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(h.salt) < 8 {
		return nil, errors.New("broken argon2id salt")
	}
	if h.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(h.key) < 16 || len(h.key) > 64 {
		return nil, errors.New("broken argon2id key")
	}
	return h, nil
}
