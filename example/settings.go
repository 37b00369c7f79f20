package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/prop"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// defaults is the context of a made-up company. It asks for every wildcard of
// its policies by name.
var defaults = map[string]any{
	"mode": "both", "s3Bucket": "acme-dist", "s3Prefix": "release/", "s3DevPrefix": "dev/",
	"ecrRepository": "app", "ecrDevRepository": "dev/app",
	"codeArtifactDomain": "acme", "codeArtifactRepository": "packages", "codeArtifactFormat": "maven", "codeArtifactNamespace": "com.acme", "codeArtifactPackage": "app",
	"githubRepositories": "acme/app", "outputs": true,
}

// replaces are the defaults, by the beginnings of their keys, that are left out
// where the context has a key, or a key with a value: a bucket of somebody's own
// comes without the made-up stores, and a preset fills what they would set.
var replaces = map[string][]string{
	"s3Bucket":                    {"s3", "ecr", "codeArtifact"},
	"ecrEveryRepository":          {"ecrRepository"},
	"codeArtifactDomain":          {"codeArtifact"},
	"codeArtifactEveryRepository": {"codeArtifactRepository"},
	"preset=terraform-aws-ci-publisher": {
		"s3Prefix", "s3DevPrefix", "ecr", "codeArtifactRepository", "codeArtifactFormat", "codeArtifactNamespace", "codeArtifactPackage",
	},
	"preset=agilecustoms-release": {"s3DevPrefix", "ecrDevRepository"},
}

// withDefaults returns the context with the defaults that it does not replace.
func withDefaults(context map[string]any) map[string]any {
	all := maps.Clone(defaults)
	for key, value := range context {
		for _, replaced := range slices.Concat(replaces[key], replaces[key+"="+fmt.Sprint(value)]) {
			maps.DeleteFunc(all, func(key string, _ any) bool { return strings.HasPrefix(key, replaced) })
		}
	}
	maps.Copy(all, context)
	return all
}

// recommended is where jobs run unless the context says it: who may publish is
// then decided by the environment's protection rules.
const recommended = "release"

// settings is what the app makes of its context.
type settings struct {
	mode       string
	publishers []publisher
}

// publisher is one publisher of the stack.
type publisher struct {
	id    string
	props *cipublisher.CiPublisherProps
}

// table returns every option of a publisher, unset: its keys are those of the
// app beside "mode".
func table() option.Table { return role.NewWhole(permission.PublisherOptions()).Table }

// parse reads the context. The error lists every fault. One context serves both
// publishers; the dev publisher trusts any ref of the same repositories, and
// the names that the context gives are the other one's.
func parse(context map[string]any) (settings, error) {
	all := withDefaults(context)
	s := settings{mode: fmt.Sprint(all["mode"])}
	var faults fault.List
	refuseUnknown(&faults, context)
	if !slices.Contains(modes, s.mode) {
		faults.Add("mode", s.mode, "is not one of "+strings.Join(modes, ", "), "write mode=both")
	}
	for _, dev := range []bool{false, true} {
		if s.mode == "normal" && dev || s.mode == "dev" && !dev {
			continue
		}
		p := publisher{"Publisher", &cipublisher.CiPublisherProps{}}
		if dev {
			p = publisher{"DevPublisher", &cipublisher.CiPublisherProps{Dev: jsii.Bool(true)}}
		}
		for _, o := range read(all, dev, &faults) {
			prop.Set(p.props, o.PropPath(), o.Get())
		}
		s.publishers = append(s.publishers, p)
	}
	return s, dedupe(faults).Err()
}

var modes = []string{"normal", "dev", "both"}

// read returns the options that mean something to a publisher.
func read(context map[string]any, dev bool, faults *fault.List) option.Table {
	t := table()
	refused := map[*option.Option]bool{}
	var inContext, service bool
	for _, o := range t {
		value, ok := context[o.ContextKey()]
		if !ok || dev && (o.Group == trust.Context || o.Path == "PolicyName" || o.Path == "Role.Name") {
			continue
		}
		if o.Kind() == option.List {
			value = split(value)
		}
		if err := o.Set(value); err != nil {
			for _, f := range err.(fault.List) {
				faults.Add(o.ContextKey(), f.Value, f.Problem, "write "+o.ContextKey()+"="+o.Example)
			}
			refused[o] = true
		}
		service = service || strings.HasPrefix(o.Path, "Service.") && o.Means()
		inContext = inContext || o.Group == trust.Context && o.Means()
	}
	switch {
	case service && context["githubRepositories"] == defaults["githubRepositories"]:
		t = t.Without("Subjects.") // a role is for CI jobs or for a service
	case dev:
		_ = t.At("Subjects.AnyRef").Set(true)
	case !inContext:
		_ = t.At("Subjects.Environments").Set(recommended)
	}
	return slices.DeleteFunc(t, func(o *option.Option) bool { return !o.Given() || refused[o] })
}

// split reads texts separated by commas, without the white space around them.
// What is left without text, as by a comma at the end, is refused.
func split(value any) any {
	text, ok := value.(string)
	if !ok {
		return value
	}
	list := strings.Split(text, ",")
	for i, part := range list {
		list[i] = strings.TrimSpace(part)
	}
	return list
}

func refuseUnknown(faults *fault.List, context map[string]any) {
	names := keyNames()
	for _, key := range slices.Sorted(maps.Keys(context)) {
		if !slices.Contains(names, key) {
			faults.Add(key, fmt.Sprint(context[key]), "is no context key of this app", "use one of "+strings.Join(names, ", "))
		}
	}
}

// keyNames returns every context key of the app, sorted.
func keyNames() []string {
	names := []string{"mode"}
	for _, o := range table() {
		if key := o.ContextKey(); key != "" {
			names = append(names, key)
		}
	}
	slices.Sort(names)
	return names
}

// validate returns every fault of the publishers' props, each once, under the
// names of the context keys.
func (s settings) validate() error {
	var faults fault.List
	for _, p := range s.publishers {
		faults.Append("", p.props.Validate())
	}
	return dedupe(faults.Rename(table().Rename((*option.Option).ContextKey))).Err()
}

func dedupe(faults fault.List) fault.List {
	var all fault.List
	for _, f := range faults {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// environment is the stack's, when the context names it; else the stack can
// be deployed anywhere.
func (s settings) environment() *awscdk.Environment {
	first := s.publishers[0].props
	if first.AccountId == nil && first.Region == nil {
		return nil
	}
	return &awscdk.Environment{Account: first.AccountId, Region: first.Region}
}
