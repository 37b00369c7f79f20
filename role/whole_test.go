package role_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// asking are the options that each set is given at least; of the others, the
// sets beside publisher and builder have every one.
var asking = map[string]map[string]any{
	"publisher": {
		"S3.BucketName": "acme-dist", "Ecr.RepositoryNames": "image", "Ecr.DevRepositoryNames": "dev-image", "EcrPublic.RepositoryNames": "public",
		"CodeArtifact.DomainName": "acme", "CodeArtifact.RepositoryNames": "packages", "CodeArtifact.DevRepositoryNames": "dev-packages",
	},
	"builder": {
		"S3.BucketName": "acme-dist", "Ecr.RepositoryNames": "image", "CodeArtifact.DomainName": "acme", "CodeArtifact.RepositoryNames": "packages",
	},
	"ecr-push":        {"Ecr.RepositoryNames": "image"},
	"cdk-deploy":      {},
	"ecs-deploy":      {"Services.Cluster": "prod", "Services": "app", "TaskFamilies": "app", "PassRoles": "app-task"},
	"lambda-deploy":   {"Functions": "api"},
	"pull-through":    {"CacheNames": "docker-hub/*"},
	"static-site":     {"Files.BucketName": "acme-site", "Distributions": "E1A2B3C4D5E6F7"},
	"terraform-state": {"Bucket": "acme-state", "Keys": "live/app.tfstate"},
	"terragrunt":      {"State.Bucket": "acme-state", "State.Keys": "live/app.tfstate"},
}

// environment is where the sets of this test are.
var environment = permission.Environment{AccountID: "123456789012", Region: "eu-west-1"}

// Every wildcard of a document is written in the options, or a note with an id
// tells of it: over all sets, and each option of theirs with its example. "*" as
// a whole resource is no choice: it stands for actions that AWS has no resource
// for, which the tables' own tests name.
func TestEveryWildcardIsWrittenOrTold(t *testing.T) {
	for _, named := range role.Sets {
		for _, dev := range []bool{false, true} {
			if dev && named.Name != "publisher" {
				continue
			}
			checked := 0
			for _, changed := range append(option.Table{nil}, named.New().Table...) {
				set := named.New()
				given := map[string]any{}
				for path, value := range asking[named.Name] {
					given[path] = value
				}
				if dev {
					given["Dev"] = true
				}
				if changed != nil {
					given[changed.Path] = changed.Example
					if store, ok := strings.CutSuffix(changed.Path, ".EveryRepository"); ok {
						delete(given, store+".RepositoryNames")
					}
					if changed.Path == "Preset" {
						given[changed.Path] = "terraform-aws-ci-publisher"
						for _, path := range []string{"Ecr.RepositoryNames", "Ecr.DevRepositoryNames", "CodeArtifact.RepositoryNames"} {
							delete(given, path)
						}
					}
				}
				for path, value := range given {
					if o := set.At(path); o.Kind() == option.List {
						value = strings.Split(value.(string), ",")
						require.NoError(t, o.Set(value))
					} else {
						require.NoError(t, o.Set(value))
					}
				}
				made := set.Make(new(fault.List))
				if made.Validate(environment) != nil {
					continue // it excludes another one, or needs one
				}
				var notes []string
				if noticer, ok := made.(permission.Noticer); ok {
					for _, notice := range noticer.Notices(environment) {
						notes = append(notes, notice.ID)
					}
				}
				for _, s := range made.Statements(environment) {
					for _, resource := range s.Resources {
						if s.Effect == policy.Allow && strings.Contains(resource, "*") && resource != "*" {
							checked++
							for _, unsaid := range unwritten(named.Name, resource, given) {
								assert.Contains(t, notes, unsaid, "%s dev=%v %v: %s", named.Name, dev, given, resource)
							}
						}
					}
				}
			}
			if !slices.Contains([]string{"terragrunt", "cdk-deploy", "verify"}, named.Name) { // which have none
				assert.NotZero(t, checked, named.Name)
			}
		}
	}
}

// unwritten returns the ids of the notes that must tell of the wildcards of a
// resource which the values do not write: every one of S3, ECR and CodeArtifact,
// and of other services those that are not below something that is named.
func unwritten(set, resource string, given map[string]any) []string {
	parts := strings.SplitN(resource, ":", 6)
	service, path := parts[2], parts[5]
	var values []string
	for _, value := range given {
		values = append(values, strings.Split(fmt.Sprint(value), ",")...)
	}
	written := func(beginning string) bool { // a value that ends there, before its own "*" or without one
		return slices.ContainsFunc(values, func(v string) bool {
			return strings.HasSuffix(beginning, strings.TrimSuffix(v, "*")) && (strings.HasSuffix(v, "*") || strings.HasSuffix(v, "/"))
		})
	}
	publishes := given["S3.BucketName"] != nil || given["Ecr.RepositoryNames"] != nil || given["Ecr.EveryRepository"] != nil || given["Preset"] != nil || given["CodeArtifact.DomainName"] != nil
	all := map[string]bool{}
	for i := range path {
		if path[i] != '*' || written(path[:i]) {
			continue
		}
		switch {
		case set == "audit":
			all["audit-every-provider"] = true
		case !publishes:
			below := strings.TrimRight(path[:i], "/:")
			if !slices.ContainsFunc(values, func(v string) bool { return v != "" && strings.HasSuffix(below, v) }) {
				all["nothing names "+resource] = true
			}
		case service == "s3" && fmt.Sprint(given["Dev"]) == "true":
			all["s3-dev-prefix-unset"] = true
		case service == "s3":
			all["s3-whole-bucket"] = true
		case service == "ecr" && set == "builder":
			all["ecr-pull-every-repository"] = true
		case service == "ecr":
			all["ecr-every-repository"] = true
		case service == "ecr-public":
			all["ecr-public-every-repository"] = true
		case service == "codeartifact" && strings.Count(path[:i], "/") == 2 && path[:i] != "package/acme/packages/" && given["CodeArtifact.RepositoryNames"] == nil:
			all["codeartifact-every-repository"] = true
		case service == "codeartifact":
			all["codeartifact-every-package"] = true
		}
	}
	var ids []string
	for id := range all {
		ids = append(ids, id)
	}
	return ids
}

// A table that is reset is as new, and what was made with it before stays.
func TestATableServesManyRoles(t *testing.T) {
	w := role.NewWhole(permission.PublisherOptions())
	for _, o := range w.Table {
		if o.Kind() != option.Switch {
			_ = o.Set(strings.Split(o.Example, ","))
		} else {
			_ = o.Set(true)
		}
	}
	var faults fault.List
	first := w.Set.Make(&faults).(permission.Publisher)
	bucket, names := *first.S3, first.ECR.RepositoryNames
	w.Reset()
	require.Equal(t, role.NewWhole(permission.PublisherOptions()).Role, w.Role)
	require.Equal(t, trust.Options{}, w.Trust)
	require.Equal(t, trust.Subject{}, w.Subject)
	require.Equal(t, permission.Publisher{}, w.Set.Make(&faults))
	require.NoError(t, w.At("S3.BucketName").Set("other"))
	second := w.Set.Make(&faults).(permission.Publisher)
	require.Equal(t, &permission.S3{BucketName: "other"}, second.S3)
	require.Nil(t, second.ECR)
	require.Equal(t, bucket, *first.S3)
	require.Equal(t, names, first.ECR.RepositoryNames)
}
