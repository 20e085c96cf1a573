package sharedstate

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/redis/go-redis/v9"
)

// takeScript counts an attempt unless that would be one too many. A count is a hash: the number of
// its window, the attempts in it and in the one before, of which as much counts as the
// sliding window still covers. The clock is that of Redis, one for all replicas. With a
// limit of 0 it takes an attempt of the window back.
var takeScript = redis.NewScript(`
local time, limit, length = redis.call('TIME'), tonumber(ARGV[1]), tonumber(ARGV[2])
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window, passed = math.floor(now / length), now % length
local kept = redis.call('HMGET', KEYS[1], 'window', 'count', 'before')
local count, before = tonumber(kept[2] or 0), tonumber(kept[3] or 0)
local behind = window - tonumber(kept[1] or 0)
if behind == 1 then
	before = count
	count = 0
elseif behind ~= 0 then
	count, before = 0, 0
end
local change = 1
if limit == 0 then
	change = -1
elseif math.floor(before * (length - passed) / length + count + 0.5) + 1 > limit then
	return 0
end
redis.call('HSET', KEYS[1], 'window', window, 'count', count + change, 'before', before)
redis.call('PEXPIRE', KEYS[1], 2 * length)
return 1`)

// Take implements handlers.Limiter.
func (s *State) Take(ctx context.Context, name string, limit int, window time.Duration) (ok bool, err error) {
	err = s.exchange(ctx, func(ctx context.Context) error {
		n, err := takeScript.Run(ctx, s.client, []string{s.attemptKey(name)}, limit, window.Milliseconds()).Int()
		ok = n == 1
		return err
	})
	return ok, err
}

// GiveBack implements handlers.Limiter.
func (s *State) GiveBack(ctx context.Context, name string, window time.Duration) error {
	_, err := s.Take(ctx, name, 0, window)
	return err
}

// attemptKey hides the name, which may be a password in the wrong field.
func (s *State) attemptKey(name string) string {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("attempts " + name))
	return s.key("attempts", hex.EncodeToString(mac.Sum(nil)[:16]))
}
