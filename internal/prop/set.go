// Package prop gives the props of a construct the values of options and back,
// for those that loop over the table of options.
package prop

import (
	"reflect"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// Set gives the prop at a path, such as "S3.WriteOnce", a value of the core.
// Structs on the path are made where there are none, and of a list of them the
// first. It panics where there is no such prop: option tables are tested for it.
func Set(props any, path string, value any) {
	at := reflect.ValueOf(props)
	for _, name := range strings.Split(path, ".") {
		at = inside(at).FieldByName(name)
	}
	at.Set(convert(value, at.Type()))
}

// inside returns the struct that a prop points to.
func inside(at reflect.Value) reflect.Value {
	switch at.Kind() {
	case reflect.Pointer:
		if at.IsNil() {
			at.Set(reflect.New(at.Type().Elem()))
		}
		return inside(at.Elem())
	case reflect.Slice:
		if at.Len() == 0 {
			at.Set(reflect.MakeSlice(at.Type(), 1, 1))
		}
		return inside(at.Index(0))
	}
	return at
}

// convert returns a value of the core as a prop has it: behind pointers, and
// seconds as a duration.
func convert(value any, to reflect.Type) reflect.Value {
	from := reflect.ValueOf(value)
	if seconds, ok := value.(int); ok && to == reflect.TypeFor[awscdk.Duration]() {
		return reflect.ValueOf(awscdk.Duration_Seconds(jsii.Number(seconds)))
	}
	switch {
	case from.Type().AssignableTo(to):
		return from
	case to.Kind() == reflect.Pointer:
		pointer := reflect.New(to.Elem())
		pointer.Elem().Set(convert(value, to.Elem()))
		return pointer
	case to.Kind() == reflect.Slice:
		list := reflect.MakeSlice(to, from.Len(), from.Len())
		for i := range from.Len() {
			list.Index(i).Set(convert(from.Index(i).Interface(), to.Elem()))
		}
		return list
	case to.Kind() == reflect.Map:
		all := reflect.MakeMap(to)
		for _, key := range from.MapKeys() {
			all.SetMapIndex(key, convert(from.MapIndex(key).Interface(), to.Elem()))
		}
		return all
	case to.Kind() == reflect.Struct:
		made := reflect.New(to).Elem()
		for i := range from.NumField() {
			name := from.Type().Field(i).Name
			if from.Field(i).IsZero() {
				continue
			}
			prop := field(made, name)
			prop.Set(convert(from.Field(i).Interface(), prop.Type()))
		}
		return made
	}
	return from.Convert(to)
}
