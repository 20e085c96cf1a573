// Package deepcopy stands in for the module that excelize copies cells with. That module calls methods that it
// finds by reflection, which has the linker keep every method of every type in the program: 10 MB of 38.
package deepcopy

import (
	"fmt"
	"reflect"
)

// Copy makes what dst points to a copy of src, or of what src points to, which must be of the same type. Pointers,
// slices, maps and interfaces in the copy lead to copies of their own; unexported fields are left as they are in dst.
// What leads back to itself cannot be copied. The error says that dst is no pointer, or of another type.
func Copy(dst, src any) error {
	to, from := reflect.ValueOf(dst), reflect.Indirect(reflect.ValueOf(src))
	if to.Kind() != reflect.Pointer || to.IsNil() || !from.IsValid() || to.Type().Elem() != from.Type() {
		return fmt.Errorf("a %T cannot be copied to a %T", src, dst)
	}
	set(to.Elem(), from)
	return nil
}

func set(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.Pointer, reflect.Interface:
		if from.IsNil() {
			break
		}
		copied := reflect.New(from.Elem().Type())
		set(copied.Elem(), from.Elem())
		if from.Kind() == reflect.Interface {
			copied = copied.Elem()
		}
		to.Set(copied)
		return
	case reflect.Slice:
		if from.IsNil() {
			break
		}
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		setElements(to, from)
		return
	case reflect.Array:
		setElements(to, from)
		return
	case reflect.Map:
		setMap(to, from)
		return
	case reflect.Struct:
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() {
				set(to.Field(i), from.Field(i))
			}
		}
		return
	}
	to.Set(from)
}

func setElements(to, from reflect.Value) {
	for i := range from.Len() {
		set(to.Index(i), from.Index(i))
	}
}

func setMap(to, from reflect.Value) {
	if from.IsNil() {
		to.SetZero()
		return
	}
	to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
	for each := from.MapRange(); each.Next(); {
		copied := reflect.New(from.Type().Elem()).Elem()
		set(copied, each.Value())
		to.SetMapIndex(each.Key(), copied)
	}
}
