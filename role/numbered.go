package role

import "strconv"

// Numbered returns the name of one of several things, counted from zero: the
// first has the name itself, the next ends with 2.
func Numbered(name, separator string, i int) string {
	if i == 0 {
		return name
	}
	return name + separator + strconv.Itoa(i+1)
}
