package trust

import "strings"

// subjectForm is how the subjects of an issuer other than GitHub are written: names
// and values in turn.
type subjectForm struct {
	separator string
	keys      []subjectKey
	// example is a subject, as a person reads it.
	example string
	// customized says where a subject that goes on was customized; empty where
	// nobody can.
	customized string
}

// subjectKey is one name in a subject.
type subjectKey struct {
	// name as the subject writes it; empty where it has the value alone.
	name string
	// cause is the id of the cause when the values differ.
	cause string
	// label is what the issuer calls the value.
	label string
	// rest is true when the value may hold the separator.
	rest bool
}

// formed is a subject in its parts.
type formed struct {
	values map[string]string
	// tail is what follows the last part; open when more may follow.
	tail string
	open bool
}

// read splits a subject. It is not ok when the subject begins otherwise.
func (f subjectForm) read(subject string) (p formed, ok bool) {
	p.values = map[string]string{}
	rest, complete := subject, false
	for i, key := range f.keys {
		value, found := strings.CutPrefix(rest, key.name+f.separator)
		if key.name == "" {
			value, found = rest, true
		}
		if !found {
			continue
		}
		end := strings.Index(value, f.separator)
		if key.rest {
			end = f.next(value, i)
		}
		if end < 0 {
			p.values[key.label], rest, complete = value, "", true
			break
		}
		p.values[key.label], rest = value[:end], value[end+len(f.separator):]
	}
	if !complete {
		p.tail = rest
	}
	p.open = strings.HasSuffix(subject, "*")
	if p.open && strings.Trim(p.tail, "*") == "" {
		p.tail = ""
	}
	return p, len(p.values) > 0
}

// next returns where a later name begins in a value that may hold separators.
func (f subjectForm) next(value string, i int) int {
	for _, key := range f.keys[i+1:] {
		if at := strings.Index(value, f.separator+key.name+f.separator); at >= 0 {
			return at
		}
	}
	return -1
}

// otherParts compares the subjects of an issuer other than GitHub.
func (r *Result) otherParts(got, want string, add adder) {
	before := len(r.Causes)
	f := r.Issuer.orDefault().grammar.form()
	if len(f.keys) > 0 {
		f.compare(got, want, r.Issuer.Name(), add)
	}
	if len(r.Causes) == before {
		add("subject", "The token's subject is none of those that the policy trusts.")
	}
}

func (f subjectForm) compare(got, want, issuer string, add adder) {
	g, ok := f.read(got)
	if !ok {
		add("form", "The token's subject does not have the form of "+issuer+"'s, "+f.example+".")
		return
	}
	w, ok := f.read(want)
	if !ok {
		add("form", "The policy's subject "+want+" does not have the form of "+issuer+"'s, "+f.example+".")
		return
	}
	for _, key := range f.keys {
		seen, has := g.values[key.label]
		wanted, wants := w.values[key.label]
		switch {
		case has && !wants && !w.open:
			add("no-context", "The policy's subject "+want+" ends early, and the token's goes on with the "+key.label+" "+seen+". Write it in full, or end the policy's in a separator and \"*\".")
			return
		case wants && !has && strings.Trim(wanted, "*") != "":
			add(key.cause, "The policy trusts the "+key.label+" "+wanted+", and the token's subject has none.")
		case wants && has && key.cause == "repository" && !like(strings.ToLower(firstOf(wanted)), strings.ToLower(firstOf(seen))):
			add("owner", "The token's "+key.label+" is "+seen+", and the policy trusts "+wanted+", of another owner.")
			return
		case wants && has && !like(strings.ToLower(wanted), strings.ToLower(seen)):
			add(key.cause, "The token's "+key.label+" is "+seen+", and the policy trusts "+wanted+".")
			if key.cause == "owner" {
				return
			}
		}
	}
	if g.tail != "" && w.tail == "" && !w.open && f.customized != "" {
		add("customized", "The token's subject is customized: it goes on with "+g.tail+". "+f.customized)
	}
}

// firstOf returns the first name of a path; of a name alone nothing.
func firstOf(path string) string {
	owner, _, found := strings.Cut(path, "/")
	if !found {
		return ""
	}
	return owner
}
