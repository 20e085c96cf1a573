package isalestest

import "time"

// control is what tests change while the server runs. Server.mu guards it.
type control struct {
	fault   Fault
	decider func(Request, int) Fault
	decided int
	latency time.Duration
	store   *store
	stats   Stats
}

// Stats counts what a server has done since it was started.
type Stats struct {
	// Served counts the authorised requests to a known operation, faults included.
	Served int
	// Refused counts the requests that were refused for their signature.
	Refused int
	// InFlight is how many requests are being answered now.
	InFlight int
	// MaxInFlight is the highest InFlight seen.
	MaxInFlight int
}

// SetFault makes every authorised request to a known operation misbehave.
// FaultNone ends it; results keep the faults of their own. A fault that
// [ParseFault] refuses is answered with a status 500 that names it.
func (s *Server) SetFault(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// SetDecider lets decide choose the fault of each authorised request to a known
// operation, instead of SetFault. It is given the request's number, counted from
// 1 since SetDecider. It must be safe for concurrent use and may call the
// server's methods. Nil ends it.
func (s *Server) SetDecider(decide func(r Request, n int) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.decider = decide
	s.decided = 0
}

// SetLatency adds a wait before each answer, refusals included.
func (s *Server) SetLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// SetData changes what is served from now on. The data must not be changed
// afterwards. Nil is an installation without VDNs.
func (s *Server) SetData(d *Data) {
	st := newStore(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store = st
}

// Stats returns the counters.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

// begin counts a request in. It reports false when the server is closing.
func (s *Server) begin() (control, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return control{}, false
	}
	s.stats.InFlight++
	s.stats.MaxInFlight = max(s.stats.MaxInFlight, s.stats.InFlight)
	s.running.Add(1)
	return s.control, true
}

func (s *Server) end() {
	s.mu.Lock()
	s.stats.InFlight--
	s.mu.Unlock()
	s.running.Done()
}

// chooseFault counts an authorised request and returns the fault that tests want
// for it. The decider runs unlocked, for it may call the server's methods.
func (s *Server) chooseFault(r Request) Fault {
	s.mu.Lock()
	s.stats.Served++
	fault, decide := s.fault, s.decider
	n := 0
	if decide != nil {
		s.decided++
		n = s.decided
	}
	s.mu.Unlock()
	if decide != nil {
		r.Header = r.Header.Clone()
		return decide(r, n)
	}
	return fault
}

func (s *Server) countRefusal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Refused++
}
