//go:build !unix

package isales

import "syscall"

// canProbe is false where a read always waits: a connection that the server has
// closed is found out when it is used.
const canProbe = false

func probe(syscall.RawConn, []byte) (int, error) { return 0, errNothing{} }
