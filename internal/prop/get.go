package prop

import (
	"reflect"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// Get returns the prop at a path, such as "S3.WriteOnce", as the core has it: of
// a type of the core, without pointers, a nil element of a list as an empty one.
// Of a list on the path it takes the first. It reports false for a prop that is
// unset, or that only CDK can read. It panics where there is no such prop.
func Get(props any, path string, as reflect.Type) (value any, ok bool) {
	at := reflect.ValueOf(props)
	for _, name := range strings.Split(path, ".") {
		for at.Kind() == reflect.Pointer || at.Kind() == reflect.Slice {
			if at.IsNil() || at.Kind() == reflect.Slice && at.Len() == 0 {
				return nil, false
			}
			if at.Kind() == reflect.Slice {
				at = at.Index(0)
			} else {
				at = at.Elem()
			}
		}
		if at = at.FieldByName(name); !at.IsValid() {
			panic("prop: there is no prop " + path)
		}
	}
	if at.IsZero() || at.Type() == reflect.TypeFor[awscdk.Duration]() {
		return nil, false
	}
	return plain(at, as).Interface(), true
}

// plain is the opposite of convert: it returns a prop as a value of the core.
func plain(prop reflect.Value, as reflect.Type) reflect.Value {
	made := reflect.New(as).Elem()
	switch {
	case prop.Type().AssignableTo(as):
		return prop
	case prop.Kind() == reflect.Pointer:
		if !prop.IsNil() {
			return plain(prop.Elem(), as)
		}
	case as.Kind() == reflect.Slice:
		made.Set(reflect.MakeSlice(as, prop.Len(), prop.Len()))
		for i := range prop.Len() {
			made.Index(i).Set(plain(prop.Index(i), as.Elem()))
		}
	case as.Kind() == reflect.Map:
		made.Set(reflect.MakeMap(as))
		for _, key := range prop.MapKeys() {
			made.SetMapIndex(key, plain(prop.MapIndex(key), as.Elem()))
		}
	case as.Kind() == reflect.Struct:
		for i := range as.NumField() {
			made.Field(i).Set(plain(field(prop, as.Field(i).Name), as.Field(i).Type))
		}
	default:
		return prop.Convert(as)
	}
	return made
}

// field returns the field with a name that the core may write in another case.
func field(of reflect.Value, name string) reflect.Value {
	return of.FieldByNameFunc(func(own string) bool { return strings.EqualFold(own, name) })
}

// Copy gives the props of one construct those that another has under the same
// name.
func Copy(from, to any) {
	source, target := reflect.ValueOf(from).Elem(), reflect.ValueOf(to).Elem()
	for i := range target.NumField() {
		if own := source.FieldByName(target.Type().Field(i).Name); own.IsValid() {
			target.Field(i).Set(own)
		}
	}
}
