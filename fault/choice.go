package fault

import "slices"

// CheckChoices adds a fault for each element of a list that is not among the
// choices, for which problem and remedy are, and for one that is named before;
// and for a list that is set to nothing.
func CheckChoices(faults *List, option string, list, choices []string, problem, remedy string) {
	var seen []string
	for option, value := range EachIn(faults, option, list) {
		switch {
		case !slices.Contains(choices, value):
			faults.Add(option, value, problem, remedy)
		case slices.Contains(seen, value):
			faults.Add(option, value, "is named before", "leave it out")
		}
		seen = append(seen, value)
	}
}
