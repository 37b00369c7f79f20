package trust

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// What a trust policy tests is in the token, or it is in the request that
// brings the token: the address that it comes from, the name of the session,
// the time. Of the request nothing is known but what the Checker was told, and
// what is unknown decides nothing.

// neverSent are the beginnings of condition keys that AWS has no value for when
// a token assumes a role: the request is not signed, so that it has no
// principal, and tags and identities come from the token alone. A condition on
// one of these is decided, for the key is missing.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
var neverSent = []string{
	"aws:principal", "aws:userid", "aws:username", "aws:multifactorauth", "aws:requesttag/", "aws:tagkeys", "aws:sourceidentity",
	"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "sts:externalid", "sts:sourceidentity", "sts:transitivetagkeys",
}

// isOfRequest reports whether a condition key is about the request and not a
// claim of the token.
func isOfRequest(key string) bool {
	service, _, _ := strings.Cut(strings.ToLower(key), ":")
	return service == "aws" || service == "sts"
}

func isNeverSent(key string) bool {
	return slices.ContainsFunc(neverSent, func(beginning string) bool { return strings.HasPrefix(strings.ToLower(key), beginning) })
}

// isUnknown reports whether nobody said what a condition key holds.
func isUnknown(key string, context policy.Context) bool {
	if !isOfRequest(key) || isNeverSent(key) {
		return false
	}
	for known := range context {
		if strings.EqualFold(known, key) {
			return false
		}
	}
	return true
}

// unknownIn returns the unknown keys that a statement tests.
func unknownIn(s policy.Statement, context policy.Context) []string {
	var unknown []string
	for _, keys := range s.Conditions {
		for key := range keys {
			if isUnknown(key, context) {
				unknown = append(unknown, key)
			}
		}
	}
	slices.Sort(unknown)
	return slices.Compact(unknown)
}

// certain returns the document as it decides if no unknown condition favours
// the token: what may not allow allows nothing, and what may deny denies.
func certain(d policy.Document, context policy.Context) policy.Document {
	return assuming(d, context, policy.Deny)
}

// possible returns the document as it decides if every unknown condition
// favours the token.
func possible(d policy.Document, context policy.Context) policy.Document {
	return assuming(d, context, policy.Allow)
}

// assuming returns the document with unknown conditions left out of the
// statements of one effect, as if they held, and with the statements of the
// other effect that have one made to apply to nothing. The statements keep
// their places.
func assuming(d policy.Document, context policy.Context, holding policy.Effect) policy.Document {
	d.Statements = slices.Clone(d.Statements)
	for i := range d.Statements {
		s := &d.Statements[i]
		if len(unknownIn(*s, context)) == 0 {
			continue
		}
		if s.Effect != holding {
			s.Actions, s.NotActions = []string{"none:none"}, nil
			continue
		}
		conditions := policy.Conditions{}
		for operator, keys := range s.Conditions {
			keys = maps.Clone(keys)
			maps.DeleteFunc(keys, func(key string, _ []string) bool { return isUnknown(key, context) })
			if len(keys) > 0 {
				conditions[operator] = keys
			}
		}
		s.Conditions = conditions
	}
	return d
}
