package handlers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"isales-console/isales"
	"isales-console/isales/isalestest"
)

// lengthy are the faults that take their time; each is asked for once.
var lengthy = []isalestest.Fault{isalestest.FaultHang, isalestest.FaultSlow, isalestest.FaultDrip,
	isalestest.FaultGzipBomb, isalestest.FaultHuge}

// TestSecretsStayInside runs every fault of the platform through every form of
// the result and searches all that left the console: the secret key, the
// signature and the Authorization header must be nowhere.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel() // it waits for faults that never answer
	console := newConsole(t, isalestest.Options{}, withClient(isales.WithTimeout(150*time.Millisecond)))
	for _, fault := range isalestest.Faults() {
		console.platform.SetFault(fault)
		console.platform.ResetRequests()
		logged := len(console.log.String())
		var out strings.Builder
		suffixes := []string{"", ".json", ".csv"}
		if slices.Contains(lengthy, fault) {
			suffixes = suffixes[:1]
		}
		for _, suffix := range suffixes {
			rec := get(t, console, examplePath+suffix)
			fmt.Fprintln(&out, rec.Header(), rec.Body)
		}
		out.WriteString(console.log.String()[logged:])

		secrets := []string{console.platform.SecretKey, "auth-v2/"}
		for _, r := range console.platform.Requests() {
			authorization := r.Header.Get("Authorization")
			secrets = append(secrets, authorization[strings.LastIndexByte(authorization, '/')+1:])
		}
		for _, secret := range secrets {
			if secret == "" || strings.Contains(out.String(), secret) {
				t.Errorf("fault %q: %q left the console:\n%s", fault, secret, out.String())
			}
		}
		// The echo must have come back, on the page and in its text for a ticket, and in three records, or the search
		// proves nothing.
		if got := strings.Count(out.String(), "Authorization: REDACTED"); fault == isalestest.FaultEcho && got != 5 {
			t.Errorf("the platform's echo was seen %d times:\n%s", got, out.String())
		}
	}
}
