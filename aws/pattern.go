package aws

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// CheckPatterns is CheckPattern for each name of a list. It adds a fault for a
// name that another one of the list covers, too: it says less than it seems
// to; and for a list that is set to nothing.
func (r Rule) CheckPatterns(faults *fault.List, option string, list []string) {
	fault.AddEmpty(faults, option, list)
	for i, name := range list {
		path := option + "[" + strconv.Itoa(i) + "]"
		if !r.CheckPattern(faults, path, name) {
			continue
		}
		for j, other := range list {
			if i != j && other != "" && Covers(other, name) && (name != other || j < i) {
				faults.Add(path, name, "is covered by {"+option+"["+strconv.Itoa(j)+"]} "+strconv.Quote(other), "leave it out")
			}
		}
	}
}

// CheckNeededPatterns is CheckPatterns for a list that is required; the remedy is
// for one that is missing.
func (r Rule) CheckNeededPatterns(faults *fault.List, option string, list []string, remedy string) {
	if list == nil {
		faults.Add(option, "", "is missing", remedy)
	}
	r.CheckPatterns(faults, option, list)
}

// Covers reports whether a name, or a pattern that ends with "*", stands for
// all that another one stands for.
func Covers(wide, narrow string) bool {
	beginning, isPattern := strings.CutSuffix(wide, "*")
	if !isPattern {
		return wide == narrow
	}
	return strings.HasPrefix(strings.TrimSuffix(narrow, "*"), beginning)
}

// Overlap returns the first name of a list that one of another list covers, or
// that covers one.
func Overlap(list, others []string) (name string, found bool) {
	i := slices.IndexFunc(list, func(name string) bool {
		return slices.ContainsFunc(others, func(other string) bool { return Covers(name, other) || Covers(other, name) })
	})
	if i < 0 {
		return "", false
	}
	return list[i], true
}
