package session

import (
	"context"
	"maps"
	"slices"
	"time"
)

// All returns the sign-ins of all users that Records have, by user, the last used first; sealed is how many
// more there are that no key of the store opens. The error is an *AwayError.
func (st *Store) All(ctx context.Context) (list []SignIn, sealed int, err error) {
	users, err := st.shared.records.Users(ctx)
	if err != nil {
		return nil, 0, away(err)
	}
	slices.Sort(users)
	for _, user := range slices.Compact(users) {
		more, unread, err := st.shared.signIns(ctx, user)
		if err != nil {
			return nil, 0, err
		}
		slices.SortFunc(more, lastUsedFirst)
		list, sealed = append(list, more...), sealed+unread
	}
	return list, sealed, nil
}

// Revoke ends all sign-ins of a user, also those that no key of the store opens, and
// returns how many there were. The error is an *AwayError.
func (st *Store) Revoke(ctx context.Context, user string) (n int, err error) {
	records, err := st.shared.records.OfUser(ctx, user)
	if err != nil {
		return 0, away(err)
	}
	return len(records), away(st.shared.records.Delete(ctx, slices.Collect(maps.Keys(records))...))
}

// signIns returns the sign-ins of a user that Records have, in any order, and how many more no key opens.
func (st sharedStore) signIns(ctx context.Context, user string) (list []SignIn, sealed int, err error) {
	records, err := st.records.OfUser(ctx, user)
	for id, text := range records {
		if s, ok := st.open(id, text); ok {
			list = append(list, s.signIn(time.Unix(s.Seen, 0)))
		}
	}
	return list, len(records) - len(list), away(err)
}

func (st sharedStore) end(ctx context.Context, list []SignIn) error {
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.id
	}
	return away(st.records.Delete(ctx, ids...))
}
