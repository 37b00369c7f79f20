package main

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
)

// input is a parameter that stands for an option.
type input struct {
	option *option.Option
	name   string
	group  string
	template.Parameter
}

// given and absent are the conditions that the option is set to something, and
// that it is not.
func (in input) given() any {
	if in.option.Kind() == option.Switch {
		return equals(in.name, "true")
	}
	return not(equals(in.name, ""))
}

func (in input) absent() any {
	if in.option.Kind() == option.Switch {
		return equals(in.name, "false")
	}
	return equals(in.name, "")
}

// fallback are the values that parameters have which are empty. The core sees
// those with one as given.
var fallback = map[string]string{"CodeArtifact.AccountId": "AWS::AccountId", "CodeArtifact.Region": "AWS::Region"}

// always reports whether the core sees the parameter as given, whatever its
// value.
func (in input) always() bool {
	path := in.option.Path
	return in.preset() != "" || fallback[path] != "" || path == "S3.Prefix" || path == "CodeArtifact.RepositoryNames" // of which an empty prefix is the whole bucket, and a rule wants the repository
}

// preset is the value of the parameter unless another one is given. Empty for
// one that may be empty, and for a switch.
func (in input) preset() string {
	if in.option.Parameter == nil {
		return ""
	}
	return in.option.Parameter.Default
}

// token stands for the value that the parameter has at deployment.
func (in input) token() string {
	if otherwise := fallback[in.option.Path]; otherwise != "" {
		return template.RefIf("With"+in.name, in.name, otherwise)
	}
	return template.Ref(in.name)
}

// inputs returns the parameters of the options, in the order of the table.
func inputs() []input {
	table := role.NewWhole(permission.PublisherOptions()).Table
	var all []input
	for _, o := range table {
		in := input{option: o, group: option.How, Parameter: template.Parameter{Type: "String"}}
		if key := o.ContextKey(); key != "" {
			in.name = strings.ToUpper(key[:1]) + key[1:]
		}
		if text := o.Parameter; text != nil {
			in.name = cmp.Or(text.Name, in.name)
			in.group, in.ConstraintDescription = text.Group, text.Constraint
			in.AllowedPattern = "^(" + text.Pattern + ")$"
			if o.Path != "Subjects.Repositories" { // which has no default
				in.Default = &text.Default
				if text.Default == "" {
					in.AllowedPattern = "^$|" + in.AllowedPattern
				}
			}
		} else if o.Kind() == option.Switch && o.NoParameter == "" {
			off := "false"
			in.AllowedValues, in.Default = []string{"true", "false"}, &off
		} else {
			continue
		}
		all = append(all, in)
	}
	for i, in := range all {
		all[i].Description = fault.RenameMentions(describe(in.option), func(path string) string { return nameOf(all, table, path) })
	}
	return all
}

// ofMode is what an option says of the mode, which the template has not.
var ofMode = regexp.MustCompile(`; ignored with(out)? \{Dev\}[^;]*|, where \* at the end is any characters`)

// describe says what a parameter is for.
func describe(o *option.Option) string {
	if o.Parameter != nil && o.Parameter.About != "" {
		return o.Parameter.About
	}
	about := ofMode.ReplaceAllString(strings.ToUpper(o.About[:1])+o.About[1:], "")
	if o.Parameter != nil && o.Parameter.Default == "" {
		about += "; empty: " + cmp.Or(o.Unset, "none")
	}
	return about
}

// nameOf returns the name of the parameter behind a path, else of what the
// stack has in its place.
func nameOf(all []input, table option.Table, path string) string {
	o, _ := table.Find(path)
	for _, in := range all {
		if in.option == o {
			return in.name
		}
	}
	return "the stack's " + map[string]string{"AccountId": "account", "Region": "region"}[o.Path]
}
