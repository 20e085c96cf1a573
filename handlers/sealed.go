package handlers

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
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
	plain, err := json.Marshal(values.(map[any]any)[sessionValue])
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(c.aead.Seal(nil, nil, plain, []byte(name))), nil
}

// Decode implements securecookie.Codec.
func (c sealedCookies) Decode(name, value string, values any) error {
	sealed, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return errForeignCookie
	}
	plain, err := c.aead.Open(nil, nil, sealed, []byte(name))
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
