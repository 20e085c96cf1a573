package handlers

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"

	"isales-console/isales/isalestest"
)

// TestOpenAPIRoutes: the description has every address of data that routes.go has, and no other: those that a token
// opens. Each gives the same with its end and by Accept.
func TestOpenAPIRoutes(t *testing.T) {
	console := newConsole(t, isalestest.Options{}, withTokens)
	var described struct {
		Paths map[string]struct {
			Get struct {
				Responses map[string]struct{ Content map[string]any }
			}
			Post map[string]any
		}
	}
	if err := json.Unmarshal(get(t, console, "/openapi.json").Body.Bytes(), &described); err != nil {
		t.Fatal(err)
	}
	var paths, routes []string
	for path, item := range described.Paths {
		if item.Post == nil {
			paths = append(paths, path)
			continue
		}
		r := upload(t, fillRoute(path, "40"), "", "a.json", "{}", "")
		r.Header.Set("Accept", "application/json")
		rec := serve(newConsole(t, isalestest.Options{}), r)
		if got := errorCode(rec); decisions["POST "+path] == "" || got != "bad_input" {
			t.Errorf("POST %s: %s", path, got)
		}
	}
	err := chi.Walk(console.router, func(method, route string, _ http.Handler,
		_ ...func(http.Handler) http.Handler) error {
		route = strings.TrimSuffix(route, "/")
		if method != http.MethodGet || route == "" || decisions[method+" "+route] == "public" || formOf(route) != formHTML {
			return nil
		}
		token := []string{"Authorization", "Bearer " + tokenOf40}
		if errorCode(get(t, console, fillRoute(route, "40"), token...)) == "data_only" {
			return nil
		}
		for form, suffix := range formSuffixes {
			rec := get(t, console, fillRoute(route, "40")+suffix, token...)
			none := errorCode(rec) == "page_not_found" || rec.Code == 404 && form != formJSON
			if form != formHTML && !none {
				routes = append(routes, route+suffix)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	slices.Sort(routes)
	if diff := cmp.Diff(routes, paths); diff != "" {
		t.Errorf("routes and description (-routes +description)\n%s", diff)
	}
}

// TestOpenAPIFields: every field is described, and no description is left over.
func TestOpenAPIFields(t *testing.T) {
	used := map[string]bool{}
	var walk func(reflect.Type)
	walk = func(document reflect.Type) {
		switch document.Kind() {
		case reflect.Pointer, reflect.Slice:
			walk(document.Elem())
		case reflect.Func:
			walk(document.In(0).In(0))
		case reflect.Struct:
			for f := range document.Fields() {
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				used[name], used[document.Name()+"."+name] = true, true
				if f.Type == reflect.TypeFor[NamedCode]() {
					f.Type = reflect.TypeFor[currentCode]()
				}
				walk(f.Type)
				if name != "" && fieldMeaning(document, name)["description"] == "" {
					t.Errorf("%s.%s has no description", document.Name(), name)
				}
			}
		}
	}
	walk(reflect.TypeFor[problemDocument]())
	for _, page := range dataPages {
		walk(reflect.TypeOf(page.document))
	}
	for _, page := range uploadPages {
		walk(reflect.TypeOf(page.document))
	}
	for _, key := range slices.Sorted(maps.Keys(fieldTexts)) {
		if !used[key] {
			t.Errorf("the description of %s is left over", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(fieldRules)) {
		if !used[key] {
			t.Errorf("the rule of %s is left over", key)
		}
	}
}
