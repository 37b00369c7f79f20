package policy

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// requirement is one condition of a statement, for comparisons: one operator
// on one key. What it says of the key is three things, as operator.holds has it:
// whether it is met without the key, by which single values, and by which several
// values together.
type requirement struct {
	*operator
	// name is the operator as written, base what is left of it without
	// qualifiers and "Not".
	name, base string
	// key in lower case, and as written.
	key, writtenKey string
	values          []value
	// plain are the texts of its exact values, where there are many of them and
	// case matters; patterns are the other values.
	plain    map[string]bool
	patterns []value
}

// value is one value that a condition compares with.
type value struct {
	text string
	// like is its shape where its operator has wildcards, else that of the text.
	like shape
	// opaque says that it has a variable, a token or an unknown in it.
	opaque bool
	// exact says that it is met by its own text alone.
	exact bool
	// plain is the text that it is met by, where exact.
	plain string
	// numbers or instants are those that meet it, where its operator compares
	// such.
	numbers  *span[number]
	instants *span[time.Time]
}

// fewValues are as many as are compared one by one.
const fewValues = 4

// requirement prepares a condition.
func (c *shaping) requirement(name, key string, values []string, variables bool) requirement {
	r := requirement{operator: operators[name], name: name, key: folded(key), writtenKey: key, values: make([]value, 0, len(values))}
	_, base, _ := splitOperator(name)
	r.base = strings.Replace(base, "Not", "", 1)
	read := reading{
		wildcards: r.base == "StringLike" || strings.HasPrefix(r.base, "Arn"),
		variables: variables && r.operator != nil && r.variables,
		fold:      r.base == "StringEqualsIgnoreCase",
	}
	for _, text := range values {
		v := value{text: text, like: c.shape(text, read)}
		v.opaque = v.like.hasOpaque()
		v.exact, v.plain = v.isExact(r.base)
		switch family(r.base) {
		case "Numeric":
			v.numbers = spanOfNumbers(r.base, text)
		case "Date":
			v.instants = spanOfDates(r.base, text)
		}
		if v.exact && !read.fold && len(values) > fewValues {
			if r.plain == nil {
				r.plain = map[string]bool{}
			}
			r.plain[v.plain] = true
		} else {
			r.patterns = append(r.patterns, v)
		}
		r.values = append(r.values, v)
	}
	return r
}

// isExact returns the one text that meets a comparison with the value, if
// there is only one.
func (v value) isExact(base string) (bool, string) {
	switch base {
	case "StringEquals", "StringLike", "ArnEquals", "ArnLike":
		if !v.like.literal() {
			return false, ""
		}
	case "StringEqualsIgnoreCase":
		if !v.like.literal() || strings.ContainsFunc(v.text, func(c rune) bool { return unicode.SimpleFold(c) != c }) {
			return false, ""
		}
	default:
		return false, ""
	}
	if text, exact := v.like.only(); exact {
		return true, text
	}
	return len(v.like) == 0, ""
}

// splitOperator splits ForAnyValue:StringLikeIfExists.
func splitOperator(operator string) (set, name string, ifExists bool) {
	if prefix, rest, found := strings.Cut(operator, ":"); found {
		set, operator = prefix, rest
	}
	name, ifExists = strings.CutSuffix(operator, "IfExists")
	return set, name, ifExists
}

// with returns the requirement with one of its values.
func (r requirement) with(v value) requirement {
	r.values, r.patterns, r.plain = []value{v}, []value{v}, nil
	return r
}

// alternatives reports whether a requirement with several values is met where
// it is met with one of them.
func (r requirement) alternatives() bool {
	return r.operator != nil && !r.negated && r.set != forAllValues && len(r.values) > 1
}

// opaque reports whether nothing is to be said of a requirement but that it is
// the same as another: whether it wants the key is not known, or it has no
// values, which by one page of AWS meet nothing and by another do "not affect
// the policy".
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
func (r requirement) opaque() bool {
	return r.operator == nil || len(r.values) == 0 ||
		r.null && (r.set != noQualifier || slices.ContainsFunc(r.values, func(v value) bool { return v.opaque }))
}

func (r requirement) same(other requirement) bool {
	return r.name == other.name && r.key == other.key && slices.EqualFunc(r.values, other.values, func(a, b value) bool {
		return slices.Equal(a.like, b.like)
	})
}

// wants reports whether a Null requirement lists a value.
func (r requirement) wants(text string) bool {
	return slices.ContainsFunc(r.values, func(v value) bool { return equalFold(v.text, text) })
}

// metWithoutKey reports whether a requirement may be met by a request without
// its key.
func (r requirement) metWithoutKey() bool {
	switch {
	case r.opaque(), r.disputed():
		return true
	case r.null:
		return r.wants("true")
	case r.set == noQualifier:
		return r.negated || r.ifExists
	}
	return r.set == forAllValues
}

