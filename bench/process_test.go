package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"isales-console/isales/isalestest"
)

// roleVariable makes a process of this test binary a server: its value is a role.
const roleVariable = "ISALES_BENCH_ROLE"

// The roles of a process.
const (
	consoleRole = "console"
	handlerRole = "handler"
	proxyRole   = "proxy"
)

// platformAddress is what a server is told on the first line of its input.
type platformAddress struct {
	URL string
	CA  []byte
}

// process is a running server.
type process struct {
	addr string
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
}

// startProcess starts this test binary as a server.
func startProcess(role string, platform *isalestest.Server) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(program)}
	p.cmd.Env = append(os.Environ(), roleVariable+"="+role, "GOMAXPROCS="+strconv.Itoa(*procs))
	p.cmd.Stderr = os.Stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	address, err := json.Marshal(platformAddress{platform.URL, platform.CertificatePEM()})
	if err == nil {
		p.addr, err = p.tell(string(address))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting the %s: %w", role, err), p.stop())
	}
	return p, nil
}

// tell sends a line and returns the one that comes back.
func (p *process) tell(line string) (string, error) {
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		return "", err
	}
	answer, err := p.out.ReadString('\n')
	return strings.TrimSpace(answer), err
}

// cpu returns the CPU time that the server has used so far.
func (p *process) cpu() (time.Duration, error) {
	answer, err := p.tell("cpu")
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(answer, 10, 64)
	return time.Duration(n), err
}

// stop ends the server: it serves until its input ends.
func (p *process) stop() error { return errors.Join(p.in.Close(), p.cmd.Wait()) }

// play serves in a role until the input ends. It answers each line of it with the
// CPU time that it has used.
func play(role string) error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	var platform platformAddress
	if !lines.Scan() {
		return errors.New("no platform named")
	}
	if err := json.Unmarshal(lines.Bytes(), &platform); err != nil {
		return err
	}
	server, err := newServer(role, platform)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	if role == consoleRole {
		listener = hook(server, listener)
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	for lines.Scan() {
		fmt.Println(int64(cpuTime()))
	}
	_ = server.Close()
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return lines.Err()
}

// newServer returns what a role serves.
func newServer(role string, platform platformAddress) (*http.Server, error) {
	switch role {
	case consoleRole:
		return newConsole(platform)
	case handlerRole:
		return &http.Server{Handler: new(writer)}, nil
	case proxyRole:
		return newProxy(platform)
	}
	return nil, fmt.Errorf("%q is no role", role)
}
