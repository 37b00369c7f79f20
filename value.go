package cipublisher

import "github.com/cipublisher/cipublisher/fault"

// value returns what a prop points to, or its default.
func value[T any](prop *T, otherwise T) T {
	if prop == nil {
		return otherwise
	}
	return *prop
}

// or returns the prop, or its default as a prop.
func or[T any](prop *T, otherwise T) *T {
	if prop == nil {
		return &otherwise
	}
	return prop
}

// given returns the constructs of a prop. A nil one is a fault: what it was
// meant to stand for would not be granted, or everything would be.
func given[T comparable](faults *fault.List, option string, prop *[]T) []T {
	var all []T
	for option, construct := range fault.EachIn(faults, option, value(prop, nil)) {
		if construct == *new(T) {
			faults.Add(option, "", "is nil", "set it to a construct, or leave it out")
			continue
		}
		all = append(all, construct)
	}
	return all
}

// texts returns the strings of a prop; a nil element counts as empty, which
// validation refuses where it means nothing.
func texts(prop *[]*string) []string {
	if prop == nil {
		return nil
	}
	plain := make([]string, len(*prop))
	for i, text := range *prop {
		plain[i] = value(text, "")
	}
	return plain
}
