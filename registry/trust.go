package registry

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Trust returns the trust policy of a role of the registry, by its name. The
// error is a fault.List with the option "Role", or the one of the role's
// documents.
func (r Registry) Trust(name string) (policy.Document, error) {
	var names []string
	m := r.maker()
	for _, row := range r.Repositories {
		for _, made := range m.roles(row, m.optionsOf(row), new(fault.List)) {
			documents, err := made.Documents(r.Environment())
			if err != nil {
				return policy.Document{}, err
			}
			if documents.Role.RoleName == name {
				return documents.Trust, nil
			}
			names = append(names, documents.Role.RoleName)
		}
	}
	slices.Sort(names)
	problem := "is not the name of one of the registry's roles"
	if name == "" {
		problem = "is missing"
	}
	var faults fault.List
	faults.Add("Role", name, problem, "name one of "+strings.Join(names, ", "))
	return policy.Document{}, faults.Err()
}
