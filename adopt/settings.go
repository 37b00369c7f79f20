package adopt

import (
	"maps"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// Settings are options of a publisher by their paths, each a bool, a text or a
// list of texts.
type Settings map[string]any

// with returns the settings with one more, or without one where the value is
// nil.
func (s Settings) with(path string, value any) Settings {
	all := maps.Clone(s)
	if value == nil {
		delete(all, path)
	} else {
		all[path] = value
	}
	return all
}

// role returns the role that the settings make.
func (s Settings) role(name, path string) (role.Role, fault.List) {
	var faults fault.List
	w := role.NewWhole(permission.PublisherOptions())
	for _, o := range w.Table {
		if value, ok := s[o.Path]; ok {
			faults.Append("", o.Set(plain(value)))
		}
	}
	made := w.Role
	made.PolicyName, made.PolicyPath = name, path
	made.Sets = []permission.Set{w.Limits.On(w.Set.Make(&faults))}
	if len(w.Subject.Repositories) > 0 {
		w.Trust.Subjects = []trust.Subject{w.Subject}
		made.Trust = &w.Trust
	}
	return made, faults
}

// plain returns a value as a registry or a command line gives it.
func plain(value any) any {
	list, is := value.([]string)
	if !is {
		return value
	}
	all := make([]any, len(list))
	for i, text := range list {
		all[i] = text
	}
	return all
}
