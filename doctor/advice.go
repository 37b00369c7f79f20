package doctor

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// placeholder is the account where nobody says which.
const placeholder = "111122223333"

// Advice is the trust to write for a job: the narrowest that admits it.
type Advice struct {
	// Options that the rest is made of.
	Options trust.Options
	// Placeholder is true where the account is not known, and 111122223333
	// stands for it.
	Placeholder bool
	// Notices are the warnings and notes of the options.
	Notices []fault.Notice
}

// Advise returns the trust to write for the token that was taken. The account
// may be empty. The error is the one of trust.Narrowest.
func (v Visit) Advise(partition, accountID string) (*Advice, error) {
	o, err := trust.Narrowest(v.Token, partition)
	if err != nil {
		return nil, redacted(err, v.Redactor)
	}
	a := &Advice{Placeholder: accountID == ""}
	o.AccountID = accountID
	if a.Placeholder {
		o.AccountID = placeholder
	}
	a.Options, a.Notices = o, o.Notices()
	return a, nil
}

// Document is the trust policy.
func (a *Advice) Document() policy.Document { return a.Options.Document() }

// Flags are the arguments of "cipublisher trust" that make it.
func (a *Advice) Flags() []string {
	words := []string{"--account-id", a.Options.AccountID}
	if a.Options.Partition != "" && a.Options.Partition != "aws" {
		words = append(words, "--partition", a.Options.Partition)
	}
	o, s := a.Options, a.Options.Subjects[0]
	for _, one := range s.Options(&o) {
		name := "--" + one.FlagName()
		switch value := one.Get().(type) {
		case bool:
			if value {
				words = append(words, name)
			}
		case string:
			if value != "" && one.Path != "ProviderArn" {
				words = append(words, name, value)
			}
		case []string:
			for _, text := range value {
				words = append(words, name, text)
			}
		case trust.Issuer:
			if text := value.Text(); text != trust.GitHub().Text() {
				words = append(words, name, text)
			}
		case trust.Claims:
			for _, claim := range slices.Sorted(maps.Keys(value)) {
				for _, text := range value[claim] {
					words = append(words, name, string(claim)+"="+text)
				}
			}
		}
	}
	return words
}

// Command is the command line that prints the trust policy, broken into lines
// that a shell takes together.
func (a *Advice) Command() string {
	const indent = "\\\n    "
	line, text := len("cipublisher trust"), "cipublisher trust"
	words := a.Flags()
	for i := 0; i < len(words); i++ {
		word := quoted(words[i])
		if i+1 < len(words) && !strings.HasPrefix(words[i+1], "--") {
			i++
			word += " " + quoted(words[i])
		}
		if line+1+len(word) > 76 {
			text, line = text+" "+indent+word, len(indent)+len(word)
			continue
		}
		text, line = text+" "+word, line+1+len(word)
	}
	return text + "\n"
}

// quoted returns a word as a shell takes it.
func quoted(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+=,", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// Props are the props of a construct that make the trust, as Go code.
func (a *Advice) Props() string {
	var b strings.Builder
	b.WriteString("Trust: &cipublisher.TrustProps{\n")
	if a.Options.Issuer.Text() != trust.GitHub().Text() {
		fmt.Fprintf(&b, "\tIssuer: %s,\n", a.Options.Issuer.Go())
	}
	if a.Options.Audience != "" {
		fmt.Fprintf(&b, "\tAudience: jsii.String(%s),\n", strconv.Quote(a.Options.Audience))
	}
	b.WriteString("\tSubjects: &[]*cipublisher.TrustSubject{{\n")
	subject := reflect.ValueOf(a.Options.Subjects[0])
	for i := range subject.NumField() {
		name := subject.Type().Field(i).Name
		switch value := subject.Field(i).Interface().(type) {
		case bool:
			if value {
				fmt.Fprintf(&b, "\t\t%s: jsii.Bool(true),\n", name)
			}
		case []string:
			if len(value) > 0 {
				fmt.Fprintf(&b, "\t\t%s: %s,\n", name, texts(value))
			}
		case trust.Claims:
			for _, claim := range slices.Sorted(maps.Keys(value)) {
				fmt.Fprintf(&b, "\t\t%s: &map[trust.Claim]*[]*string{%s: %s},\n", name, strconv.Quote(string(claim)), texts(value[claim]))
			}
		}
	}
	b.WriteString("\t}},\n},\n")
	return b.String()
}

func texts(values []string) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = strconv.Quote(v)
	}
	return "jsii.Strings(" + strings.Join(list, ", ") + ")"
}
