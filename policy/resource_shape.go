package policy

import (
	"strings"

	"github.com/cipublisher/cipublisher/aws"
)

// completed returns a resource of an identity policy with the fields that it
// lacks: IAM takes an ARN of fewer than six fields to be any in the missing
// ones, so that arn:aws:sqs is arn:aws:sqs:*:*:*. Other texts stay as they are.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func completed(resource string) string {
	if strings.Count(resource, ":") >= arnParts-1 { // nearly always
		return resource
	}
	if pattern, ok := aws.ParseARNPattern(resource); ok {
		return pattern.String()
	}
	return resource
}

// resourceShape is one value of a Resource element, for comparisons.
type resourceShape struct {
	// text is the value in full, with all its fields.
	text string
	// literal says that it has no wildcards and no opaque text.
	literal bool
	// prefix is its plain beginning; see plainLength.
	prefix string
	// whole is the value without regard to its fields.
	whole shape
	// fields are those of an ARN, the last one with all that follows its colon;
	// of another text the text alone.
	fields []shape
	// asWritten is an incomplete ARN as it stands, where it might mean more
	// than the complete one: a "*" that ends a field may run on beyond it.
	asWritten shape
}

func (c *shaping) resource(text string, variables, identity bool) *resourceShape {
	read := reading{wildcards: true, variables: variables}
	r := &resourceShape{text: text}
	if identity {
		r.text = completed(text)
	}
	r.whole = c.shape(r.text, read)
	r.literal = r.whole.literal()
	r.prefix = r.text[:plainLength(r.text)]
	r.fields = fieldsOf(r.whole)
	if r.text != text && runsOn(text) {
		r.asWritten = c.shape(text, read)
	}
	return r
}

// resourceText is a resource and how it is read.
type resourceText struct {
	text                string
	variables, identity bool
}

// resourceMeaning is the same for resources that say the same in other words:
// the one text that they match, or else the value in full.
type resourceMeaning struct {
	text                     string
	exact, variables, runsOn bool
}

// resourceOf prepares a resource, and keeps it as action does.
func (c *shaping) resourceOf(r resourceText) listed[*resourceShape] {
	if l, known := c.resources[r]; known {
		return l
	}
	l := listed[*resourceShape]{value: c.resource(r.text, r.variables, r.identity)}
	meaning := resourceMeaning{text: l.value.text, variables: r.variables && strings.Contains(r.text, "${"), runsOn: l.value.asWritten != nil}
	if meaning.runsOn {
		meaning.text = r.text
	}
	l.unsettled = l.value.prefix != l.value.text && isUnsettled(meaning.text)
	if only, exact := l.value.whole.only(); exact {
		l.exact, meaning = true, resourceMeaning{text: only, exact: true}
	}
	id, known := c.meanings[meaning]
	if !known {
		id = int32(len(c.meanings))
		c.meanings[meaning] = id
	}
	l.id = id
	l.begins, _ = beginning(l.value.text)
	c.resources[r] = l
	return l
}

// fieldsOf cuts the fields of an ARN at their colons; an opaque text is one
// element, whatever colons it has.
func fieldsOf(whole shape) []shape {
	fields := make([]shape, 0, arnParts)
	begin := 0
	for i, element := range whole {
		if element == ':' && len(fields) < arnParts-1 {
			fields = append(fields, whole[begin:i])
			begin = i + 1
		}
	}
	return append(fields, whole[begin:])
}

func (r *resourceShape) plain() string { return r.prefix }

// all reports whether a value takes in every resource.
func (r *resourceShape) all() bool { return r.whole.all() }

// runsOn reports whether a "*" ends a field of an incomplete ARN before its
// last one, and none the last: it may then stand for colons too.
func runsOn(text string) bool {
	return strings.Contains(text, "*:") && !strings.HasSuffix(text, "*")
}

// coversResource reports whether every ARN that narrow matches is matched by
// wide; see pattern.matchResource. It never says so wrongly.
func (c *shaping) coversResource(wide, narrow *resourceShape) bool {
	switch {
	case wide.all():
		return true
	case narrow.asWritten != nil && !c.sameShape(wide.asWritten, narrow.asWritten):
		return false
	case wide.literal:
		return narrow.literal && c.sameShape(wide.whole, narrow.whole)
	case len(narrow.fields) < len(wide.fields) || !strings.HasPrefix(narrow.prefix, wide.prefix):
		return false
	}
	for i, w := range wide.fields {
		if everyField(wide.fields[i:]) && len(wide.fields) == arnParts {
			return true
		}
		n := narrow.fields[i]
		last := i == len(wide.fields)-1
		if last { // matched against all the rest, where a colon is a character like any other
			for _, more := range narrow.fields[i+1:] {
				n = append(append(n[:len(n):len(n)], ':'), more...)
			}
		}
		// A "*" that ends a field may run on beyond the colon, and an opaque
		// text may have colons in it.
		if !last && (n.endsWithAnyText() && !w.endsWithAnyText() || n.hasOpaque() && !c.sameShape(w, n)) || !c.covers(w, n) {
			return false
		}
	}
	return true
}

// everyField reports whether each of some fields takes in any text.
func everyField(fields []shape) bool {
	for _, f := range fields {
		if !f.all() {
			return false
		}
	}
	return true
}

func (c *shaping) sameShape(a, b shape) bool {
	if len(a) != len(b) || !c.spend(len(a)) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// meetsResource takes a wildcard to stand for anything, colons included, and
// so may only err on the side of saying yes.
func (c *shaping) meetsResource(a, b *resourceShape) bool {
	if a.literal && b.literal {
		return c.sameShape(a.whole, b.whole)
	}
	for _, x := range []shape{a.whole, a.asWritten} {
		for _, y := range []shape{b.whole, b.asWritten} {
			if x != nil && y != nil && c.meets(x, y) {
				return true
			}
		}
	}
	return false
}
