package main

import (
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"isales-console/sharedstate"
)

// readRedis reads the address; no error quotes it, because it may hold a password.
func (c *config) readRedis(s string) (err error) {
	if s != "" {
		c.redis, err = sharedstate.ParseAddress(s)
	}
	return err
}

// combineRedis checks what Redis goes together with.
func (c *config) combineRedis(source func(string) string) (problems []string) {
	if c.redisPassword != "" {
		if c.redis.IsZero() {
			problems = append(problems, source("redis-password-file")+": there is no -redis-url that it belongs to")
		} else if c.redis.HasPassword() {
			problems = append(problems, "-redis-url, -redis-password-file: both have a password; only one of them can")
		} else if password, err := readSecretFile(c.redisPassword); err != nil {
			problems = append(problems, source("redis-password-file")+": "+err.Error())
		} else {
			c.redis = c.redis.WithPassword(string(password))
		}
	}
	if !c.redis.IsZero() && c.hasSignIn() && c.sessionSecrets == nil {
		problems = append(problems, source("redis-url")+
			": replicas share sign-ins, so they need the same -session-key-file")
	}
	return problems
}

// sharedOptions are those of the state that all replicas of this console have.
func (c *config) sharedOptions() sharedstate.Options {
	o := sharedstate.Options{Console: c.identity(), Platform: c.isalesURL + " " + c.ak,
		SignInLifetime: c.sessionLifetime, CopyLifetime: c.stale}
	if len(c.sessionSecrets) > 0 {
		o.Secret = c.sessionSecrets[0]
	}
	return o
}

// openShared returns what replicas have in common; nil without -redis-url. A Redis that
// does not answer is no error.
func openShared(c *config, metrics *metrics, log *slog.Logger) (*sharedstate.State, error) {
	if c.redis.IsZero() {
		return nil, nil
	}
	o := c.sharedOptions()
	log = log.With("redis", c.redis.String())
	o.Changed = func(health sharedstate.Health, err error) {
		switch health {
		case sharedstate.Away:
			log.Error("Redis is away: pages that need a sign-in are answered with 503", "error", err.Error())
		case sharedstate.Full:
			log.Error("Redis has no memory left: nobody new can sign in", "error", err.Error())
		default:
			log.Info("Redis answers again")
		}
	}
	shared, err := sharedstate.Open(c.redis, o)
	if err == nil {
		metrics.watchShared(shared)
	}
	return shared, err
}

// watchShared adds the state of Redis.
func (m *metrics) watchShared(s *sharedstate.State) {
	for _, health := range []sharedstate.Health{sharedstate.Answering, sharedstate.Full, sharedstate.Away} {
		m.registry.MustRegister(m.gauge("isales_console_redis_state", "1 for the state in which Redis is.",
			prometheus.Labels{"state": string(health)}, func() float64 {
				if s.Health() == health {
					return 1
				}
				return 0
			}))
	}
	count := func(name, help string, value func() int) {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help},
			func() float64 { return float64(value()) }))
	}
	count("isales_console_redis_failures_total", "Exchanges with Redis that failed.", s.Failures)
	count("isales_console_redis_dropped_copies_total", "Copies that could not be written to Redis.", s.DroppedCopies)
}
