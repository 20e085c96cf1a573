package handlers

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// sealedCookies writes sessions as JSON that is encrypted and authenticated at
// once (AES-256-GCM), together with the name of the cookie. It is a
// securecookie.Codec: gorilla's own encrypts and authenticates one after the
// other and encodes twice, which takes as long as all the rest of a page and
// makes the cookie half as long again. How old a cookie may be is decided by
// what is in it.
type sealedCookies struct{ aead cipher.AEAD }

// sessionValue is the one value that a gorilla session of ours has.
const sessionValue = "session"

var errForeignCookie = errors.New("not a cookie of this console")

func newSealedCookies(secret []byte) (sealedCookies, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "isales-console session cookie", 32)
	if err != nil {
		return sealedCookies{}, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealedCookies{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return sealedCookies{aead}, err
}

// Encode implements securecookie.Codec.
func (c sealedCookies) Encode(name string, values any) (string, error) {
	s := values.(map[any]any)[sessionValue].(*session)
	return base64.RawURLEncoding.EncodeToString(c.seal(name, s)), nil
}

// seal encrypts a session.
func (c sealedCookies) seal(name string, s *session) []byte {
	plain := s.appendJSON(make([]byte, 0, 256+64*len(s.Recent))) // enough, mostly
	return c.aead.Seal(plain[:0], nil, plain, []byte(name))
}

// Decode implements securecookie.Codec.
func (c sealedCookies) Decode(name, value string, values any) error {
	sealed, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return errForeignCookie
	}
	plain, err := c.aead.Open(sealed[:0], nil, sealed, []byte(name))
	if err != nil {
		return errForeignCookie
	}
	s := new(session)
	if err := json.Unmarshal(plain, s); err != nil {
		return errForeignCookie
	}
	*values.(*map[any]any) = map[any]any{sessionValue: s}
	return nil
}

// appendJSON appends what Decode reads. A cookie is written with most pages, and
// encoding/json takes longer than all the rest of it.
func (s *session) appendJSON(b []byte) []byte {
	number := func(key string, n int64) { b = strconv.AppendInt(append(b, key...), n, 10) }
	text := func(key, value string) {
		if value != "" {
			b = appendQuoted(append(b, key...), value)
		}
	}
	number(`{"c":`, s.Created)
	number(`,"s":`, s.Seen)
	text(`,"i":`, s.ID)
	text(`,"u":`, s.User)
	text(`,"f":`, s.Fingerprint)
	text(`,"l":`, s.Lang)
	text(`,"h":`, s.Theme)
	for i, l := range s.Recent {
		if i == 0 {
			number(`,"r":[{"v":`, int64(l.VDNID))
		} else {
			number(`,{"v":`, int64(l.VDNID))
		}
		number(`,"d":"`, l.DefID)
		number(`","t":`, l.At)
		b = append(b, '}')
	}
	if len(s.Recent) > 0 {
		b = append(b, ']')
	}
	return append(b, '}')
}

// appendQuoted appends a text as JSON; nearly all have nothing to escape. Bytes
// that are no UTF-8 are left for Decode to replace.
func appendQuoted(b []byte, s string) []byte {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }) {
		quoted, err := json.Marshal(s)
		if err != nil {
			panic(err) // a string can always be written
		}
		return append(b, quoted...)
	}
	return append(append(append(b, '"'), s...), '"')
}
