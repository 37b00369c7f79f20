package option

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
)

// parsed is the field of an option whose texts are read into something else.
type parsed struct {
	// target points to what is read into.
	target any
	// read reads all values of the option; its faults need no option and no
	// remedy of their own.
	read func(texts []string) fault.List
	// one is true where the option takes one text.
	one bool
}

// Set gives the option a value: a bool, a number, a text or a list of texts. A
// text also stands for a switch or a number that it spells, and for a list of
// one. The error is a fault.List under the option's path.
func (o *Option) Set(value any) error {
	o.given = true
	if v, ok := value.([]any); ok {
		texts := make([]string, len(v))
		for i, item := range v {
			if texts[i], ok = item.(string); !ok {
				return o.refuse(value, "a list of texts")
			}
		}
		value = texts
	}
	switch field := o.Field.(type) {
	case *bool:
		v, ok := truth(value)
		if !ok {
			return o.refuse(value, "true or false")
		}
		*field = v != o.Negated
	case **bool:
		v, ok := truth(value)
		if !ok {
			return o.refuse(value, "true or false")
		}
		*field = &v
	case *string:
		v, ok := value.(string)
		if !ok {
			return o.refuse(value, "text") // a number would have lost its leading zeros
		}
		*field = v
	case **string:
		v, ok := value.(string)
		if !ok {
			return o.refuse(value, "text")
		}
		*field = &v
	case *int:
		v, ok := number(value)
		if !ok {
			return fault.List{{Option: o.Path, Value: fmt.Sprint(value), Problem: "is not a whole number above zero", Remedy: "write digits alone"}}
		}
		*field = v
	case *[]string:
		v, ok := list(value)
		if !ok {
			return o.refuse(value, "a list of texts")
		}
		*field = v
	case *parsed:
		v, ok := list(value)
		if !ok {
			return o.refuse(value, "a list of texts")
		}
		faults := field.read(v)
		for i := range faults {
			faults[i].Option = o.Path
		}
		return faults.Err()
	}
	return nil
}

func (o *Option) refuse(value any, want string) error {
	return fault.List{{Option: o.Path, Value: fmt.Sprint(value), Problem: "is not " + want, Remedy: "write " + o.Example}}
}

func truth(value any) (v, ok bool) {
	switch value := value.(type) {
	case bool:
		return value, true
	case string:
		v, err := strconv.ParseBool(value)
		return v, err == nil
	}
	return false, false
}

func number(value any) (int, bool) {
	switch value := value.(type) {
	case float64:
		return int(value), value > 0 && value == float64(int(value))
	case string:
		n, err := strconv.Atoi(value)
		return n, err == nil && n > 0
	}
	return 0, false
}

func list(value any) ([]string, bool) {
	switch value := value.(type) {
	case []string:
		return value, true
	case string:
		return []string{value}, true
	}
	return nil, false
}

// Get returns the value of the option's field.
func (o *Option) Get() any {
	field := o.Field
	if p, ok := field.(*parsed); ok {
		field = p.target
	}
	return reflect.ValueOf(field).Elem().Interface()
}

// Means reports whether the option has a value that is another one than its
// default's.
func (o *Option) Means() bool {
	value := reflect.ValueOf(o.Get())
	switch {
	case !o.given:
		return false
	case o.Negated:
		return value.Kind() == reflect.Bool && !value.Bool()
	case o.Kind() == Switch && value.Kind() == reflect.Bool:
		return fmt.Sprint(value.Bool()) != or(o.Default, "false")
	case o.Kind() == Text && value.Kind() == reflect.String:
		return value.String() != o.Default
	}
	return !value.IsZero()
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// text shows the value in a message.
func (o *Option) text() string {
	switch value := o.Get().(type) {
	case *bool:
		return fmt.Sprint(*value)
	case *string:
		return *value
	case bool:
		return fmt.Sprint(value != o.Negated)
	case string, int:
		return fmt.Sprint(value)
	case []string:
		if len(value) > 0 {
			return value[len(value)-1]
		}
	}
	return ""
}
