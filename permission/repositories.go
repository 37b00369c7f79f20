package permission

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

// repositories are those of a store that is granted: they are named, or every
// one is asked for. A list that nobody has filled grants none.
type repositories struct {
	// store is the path of the store's options, such as "Ecr".
	store string
	names []string
	every bool
	// preset is the name of the preset that asks for every one, if one does.
	preset string
}

// validate checks the names, and that they are there unless they need not be.
func (r repositories) validate(faults *fault.List, rule aws.Rule, needed bool) {
	option := r.store + ".RepositoryNames"
	rule.CheckPatterns(faults, option, r.names)
	switch {
	case r.names == nil && !r.every && needed:
		faults.Add(option, "", "is missing", "name the repositories, or set {"+r.store+".EveryRepository} for all of them")
	case r.names != nil && r.every:
		faults.Add(r.store+".EveryRepository", "true", "and {"+option+"} exclude each other", "leave one of them out")
	}
}

func (r repositories) patterns() []string {
	if r.every {
		return []string{"*"}
	}
	return r.names
}

// overlap returns the first of a dev publisher's names that has repositories of
// releases among its own. Every repository has those of a dev publisher too,
// which is no more than was asked for.
func (r repositories) overlap(dev []string) (name string, found bool) {
	if r.every {
		return "*", slices.Contains(dev, "*")
	}
	return aws.Overlap(dev, r.names)
}

// notices tells of a policy that covers more repositories than are named, under
// a notice's id; covers says which.
func (r repositories) notices(all *fault.Notices, id, covers string) {
	switch {
	case r.every && r.preset != "":
		all.Note(id, "the policy covers "+covers+", because {Preset} "+strconv.Quote(r.preset)+" asks for it")
	case r.every:
		all.Note(id, "the policy covers "+covers+", because {"+r.store+".EveryRepository} asks for it")
	default:
		named(all, id, covers, r.store+".RepositoryNames", r.names)
	}
}

// named is notices of a list in which "*" alone stands for every repository.
func named(all *fault.Notices, id, covers, option string, names []string) {
	if slices.Contains(names, "*") {
		all.Note(id, "the policy covers "+covers+", because {"+option+"} asks for \"*\"")
	}
}
