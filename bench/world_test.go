package bench

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

const (
	firstID = 1_500_000_000
	// fastest is how many answers a second of load can take at most; so many
	// external results must be there.
	fastest = 100_000
	result  = "6: The call is not answered."
)

// mappingCounts are the sizes of external results; each has a VDN of its own.
var mappingCounts = []int{2, 200}

func vdnOf(mappings int) int { return 1000 + mappings }

// world is everything that runs: the platform here, the servers beside.
type world struct {
	slice    time.Duration // of load
	platform *isalestest.Server
	servers  map[string]*process
	ids      atomic.Int64 // the last external result that was asked for
	mapped   map[int][]isalestest.Mapping
	codes    []isalestest.Code
}

// newWorld starts everything and waits until the console knows the VDNs' own
// texts, so that nothing but look-ups asks the platform from then on.
func newWorld(slice time.Duration) (*world, error) {
	w := &world{slice: slice, servers: make(map[string]*process), mapped: make(map[int][]isalestest.Mapping)}
	w.ids.Store(firstID)
	for _, c := range isales.OBSCodes() {
		w.codes = append(w.codes, isalestest.Code{Code: c.Code, Chinese: "本虚拟呼叫中心的 " + c.Code, English: ownText(c.Code)})
	}
	for _, n := range mappingCounts {
		for i := range n {
			w.mapped[n] = append(w.mapped[n], isalestest.Mapping{MapID: strconv.Itoa(1059886898 + i), FailCode: w.codes[i%len(w.codes)].Code})
		}
	}
	platform, err := isalestest.Start(isalestest.Options{KeepRequests: -1})
	if err != nil {
		return nil, err
	}
	w.platform = platform
	for _, role := range []string{consoleRole, handlerRole, proxyRole} {
		if w.servers[role], err = startProcess(role, platform); err != nil {
			delete(w.servers, role)
			w.close()
			return nil, err
		}
	}
	for _, n := range mappingCounts {
		if err := w.waitForTexts(n); err != nil {
			w.close()
			return nil, err
		}
	}
	return w, nil
}

// ownText is what the VDNs call a code.
func ownText(code string) string { return "In the words of this VDN: " + code }

func (w *world) close() {
	for _, s := range w.servers {
		_ = s.stop()
	}
	w.platform.Close()
}

func (w *world) waitForTexts(mappings int) error {
	w.reserve(mappings, 1)
	r := w.page(mode{}, mappings, "", "").with(w.ids.Add(1))
	for end := time.Now().Add(patience); time.Now().Before(end); {
		a, err := fetch(w.servers[consoleRole].addr, r)
		if err != nil {
			return err
		}
		if strings.Contains(string(a.Body), ownText(w.mapped[mappings][0].FailCode)) {
			return nil
		}
	}
	return errors.New("the console does not show the VDN's own texts")
}

// reserve makes the platform know the next n external results, and no others: no
// memory could hold all that a run asks for.
func (w *world) reserve(mappings, n int) {
	vdn := isalestest.VDN{ID: vdnOf(mappings), Codes: w.codes, Results: make([]isalestest.Result, n)}
	for i := range vdn.Results {
		vdn.Results[i] = isalestest.Result{DefID: strconv.FormatInt(w.ids.Load()+1+int64(i), 10), DisplayResult: result, Code: "002", Mappings: w.mapped[mappings]}
	}
	w.platform.SetData(&isalestest.Data{VDNs: []isalestest.VDN{vdn}})
}

// page is the request of a browser, or of a program when the suffix is that of
// JSON. The ID is still to be added.
func (w *world) page(m mode, mappings int, cookie, tag string) request {
	lines := []string{m.suffix + " HTTP/1.1", "Host: 127.0.0.1", "User-Agent: bench"}
	if m.suffix == "" {
		lines = append(lines, "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language: en-US,en;q=0.9")
	}
	if m.gzip {
		lines = append(lines, "Accept-Encoding: gzip")
	}
	if cookie != "" {
		lines = append(lines, "Cookie: "+cookie)
	}
	if tag != "" {
		lines = append(lines, "If-None-Match: "+tag)
	}
	return request{
		before: fmt.Appendf(nil, "GET /vdns/%d/results/", vdnOf(mappings)),
		after:  []byte(strings.Join(lines, "\r\n") + "\r\n\r\n"),
		ids:    &w.ids,
	}
}

// with returns the request for one external result.
func (r request) with(id int64) request {
	return request{before: slices.Concat(r.before, strconv.AppendInt(nil, id, 10), r.after)}
}
