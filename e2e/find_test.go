package e2e

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// find returns what a screen reader calls so: all elements with that role and
// that name, or any name if it is empty.
func find(role, name string) chromedp.Action[[]cdp.BackendNodeID] {
	return func(ctx context.Context, t *chromedp.Target) ([]cdp.BackendNodeID, error) {
		document, err := cdp.Call(ctx, t, runtime.Evaluate, runtime.EvaluateParams{Expression: "document"})
		if err != nil {
			return nil, err
		}
		tree, err := cdp.Call(ctx, t, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{
			ObjectID: document.Result.ObjectID, Role: role, AccessibleName: name,
		})
		var found []cdp.BackendNodeID
		for _, n := range tree.Nodes {
			if !n.Ignored {
				found = append(found, n.BackendDOMNodeID)
			}
		}
		return found, err
	}
}

// one is find for exactly one element.
func one(role, name string) chromedp.Action[cdp.BackendNodeID] {
	return func(ctx context.Context, t *chromedp.Target) (cdp.BackendNodeID, error) {
		found, err := find(role, name)(ctx, t)
		if err != nil {
			return 0, err
		}
		if len(found) != 1 {
			return 0, fmt.Errorf("%d elements are a %s %q, want 1", len(found), role, name)
		}
		return found[0], nil
	}
}

// click clicks with the mouse on what has that role and name.
func click(role, name string) step { return clicks(role, name, 1) }

func clicks(role, name string, count int) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		node, err := one(role, name)(ctx, t)
		if err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, dom.ScrollIntoViewIfNeeded,
			dom.ScrollIntoViewIfNeededParams{BackendNodeID: node}); err != nil {
			return err
		}
		where, err := cdp.Call(ctx, t, dom.GetContentQuads, dom.GetContentQuadsParams{BackendNodeID: node})
		if err != nil {
			return err
		}
		if len(where.Quads) == 0 {
			return fmt.Errorf("the %s %q cannot be seen", role, name)
		}
		q := where.Quads[0]
		for i := range count {
			if _, err := chromedp.MouseClickXY((q[0]+q[4])/2, (q[1]+q[5])/2, chromedp.ClickCount(i+1))(ctx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// fill replaces what the field with that label holds, as typing does.
func fill(label, text string) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		var field cdp.BackendNodeID
		for _, role := range []string{"textbox", "searchbox"} {
			found, err := find(role, label)(ctx, t)
			if err != nil {
				return err
			}
			for _, field = range found {
			}
		}
		if field == 0 {
			return fmt.Errorf("no field %q", label)
		}
		if _, err := cdp.Call(ctx, t, dom.Focus, dom.FocusParams{BackendNodeID: field}); err != nil {
			return err
		}
		_, err := chromedp.Steps(
			chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)),
			chromedp.KeyEvent(kb.Delete),
			call(input.InsertText, input.InsertTextParams{Text: text}),
		)(ctx, t)
		return err
	})
}

// paste inserts the clipboard where the cursor is.
var paste = call(input.DispatchKeyEvent, input.DispatchKeyEventParams{
	Type: input.DispatchKeyEventTypeKeyDown, Key: "v", Code: "KeyV", WindowsVirtualKeyCode: 86,
	Modifiers: int64(chromedp.ModifierCtrl), Commands: []string{"paste"},
})

// choose picks an option of a list by what is written on both.
func choose(label, option string) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		list, err := one("combobox", label)(ctx, t)
		if err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, dom.Focus, dom.FocusParams{BackendNodeID: list}); err != nil {
			return err
		}
		// A list that has the focus follows what is typed.
		_, err = chromedp.KeyEvent(option)(ctx, t)
		return err
	})
}

// description is what a screen reader adds to the name of a field.
func (b *tab) description(label string) string {
	b.t.Helper()
	return value(b, func(ctx context.Context, t *chromedp.Target) (string, error) {
		field, err := one("textbox", label)(ctx, t)
		if err != nil {
			return "", err
		}
		tree, err := cdp.Call(ctx, t, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{
			BackendNodeID: field, FetchRelatives: new(false),
		})
		if err != nil {
			return "", err
		}
		var text string
		return text, json.Unmarshal(tree.Nodes[0].Description.Value, &text)
	})
}
