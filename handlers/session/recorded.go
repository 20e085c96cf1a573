package session

import (
	"context"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
)

// All returns the sign-ins of all users that Records have, by user, the last used first.
// The error is an *AwayError.
func All(ctx context.Context, records Records) (list []SignIn, err error) {
	users, err := records.Users(ctx)
	if err != nil {
		return nil, away(err)
	}
	slices.Sort(users)
	for _, user := range slices.Compact(users) {
		more, err := recordedSignIns(ctx, records, user)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(more, lastUsedFirst)
		list = append(list, more...)
	}
	return list, nil
}

// Revoke ends all sign-ins of a user and returns how many there were. The error is an
// *AwayError.
func Revoke(ctx context.Context, records Records, user string) (n int, err error) {
	list, err := recordedSignIns(ctx, records, user)
	if err != nil {
		return 0, err
	}
	return len(list), endRecorded(ctx, records, list)
}

// recordedSignIns returns the sign-ins of a user that Records have, in any order.
func recordedSignIns(ctx context.Context, records Records, user string) (list []SignIn, err error) {
	texts, err := records.OfUser(ctx, user)
	for id, text := range texts {
		if s, ok := readRecord(id, text); ok {
			list = append(list, s.signIn(time.Unix(s.Seen, 0)))
		}
	}
	return list, away(err)
}

func endRecorded(ctx context.Context, records Records, list []SignIn) error {
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.id
	}
	return away(records.Delete(ctx, ids...))
}

// readRecord returns the session of a record; false for one that cannot be read.
func readRecord(id string, text []byte) (*Session, bool) {
	var kept record
	if text == nil || json.Unmarshal(text, &kept) != nil || kept.User == "" {
		return nil, false
	}
	s := kept.Session
	s.ID, s.address, s.browser, s.stored = id, kept.Address, kept.Browser, true
	return &s, true
}
