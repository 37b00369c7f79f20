package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// contextKey is a condition key that a policy here may look at, with the
// values a request is tried with.
type contextKey struct {
	name   string
	values []any
	// always is true of a key that AWS adds to each request, the first value
	// unless it is tried with others. Other keys are also tried absent.
	always bool
}

// organization is the one that policies are limited to.
const organization = "o-a1b2c3d4e5"

var contextKeysOf sync.Map

// contextKeys are the keys of an environment.
func contextKeys(env permission.Environment) []contextKey {
	if keys, made := contextKeysOf.Load(env); made {
		return keys.([]contextKey)
	}
	keys, _ := contextKeysOf.LoadOrStore(env, newContextKeys(env))
	return keys.([]contextKey)
}

func newContextKeys(env permission.Environment) []contextKey {
	bucket, states := "arn:"+env.Partition+":s3:::"+bucketName, "arn:"+env.Partition+":s3:::"+stateBucket
	elsewhere := otherRegion[env.Partition]
	cluster, family := arnIn(env, "ecs", "cluster/"), arnIn(env, "ecs", "task-definition/")
	return []contextKey{
		{name: "aws:SecureTransport", values: []any{"true", "false"}, always: true},
		{name: "aws:RequestedRegion", values: []any{env.Region, elsewhere}, always: true},
		{name: "aws:ResourceOrgID", values: []any{organization, "o-zzzzzzzzzz"}},
		{name: "s3:RequestObjectTag/Release", values: []any{"true", "false"}},
		{name: "s3:ExistingObjectTag/Release", values: []any{"true", "false"}},
		{name: "s3:RequestObjectTagKeys", values: []any{[]string{"Release"}, []string{"Release", "commit"}, []string{"Release", "team"}, []string{"team"}}},
		{name: "s3:if-none-match", values: []any{"*"}},
		{name: "s3:ObjectCreationOperation", values: []any{"true", "false"}},
		{name: "s3:x-amz-acl", values: []any{"bucket-owner-full-control", "private", "public-read"}},
		{name: "s3:object-lock-mode", values: []any{"GOVERNANCE", "COMPLIANCE"}},
		{name: "s3:object-lock-remaining-retention-days", values: []any{"1", "30", "31"}},
		{name: "s3:object-lock-legal-hold", values: []any{"ON", "OFF"}},
		{name: "s3:ResourceAccount", values: []any{env.AccountID, otherAccount}},
		{name: "s3:prefix", values: []any{"", "release/", "release/app/1.2.3/", "release-evil/", "dev/app/", "a/", "b/", "secret/", "www/", "www-evil/",
			"live/", "live/app.tfstate", "live/app.tfstate-evil", "live-evil/", "other/app.tfstate", "env:/", "env:/dev/live/app.tfstate", "spaces/"}},
		{name: "sts:AWSServiceName", values: []any{"codeartifact.amazonaws.com", "codecommit.amazonaws.com", "ecr-public.amazonaws.com"}},
		{name: "sts:DurationSeconds", values: []any{"0", "3600", "3601", "43200"}},
		{name: "kms:ViaService", values: []any{"s3." + env.Region + ".amazonaws.com", "s3." + elsewhere + ".amazonaws.com", "ecr." + env.Region + ".amazonaws.com"}},
		{name: "kms:EncryptionContext:aws:s3:arn", values: []any{bucket, bucket + "/release/app.zip", bucket + "/release-evil/app.zip", bucket + "/app/feature/app.zip",
			bucket + "/dev/app.zip", bucket + "-evil", bucket + "-evil/release/app.zip", "arn:" + env.Partition + ":s3:::" + mirror + "/release/app.zip",
			"arn:" + env.Partition + ":s3:::" + mirror, "arn:" + env.Partition + ":s3:::" + docsBucket, "arn:" + env.Partition + ":s3:::" + site,
			"arn:" + env.Partition + ":s3:::" + site + "/index.html", "arn:" + env.Partition + ":s3:::" + site + "-evil/index.html",
			states, states + "/live/app.tfstate", states + "/live/app.tfstate.tflock", states + "/other/app.tfstate", states + "-evil/live/app.tfstate"}},
		{name: "ecs:task-definition", values: []any{family + "app:7", family + "app-evil:7", family + "admin:1", family + "web-a:1", family + "migrate:4", strings.Replace(family, account, otherAccount, 1) + "app:7"}},
		{name: "ecs:cluster", values: []any{cluster + "prod", cluster + "prod-evil", cluster + "staging", cluster + "jobs"}},
		{name: "ecs:CreateAction", values: []any{"RegisterTaskDefinition", "CreateService", "RunTask"}},
		{name: "iam:PassedToService", values: []any{"ecs-tasks.amazonaws.com", "ec2.amazonaws.com", "ecs.amazonaws.com"}},
		{name: "dynamodb:LeadingKeys", values: []any{
			[]string{"acme-state/live/app.tfstate"}, []string{"acme-state/live/app.tfstate-md5"}, []string{"acme-state/live/eu/db.tfstate"},
			[]string{"acme-state/other/app.tfstate"}, []string{"acme-state-evil/live/app.tfstate"}, []string{"acme-state/live/app.tfstate", "acme-state/other/app.tfstate"},
		}},
	}
}

