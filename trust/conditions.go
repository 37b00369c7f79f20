package trust

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// requestKeys are the condition keys that say how a token is brought, and not
// whose it is. Every other key of AWS's is missing from the request, so that a
// condition on it admits nobody.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname
var requestKeys = []string{
	"aws:CurrentTime", "aws:EpochTime", "aws:Referer", "aws:RequestedRegion", "aws:SecureTransport", "aws:SourceIp", "aws:SourceVpc", "aws:SourceVpcArn",
	"aws:SourceVpce", "aws:UserAgent", "aws:VpcSourceIp", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "sts:RoleSessionName",
}

// checkConditions adds the faults of the free conditions. They are added to
// every statement, where all conditions must hold, so that whatever they say
// they can only narrow the trust.
func (b *builder) checkConditions() {
	conditions := b.options.Conditions
	if conditions == nil {
		return
	}
	if len(conditions) == 0 {
		b.faults.Add("Conditions", "", "is empty", "name an operator, or leave it unset")
	}
	for _, operator := range slices.Sorted(maps.Keys(conditions)) {
		at := "Conditions." + operator
		if len(conditions[operator]) == 0 {
			b.faults.Add(at, "", "tests no key", "name a key, or leave the operator out")
		}
		for _, key := range slices.Sorted(maps.Keys(conditions[operator])) {
			b.conditionKey(at, key)
			if len(conditions[operator][key]) == 0 {
				b.faults.Add(at, key, "has no value", "give it one, or leave the key out")
			}
			for _, value := range conditions[operator][key] {
				// Wildcards are the operator's business.
				b.literal(optionAt(at+"."+key), value, strings.NewReplacer("*", "", "?", "").Replace(value))
			}
		}
	}
	_, err := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{assume}, Conditions: conditions}).Evaluate(policy.Request{Action: assume})
	var inside fault.List
	inside.Append("Conditions", err)
	b.faults = append(b.faults, inside.Rename(func(option string) string {
		return strings.Replace(option, "Statement[0].Condition.", "Conditions.", 1)
	})...)
}

func (b *builder) conditionKey(at, key string) {
	switch prefix, claim := cutLast(key, ":"); {
	case strings.EqualFold(prefix, b.issuer.Prefix()):
		b.faults.Add(at, key, "is a claim of the token", "write "+claim+" in {Subjects[0].Claims}, or the subject in {Subjects}")
	case !slices.ContainsFunc(requestKeys, func(known string) bool { return strings.EqualFold(known, key) }):
		b.faults.Add(at, key, "is not a key that AWS sends when a token assumes a role, so that no job would be admitted", "use one of "+strings.Join(requestKeys, ", "))
	}
}

// withConditions returns the conditions and free ones. The keys of the two never meet:
// free ones are about the request, the others begin with the issuer.
func withConditions(c, free policy.Conditions) policy.Conditions {
	for operator, keys := range free {
		if c[operator] == nil {
			c[operator] = map[string][]string{}
		}
		for key, values := range keys {
			c[operator][key] = slices.Clone(values)
		}
	}
	return c
}
