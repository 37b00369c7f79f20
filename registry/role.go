package registry

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// Roles returns the roles of a row: the publisher's, and the dev publisher's
// where the row has one. What they are called follows from the row alone, and
// where they are in templates from the repository's id alone.
func (r Registry) Roles(row Repository) []template.Role {
	return r.roles(row, r.options(row, r.severalOwners()), new(fault.List))
}

// roles reports what is wrong with the options of the row beside what the core
// sees.
func (r Registry) roles(row Repository, options Options, faults *fault.List) []template.Role {
	roles := []template.Role{r.role(row, options, false, faults)}
	if options["dev"] == true {
		roles = append(roles, r.role(row, options, true, new(fault.List))) // whose options are the same
	}
	return roles
}

// role returns one role of a row. A dev publisher runs for any ref, whatever
// contexts the options name.
func (r Registry) role(row Repository, options Options, dev bool, faults *fault.List) template.Role {
	w := newOptions()
	id, suffix, description, context := "Repository"+strconv.FormatInt(row.ID, 10), "", "Publishes artifacts", ""
	if dev {
		id, suffix, description, context = id+"Dev", role.DevSuffix, "Publishes dev artifacts", trust.Context
	}
	*faults = append(*faults, row.set(w, options, context)...)
	if dev {
		w.Subject.AnyRef = true
		_ = w.At("Dev").Set(true) // a switch takes a bool
	}
	owner, name := row.names()
	w.Subject.Repositories = []string{fmt.Sprintf("%s@%d/%s@%d", owner, row.OwnerID, name, row.ID)}
	trusted := w.Trust // by itself: a pointer into w would keep its tables
	trusted.Subjects, trusted.Dev = []trust.Subject{w.Subject}, dev

	made := template.Role{ID: id, Role: w.Role}
	made.PolicyName, made.PolicyPath, made.Trust = row.roleName()+suffix, r.Path, &trusted
	made.Description = cmp.Or(made.Description, fmt.Sprintf("%s of %s, team %s", description, row.Repository, row.Team))
	made.Sets = []permission.Set{w.Limits.On(w.Set.Make(faults))}
	return made
}

func (row Repository) names() (owner, name string) {
	owner, name, _ = strings.Cut(row.Repository, "/")
	return owner, name
}

// roleName is unique for names that are not made to collide, and fits IAM with
// the suffix of dev roles after it.
func (row Repository) roleName() string {
	if row.RoleName != "" {
		return row.RoleName
	}
	name := strings.Replace(row.Repository, "/", "-", 1)
	const longest = aws.MaxRoleName - len(role.DevSuffix)
	if len(name) <= longest {
		return name
	}
	sum := sha256.Sum256([]byte(row.Repository))
	hash := "-" + hex.EncodeToString(sum[:4])
	return name[:longest-len(hash)] + hash
}
