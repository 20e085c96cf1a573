package platform

import (
	"context"
	"testing"
	"time"

	"isales-console/isales"
)

// A breaker is half-open strictly after its time.
const untilTry = 4*time.Second + 1

func TestOneProbeEvery4s(t *testing.T) {
	guarded(t, func(g *gate) {
		g.open()
		for range 4 {
			g.want("open", true)
			time.Sleep(3 * time.Second)
			g.wantRefused("unavailable for 1s: interrupted")
			time.Sleep(time.Second)
			g.wantRefused("unavailable for 1s: interrupted")
			time.Sleep(time.Nanosecond)
			g.want("half-open", true)
			probe := g.start(3 * time.Second)
			g.wantRefused("unavailable for 1s: interrupted")
			probe(2*time.Second, brokenCall)
			g.wantRefused("unavailable for 4s: interrupted")
		}
		time.Sleep(untilTry)
		g.start(3*time.Second)(0, nil)
		g.want("closed", true, false)
		g.call(0, nil)
		g.open()
		g.want("open", true, false, true)
	})
}

// TestAnyAnswerClosesTheBreaker: also one that is of no use to the visitor.
func TestAnyAnswerClosesTheBreaker(t *testing.T) {
	for _, err := range []error{nil, &isales.StatusError{StatusCode: 404}, &isales.NotJSONError{}} {
		guarded(t, func(g *gate) {
			g.open()
			time.Sleep(untilTry)
			g.start(3*time.Second)(0, err)
			g.want("closed", true, false)
		})
	}
}

func TestCanceledProbeDoesNotBlockTheNext(t *testing.T) {
	guarded(t, func(g *gate) {
		g.open()
		time.Sleep(untilTry)
		for _, end := range []error{errCanceledCall, context.DeadlineExceeded, errCanceledCall} {
			if !g.tryNow() {
				g.Error("it is not time to try")
			}
			probe := g.start(3 * time.Second)
			if g.tryNow() {
				g.Error("it is time to try twice at once")
			}
			probe(time.Second, end)
			g.want("half-open", true)
		}
		g.start(3*time.Second)(0, nil)
		g.want("closed", true, false)
	})
}

// TestCallsFromBeforeDoNotCount: they end while the platform is tried.
func TestCallsFromBeforeDoNotCount(t *testing.T) {
	guarded(t, func(g *gate) {
		old, older := g.start(0), g.start(0)
		g.open()
		old(0, nil)
		g.want("open", true)
		time.Sleep(untilTry)
		probe := g.start(3 * time.Second)
		older(0, brokenCall)
		g.want("half-open", true)
		probe(0, nil)
		g.want("closed", true, false)
	})
}

// TestProbeLimit: a platform that used to be slow gets more time.
func TestProbeLimit(t *testing.T) {
	const ms = time.Millisecond
	tests := map[string]struct {
		took  []time.Duration
		fast  int // calls after those
		limit time.Duration
	}{
		"no answer yet":   {nil, 0, 3 * time.Second},
		"fast":            {[]time.Duration{50 * ms}, 0, 3 * time.Second},
		"1.5 s":           {[]time.Duration{1500 * ms}, 0, 3 * time.Second},
		"4 s":             {[]time.Duration{4 * time.Second}, 0, 8 * time.Second},
		"4 s before 2 s":  {[]time.Duration{4 * time.Second, 2 * time.Second}, 0, 7875 * ms},
		"4 s after 2 s":   {[]time.Duration{2 * time.Second, 4 * time.Second}, 0, 8 * time.Second},
		"4 s long before": {[]time.Duration{4 * time.Second}, 64, 3 * time.Second},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			guarded(t, func(g *gate) {
				for _, took := range tt.took {
					g.call(took, nil)
				}
				for range tt.fast {
					g.call(0, nil)
				}
				g.call(9*time.Second, errCanceledCall)
				g.call(9*time.Second, context.DeadlineExceeded)
				g.open() // with a call of 1 s
				time.Sleep(untilTry)
				g.start(tt.limit)(0, nil)
			})
		})
	}
}

func throttled(status int, wait time.Duration) error {
	return &isales.StatusError{StatusCode: status, RetryAfter: wait}
}

func TestThrottlingPlatformIsLeftAlone(t *testing.T) {
	for _, status := range []int{429, 503} {
		for wait, pause := range map[time.Duration]time.Duration{time.Second: time.Second, time.Minute: time.Minute,
			time.Hour: time.Minute} {
			guarded(t, func(g *gate) {
				no := throttled(status, wait)
				for range 4 {
					g.call(0, no)
					g.call(0, no)
					g.call(0, nil)
				}
				g.call(0, no)
				g.call(0, errCanceledCall)
				g.call(0, context.DeadlineExceeded)
				g.call(0, no)
				g.want("closed")
				g.call(time.Second, no)
				until := "unavailable for " + pause.String() + ": " + show(no)
				g.wantRefused(until)
				time.Sleep(pause - time.Second)
				g.wantRefused("unavailable for 1s: " + show(no))
				time.Sleep(time.Second)
				g.want("closed")
				// One more is enough, until one succeeds.
				g.call(0, no)
				g.wantRefused(until)
				time.Sleep(pause)
				g.call(0, nil)
				g.call(0, no)
				g.call(0, no)
				g.want("closed")
			})
		}
	}
}

// TestOtherRefusalsDoNotPause: without a time, or of another kind.
func TestOtherRefusalsDoNotPause(t *testing.T) {
	for _, no := range []error{throttled(429, 0), throttled(500, time.Minute), throttled(403, time.Minute), nil,
		brokenCall} {
		guarded(t, func(g *gate) {
			for range 6 {
				g.call(0, no)
			}
			g.want("closed")
			g.call(0, throttled(429, 9*time.Second))
			g.call(0, no)
			g.call(0, throttled(429, 9*time.Second))
			g.call(0, no)
			g.call(0, throttled(429, 9*time.Second))
			g.want("closed")
		})
	}
}

// TestPauseHoldsBackTheProbe: a platform that is down and asks for time has it.
func TestPauseHoldsBackTheProbe(t *testing.T) {
	guarded(t, func(g *gate) {
		g.open()
		time.Sleep(untilTry)
		for range 3 {
			g.start(3*time.Second)(0, throttled(503, 40*time.Second))
			time.Sleep(untilTry)
		}
		g.wantRefused("unavailable for 35.999999999s: status 503 for 40s")
		if g.tryNow() {
			g.Error("it is time to try in a pause")
		}
		time.Sleep(36 * time.Second)
		g.start(3*time.Second)(0, nil)
		g.want("closed", true, false)
	})
}
