package option

import "strings"

// FlagName returns the name of the option's flag, without its dashes:
// "s3-write-once" of "S3.WriteOnce". Empty where NoFlag says why there is none.
func (o *Option) FlagName() string {
	switch {
	case o.NoFlag != "":
		return ""
	case o.Flag != "":
		return o.Flag
	}
	words := strings.Split(o.Path, ".")
	last := len(words) - 1
	words[last] = o.singular(short(words[last]))
	for i, word := range words {
		words[i] = kebab(word)
	}
	return strings.Join(words, "-")
}

// ContextKey returns the key of the option in the context of a CDK app:
// "s3WriteOnce" of "S3.WriteOnce". Empty where NoKey says why there is none.
func (o *Option) ContextKey() string {
	switch {
	case o.NoKey != "":
		return ""
	case o.Key != "":
		return o.Key
	case o.Flag != "":
		return camel(o.Flag)
	}
	words := strings.Split(o.Path, ".")
	last := len(words) - 1
	words[last] = o.singular(short(words[last]))
	return lowerFirst(strings.Join(words, ""))
}

// RegistryKey returns the key of the option in a row of a registry:
// "s3.writeOnce" of "S3.WriteOnce". Empty where NoRegistry says why there is
// none.
func (o *Option) RegistryKey() string {
	switch {
	case o.NoRegistry != "":
		return ""
	case o.Registry != "":
		return o.Registry
	}
	words := strings.Split(o.Path, ".")
	last := len(words) - 1
	if name, ok := strings.CutSuffix(words[last], "Names"); ok {
		words[last] = plural(name)
	} else {
		words[last] = short(words[last])
	}
	for i, word := range words {
		words[i] = lowerFirst(word)
	}
	return strings.Join(words, ".")
}

// PropPath returns the path of the option's prop. Empty where NoProp says why
// there is none.
func (o *Option) PropPath() string {
	switch {
	case o.NoProp != "":
		return ""
	case o.Prop != "":
		return o.Prop
	}
	return o.Path
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

// singular returns what one value of a list is called: a flag and a key take
// them one by one.
func (o *Option) singular(word string) string {
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

func plural(word string) string {
	if cut, ok := strings.CutSuffix(word, "y"); ok {
		return cut + "ies"
	}
	return word + "s"
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
	var b strings.Builder
	for i, word := range strings.Split(flag, "-") {
		switch {
		case word == "codeartifact":
			word = "codeArtifact"
		case i > 0:
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		b.WriteString(word)
	}
	return b.String()
}

func lowerFirst(word string) string { return strings.ToLower(word[:1]) + word[1:] }
