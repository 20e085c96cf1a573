package main

import (
	"context"
	"time"

	"isales-console/sharedstate"
)

// redisAnswers tries what the console does with Redis, if it has one.
func (k *checker) redisAnswers(ctx context.Context) {
	if k.redis.IsZero() {
		return
	}
	shared, err := sharedstate.Open(k.redis, k.sharedOptions())
	if err != nil {
		k.say(false, "redis", "%v", err)
		return
	}
	defer shared.Close()
	found, err := shared.Check(ctx)
	switch {
	case err != nil:
		k.say(false, "redis", "%s: %v", k.redis, err)
	case found.Evicts():
		k.say(false, "redis", "%s evicts keys when its memory is full (maxmemory-policy %s), which signs people out: "+
			"set noeviction", k.redis, found.Policy)
	default:
		took := found.Took.Round(100 * time.Microsecond)
		k.say(true, "redis", "%s %s writes and reads in %s", found.Server, k.redis, took)
	}
}
