package sharedstate

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Check is what a Redis says of itself.
type Check struct {
	// Server is its name and version; empty when it does not tell.
	Server string
	// Policy is what it does when its memory is full (maxmemory-policy); empty when it
	// does not tell.
	Policy string
	// Took is how long an exchange lasts.
	Took time.Duration
}

// Evicts reports that a full Redis ends sign-ins: every key of a console has a time.
func (c Check) Evicts() bool { return c.Policy != "" && c.Policy != "noeviction" }

var errNotWritten = errors.New("what was written is not what is read")

// Check tries all that a console does with Redis.
func (s *State) Check(ctx context.Context) (c Check, err error) {
	value := rand.Text()
	started, key := time.Now(), s.key("check", value) // another check may run at the same time
	err = s.exchange(ctx, func(ctx context.Context) error {
		if err := s.client.Set(ctx, key, value, time.Minute).Err(); err != nil {
			return err
		}
		c.Took = time.Since(started)
		if got, err := s.client.Get(ctx, key).Result(); err != nil || got != value {
			return errors.Join(errNotWritten, err)
		}
		return s.client.Del(ctx, key).Err()
	})
	if err != nil {
		return c, err
	}
	// Needs scripts.
	if _, err := s.Take(ctx, "check", 1000, time.Minute); err != nil {
		return c, err
	}
	// INFO may be forbidden, which is no problem.
	_ = s.exchange(ctx, func(ctx context.Context) error {
		for section := range strings.SplitSeq("server memory", " ") {
			text, err := s.client.Info(ctx, section).Result()
			if _, refused := errors.AsType[redis.Error](err); err != nil && !refused {
				return err
			}
			c.read(text)
		}
		return nil
	})
	return c, nil
}

// read takes from an INFO what it has.
func (c *Check) read(info string) {
	for line := range strings.Lines(info) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch name {
		case "redis_version":
			if c.Server == "" {
				c.Server = "Redis " + value
			}
		case "valkey_version":
			c.Server = "Valkey " + value
		case "maxmemory_policy":
			c.Policy = value
		}
	}
}
