package platform

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"

	"isales-console/isales"
)

// How a failed call is repeated. All calls are queries, so repeating them is
// safe; it helps only where another attempt may meet another server or connection.
const (
	maxTries      = 3
	firstPause    = 100 * time.Millisecond
	maxPause      = time.Second
	maxRetryAfter = 2 * time.Second // a longer one is not waited for
)

// ask asks the platform, up to maxTries times within ctx, which ends after the
// budget. The client signs each attempt anew.
func (l *Layer) ask(ctx context.Context, q Query) (*isales.ExternalResult, error) {
	client, ok := l.clients[q.Language]
	if !ok {
		client = l.client.InLanguage(q.Language)
	}
	r, err := client.QueryExternalResult(ctx, q.VDNID, q.DefID)
	if _, again := repeatable(err); again {
		r, err = l.repeat(ctx, err, func() (*isales.ExternalResult, error) {
			return client.QueryExternalResult(ctx, q.VDNID, q.DefID)
		})
	}
	late, ok := errors.AsType[*isales.TransportError](err)
	if ok && late.Kind == isales.ErrTimeout && isales.BulkOwner(ctx) == "" {
		// The visitor waited for all attempts.
		deadline, _ := ctx.Deadline()
		err = &isales.TransportError{Kind: late.Kind, After: l.Budget - time.Until(deadline), Err: late.Err}
	}
	return r, err
}

// repeat repeats a call that failed with err.
func (l *Layer) repeat(ctx context.Context, err error,
	call func() (*isales.ExternalResult, error)) (*isales.ExternalResult, error) {
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = firstPause, maxPause
	deadline, _ := ctx.Deadline()
	failed := true // the first attempt was made before
	r, _ := backoff.Retry(ctx, func() (r *isales.ExternalResult, _ error) {
		if !failed {
			r, err = call()
		}
		failed = false
		if err == nil {
			return r, nil
		}
		wait, again := repeatable(err)
		switch {
		case !again:
			return nil, backoff.Permanent(err)
		case wait > 0:
			return nil, &backoff.RetryAfterError{Duration: wait}
		}
		return nil, err
	}, backoff.WithBackOff(pause), backoff.WithMaxTries(maxTries), backoff.WithMaxElapsedTime(time.Until(deadline)))
	return r, err
}

// repeatable reports whether another attempt may succeed, and for how long the
// platform asks to wait before; 0 when it does not say.
func repeatable(err error) (wait time.Duration, again bool) {
	if status, ok := errors.AsType[*isales.StatusError](err); ok {
		switch status.StatusCode {
		case http.StatusTooManyRequests:
			return status.RetryAfter, status.RetryAfter > 0 && status.RetryAfter <= maxRetryAfter
		case http.StatusRequestTimeout, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			// 408 is what some servers send when they close an idle connection, at the
			// very moment when a request arrives on it.
			return status.RetryAfter, status.RetryAfter <= maxRetryAfter
		}
		return 0, false
	}
	return 0, errors.Is(err, isales.ErrInterrupted) || errors.Is(err, isales.ErrUnreachable)
}
