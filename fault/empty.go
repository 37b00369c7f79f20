package fault

// AddEmpty adds a fault for a list that is set to nothing, and reports whether
// it is. A nil list is unset. What looked for names and found none must not
// pass for "no limit".
func AddEmpty[T any](faults *List, option string, list []T) bool {
	if list == nil || len(list) > 0 {
		return false
	}
	faults.Add(option, "", "is empty", "name at least one, or leave it unset")
	return true
}
