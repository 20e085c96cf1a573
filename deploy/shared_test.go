package deploy_test

import (
	"net/http"
	"strings"
	"testing"

	"isales-console/isales/isalestest"
)

// TestShared: what replicas share by Redis holds on both at once.
func TestShared(t *testing.T) {
	installed(t, "redis-server")
	address := freeAddress(t)
	r := newReplicas(t, "-redis-url=redis://"+address, "-shutdown-delay=0s")
	r.redis(t, address)
	var at [2]*visitor
	for i := range r.running {
		r.start(t, i, oldVersion)
		at[i] = r.newNeighbour(t, i)
	}
	at[0].signIn(t)
	at[1].cookies = at[0].cookies
	at[1].wantIn(t, "the replica that has not signed in")
	at[1].post(t, "/logout", nil, http.StatusSeeOther)
	for i, v := range at {
		a := v.get(t, resultPath, http.StatusSeeOther)
		if to := a.Header.Get("Location"); !strings.HasPrefix(to, "/login?") {
			t.Errorf("replica %d leads a cookie that was copied before the sign-out to %q", i, to)
		}
	}

	at[0].signIn(t)
	at[0].wantIn(t, "the replica that asks the platform")
	r.platform.SetFault(isalestest.FaultReset)
	r.running[1].stop(t)
	r.start(t, 1, oldVersion)
	at[1] = r.newNeighbour(t, 1)
	at[1].cookies = at[0].cookies
	if a := at[1].get(t, resultPath, http.StatusOK); !strings.Contains(a.body, "Older copy") {
		t.Errorf("a replica that has never met the platform does not say that it shows a copy:\n%s", a.body)
	}
}
