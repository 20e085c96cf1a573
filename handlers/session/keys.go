package session

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
)

// minKey is the length in bytes of the shortest key.
const minKey = 32

// ReadKeys reads a key file: one secret a line, newest first, each at least 32
// bytes. The error names the first line that is wrong.
func ReadKeys(file []byte) (secrets [][]byte, err error) {
	lines := bufio.NewScanner(bytes.NewReader(file))
	for number := 1; lines.Scan(); number++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		if len(line) < minKey {
			return nil, fmt.Errorf("line %d: a key of %d bytes, want at least %d", number, len(line), minKey)
		}
		secrets = append(secrets, slices.Clone(line))
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(secrets) == 0 {
		return nil, errors.New("no key in it")
	}
	return secrets, nil
}

// RandomKey is the secret of a console without a key file: its sessions end when
// it does.
func RandomKey() []byte {
	b := make([]byte, minKey)
	rand.Read(b)
	return b
}
