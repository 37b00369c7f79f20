package fault

import (
	"iter"
	"strconv"
)

// Each ranges over the elements of a list by their paths: "S3.Prefixes[0]".
func Each[T any](option string, list []T) iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for i, element := range list {
			if !yield(option+"["+strconv.Itoa(i)+"]", element) {
				return
			}
		}
	}
}

// EachIn is Each of a list that may be unset, but not empty: AddEmpty says so.
func EachIn[T any](faults *List, option string, list []T) iter.Seq2[string, T] {
	AddEmpty(faults, option, list)
	return Each(option, list)
}
