package playground

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// commands writes the command lines that print the same documents: one for the
// policy, and one for the trust policy of a role that CI jobs assume.
func commands(named permission.NamedSet, all option.Table, values map[string]string, made role.Role) []string {
	ofPolicy := slices.Concat(new(permission.Environment).Options(), named.New().Table, new(permission.Limited).Options())
	policy := commandLine("policy", all, values, ofPolicy)
	if named.Name != role.Sets[0].Name {
		policy = strings.Replace(policy, " policy", " policy --set "+named.Name, 1)
	}
	lines := []string{policy}
	if made.Trust != nil {
		line := commandLine("trust", all, values, slices.Concat(new(permission.Environment).Options()[:1], new(trust.Subject).Options(new(trust.Options))))
		if p := made.Trust.Partition; p != "" && p != "aws" {
			line += continued + "--partition " + p
		}
		if made.Trust.Dev {
			line += continued + "--dev"
		}
		lines = append(lines, line)
	}
	return lines
}

// continued goes on with a command on the next line.
const continued = " \\\n  "

// commandLine writes a command with the options that are given and that it
// takes.
func commandLine(command string, all option.Table, values map[string]string, takes option.Table) string {
	line := "cipublisher " + command
	for _, o := range all {
		if o.Given() && slices.ContainsFunc(takes, func(t *option.Option) bool { return t.Path == o.Path }) {
			for _, value := range written(o, values[o.Path]) {
				line += continued + nameOf(o) + value
			}
		}
	}
	return line
}

// written returns a value as its flag takes it, once for each value of a list.
func written(o *option.Option, value string) []string {
	value = strings.TrimSpace(value)
	switch {
	case o.Kind() == option.Switch && value == "true":
		return []string{""}
	case o.Kind() == option.Switch:
		return []string{"=" + value}
	case o.Kind() != option.List:
		return []string{" " + quoted(value)}
	}
	all := lines(value)
	for i := range all {
		all[i] = " " + quoted(all[i])
	}
	return all
}

// plain is what a shell takes as it stands.
var plain = regexp.MustCompile(`^[A-Za-z0-9_./:@=+,-]+$`)

// quoted writes a word for a shell.
func quoted(word string) string {
	if plain.MatchString(word) {
		return word
	}
	return fmt.Sprintf("'%s'", strings.ReplaceAll(word, "'", `'\''`))
}
