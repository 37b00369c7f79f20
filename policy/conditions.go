package policy

import (
	"maps"
	"slices"
)

// With returns a copy in which a key of an operator has these values, whatever
// it had before.
func (c Conditions) With(operator, key string, values ...string) Conditions {
	all := Conditions{}
	maps.Copy(all, c)
	keys := map[string][]string{}
	maps.Copy(keys, c[operator])
	keys[key] = values
	all[operator] = keys
	return all
}

// Equal reports whether conditions are written alike: the same operators, keys
// and values, in the same order.
func (c Conditions) Equal(other Conditions) bool {
	return maps.EqualFunc(c, other, func(a, b map[string][]string) bool { return maps.EqualFunc(a, b, slices.Equal[[]string]) })
}
