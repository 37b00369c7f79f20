package main

import (
	"cmp"
	"maps"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// store has a policy of its own, made where the parameter of its root is given:
// its first option, where no other is.
type store struct {
	option.Store
	id, root string
}

func stores() []store {
	var all []store
	for _, s := range permission.Stores() {
		all = append(all, store{s, s.Path, cmp.Or(s.Root, permission.PublisherOptions().Below(s.Path + ".")[0].Path)})
	}
	return all
}

// publisher returns the template, made by the core from tokens in place of
// values.
func publisher() (template.Template, error) {
	all := map[string]input{}
	for _, in := range inputs() {
		all[in.option.Path] = in
	}
	set := permission.Publisher{S3: &permission.S3{BucketName: all["S3.BucketName"].token()}}
	made, err := template.Stack{
		Description:       "Role that a CI pipeline publishes artifacts with",
		CreateProvider:    true,
		ProviderParameter: true,
		Roles: []template.Role{{ID: "Publisher", Outputs: true, Role: role.Role{
			PolicyName:          all["PolicyName"].token(),
			PolicyPath:          all["PolicyPath"].token(),
			PermissionsBoundary: all["Role.PermissionsBoundary"].token(),
			Sets:                []permission.Set{set},
			// A whole value of the sub claim, as the core can't distinguish
			// parameters: their patterns see to it that it names one repository
			// and one environment.
			Trust: &trust.Options{Subjects: []trust.Subject{{
				Raw: []string{"repo:" + all["Subjects.Repositories"].token() + ":environment:" + all["Subjects.Environments"].token()},
			}}},
		}}},
	}.Template()
	if err != nil {
		return template.Template{}, err
	}
	c := conditions{}
	for path := range fallback {
		c.given(all[path])
	}
	if err := dividePolicy(&made, c, all); err != nil {
		return template.Template{}, err
	}
	boundary := all["Role.PermissionsBoundary"]
	properties := made.Resources[template.LogicalID("Publisher", "Role", "Resource")].Properties
	properties["PermissionsBoundary"] = when(c.given(boundary), properties["PermissionsBoundary"])
	for _, in := range all {
		made.AddParameter(in.name, in.Parameter)
	}
	for name, condition := range c {
		made.AddCondition(name, condition)
	}
	made.Rules = rules()
	made.Metadata = order()
	return made, nil
}

// dividePolicy puts a policy for each store in the place of the one that the
// core has made.
func dividePolicy(made *template.Template, c conditions, all map[string]input) error {
	whole := template.LogicalID("Publisher", "Policy", "Resource")
	pattern := made.Resources[whole]
	delete(made.Resources, whole)
	delete(made.Outputs, template.LogicalID("Publisher", "PolicyArn"))
	var attached []any
	for _, s := range stores() {
		statements, err := s.statements(c)
		if err != nil {
			return err
		}
		id := template.LogicalID("Publisher", s.id+"Policy", "Resource")
		properties := maps.Clone(pattern.Properties)
		properties["ManagedPolicyName"] = all["PolicyName"].token() + "-" + s.FlagPrefix()
		properties["PolicyDocument"] = map[string]any{"Version": policy.Version, "Statement": statements}
		made.Resources[id] = template.Resource{Type: pattern.Type, Condition: c.given(all[s.root]), Properties: properties}
		attached = append(attached, when(c.given(all[s.root]), ref(id)))
	}
	made.Resources[template.LogicalID("Publisher", "Role", "Resource")].Properties["ManagedPolicyArns"] = attached
	return nil
}

// inputs returns the parameters that change what the store's policy says, its
// root apart.
func (s store) inputs() []input {
	var all []input
	for _, in := range inputs() {
		path := in.option.Path
		store, _, below := strings.Cut(path, ".")
		whole := !below && (path == "AllowDelete" || path == "PinRegion" || path == "OrganizationId")
		if whole || store == s.id && path != s.root && !in.always() {
			all = append(all, in)
		}
	}
	return all
}

// choose returns what the core makes of a choice of parameters: which of them
// are given.
func (s store) choose(all []input, choice int) (permission.Set, error) {
	w := role.NewWhole(permission.PublisherOptions())
	give := func(in input, given bool) {
		switch {
		case in.option.Kind() == option.Switch:
			_ = w.At(in.option.Path).Set(given) // a switch takes a bool
		case given:
			_ = w.At(in.option.Path).Set(in.token()) // and a text or a list a text
		}
	}
	for _, in := range inputs() {
		if in.option.Path == s.root || strings.HasPrefix(in.option.Path, s.id+".") && in.always() {
			give(in, true)
		}
	}
	for i, in := range all {
		give(in, choice&(1<<i) != 0)
	}
	var faults fault.List
	set := w.Limits.On(w.Set.Make(&faults))
	faults.Append("", set.Validate(template.Anywhere))
	return set, faults.Err()
}

// statements returns those of a store for every choice of its parameters, each
// and all in it under the conditions that it is there.
func (s store) statements(c conditions) ([]any, error) {
	all := s.inputs()
	choices := 1 << len(all)
	legal := make(truth, choices)
	var merged []*statement
	for choice := choices - 1; choice >= 0; choice-- { // the fullest first, which has the order of all statements
		set, err := s.choose(all, choice)
		if err != nil {
			continue // which a rule refuses
		}
		legal[choice] = true
		merged = merge(merged, set.Statements(template.Anywhere), choice, choices)
	}
	if !legal[0] {
		_, err := s.choose(all, 0)
		return nil, err
	}
	var list []any
	for _, m := range merged {
		list = append(list, writer{c, all}.statement(m, legal))
	}
	return list, nil
}

// rules refuse a stack before it is made: one that would grant nothing, and one
// with parameters that mean nothing, or exclude each other.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
func rules() map[string]any {
	var roots []any
	var needs []any
	byPath := map[string]input{}
	for _, in := range inputs() {
		byPath[in.option.Path] = in
	}
	for _, s := range stores() {
		roots = append(roots, byPath[s.root].given())
	}
	for _, in := range inputs() {
		needed, ok := byPath[in.option.Needs]
		if in.option.Path == "S3.ListPrefix" {
			needed = byPath["S3.Prefix"] // which needs the bucket
		}
		if ok && in.preset() == "" {
			needs = append(needs, assertion(either(in.absent(), needed.given()), in.name+" means nothing without "+needed.name))
		}
	}
	needs = append(needs, assertion(either(byPath["CodeArtifact.DomainName"].absent(), byPath["CodeArtifact.RepositoryNames"].given()),
		"CodeArtifactDomain needs CodeArtifactRepository: name the repository, or write * for all of them"))
	return map[string]any{
		"PublishesSomewhere": assertions(assertion(either(roots...), "Name a bucket, an image repository or a domain of packages: there is nothing to publish to")),
		"MeansSomething":     assertions(needs...),
		"GoesTogether":       assertions(exclusions()...),
	}
}

// exclusions returns assertions against each two parameters that the core
// refuses together.
func exclusions() []any {
	var list []any
	for _, s := range stores() {
		all := s.inputs()
		for i := range all {
			for j := range i {
				if _, err := s.choose(all, 1<<i|1<<j); err != nil {
					list = append(list, assertion(not(map[string]any{"Fn::And": []any{all[j].given(), all[i].given()}}), all[j].name+" and "+all[i].name+" exclude each other"))
				}
			}
		}
	}
	return list
}

func either(list ...any) any { return map[string]any{"Fn::Or": list} }

func assertion(condition any, otherwise string) any {
	return map[string]any{"Assert": condition, "AssertDescription": otherwise}
}

func assertions(list ...any) any { return map[string]any{"Assertions": list} }

// order is how the console shows the parameters.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-cloudformation-interface.html
func order() map[string]any {
	var groups []any
	for _, label := range []string{option.Who, option.Where, option.How} {
		var names []string
		for _, in := range inputs() {
			if in.group == label {
				names = append(names, in.name)
			}
		}
		if label == option.Who {
			names = append(names, template.CreateProvider)
		}
		groups = append(groups, map[string]any{"Label": map[string]any{"default": label}, "Parameters": names})
	}
	return map[string]any{"AWS::CloudFormation::Interface": map[string]any{"ParameterGroups": groups}}
}