// disputed reports whether AWS's pages contradict each other about a request
// without the key: the one on IfExists lets it pass, the one on set operators
// does not.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
func (r requirement) disputed() bool { return r.set == forAnyValue && r.ifExists }

// metByEmpty reports whether a requirement may be met by the single value "".
func (r requirement) metByEmpty(c *shaping) bool {
	switch {
	case r.opaque():
		return true
	case r.null:
		return r.wants("true")
	case r.set == noQualifier:
		return r.mayMatch(c, "")
	}
	return r.set == forAllValues
}

// mayMatch reports whether a text may meet the comparison.
func (r requirement) mayMatch(c *shaping, text string) bool {
	for _, v := range r.values {
		switch matches, comparable := r.matchesText(c, v, text); {
		case r.negated && !v.opaque && (matches || !comparable):
			return false
		case !r.negated && (v.opaque || matches && comparable):
			return true
		}
	}
	return r.negated
}

// surelyMatches reports whether a text meets the comparison, whatever the
// opaque texts are.
func (r requirement) surelyMatches(c *shaping, text string) bool {
	fold := r.base == "StringEqualsIgnoreCase"
	switch {
	case r.plain[text]:
		return !r.negated
	case r.negated && family(r.base) == "Arn" && !isARN(c.shape(text, reading{})):
		return false
	}
	for _, v := range r.patterns {
		switch matches, comparable := r.matchesText(c, v, text); {
		case r.negated && (matches || !comparable || v.opaque && c.meets(v.like, c.shape(text, reading{fold: fold}))):
			return false
		case !r.negated && matches && comparable:
			return true
		}
	}
	return r.negated
}

// matchesText compares one value with a text, as the operator's own compare
// does; what opaque texts stand for is not known, so that they match nothing.
func (r requirement) matchesText(c *shaping, v value, text string) (matches, comparable bool) {
	if !c.spend(costOfValues) {
		return false, false
	}
	switch r.base {
	case "StringEquals", "StringLike", "StringEqualsIgnoreCase":
		return c.covers(v.like, c.shape(text, reading{fold: r.base == "StringEqualsIgnoreCase"})), true
	case "ArnEquals", "ArnLike":
		other := c.shape(text, reading{})
		return c.coversARN(v.like, other), isARN(v.like) && isARN(other)
	}
	return r.compare(pattern{text: v.text}, text)
}

// costOfValues is the steps that comparing two values takes beside those of
// their shapes.
const costOfValues = 48

func isARN(s shape) bool { return len(fieldsOf(s)) == arnParts }

// coversARN compares values of Arn operators field by field, as they are
// matched.
func (c *shaping) coversARN(wide, narrow shape) bool {
	a, b := fieldsOf(wide), fieldsOf(narrow)
	if len(a) != arnParts || len(b) != arnParts {
		return false
	}
	for i := range a {
		if i < arnParts-1 && b[i].hasOpaque() && !c.sameShape(a[i], b[i]) || !c.covers(a[i], b[i]) {
			return false
		}
	}
	return true
}

// implies reports whether a requirement follows from others on the same key
// that are met together. It never says so wrongly.
func (c *shaping) implies(given []requirement, wanted requirement) bool {
	if !c.spend(1) {
		return false
	}
	for _, g := range given {
		if g.same(wanted) {
			return true
		}
	}
	if wanted.opaque() {
		return false
	}
	withoutKey, disputed, empty := true, false, true
	for _, g := range given {
		withoutKey = withoutKey && g.metWithoutKey()
		disputed = disputed || !g.opaque() && g.disputed()
		empty = empty && g.metByEmpty(c)
	}
	if withoutKey && (!wanted.metWithoutKey() || wanted.disputed() && !disputed) {
		return false
	}
	for _, g := range given {
		if !g.opaque() && c.impliesValues(g, wanted, empty) {
			return true
		}
	}
	return false
}

// impliesValues reports whether the values of a key that meet a requirement
// meet another; empty says whether the value "" may be among them.
func (c *shaping) impliesValues(given, wanted requirement, empty bool) bool {
	switch {
	case wanted.null && wanted.wants("true"):
		return wanted.wants("false") || given.null && !given.wants("false")
	case wanted.null:
		return !empty
	case given.null && given.wants("false"):
		return false
	case given.null:
		return wanted.set == forAllValues || wanted.surelyMatches(c, "") && wanted.set == noQualifier
	case given.set != wanted.set && given.set != noQualifier && (given.set != forAllValues || wanted.set != forAnyValue):
		return false // several values may meet it
	case given.ofSeveral() && (wanted.set == forAllValues || wanted.negated != given.negated):
		return false // one of several values may be enough for it
	case wanted.set == forAnyValue && empty && given.set != forAnyValue:
		return false
	}
	return c.includes(wanted, given)
}