// contexts returns every combination of the keys that a document looks at for
// an action and requests for it have. No other key can decide anything:
// TestOnlyNamedKeysDecide.
func contexts(a action, env permission.Environment, document policy.Document) []map[string]any {
	all := []map[string]any{usualContext(env)}
	if !hasConditions(document) {
		return all
	}
	for _, key := range contextKeys(env) {
		if !a.has(key.name) || !looksAt(document, a.Name, key.name) {
			continue
		}
		for _, context := range all[:len(all):len(all)] {
			values := key.values
			if key.always {
				values = values[1:]
			}
			for _, value := range values {
				all = append(all, with(context, key.name, value))
			}
		}
	}
	return all
}

func hasConditions(d policy.Document) bool {
	return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool { return len(s.Conditions) > 0 })
}

// usualContext has the keys that AWS adds to each request.
func usualContext(env permission.Environment) map[string]any {
	context := map[string]any{}
	for _, key := range contextKeys(env) {
		if key.always {
			context[key.name] = key.values[0]
		}
	}
	return context
}

func with(context map[string]any, key string, value any) map[string]any {
	extended := map[string]any{key: value}
	for k, v := range context {
		if k != key {
			extended[k] = v
		}
	}
	return extended
}

// looksAt reports whether a condition of a document on an action names a key.
// A statement with wildcards may be about any action.
func looksAt(d policy.Document, action, key string) bool {
	return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		about := len(s.Conditions) > 0 && (len(s.NotActions) > 0 || slices.ContainsFunc(s.Actions, func(named string) bool {
			return strings.ContainsAny(named, "*?") || strings.EqualFold(named, action)
		}))
		return about && hasKey(s.Conditions, key)
	})
}

// hasKey reports whether conditions look at a key, in any case.
func hasKey(conditions policy.Conditions, key string) bool {
	for _, keys := range conditions {
		for named := range keys {
			if strings.EqualFold(named, key) {
				return true
			}
		}
	}
	return false
}

// alternatives are contexts in which something is allowed: each key with the
// values that it may have. A key that may have any of those tried is left out.
type alternatives map[string][]string

const unset = "unset"

// summary writes down the contexts, out of those tried, in which something is
// allowed: nothing is lost of what was found out.
func summary(env permission.Environment, tried, allowed []map[string]any) []string {
	keys := varying(env, tried)
	every := map[string][]string{}
	for _, key := range keys {
		for _, context := range tried {
			if value := written(context[key]); !slices.Contains(every[key], value) {
				every[key] = append(every[key], value)
			}
		}
	}
	list := make([]alternatives, len(allowed))
	for i, context := range allowed {
		list[i] = alternatives{}
		for _, key := range keys {
			list[i][key] = []string{written(context[key])}
		}
	}
	for merged := true; merged; {
		merged = false
		for _, key := range keys {
			before := len(list)
			list = merge(list, keys, key)
			merged = merged || len(list) < before
		}
	}
	lines := make([]string, len(list))
	for i, a := range list {
		var words []string
		for _, key := range keys {
			if len(a[key]) < len(every[key]) {
				words = append(words, key+"="+strings.Join(a[key], " or "))
			}
		}
		lines[i] = strings.Join(words, ", ")
	}
	slices.Sort(lines)
	return lines
}

// merge joins the alternatives that differ in one key only.
func merge(list []alternatives, keys []string, key string) []alternatives {
	var joined []alternatives
	for _, a := range list {
		i := slices.IndexFunc(joined, func(b alternatives) bool {
			return !slices.ContainsFunc(keys, func(k string) bool { return k != key && !slices.Equal(a[k], b[k]) })
		})
		if i < 0 {
			joined = append(joined, maps.Clone(a))
			continue
		}
		for _, value := range a[key] {
			if !slices.Contains(joined[i][key], value) {
				joined[i][key] = append(slices.Clone(joined[i][key]), value)
			}
		}
		slices.Sort(joined[i][key])
	}
	return joined
}

func written(value any) string {
	switch value := value.(type) {
	case nil:
		return unset
	case []string:
		return strings.Join(value, "+")
	}
	if value == "" {
		return `""`
	}
	return fmt.Sprint(value)
}

// varying returns the keys that are not the same in all of some contexts, in
// the order of contextKeys.
func varying(env permission.Environment, in []map[string]any) []string {
	var names []string
	for _, key := range contextKeys(env) {
		if slices.ContainsFunc(in, func(context map[string]any) bool { return fmt.Sprint(context[key.name]) != fmt.Sprint(in[0][key.name]) }) {
			names = append(names, key.name)
		}
	}
	return names
}
