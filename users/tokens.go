package users

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"isales-console/reload"
)

// Tokens is a tokens file: lines "name:sha256:hex:VDNs", for programs that read data.
// The hex digits are the SHA-256 of a token; VDNs may be "*". It is read again when it
// changes. Tokens is safe for concurrent use.
type Tokens struct{ set *reload.Value[*userSet] }

var tokensFormat = format{"token", "tokens", "", parseToken}

// OpenTokens reads a tokens file as Open reads a users file. One without a token is
// good: nothing opens anything then.
func OpenTokens(path string, maxVDN int, log *slog.Logger) (*Tokens, error) {
	set, err := tokensFormat.open(path, maxVDN, log, func(_, _ *userSet, _ *slog.Logger) {})
	if err != nil {
		return nil, err
	}
	return &Tokens{set}, nil
}

// Authenticate returns whom a token is for, or nil. The name is the one in the file
// behind "token:", so that it is no person's. The time that it takes tells nothing
// about the tokens of the file.
func (t *Tokens) Authenticate(token string) (found *User) {
	for _, u := range t.set.Get().list {
		if u.hash.matches(token) {
			found = u
		}
	}
	return found
}

// Has reports whether the file has a token of that name.
func (t *Tokens) Has(name string) bool { return t.set.Get().byName[tokenUser+name] != nil }

// Refresh reads the file now, whether it changed or not.
func (t *Tokens) Refresh() { t.set.Refresh() }

const (
	// tokenPrefix begins all tokens, so that scanners for secrets find them in files.
	tokenPrefix = "isct_"
	// tokenUser begins the names of their users: no name of a users file has a colon.
	tokenUser = "token:"
)

// NewToken makes a random token, and the line of the tokens file for it. The error is
// that of a name or of VDNs that the file cannot have.
func NewToken(name, vdns string, maxVDN int) (token, line string, err error) {
	if err := CheckName(name); err != nil {
		return "", "", err
	}
	token = tokenPrefix + rand.Text()
	sum := sha256.Sum256([]byte(token))
	line = strings.Join([]string{name, "sha256", hex.EncodeToString(sum[:]), vdns}, ":")
	if _, err = parseToken(line, maxVDN); err != nil {
		return "", "", err
	}
	return token, line, nil
}

// parseToken reads name:sha256:hex:VDNs. Its errors never hold the third field: it may
// be the token itself.
func parseToken(line string, maxVDN int) (*User, error) {
	fields := strings.Split(line, ":")
	if len(fields) != 4 {
		return nil, fmt.Errorf("want name:sha256:hex:VDNs, got %d fields", len(fields))
	}
	name := CleanName(fields[0])
	if err := CheckName(name); err != nil {
		return nil, err
	}
	sum, err := hex.DecodeString(strings.TrimSpace(fields[2]))
	if strings.TrimSpace(fields[1]) != "sha256" || err != nil || len(sum) != sha256.Size {
		return nil, fmt.Errorf("token %s: %w", shown(name), errTokenHash)
	}
	vdns, err := ParseVDNSet(fields[3], maxVDN)
	if err != nil {
		return nil, fmt.Errorf("token %s: %w", shown(name), err)
	}
	return &User{Name: tokenUser + name, VDNs: vdns, hash: tokenHash(sum)}, nil
}

var errTokenHash = errors.New("want sha256 and its 64 hex digits; “web token NAME” makes a line")

// tokenHash is the SHA-256 of a token. A token is random, so nothing slower is needed.
type tokenHash [sha256.Size]byte

func (h tokenHash) matches(token string) bool {
	sum := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(sum[:], h[:]) == 1
}
