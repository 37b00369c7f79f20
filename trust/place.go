package trust

import "strconv"

// place is an option that something may be wrong with, such as
// Subjects[0].Branches[1]. Its text is made for a fault alone: most options have
// none.
type place struct {
	name    string
	subject int // its number, from 1; 0 where the option is no subject's
	value   int // its number, from 1; 0 where the option is not one of several values
}

// optionAt is one of Options itself.
func optionAt(name string) place { return place{name: name} }

// subjectAt is a subject by its index.
func subjectAt(i int) place { return place{subject: i + 1} }

// of is a field of a subject.
func (p place) of(name string) place {
	p.name = name
	return p
}

// nth is a value of a list by its index.
func (p place) nth(i int) place {
	p.value = i + 1
	return p
}

func (p place) String() string {
	text := p.name
	if p.subject > 0 {
		text = index("Subjects", p.subject-1)
		if p.name != "" {
			text += "." + p.name
		}
	}
	if p.value > 0 {
		text = index(text, p.value-1)
	}
	return text
}

// index names a value of an option.
func index(option string, i int) string { return option + "[" + strconv.Itoa(i) + "]" }
