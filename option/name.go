package option

import "strings"

// FlagName returns the name of the option's flag, without its dashes:
// "s3-write-once" of "S3.WriteOnce". Empty where NoFlag says why there is none.
func (o *Option) FlagName() string {
	return named(o.NoFlag, o.Flag, func() string { return o.spelled(o.singular, kebab, "-") })
}

// ContextKey returns the key of the option in the context of a CDK app:
// "s3WriteOnce" of "S3.WriteOnce". Empty where NoKey says why there is none.
func (o *Option) ContextKey() string {
	return named(o.NoKey, o.Key, func() string {
		if o.Flag != "" {
			return camel(o.Flag)
		}
		return lowerFirst(o.spelled(o.singular, strings.Clone, ""))
	})
}

// RegistryKey returns the key of the option in a row of a registry:
// "s3.writeOnce" of "S3.WriteOnce". Empty where NoRegistry says why there is
// none.
func (o *Option) RegistryKey() string {
	return named(o.NoRegistry, o.Registry, func() string { return o.spelled(plural, lowerFirst, ".") })
}

// PropPath returns the path of the option's prop. Empty where NoProp says why
// there is none.
func (o *Option) PropPath() string {
	return named(o.NoProp, o.Prop, func() string { return o.Path })
}

// named returns the name that is declared, else the one that follows from the
// path, and none where there is a reason for it.
func named(reason, declared string, derive func() string) string {
	switch {
	case reason != "":
		return ""
	case declared != "":
		return declared
	}
	return derive()
}

// spelled returns the parts of the path as a front end writes each, and what the
// last one names in the form that it wants.
func (o *Option) spelled(last, each func(string) string, separator string) string {
	words := strings.Split(o.Path, ".")
	words[len(words)-1] = last(words[len(words)-1])
	for i, word := range words {
		words[i] = each(word)
	}
	return strings.Join(words, separator)
}

// short leaves out the end of a word that its store implies.
func short(word string) string {
	for _, end := range []string{"Names", "Name", "Arn"} {
		if cut, ok := strings.CutSuffix(word, end); ok && cut != "" {
			return cut
		}
	}
	return word
}

// singular returns what one value of a list is called: flags and context keys
// take them one by one.
func (o *Option) singular(word string) string {
	word = short(word)
	if o.Kind() != List {
		return word
	}
	for _, end := range []struct{ many, one string }{{"ies", "y"}, {"xes", "x"}, {"ches", "ch"}, {"s", ""}} {
		if cut, ok := strings.CutSuffix(word, end.many); ok {
			return cut + end.one
		}
	}
	return word
}

// plural returns what the values of a list are called together.
func plural(word string) string {
	name, ok := strings.CutSuffix(word, "Names")
	if !ok {
		return short(word)
	}
	if cut, ok := strings.CutSuffix(name, "y"); ok {
		return cut + "ies"
	}
	return name + "s"
}

// kebab writes a word as flags do: "write-once".
func kebab(word string) string {
	if word == "CodeArtifact" {
		return "codeartifact" // as AWS writes it in lower case
	}
	var b strings.Builder
	for i, r := range word {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// camel writes the name of a flag as keys do: "s3ExtraPrefix".
func camel(flag string) string {
	words := strings.Split(strings.Replace(flag, "codeartifact", "code-artifact", 1), "-")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

func lowerFirst(word string) string { return strings.ToLower(word[:1]) + word[1:] }
