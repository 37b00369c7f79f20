package cloud

import "regexp"

// pathOperation is an operation that is recognized by the method and the path of
// its request. The first part of the path that is matched is what it is on.
type pathOperation struct {
	name, method string
	path         *regexp.Regexp
}
