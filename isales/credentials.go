package isales

import (
	"errors"
	"log/slog"
	"strings"
)

const redacted = "REDACTED"

// Credentials are the key pair of a developer account. However they are
// printed or logged, the secret key stays out.
type Credentials struct {
	// AccessKey (AK) names the account. It is sent with every request.
	AccessKey string
	// SecretKey (SK) signs requests and is never sent.
	SecretKey string
}

// String returns the access key and the word REDACTED.
func (c Credentials) String() string { return "{" + c.AccessKey + " " + redacted + "}" }

// GoString is String: %#v must not print the secret either.
func (c Credentials) GoString() string { return "isales.Credentials" + c.String() }

// MarshalText keeps the secret out of JSON and the like.
func (c Credentials) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// LogValue keeps the secret out of structured logs.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }

func (c Credentials) validate() error {
	switch {
	case c.AccessKey == "":
		return errors.New("access key is empty")
	case strings.ContainsFunc(c.AccessKey, func(r rune) bool { return r <= ' ' || r == '/' || r > '~' }):
		return errors.New("access key has a character that cannot be sent (only visible ASCII without / can)")
	case c.SecretKey == "":
		return errors.New("secret key is empty")
	}
	return nil
}
