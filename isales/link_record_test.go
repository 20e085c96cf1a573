//go:build unix

package isales

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"
	"testing"
)

// Kinds of TLS records.
const (
	kindAlert     = 21
	kindHandshake = 22
	kindData      = 23
)

// forger writes records of TLS 1.2 that crypto/tls would not.
type forger struct {
	seal     cipher.AEAD
	salt     []byte
	sequence uint64
}

// newForger takes over from crypto/tls after the handshake.
func newForger(c *puppetConn, keys *bytes.Buffer) *forger {
	words := strings.Fields(keys.String()) // CLIENT_RANDOM, that and the master secret
	clients, _ := hex.DecodeString(words[1])
	master, _ := hex.DecodeString(words[2])
	servers := c.wire.opening[11:43] // behind the headers of record and message, and a version
	block := expand(master, append(append([]byte("key expansion"), servers...), clients...), 40)
	key, err := aes.NewCipher(block[16:32])
	if err != nil {
		panic(err)
	}
	seal, err := cipher.NewGCM(key)
	if err != nil {
		panic(err)
	}
	return &forger{seal, block[36:40], 1}
}

// expand is the function P_SHA256 of TLS 1.2.
func expand(secret, seed []byte, n int) []byte {
	sum := func(parts ...[]byte) []byte {
		h := hmac.New(sha256.New, secret)
		h.Write(bytes.Join(parts, nil))
		return h.Sum(nil)
	}
	var out []byte
	for a := sum(seed); len(out) < n; a = sum(a) {
		out = append(out, sum(a, seed)...)
	}
	return out[:n]
}

func (f *forger) record(kind byte, content string) []byte {
	explicit := binary.BigEndian.AppendUint64(nil, f.sequence)
	f.sequence++
	bound := append(bytes.Clone(explicit), kind, 3, 3)
	bound = binary.BigEndian.AppendUint16(bound, uint16(len(content)))
	sealed := f.seal.Seal(nil, append(bytes.Clone(f.salt), explicit...), []byte(content), bound)
	header := binary.BigEndian.AppendUint16([]byte{kind, 3, 3}, uint16(len(explicit)+len(sealed)))
	return append(append(header, explicit...), sealed...)
}

func (f *forger) records(some []forgedRecord) (all []byte) {
	for _, r := range some {
		all = append(all, f.record(r.kind, r.content)...)
	}
	return all
}

const (
	helloRequest = "\x00\x00\x00\x00" // asks for another handshake
	warning      = "\x01\x5a"         // that a user has cancelled
	fatal        = "\x02\x50"         // an internal error
)

const (
	halfAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"
	otherHalf  = "llo"
)

// forgedRecord is one of those that a server mixes into its answer.
type forgedRecord struct {
	kind    byte
	content string
}

// forgeries are what servers say over TLS, and how the next request is answered.
var forgeries = map[string]struct {
	records []forgedRecord
	later   []forgedRecord // after it was read
	want    string         // or the error
	next    string
}{
	"in two":                     {[]forgedRecord{{kindData, halfAnswer}, {kindData, otherHalf}}, nil, "hello", "/b on 1"},
	"an empty one between":       {[]forgedRecord{{kindData, halfAnswer}, {kindData, ""}, {kindData, otherHalf}}, nil, "hello", "/b on 1"},
	"an empty one behind":        {[]forgedRecord{{kindData, halfAnswer + otherHalf}, {kindData, ""}}, nil, "hello", "/b on 1"},
	"a warning between":          {[]forgedRecord{{kindData, halfAnswer}, {kindAlert, warning}, {kindData, otherHalf}}, nil, "hello", "/b on 1"},
	"an alert between":           {[]forgedRecord{{kindData, halfAnswer}, {kindAlert, fatal}}, nil, "remote error: tls: internal error", "/b on 2"},
	"an alert behind":            {[]forgedRecord{{kindData, halfAnswer + otherHalf}, {kindAlert, fatal}}, nil, "hello", "/b on 2"},
	"another handshake":          {[]forgedRecord{{kindHandshake, helloRequest}, {kindData, halfAnswer + otherHalf}}, nil, "local error: tls: no renegotiation", "/b on 2"},
	"another handshake between":  {[]forgedRecord{{kindData, halfAnswer}, {kindHandshake, helloRequest}, {kindData, otherHalf}}, nil, "local error: tls: no renegotiation", "/b on 2"},
	"another handshake behind":   {[]forgedRecord{{kindData, halfAnswer + otherHalf}, {kindHandshake, helloRequest}}, nil, "hello", "/b on 2"},
	"half a handshake behind":    {[]forgedRecord{{kindData, halfAnswer + otherHalf}, {kindHandshake, helloRequest[:2]}}, nil, "hello", "/b on 2"},
	"an empty one later":         {[]forgedRecord{{kindData, halfAnswer + otherHalf}}, []forgedRecord{{kindData, ""}}, "hello", "/b on 2"},
	"a warning later":            {[]forgedRecord{{kindData, halfAnswer + otherHalf}}, []forgedRecord{{kindAlert, warning}}, "hello", "/b on 2"},
	"another handshake later":    {[]forgedRecord{{kindData, halfAnswer + otherHalf}}, []forgedRecord{{kindHandshake, helloRequest}}, "hello", "/b on 2"},
	"an answer behind an empty":  {[]forgedRecord{{kindData, halfAnswer + otherHalf}, {kindData, ""}, {kindData, lengthy("wrong")}}, nil, "hello", "/b on 2"},
	"an answer behind a warning": {[]forgedRecord{{kindData, halfAnswer + otherHalf}, {kindAlert, warning}, {kindData, lengthy("wrong")}}, nil, "hello", "/b on 2"},
}

// TestForgedRecords: what a server mixes into an answer or says behind it, other
// than the answer itself, costs the connection at most.
func TestForgedRecords(t *testing.T) {
	for name, tt := range forgeries {
		t.Run(name, func(t *testing.T) {
			var keys bytes.Buffer
			read := make(chan struct{})
			p := newPuppet(t, "tcp", serving(func(c *tls.Config) {
				c.MaxVersion, c.CipherSuites, c.KeyLogWriter = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}, &keys
			}), func(c *puppetConn) {
				if c.number > 1 {
					echoes(c)
					return
				}
				c.head()
				f := newForger(c, &keys)
				_, _ = c.wire.Write(f.records(tt.records))
				if tt.later != nil {
					<-read
					_, _ = c.wire.Write(f.records(tt.later))
				}
				if head := c.head(); head != "" {
					_, _ = c.wire.Write(f.record(kindData, lengthy(echo(c, head))))
				}
				_, _ = io.Copy(io.Discard, c.in)
			})
			tr := p.transport(t)
			got, err := wholeAnswer(tr, newGet(t.Context(), p.url("/a")))
			if err != nil {
				got = err.Error()
				if !isTLS(err) {
					t.Errorf("error %#v is not one of TLS", err)
				}
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if tt.later != nil {
				close(read)
				p.await()
			}
			p.wantAnswer(t, tr, "/b", tt.next)
		})
	}
}
