package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// reader reads the value of one context key. From `-c key=value` every value
// is text; a cdk.json may hold booleans and lists.
type reader struct {
	key    string
	value  any
	faults *fault.List
	// example is a value for messages.
	example string
}

func (r *reader) refuse(want string) {
	r.faults.Add(r.key, fmt.Sprint(r.value), "is not "+want, "write "+r.key+"="+r.example)
}

// example values of keys, for messages.
var example = map[string]string{
	"mode": "both", "accountId": "123456789012", "region": "eu-west-1", "s3Bucket": "acme-dist", "s3Prefix": "release/",
	"s3DevPrefix": "*/feature/", "codeArtifactDomain": "acme", "allowDelete": "false", "githubRepositories": "acme/app,acme/lib",
	"githubBranches": "main,release/*", "githubTags": "v*", "githubEnvironments": "release", "existingProvider": "true",
}

// number returns the digits of a number, which a cdk.json may hold as one.
func (r *reader) number() string {
	if v, ok := r.value.(float64); ok {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	v, _ := r.value.(string)
	return v
}

func (r *reader) text() string {
	v, ok := r.value.(string)
	if !ok {
		r.refuse("text") // a number would have lost its leading zeros
	}
	return v
}

func (r *reader) oneOf(allowed ...string) string {
	v, _ := r.value.(string)
	if !slices.Contains(allowed, v) {
		r.refuse("one of " + strings.Join(allowed, ", "))
	}
	return v
}

func (r *reader) boolean() bool {
	switch v := r.value.(type) {
	case bool:
		return v
	case string:
		if v == "true" || v == "false" {
			return v == "true"
		}
	}
	r.refuse("true or false")
	return false
}

// list reads texts separated by commas; white space around them and empty
// values mean nothing.
func (r *reader) list() []string {
	var parts []string
	switch v := r.value.(type) {
	case string:
		parts = strings.Split(v, ",")
	case []any:
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				r.refuse("a list of texts")
				return nil
			}
			parts = append(parts, text)
		}
	default:
		r.refuse("texts separated by commas")
	}
	var list []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
