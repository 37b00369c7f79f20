package option

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// Parsed is the field of an option whose texts are read into something else.
type Parsed struct {
	// Target points to what is read into.
	Target any
	// Read reads all values of the option; its faults need no option of their
	// own.
	Read func(texts []string) fault.List
	// One is true where the option takes one text.
	One bool
}

// wanted is what a value that is refused is not, by kind.
var wanted = [...]string{Switch: "true or false", Text: "text", Number: "a whole number above zero", List: "a list of texts"}

// Set gives the option a value: a bool, a number, a text or a list of texts. A
// text also stands for a switch or a number that it spells, and for a list of
// one. What is set to nothing, an empty text or list, is refused: a filter that
// matched nothing, or a variable that nobody set, must not pass for a choice. The
// error is a fault.List under the option's path.
func (o *Option) Set(value any) error {
	o.given = true
	if isEmpty(value) {
		return fault.List{{Option: o.Path, Problem: "is empty", Remedy: "write " + o.Example + ", or leave it out; perhaps a variable is not set"}}
	}
	switch v := o.read(value).(type) {
	case nil:
		remedy := "write " + o.Example
		if o.Kind() == Number {
			remedy = "write digits alone, such as " + o.Example
		}
		return fault.List{{Option: o.Path, Value: fmt.Sprint(value), Problem: "is not " + wanted[o.Kind()], Remedy: remedy}}
	case fault.List:
		for i := range v {
			v[i].Option = o.Path
		}
		return v.Err()
	}
	return nil
}

// read puts a value into the field. It returns nil for one of another kind, and
// the faults of one that is parsed.
func (o *Option) read(value any) any {
	switch field := o.Field.(type) {
	case *bool:
		v, ok := truth(value)
		return put(field, v, ok)
	case **bool:
		v, ok := truth(value)
		return put(field, &v, ok)
	case *string:
		v, ok := value.(string) // a number would have lost its leading zeros
		return put(field, v, ok)
	case *int:
		v, err := strconv.Atoi(fmt.Sprint(value))
		return put(field, v, err == nil && v > 0)
	case *[]string:
		v := texts(value)
		return put(field, v, v != nil)
	case *Parsed:
		if v := texts(value); v != nil {
			return field.Read(v)
		}
	}
	return nil
}

func put[T any](field *T, value T, ok bool) any {
	if !ok {
		return nil
	}
	*field = value
	return value
}

// isEmpty reports whether a value is an empty text, or a list without a text or
// with an empty one.
func isEmpty(value any) bool {
	if value == "" {
		return true
	}
	list := texts(value)
	return list != nil && (len(list) == 0 || slices.Contains(list, ""))
}

// truth returns what a bool is, or a text that spells one: no number is either.
func truth(value any) (is, ok bool) {
	if text, isText := value.(string); isText {
		is, err := strconv.ParseBool(text)
		return is, err == nil
	}
	is, ok = value.(bool)
	return is, ok
}

func texts(value any) []string {
	switch value := value.(type) {
	case []string:
		return append([]string{}, value...)
	case string:
		return []string{value}
	case []any:
		all := make([]string, len(value))
		for i, item := range value {
			text, ok := item.(string)
			if !ok {
				return nil
			}
			all[i] = text
		}
		return all
	}
	return nil
}

// Get returns the value of the option's field.
func (o *Option) Get() any { return o.value().Interface() }

// Put gives the option a value of its field's own type, which Type returns.
func (o *Option) Put(value any) {
	o.value().Set(reflect.ValueOf(value))
	o.given = true
}

// Type is the type of the option's field.
func (o *Option) Type() reflect.Type { return o.value().Type() }

func (o *Option) value() reflect.Value {
	field := o.Field
	if p, ok := field.(*Parsed); ok {
		field = p.Target
	}
	return reflect.ValueOf(field).Elem()
}

// Means reports whether the option has been given another value than it has
// anyway.
func (o *Option) Means() bool {
	if !o.given {
		return false
	}
	switch value := o.Get().(type) {
	case bool:
		return strconv.FormatBool(value) != o.Default
	case string:
		return value != o.Default
	default:
		return !reflect.ValueOf(value).IsZero()
	}
}

// text shows the value in a message; of a list, the last.
func (o *Option) text() string {
	value := reflect.Indirect(reflect.ValueOf(o.Get()))
	switch {
	case o.Kind() == Switch:
		return fmt.Sprint(value.Bool())
	case value.Kind() == reflect.Slice && value.Type().Elem().Kind() == reflect.String:
		return strings.Join(value.Interface().([]string)[max(0, value.Len()-1):], "")
	case value.Kind() == reflect.String || value.Kind() == reflect.Int:
		return fmt.Sprint(value.Interface())
	}
	return ""
}
