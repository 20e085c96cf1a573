package session

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	// deviceTime is how long a browser is remembered.
	deviceTime = 90 * 24 * time.Hour
	// maxDeviceUsers is how many users a shared browser remembers.
	maxDeviceUsers = 5
)

// device is what the device cookie holds: who has signed in with this browser, from
// where. It opens nothing: it only gives the attempts of its browser a count of
// their own, as OWASP's device cookies do, so that guesses from elsewhere lock
// nobody out.
type device struct {
	ID      string   `json:"i"`
	Address string   `json:"a"`
	Users   []string `json:"u"` // newest first
	Since   int64    `json:"t"` // Unix seconds
}

// Device returns the name of the browser if the user has signed in with it from
// that address before, else "".
func (st *Store) Device(r *http.Request, user, address string) string {
	d := st.device(r)
	if d.Address != address || !slices.Contains(d.Users, user) {
		return ""
	}
	return d.ID
}

// KeepDevice notes that the user has signed in with this browser from that
// address. It comes after SignIn in an answer, which replaces all cookies.
func (st *Store) KeepDevice(w http.ResponseWriter, r *http.Request, user, address string) {
	d := st.device(r)
	if d.ID == "" || d.Address != address {
		d = device{ID: rand.Text(), Address: address}
	}
	d.Users = slices.DeleteFunc(d.Users, func(u string) bool { return u == user })
	d.Users = slices.Insert(d.Users, 0, user)
	d.Users, d.Since = d.Users[:min(len(d.Users), maxDeviceUsers)], st.now().Unix()
	value, err := st.codecs[0].seal(st.deviceName(), d)
	if err != nil {
		panic(err) // a device can always be written
	}
	http.SetCookie(w, &http.Cookie{Name: st.deviceName(), Value: value, Path: "/login",
		MaxAge:   int(deviceTime / time.Second),
		HttpOnly: true, Secure: st.cookies.Options.Secure, SameSite: http.SameSiteLaxMode})
}

// device returns an empty one without a cookie that can be read.
func (st *Store) device(r *http.Request) device {
	cookie, err := r.Cookie(st.deviceName())
	if err != nil {
		return device{}
	}
	var d device
	if openAny(st.codecs, cookie.Name, cookie.Value, &d) != nil || st.now().Sub(time.Unix(d.Since, 0)) >= deviceTime {
		return device{}
	}
	return d
}

func (st *Store) deviceName() string { return st.beside("device") }

// beside is the name of another cookie than the session's, whose path is not that of
// the whole console. It tells consoles apart as the name of their session cookies does.
func (st *Store) beside(kind string) string {
	return strings.NewReplacer("__Host-isales-session", "__Secure-isales-"+kind, "isales-session",
		"isales-"+kind).Replace(st.name)
}
