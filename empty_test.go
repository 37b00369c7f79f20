package cipublisher_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/prop"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// A prop that is set to nothing is a fault that names the prop, whichever
// option it is: a pointer to an empty text, to an empty list or map, and to one
// with an element that is nil or empty.
func TestEveryPropSetToNothingIsRefused(t *testing.T) {
	type props interface{ Validate() error }
	for _, construct := range []struct {
		table option.Table
		props func() props
	}{
		{newWhole(permission.PublisherOptions()).Table, func() props { return acme() }},
		{newWhole(permission.BuilderOptions()).Table, func() props { return acmeBuilder() }},
	} {
		require.NoError(t, construct.props().Validate())
		checked := 0
		for _, o := range construct.table {
			if o.PropPath() == "" {
				require.NotEmpty(t, o.NoProp, o.Path)
				continue
			}
			of, ok := propType(construct.props(), o.PropPath())
			if !ok {
				continue // a builder has neither an environment nor limits
			}
			for _, nothing := range nothings(of) {
				checked++
				p := construct.props()
				prop.Set(p, o.PropPath(), nothing)
				err := p.Validate()
				if assert.Error(t, err, "%s of %T: %#v", o.PropPath(), p, nothing) {
					assert.Contains(t, regexp.MustCompile(`\[[0-9]+\]`).ReplaceAllString(err.Error(), ""), o.PropPath(), "%T: %#v", p, nothing)
				}
			}
		}
		require.Greater(t, checked, 20)
	}
}

// propType returns the type of a prop, without its pointer, where the props
// have it.
func propType(props any, path string) (reflect.Type, bool) {
	of := reflect.TypeOf(props).Elem()
	for _, name := range strings.Split(path, ".") {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		field, ok := of.FieldByName(name)
		if !ok {
			return nil, false
		}
		of = field.Type
	}
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	return of, true
}

// nothings returns what a prop of a type may be set to that says nothing.
// Switches, numbers and durations have no such value.
func nothings(of reflect.Type) []any {
	switch of.Kind() {
	case reflect.String:
		return []any{""}
	case reflect.Slice:
		all := []any{reflect.MakeSlice(of, 0, 0).Interface(), reflect.MakeSlice(of, 1, 1).Interface()}
		if of.Elem() == reflect.TypeFor[*string]() {
			all = append(all, []string{""})
		}
		return all
	case reflect.Map:
		empty, none := reflect.MakeMap(of), reflect.MakeMap(of)
		none.SetMapIndex(reflect.ValueOf("key").Convert(of.Key()), reflect.Zero(of.Elem()))
		return []any{empty.Interface(), none.Interface()}
	}
	return nil
}
