package trust

import (
	"reflect"
	"slices"
	"strings"
)

// field is the name of a field of Subject. An issuer names the fields that its
// sub claim has a place for; every other one is refused, so that a new field
// is refused by each issuer that nobody taught it.
type field string

const (
	fieldRepositories field = "Repositories"
	fieldBothForms    field = "BothForms"
	fieldBranches     field = "Branches"
	fieldTags         field = "Tags"
	fieldEnvironments field = "Environments"
	fieldPullRequests field = "PullRequests"
	fieldAnyRef       field = "AnyRef"
	fieldRunPhases    field = "RunPhases"
	fieldRaw          field = "Raw"
	fieldClaims       field = "Claims"
)

// checkedElsewhere are the fields that an issuer does not name, because it
// answers for their values one by one: raw subjects by its grammar, claims by
// its list of condition keys.
var checkedElsewhere = []field{fieldRaw, fieldClaims}

// notContexts are the fields that do not say where a job runs. Every other
// field does.
var notContexts = []field{fieldRepositories, fieldBothForms, fieldRaw, fieldClaims}

func (f field) isContext() bool { return !slices.Contains(notContexts, f) }

func (i Issuer) supports(f field) bool {
	return slices.Contains(checkedElsewhere, f) || slices.Contains(i.fields, f)
}

// given yields the fields of the subject that are set, in their order. It looks
// at the struct itself: a list by hand could leave one out.
func (s *Subject) given(yield func(field) bool) {
	v := reflect.ValueOf(s).Elem()
	for i, name := range subjectFields {
		if !isUnset(v.Field(i)) && !yield(name) {
			return
		}
	}
}

// subjectFields are the fields of a Subject.
var subjectFields = func() []field {
	var all []field
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Subject]()) {
		all = append(all, field(f.Name))
	}
	return all
}()

func isUnset(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

func (s *Subject) namesContext() bool {
	for f := range s.given {
		if f.isContext() {
			return true
		}
	}
	return false
}

// emptied refuses lists that are there and name nothing: whoever computed one
// meant something by it.
func (b *builder) emptied(at place, s *Subject) {
	v := reflect.ValueOf(s).Elem()
	for i, name := range subjectFields {
		if list := v.Field(i); list.Kind() == reflect.Slice && !list.IsNil() && list.Len() == 0 {
			b.faults.Add(at.String()+"."+string(name), "", "is an empty list", "leave it out or name something")
		}
	}
}

// unsupported refuses the fields that the issuer does not name, and reports
// whether any field names a context.
func (b *builder) unsupported(at place, s *Subject) (context bool) {
	for f := range s.given {
		context = context || f.isContext()
		if b.issuer.supports(f) {
			continue
		}
		value, _ := reflect.ValueOf(s).Elem().FieldByName(string(f)).Interface().([]string)
		b.faults.Add(at.String()+"."+string(f), strings.Join(value, ", "), "has no place in the subjects of "+b.issuer.Name()+", so no condition can test it", b.instead(at, f))
	}
	return context
}

// instead says what to set in place of a field that the issuer does not name.
func (b *builder) instead(at place, f field) string {
	if f == fieldRepositories {
		return "write the subjects in {" + at.of("Raw").String() + "}"
	}
	var contexts []string
	for _, other := range b.issuer.fields {
		if f.isContext() && other.isContext() {
			contexts = append(contexts, "{"+at.String()+"."+string(other)+"}")
		}
	}
	switch len(contexts) {
	case 0:
		return "leave it out"
	case 1:
		return "leave it out, and use " + contexts[0]
	}
	return "leave it out, and use one of " + strings.Join(contexts, ", ")
}
