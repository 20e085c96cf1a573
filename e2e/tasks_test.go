package e2e

import (
	"net/http"
	"testing"
)

// anything is the label of the box on the home page.
const anything = "A code, an external result ID, a call ID, a link, or words"

// TestTasks counts the steps of the tasks from the home page: each step leads to
// another page or picks what is compared.
func TestTasks(t *testing.T) {
	box := func(text string) []step {
		return []step{fill(anything, text), fill("In VDN", "40"), click("button", "Find")}
	}
	for _, task := range []struct {
		name    string
		steps   [][]step
		address string
		found   string // text of the page that ends the task
	}{
		{"a code on the phone", [][]step{box("605")}, "/codes/00605?vdnId=40",
			"Ask the administrator to check the resource configuration."},
		{"which result a code leads to", [][]step{box("00008"),
			{click("link", "External results with this code in VDN 40")}},
			"/vdns/40/codes/00008", "6: The call is not answered."},
	} {
		t.Run(task.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, demoConsole(t))
			b.open("/", http.StatusOK)
			for _, actions := range task.steps {
				last := len(actions) - 1
				b.do(actions[:last]...)
				b.follow(http.StatusOK, actions[last])
			}
			b.wantAddress(task.address)
			b.wantParts(task.found)
		})
	}
	t.Run("compare two results", func(t *testing.T) {
		t.Parallel()
		b := newTab(t, demoConsole(t))
		b.open("/", http.StatusOK)
		b.follow(http.StatusOK, click("link", "VDN 40"))
		b.do(run(`for (const box of [...document.querySelectorAll("[name=id]")].slice(0, 2)) box.click()`))
		b.follow(http.StatusOK, click("button", "Compare the two that are ticked"))
		b.wantParts("In both")
	})
}