// includes reports whether each text that meets the comparison of one
// requirement meets that of another.
func (c *shaping) includes(wide, narrow requirement) bool {
	if narrow.negated {
		if wide.negated {
			// What the wide one excludes, the narrow one excludes as well.
			return family(wide.base) == family(narrow.base) && everyHas(wide.values, narrow.values, func(w, n value) bool {
				return w.exact && narrow.plain[w.plain] && family(wide.base) == family(narrow.base) || c.coversValue(narrow.base, n, wide.base, w)
			})
		}
		return slices.ContainsFunc(wide.values, func(v value) bool { return wide.base == "StringLike" && v.like.all() })
	}
	for _, n := range narrow.values {
		switch {
		case n.exact && wide.surelyMatches(c, n.plain):
		case wide.negated && !slices.ContainsFunc(wide.values, func(w value) bool { return !c.excludesValue(wide.base, w, narrow.base, n) }):
		case !wide.negated && slices.ContainsFunc(wide.patterns, func(w value) bool { return c.coversValue(wide.base, w, narrow.base, n) }):
		default:
			return false
		}
	}
	return true
}

func everyHas(values, others []value, fits func(value, other value) bool) bool {
	for _, v := range values {
		if !slices.ContainsFunc(others, func(other value) bool { return fits(v, other) }) {
			return false
		}
	}
	return true
}

// family groups operators by the texts that they can compare.
func family(base string) string {
	for _, prefix := range []string{"String", "Numeric", "Date", "Arn"} {
		if strings.HasPrefix(base, prefix) {
			return prefix
		}
	}
	return base
}

// coversValue reports whether each text that a value matches under one
// operator is matched by another value under another.
func (c *shaping) coversValue(wideBase string, wide value, narrowBase string, narrow value) bool {
	if !c.spend(costOfValues) {
		return false
	}
	if wideBase == narrowBase && wide.text == narrow.text && slices.Equal(wide.like, narrow.like) {
		return true
	}
	of := family(wideBase)
	switch {
	case wideBase == "StringEqualsIgnoreCase":
		return family(narrowBase) == of && narrowBase != "StringLike" && slices.Equal(wide.like, c.folded(narrow.like))
	case of == "String":
		// A wildcard of an Arn operator matches less than one of StringLike.
		return narrowBase != "StringEqualsIgnoreCase" && (family(narrowBase) == of || family(narrowBase) == "Arn") && c.covers(wide.like, narrow.like)
	case of != family(narrowBase):
		return false
	case of == "Arn":
		return c.coversARN(wide.like, narrow.like)
	case of == "Numeric":
		return wide.numbers.covers(narrow.numbers)
	case of == "Date":
		return wide.instants.covers(narrow.instants)
	case of == "IpAddress":
		return coversNetwork(wide.text, narrow.text)
	case of == "BinaryEquals":
		same, comparable := binaryEquals(pattern{text: wide.text}, narrow.text)
		return same && comparable
	}
	return of == "Bool" && !wide.opaque && !narrow.opaque && equalFold(wide.text, narrow.text)
}

// folded returns a shape with its characters in one case.
func (c *shaping) folded(s shape) shape {
	s = slices.Clone(s)
	for i, element := range s {
		if 0 <= element && element <= unicode.MaxRune {
			s[i] = foldedCharacter(element)
		}
	}
	return s
}

// excludesValue reports whether no text that a value matches is matched by
// another value, whose operator's negation is so met.
func (c *shaping) excludesValue(wideBase string, wide value, narrowBase string, narrow value) bool {
	if !c.spend(costOfValues) {
		return false
	}
	of := family(wideBase)
	switch {
	case of == "String" && (family(narrowBase) == of || family(narrowBase) == "Arn"):
		return !c.meets(c.folded(wide.like), c.folded(narrow.like))
	case of != family(narrowBase):
		return false
	case of == "Arn":
		return c.excludesARN(wide.like, narrow.like)
	case of == "Numeric":
		return wide.numbers.excludes(narrow.numbers)
	case of == "Date":
		return wide.instants.excludes(narrow.instants)
	case of == "IpAddress":
		return excludesNetwork(wide.text, narrow.text)
	}
	return false
}

func (c *shaping) excludesARN(a, b shape) bool {
	x, y := fieldsOf(a), fieldsOf(b)
	if len(x) != arnParts || len(y) != arnParts {
		return false
	}
	for i := range x {
		if i < arnParts-1 && (x[i].hasOpaque() || y[i].hasOpaque()) {
			return false // an opaque text may have colons in it
		}
		if !c.meets(x[i], y[i]) {
			return true
		}
	}
	return false
}
