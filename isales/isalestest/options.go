package isalestest

import (
	"fmt"
	"strings"
	"time"
)

// The key pair that a server accepts. It opens nothing but this simulator.
const (
	DemoAccessKey = "DEMOACCESSKEY0000001"
	DemoSecretKey = "demoSecretKey000000000000000000000001"
)

const defaultMaxSkew = 15 * time.Minute

// TB is the part of testing.TB that [NewServer] needs, declared here so that the
// package can be linked into a program without the testing package.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Options says what a server accepts and serves. The zero value is the server
// that auth-v2.md describes by default, with the [Sample] data.
type Options struct {
	// BasePath stands before /rest/isales/... in every path. If not empty it
	// must begin with a slash and not end with one.
	BasePath string
	// Data is what is served; it must not be changed afterwards. If nil, Sample().
	Data *Data
	// Now is the clock that timestamps are compared with. If nil, time.Now.
	Now func() time.Time
	// MaxSkew is how far a timestamp may be from Now, either way. If zero, 15 minutes.
	MaxSkew time.Duration
	// Signing is the form of signatures that is demanded.
	Signing Signing
	// Fault is how the server misbehaves from the start. If empty, it does not.
	Fault Fault
	// ForgetRequests leaves Requests empty: each request that is kept costs about
	// a kilobyte for as long as the server runs.
	ForgetRequests bool
}

// Signing is the set of points that auth-v2.md's table "What the documentation
// leaves open" lists. The zero value is the default column but for SignedHeaders.
type Signing struct {
	// Millis demands timestamps with milliseconds; otherwise they must have none.
	Millis bool
	// EmptyQueryLine demands that the canonical request of a request without a
	// query has an empty line in its place; otherwise there must be no line.
	EmptyQueryLine bool
	// SignedHeaders is the list that requests must sign, such as "host". If
	// empty, any list that keeps to the rules: host is in it, authorization is
	// not, lower case, sorted, no duplicates, only headers that the request has.
	SignedHeaders string
}

// resolve fills in the defaults and refuses what cannot be served.
func (o Options) resolve() (Options, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxSkew == 0 {
		o.MaxSkew = defaultMaxSkew
	}
	if o.Data == nil {
		o.Data = Sample()
	}
	if _, err := ParseFault(string(o.Fault)); err != nil {
		return o, err
	}
	return o, checkBasePath(o.BasePath)
}

func checkBasePath(path string) error {
	if path == "" {
		return nil
	}
	if !strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") {
		return fmt.Errorf("base path %q: must begin with a slash and not end with one", path)
	}
	return nil
}
