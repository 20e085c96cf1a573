package handlers

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"isales-console/isales"
)

// How the dictionaries of VDNs are kept. They change rarely, and a page must not
// wait for one: it has the documented texts.
const (
	codesFresh    = time.Hour
	codesRetry    = 30 * time.Second // after a failure
	codesPatience = 250 * time.Millisecond
	mostCodeLists = 256
	mostCodeLoads = 2 // at once: look-ups come first
	codesTimeout  = 20 * time.Second
)

// errCodesPaused is a dictionary that is not asked for, because the platform
// failed to give another one a moment ago.
var errCodesPaused = errors.New("code lists are paused after a failure")

// pausedCodes is every dictionary during a pause.
var pausedCodes = func() *codeList {
	list := &codeList{err: errCodesPaused, done: make(chan struct{})}
	close(list.done)
	return list
}()

type codesKey struct {
	vdnID    int
	language isales.Language
}

// codeList is a VDN's dictionary, being read or read.
type codeList struct {
	started time.Time
	done    chan struct{} // closed when the fields below are final
	ended   time.Time
	codes   []isales.OBSCodeText
	texts   map[string]string
	err     error
}

// text returns the VDN's own text for a code; empty when it has none.
func (l *codeList) text(code string) string {
	if l == nil {
		return ""
	}
	return l.texts[code]
}

// vdnCodes keeps the dictionaries of VDNs.
type vdnCodes struct {
	lists CodeLists // nil when there are none
	log   *slog.Logger
	now   func() time.Time
	slots chan struct{}
	// changed is called when a dictionary was read, or could not be.
	changed func()

	mu          sync.Mutex
	pausedUntil time.Time
	latest      *otter.Cache[codesKey, *codeList] // complete or not
	good        *otter.Cache[codesKey, *codeList] // the last that could be read
}

func newVDNCodes(lists CodeLists, log *slog.Logger, now func() time.Time) (*vdnCodes, error) {
	v := &vdnCodes{lists: lists, log: log, now: now, slots: make(chan struct{}, mostCodeLoads), changed: func() {}}
	var err error
	if v.latest, err = otter.New(&otter.Options[codesKey, *codeList]{MaximumSize: mostCodeLists}); err != nil {
		return nil, err
	}
	v.good, err = otter.New(&otter.Options[codesKey, *codeList]{MaximumSize: mostCodeLists})
	return v, err
}

// begin starts to read a dictionary unless a fresh one is there. It never waits.
func (v *vdnCodes) begin(ctx context.Context, vdnID int, l isales.Language) *codeList {
	if v.lists == nil {
		return nil
	}
	key := codesKey{vdnID, l}
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	if list, ok := v.latest.GetIfPresent(key); ok && !list.outdated(now) {
		return list
	}
	if now.Before(v.pausedUntil) {
		return pausedCodes
	}
	list := &codeList{started: now, done: make(chan struct{})}
	v.latest.Set(key, list)
	go v.load(context.WithoutCancel(ctx), key, list)
	return list
}

// final reports that the reading has ended, read that it was a success.
func (l *codeList) final() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

func (l *codeList) read() bool { return l.final() && l.err == nil }

// outdated reports that a list is to be read again.
func (l *codeList) outdated(now time.Time) bool {
	if !l.final() {
		return false
	}
	if l.err != nil {
		return now.Sub(l.ended) >= codesRetry
	}
	return now.Sub(l.ended) >= codesFresh
}

// load reads a dictionary for whoever waits and for later: it does not end when
// the visitor who was first goes away.
func (v *vdnCodes) load(ctx context.Context, key codesKey, list *codeList) {
	v.slots <- struct{}{}
	defer func() { <-v.slots }()
	ctx, cancel := context.WithTimeout(ctx, codesTimeout)
	defer cancel()
	codes, err := v.lists.OBSCodes(ctx, key.vdnID, key.language)
	v.mu.Lock()
	defer v.mu.Unlock()
	list.ended, list.err = v.now(), err
	if err == nil {
		list.codes, list.texts = codes, make(map[string]string, len(codes))
		for _, c := range codes {
			list.texts[c.Code] = c.Text
		}
		v.good.Set(key, list)
	} else if _, ofVDN := errors.AsType[*isales.APIError](err); !ofVDN {
		// Not about this VDN: asking for others would only be more load.
		v.pausedUntil = list.ended.Add(codesRetry)
	}
	close(list.done)
	v.changed()
	if err != nil {
		v.log.Warn("code list not read; pages explain codes by the documentation", "vdn_id", key.vdnID, "language", string(key.language), "error", err.Error())
	}
}

// wait returns the dictionary when it can be read within patience of its start,
// or an older copy, or nil. complete is false when the page must say that it had
// to do without.
func (v *vdnCodes) wait(ctx context.Context, list *codeList, vdnID int, l isales.Language, patience time.Duration) (found *codeList, complete bool) {
	if list == nil {
		return nil, true
	}
	if list.read() {
		return list, true
	}
	old, haveOld := v.good.GetIfPresent(codesKey{vdnID, l})
	if !list.final() {
		if haveOld {
			return old, true
		}
		timer := time.NewTimer(patience - v.now().Sub(list.started))
		defer timer.Stop()
		select {
		case <-list.done:
		case <-timer.C:
		case <-ctx.Done():
		}
		if list.read() {
			return list, true
		}
	}
	return old, haveOld
}
