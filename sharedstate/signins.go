package sharedstate

import (
	"context"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Get implements session.Records.
func (s *State) Get(ctx context.Context, id string) (record []byte, err error) {
	err = s.exchange(ctx, func(ctx context.Context) (err error) {
		record, err = s.client.Get(ctx, s.key("signin", id)).Bytes()
		return err
	})
	return record, err
}

// addScript is one step: a sign-in that could not be listed could not be revoked, and
// one that replaces another must not end that in vain.
var addScript = redis.NewScript(`
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SADD', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
if KEYS[3] then
	redis.call('DEL', KEYS[3])
end`)

// Add implements session.Records.
func (s *State) Add(ctx context.Context, user, id string, record []byte, idle time.Duration, replaces string) error {
	keys := []string{s.key("signin", id), s.key("user", user)}
	if replaces != "" {
		keys = append(keys, s.key("signin", replaces))
	}
	return s.exchange(ctx, func(ctx context.Context) error {
		lifetime := s.SignInLifetime.Milliseconds()
		return addScript.Run(ctx, s.client, keys, record, idle.Milliseconds(), id, lifetime).Err()
	})
}

// Update implements session.Records. The new time comes first: it needs no memory, so
// a full Redis signs nobody out.
func (s *State) Update(ctx context.Context, id string, record []byte, idle time.Duration) error {
	key := s.key("signin", id)
	return s.exchange(ctx, func(ctx context.Context) error {
		_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			p.PExpire(ctx, key, idle)
			p.SetArgs(ctx, key, record, redis.SetArgs{Mode: "XX", TTL: idle})
			return nil
		})
		return err
	})
}

// Delete implements session.Records.
func (s *State) Delete(ctx context.Context, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = s.key("signin", id)
	}
	return s.exchange(ctx, func(ctx context.Context) error { return s.client.Del(ctx, keys...).Err() })
}

// OfUser implements session.Records. It forgets the IDs whose sign-ins are over.
func (s *State) OfUser(ctx context.Context, user string) (records map[string][]byte, err error) {
	records = map[string][]byte{}
	err = s.exchange(ctx, func(ctx context.Context) error {
		ids, err := s.client.SMembers(ctx, s.key("user", user)).Result()
		if err != nil || len(ids) == 0 {
			return err
		}
		keys := make([]string, len(ids))
		for i, id := range ids {
			keys[i] = s.key("signin", id)
		}
		values, err := s.client.MGet(ctx, keys...).Result()
		if err != nil {
			return err
		}
		var over []any
		for i, value := range values {
			if record, ok := value.(string); ok {
				records[ids[i]] = []byte(record)
			} else {
				over = append(over, ids[i])
			}
		}
		if over == nil {
			return nil
		}
		return s.client.SRem(ctx, s.key("user", user), over...).Err()
	})
	return records, err
}

// Users returns the names of those who have signed in lately.
func (s *State) Users(ctx context.Context) (names []string, err error) {
	names, cursor, all := nil, uint64(0), s.key("user", "")
	for {
		var keys []string
		err = s.exchange(ctx, func(ctx context.Context) (err error) {
			keys, cursor, err = s.client.Scan(ctx, cursor, all+"*", 1000).Result()
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			names = append(names, strings.TrimPrefix(key, all))
		}
		if cursor == 0 {
			return names, nil
		}
	}
}
