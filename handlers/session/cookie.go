package session

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/gorilla/sessions"
)

// newCookies returns the store of the cookies and their name. gorilla's own
// defaults lack HttpOnly and allow other sites, so every attribute is set; that of
// the age is set for each cookie, since it is what is left of its session.
func newCookies(codecs []codec, secure bool, console string) (store *sessions.CookieStore, name string) {
	store, name = sessions.NewCookieStore(), "isales-session"
	if console != "" {
		sum := sha256.Sum256([]byte(console))
		name += "-" + hex.EncodeToString(sum[:4])
	}
	if secure {
		name = "__Host-" + name
	}
	store.Options = &sessions.Options{Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
	for _, codec := range codecs {
		store.Codecs = append(store.Codecs, codec)
	}
	return store, name
}

// write replaces what was written before in the same answer: there is no other
// cookie. maxAge is in seconds; -1 deletes the cookie, and the record of the sign-in.
// The error is an *AwayError.
func (st *Store) write(w http.ResponseWriter, r *http.Request, s *Session, maxAge int) error {
	var store sessions.Store = st.cookies
	if st.shared != nil {
		store = st.shared
	}
	cookie, options := sessions.NewSession(store, st.name), *st.cookies.Options
	options.MaxAge = maxAge
	cookie.Options, cookie.Values[sessionValue] = &options, s
	before := w.Header().Values("Set-Cookie")
	w.Header().Del("Set-Cookie")
	err := cookie.Save(r, w)
	if _, ok := errors.AsType[*AwayError](err); err != nil && !ok {
		panic(err) // a Session can always be written
	}
	if w.Header()["Set-Cookie"] == nil && before != nil {
		w.Header()["Set-Cookie"] = before
	}
	return err
}

// sessionValue is the one value that a gorilla session of ours has.
const sessionValue = "session"

// codec writes sessions as JSON that is encrypted and authenticated at once
// (AES-256-GCM), together with the name of the cookie, or of the record. It is a securecookie.Codec:
// gorilla's own makes the cookie half as long again, and has an age of its own,
// while what is in a session decides how old it may be.
type codec struct{ aead cipher.AEAD }

var errForeignCookie = errors.New("not a cookie of this console")

func newCodec(secret []byte) (codec, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "isales-console session cookie", 32)
	if err != nil {
		return codec{}, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return codec{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return codec{aead}, err
}

// Encode implements securecookie.Codec.
func (c codec) Encode(name string, values any) (string, error) {
	return c.seal(name, values.(map[any]any)[sessionValue])
}

func (c codec) seal(name string, v any) (string, error) {
	plain, err := json.Marshal(v, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(c.aead.Seal(nil, nil, plain, []byte(name))), nil
}

// Decode implements securecookie.Codec.
func (c codec) Decode(name, value string, values any) error {
	s := new(Session)
	if err := c.open(name, value, s); err != nil {
		return err
	}
	*values.(*map[any]any) = map[any]any{sessionValue: s}
	return nil
}

func (c codec) open(name, value string, v any) error {
	sealed, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return errForeignCookie
	}
	plain, err := c.aead.Open(sealed[:0], nil, sealed, []byte(name))
	if err != nil {
		return errForeignCookie
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return errForeignCookie
	}
	return nil
}

// openAny opens what any of the codecs has sealed under a name.
func openAny(codecs []codec, name, value string, v any) error {
	for _, codec := range codecs {
		if codec.open(name, value, v) == nil {
			return nil
		}
	}
	return errForeignCookie
}
