package handlers

import (
	"maps"
	"reflect"
	"strings"
	"unicode"
)

// object is a JSON object of the description.
type object = map[string]any

// schemas are the schemas of the structs that documents are made of, by their names in
// the description.
type schemas object

// of returns the schema of a type of documents: a text, number, truth value, list or
// struct. A struct becomes a schema with a name.
func (s schemas) of(t reflect.Type) object {
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.String:
		return object{"type": "string"}
	case reflect.Int:
		return object{"type": "integer"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.Func: // respond.Rows
		return object{"type": "array", "items": s.of(t.In(0).In(0))}
	case reflect.Struct:
		return s.ref(t)
	}
	panic("no schema for " + t.String())
}

func (s schemas) ref(t reflect.Type) object {
	name := schemaName(t)
	if s[name] == nil {
		properties, required := object{}, []string{}
		s[name] = object{"type": "object", "properties": properties, "required": &required}
		s.addFields(t, properties, &required)
	}
	return object{"$ref": "#/components/schemas/" + name}
}

// addFields adds the fields of t, which is a document or embedded in one. An external
// result code has the name that it has in this version of the documents.
func (s schemas) addFields(t reflect.Type, properties object, required *[]string) {
	if t == reflect.TypeFor[NamedCode]() {
		t = reflect.TypeFor[currentCode]()
	}
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" { // its fields stand in its place
			s.addFields(f.Type, properties, required)
			continue
		}
		schema, optional := s.of(f.Type), strings.Contains(options, "omit")
		maps.Copy(schema, fieldMeaning(t, name))
		if f.Type.Kind() == reflect.Pointer && !optional {
			schema = object{"anyOf": []object{schema, {"type": "null"}}}
		}
		properties[name] = schema
		if !optional {
			*required = append(*required, name)
		}
	}
}

// currentCode is NamedCode in this version.
type currentCode struct {
	Code string `json:"externalResultCode"`
}

func schemaName(t reflect.Type) string {
	name := []rune(t.Name())
	name[0] = unicode.ToUpper(name[0])
	return string(name)
}
