package registry

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
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
	m := r.maker()
	return m.roles(row, m.optionsOf(row), new(fault.List))
}

// maker makes the roles of one row after the other, with one table of options
// for all. It is not safe for use by several goroutines.
type maker struct {
	registry Registry
	several  bool
	table    *role.Whole
	// base are the options of a row that says nothing, without and with the
	// preset of the action.
	base [2]Options
}

func (r Registry) maker() *maker {
	m := &maker{registry: r, several: r.severalOwners(), table: newOptions()}
	for i, devPrefix := range []any{places["s3.devPrefix"], actionDevPrefix} {
		m.base[i] = maps.Clone(places)
		m.base[i]["s3.devPrefix"] = devPrefix
		m.base[i].add(r.Defaults)
	}
	return m
}

// roles reports what is wrong with the options of the row beside what the core
// sees.
func (m *maker) roles(row Repository, options Options, faults *fault.List) []template.Role {
	roles := []template.Role{m.role(row, options, false, faults)}
	if options["dev"] == true {
		roles = append(roles, m.role(row, options, true, new(fault.List))) // whose options are the same
	}
	return roles
}

// role returns one role of a row. A dev publisher runs for any ref, whatever
// contexts the options name.
func (m *maker) role(row Repository, options Options, dev bool, faults *fault.List) template.Role {
	w := m.table
	w.Reset()
	id, suffix, description, context := "Repository"+strconv.FormatInt(row.ID, 10), "", "Publishes artifacts", ""
	if dev {
		id, suffix, description, context = id+"Dev", role.DevSuffix, "Publishes dev artifacts", trust.Context
	}
	*faults = append(*faults, row.set(w, options, context)...)
	subject, trusted := w.Subject, w.Trust
	if dev {
		subject.AnyRef = true
		_ = w.At("Dev").Set(true) // a switch takes a bool
	}
	owner, name := row.names()
	subject.Repositories = []string{owner + "@" + strconv.FormatInt(row.OwnerID, 10) + "/" + name + "@" + strconv.FormatInt(row.ID, 10)}
	trusted.Subjects, trusted.Dev = []trust.Subject{subject}, dev

	made := template.Role{ID: id, Role: w.Role}
	made.PolicyName, made.PolicyPath, made.Trust = row.roleName()+suffix, m.registry.Path, &trusted
	made.Description = cmp.Or(made.Description, description+" of "+row.Repository+", team "+row.Team)
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
