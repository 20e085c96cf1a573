package main

import (
	"math/rand/v2"
	"net/http"
	"testing"
	"time"
)

// TestBadNetwork is what the faults of the platform are, with connections that
// fare badly on the way to it.
func TestBadNetwork(t *testing.T) {
	cut := func(up, down int) func(*cutProxy) {
		return func(p *cutProxy) { p.become(network{up: up, down: down, abrupt: down == 1000}) }
	}
	lucky := interrupted
	lucky.partly = true
	bad := map[string]struct {
		want  ending
		begin func(*cutProxy)
	}{
		"refused":                 {ending{status: http.StatusBadGateway, code: "unreachable", covered: true, down: true}, (*cutProxy).refuse},
		"silent":                  {timeout, func(p *cutProxy) { p.become(network{silent: true}) }},
		"cut at once":             {interrupted, cut(0, never)},
		"cut in the greeting":     {interrupted, cut(100, never)},
		"cut in the first answer": {interrupted, cut(never, 1)},
		"cut in the handshake":    {interrupted, cut(never, 1000)},
		"cut in the request":      {interrupted, cut(2000, never)},
		"cut in the answer":       {interrupted, cut(never, 1800)},
		"cut at random":           {lucky, func(p *cutProxy) { p.become(network{random: rand.New(rand.NewPCG(1, 2))}) }},
		"delayed":                 {answered, func(p *cutProxy) { p.become(network{up: never, down: never, delay: 20 * time.Millisecond}) }},
		"black hole":              {timeout, (*cutProxy).lose},
	}
	tests := map[string]func(*testing.T){}
	for name, b := range bad {
		tests[name] = func(t *testing.T) {
			tr := newTrial(t, b.want, 1, true)
			tr.meet(t, b.want, func() { b.begin(tr.network) }, func() { tr.network.heal(t) })
			tr.console.stop(t)
		}
	}
	together(t, tests)
}
