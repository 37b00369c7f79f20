package cipublisher

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
