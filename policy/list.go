package policy

import (
	"encoding/binary"
	"slices"
)

// list is what a statement says of actions or resources: some values, or
// all except some.
type list[T any] struct {
	missing bool // a trust policy has no resources
	except  bool
	values  []listed[T] // as they are written
	// ids are those of the values, sorted, each once.
	ids []int32
	// patterns are the values that may match more than themselves.
	patterns []listedPattern[T]
}

// listed is one value of a list.
type listed[T any] struct {
	value T
	// id is the same number for values that mean the same, within a comparison.
	id int32
	// exact says that it matches one text alone, so that it has nothing in
	// common with an exact value of another id.
	exact bool
	// unsettled says that only the deployment knows what it is.
	unsettled bool
	// begins are the first eight bytes of its text; see beginning.
	begins uint64
}

// listedPattern is a value with how all that it matches begins: most patterns
// of a long list are of other services, and need no closer look.
type listedPattern[T any] struct {
	value        T
	begins, mask uint64
}

// has reports whether a list has a value that means the same as one with this id.
func (l *list[T]) has(id int32) bool {
	_, found := slices.BinarySearch(l.ids, id)
	return found
}

func listOf[T interface{ plain() string }](values, except []string, prepare func(string) listed[T]) list[T] {
	l := list[T]{}
	if l.except = isExcept(values, except); l.except {
		values = except
	}
	l.values, l.ids = make([]listed[T], len(values)), make([]int32, len(values))
	for i, text := range values {
		v := prepare(text)
		l.values[i], l.ids[i] = v, v.id
		if !v.exact {
			begins, mask := beginning(v.value.plain())
			l.patterns = append(l.patterns, listedPattern[T]{v.value, begins, mask})
		}
	}
	slices.Sort(l.ids)
	l.ids = slices.Compact(l.ids)
	return l
}

// beginning returns the first eight bytes of a text as a number, and which of
// its bits they are.
func beginning(text string) (begins, mask uint64) {
	n := min(len(text), 8)
	for i := range n {
		begins |= uint64(text[i]) << (56 - 8*i)
	}
	return begins, ^(^uint64(0) >> (8 * n))
}

// appendText appends what a list says, which is the same for lists that say the
// same.
func (l *list[T]) appendText(b []byte) []byte {
	switch {
	case l.missing:
		b = append(b, "none"...)
	case l.except:
		b = append(b, "all except"...)
	}
	b = binary.AppendUvarint(append(b, '\n'), uint64(len(l.ids))) // which says where it ends
	for _, id := range l.ids {
		b = binary.AppendUvarint(b, uint64(id))
	}
	return b
}

func (l listed[T]) isUnsettled() bool { return l.unsettled }
