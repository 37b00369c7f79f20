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
)

// settings is the app's context, with the defaults of a made-up company.
type settings struct {
	mode               string
	accountID, region  string
	s3Bucket           string
	s3Prefix           string
	s3DevPrefix        *string
	codeArtifactDomain string
	allowDelete        bool
	repositories       []string
	branches           []string
	tags               []string
	environments       []string
	existingProvider   bool
	// changes narrow the stores; see storeKeys.
	changes []change
}

func defaults() settings {
	return settings{
		mode:               "both",
		s3Bucket:           "acme-dist",
		codeArtifactDomain: "acme",
		allowDelete:        true,
		repositories:       []string{"acme/app"},
	}
}

// keys maps each context key to the setting it fills.
var keys = map[string]func(*settings, *reader){
	"mode":               func(s *settings, r *reader) { s.mode = r.oneOf("normal", "dev", "both") },
	"accountId":          func(s *settings, r *reader) { s.accountID = r.text() },
	"region":             func(s *settings, r *reader) { s.region = r.text() },
	"s3Bucket":           func(s *settings, r *reader) { s.s3Bucket = r.text() },
	"s3Prefix":           func(s *settings, r *reader) { s.s3Prefix = r.text() },
	"s3DevPrefix":        func(s *settings, r *reader) { s.s3DevPrefix = jsii.String(r.text()) },
	"codeArtifactDomain": func(s *settings, r *reader) { s.codeArtifactDomain = r.text() },
	"allowDelete":        func(s *settings, r *reader) { s.allowDelete = r.boolean() },
	"githubRepositories": func(s *settings, r *reader) { s.repositories = r.list() },
	"githubBranches":     func(s *settings, r *reader) { s.branches = r.list() },
	"githubTags":         func(s *settings, r *reader) { s.tags = r.list() },
	"githubEnvironments": func(s *settings, r *reader) { s.environments = r.list() },
	"existingProvider":   func(s *settings, r *reader) { s.existingProvider = r.boolean() },
}

// options maps the props that a fault may name to the context key behind them.
var options = map[string]string{
	"AccountId":                      "accountId",
	"Region":                         "region",
	"S3.BucketName":                  "s3Bucket",
	"S3.Prefix":                      "s3Prefix",
	"S3.DevPrefix":                   "s3DevPrefix",
	"CodeArtifact.DomainName":        "codeArtifactDomain",
	"AllowDelete":                    "allowDelete",
	"OidcProvider.Existing":          "existingProvider",
	"Trust.Subjects[0]":              "githubRepositories",
	"Trust.Subjects[0].Repositories": "githubRepositories",
	"Trust.Subjects[0].Branches":     "githubBranches",
	"Trust.Subjects[0].Tags":         "githubTags",
	"Trust.Subjects[0].Environments": "githubEnvironments",
}

// parse reads the context. The error lists every fault.
func parse(context map[string]any) (settings, error) {
	s := defaults()
	var faults fault.List
	for _, key := range slices.Sorted(maps.Keys(context)) {
		if store, ok := storeKeys[key]; ok {
			s.changes = append(s.changes, store.read(&reader{key: key, value: context[key], faults: &faults, example: store.example}))
			continue
		}
		read, ok := keys[key]
		if !ok {
			faults.Add(key, fmt.Sprint(context[key]), "is no context key of this app", "use one of "+strings.Join(keyNames(), ", "))
			continue
		}
		read(&s, &reader{key: key, value: context[key], faults: &faults, example: example[key]})
	}
	if len(s.branches)+len(s.tags)+len(s.environments) == 0 {
		// The recommended subject: who may publish is then decided by the
		// environment's protection rules.
		s.environments = []string{"release"}
	}
	return s, faults.Err()
}

// keyNames returns every context key of the app, sorted.
func keyNames() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for key := range keys {
			if !yield(key) {
				return
			}
		}
		for key := range storeKeys {
			if !yield(key) {
				return
			}
		}
	})
}

// validate returns every fault of the publishers' props, each once, under the
// names of the context keys.
func (s settings) validate() error {
	var faults fault.List
	for _, p := range s.publishers() {
		var list fault.List
		list.Append("", p.props.Validate())
		for _, f := range list.Rename(contextKey) {
			if !slices.Contains(faults, f) {
				faults = append(faults, f)
			}
		}
	}
	return faults.Err()
}

// contextKey returns the context key behind a prop: the longest path that has
// one, so that "Trust.Subjects[0].Branches[2]" is found too.
func contextKey(option string) string {
	for path := option; path != ""; {
		if key, ok := options[path]; ok {
			return key
		}
		for key, store := range storeKeys {
			if store.prop == path {
				return key
			}
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return option
}

// environment is the stack's, when the context names it; else the stack can
// be deployed anywhere.
func (s settings) environment() *awscdk.Environment {
	if s.accountID == "" && s.region == "" {
		return nil
	}
	e := &awscdk.Environment{}
	if s.accountID != "" {
		e.Account = &s.accountID
	}
	if s.region != "" {
		e.Region = &s.region
	}
	return e
}

// publisher is one publisher of the stack.
type publisher struct {
	id    string
	props *cipublisher.CiPublisherProps
}

// publishers returns the publishers of the mode. One set of options serves
// both; the dev publisher trusts any ref of the same repositories.
func (s settings) publishers() []publisher {
	var all []publisher
	if s.mode != "dev" {
		all = append(all, publisher{"Publisher", s.props(&cipublisher.TrustSubject{
			Branches:     jsii.Strings(s.branches...),
			Tags:         jsii.Strings(s.tags...),
			Environments: jsii.Strings(s.environments...),
		})})
	}
	if s.mode != "normal" {
		dev := s.props(&cipublisher.TrustSubject{AnyRef: jsii.Bool(true)})
		dev.Dev = jsii.Bool(true)
		all = append(all, publisher{"DevPublisher", dev})
	}
	return all
}

func (s settings) props(subject *cipublisher.TrustSubject) *cipublisher.CiPublisherProps {
	subject.Repositories = jsii.Strings(s.repositories...)
	props := &cipublisher.CiPublisherProps{
		AllowDelete: &s.allowDelete,
		Trust:       &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{subject}},
		Outputs:     jsii.Bool(true),
	}
	if s.accountID != "" {
		props.AccountId = &s.accountID
	}
	if s.region != "" {
		props.Region = &s.region
	}
	if s.s3Bucket != "" {
		props.S3 = &cipublisher.S3Props{BucketName: &s.s3Bucket, Prefix: &s.s3Prefix, DevPrefix: s.s3DevPrefix}
	}
	if s.codeArtifactDomain != "" {
		props.CodeArtifact = &cipublisher.CodeArtifactProps{DomainName: &s.codeArtifactDomain}
	}
	for _, change := range s.changes {
		change(props)
	}
	if s.existingProvider {
		props.OidcProvider = &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
	}
	return props
}
