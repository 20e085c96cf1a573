package sharedstate

import (
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Address says where Redis is and how to sign in there. Its String has no password.
type Address struct {
	host     string // with port
	user     string
	password string
	database int
	tls      *tls.Config // nil for redis://
}

var errAddress = errors.New("is not redis://host:port or rediss://host:port, " +
	"with a user and password before the host and /number of a database behind it if need be")

// ParseAddress reads an address such as rediss://user:password@host:6380/2. No error
// quotes it, because it may hold a password.
func ParseAddress(text string) (Address, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "redis" && u.Scheme != "rediss" || u.Hostname() == "" ||
		u.RawQuery != "" || u.Fragment != "" {
		return Address{}, errAddress
	}
	a := Address{host: u.Host}
	if u.Port() == "" {
		a.host = net.JoinHostPort(u.Hostname(), "6379")
	} else if n, err := strconv.ParseUint(u.Port(), 10, 16); err != nil || n == 0 {
		return Address{}, errors.New("has no port from 1 to 65535")
	}
	if u.User != nil {
		a.user = u.User.Username()
		a.password, _ = u.User.Password()
	}
	if path := strings.Trim(u.Path, "/"); path != "" {
		if a.database, err = strconv.Atoi(path); err != nil || a.database < 0 {
			return Address{}, errors.New("has no number of a database behind the host")
		}
	}
	if u.Scheme == "rediss" {
		a.tls = &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	}
	return a, nil
}

// IsZero reports that there is no Redis.
func (a Address) IsZero() bool { return a.host == "" }

// HasPassword reports that the address brings a password along.
func (a Address) HasPassword() bool { return a.password != "" }

// WithPassword returns the address with another password.
func (a Address) WithPassword(password string) Address {
	a.password = password
	return a
}

// String returns host, port and database.
func (a Address) String() string {
	if a.database == 0 {
		return a.host
	}
	return a.host + "/" + strconv.Itoa(a.database)
}

// GoString is String, so that no way of printing shows the password.
func (a Address) GoString() string { return a.String() }

// options are short in every wait: a visitor waits for them. One attempt more is for
// connections that died unnoticed.
func (a Address) options() *redis.Options {
	return &redis.Options{Addr: a.host, Username: a.user, Password: a.password, DB: a.database, TLSConfig: a.tls,
		DialTimeout: tryFor, ReadTimeout: tryFor, WriteTimeout: tryFor, PoolTimeout: tryFor,
		DialerRetries: 1, MaxRetries: 1, ContextTimeoutEnabled: true, DisableIdentity: true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}}
}
