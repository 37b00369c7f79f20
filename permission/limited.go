package permission

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/policy"
)

// Limited is a set whose statements hold only in one region or organization.
// Denials and what the limits would break are left as they are.
type Limited struct {
	// Set is what is limited. Required.
	Set Set
	// PinRegion requires that requests go to the region of the Environment. It
	// is added to statements whose resources name no region: S3 and registry
	// tokens. Services with one region for all (STS, IAM, ECR Public) are left
	// out.
	PinRegion bool
	// OrganizationID is the AWS Organizations id, such as "o-a1b2c3d4e5", that
	// the account of the resource must belong to. It is added to statements
	// that name resources. Empty is no limit.
	OrganizationID string
}

var _ Noticer = Limited{}

// unpinned are the services whose requests go to one region whatever the
// region of the caller, or come from another service: a pin would break them.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
var unpinned = []string{"account", "budgets", "cloudfront", "ecr-public", "globalaccelerator", "iam", "organizations", "route53", "sts", "support", "waf"}

// Options returns the options that limit a whole policy.
func (l *Limited) Options() option.Table {
	return option.Table{
		{Path: "PinRegion", Field: &l.PinRegion, About: "require that requests to S3 and for ECR tokens go to {Region}"},
		{Path: "OrganizationId", Value: "ID", Example: "o-a1b2c3d4e5",
			Parameter: &option.Parameter{Group: option.How, Pattern: `o-[a-z0-9]{10,32}`, Constraint: "must be the id of an organization, or empty"},
			Field:     &l.OrganizationID,
			About:     "AWS Organizations id that the account of every resource must belong to, such as o-a1b2c3d4e5"},
	}.Complete()
}

// On returns a set under the limits, itself where there are none.
func (l Limited) On(set Set) Set {
	if !l.PinRegion && l.OrganizationID == "" {
		return set
	}
	l.Set = set
	return l
}

// Validate reports the faults of the limits and of the set.
func (l Limited) Validate(env Environment) error {
	var faults fault.List
	faults.Append("", l.Set.Validate(env))
	if l.PinRegion && env.Region == "" && !slices.ContainsFunc(faults, func(f fault.Fault) bool { return f.Option == "Region" }) {
		faults.Add("Region", "", "is missing, and {PinRegion} asks for the one that requests must go to", `set it to the region of the stores, such as "eu-west-1"`)
	}
	aws.OrganizationID.CheckSet(&faults, "OrganizationId", l.OrganizationID)
	return faults.Err()
}

// Statements returns the statements of the set under the limits.
func (l Limited) Statements(env Environment) []policy.Statement {
	var all []policy.Statement
	for _, s := range l.Set.Statements(env) {
		if s.Effect != policy.Allow {
			all = append(all, s)
			continue
		}
		if l.OrganizationID != "" && !slices.Contains(s.Resources, "*") {
			s.Conditions = and(s.Conditions, "aws:ResourceOrgID", l.OrganizationID)
		}
		if !l.PinRegion || !namesNoRegion(s.Resources) {
			all = append(all, s)
			continue
		}
		// Actions that a pin would break have a statement of their own.
		rest := s
		rest.Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(action string) bool { return !isUnpinned(action) })
		s.Actions = slices.DeleteFunc(slices.Clone(s.Actions), isUnpinned)
		if len(s.Actions)+len(s.NotActions) > 0 {
			s.Conditions = and(s.Conditions, "aws:RequestedRegion", env.Region)
			all = append(all, s)
			rest.Sid += "AnyRegion"
		}
		if len(rest.Actions) > 0 {
			all = append(all, rest)
		}
	}
	return all
}

// Notices returns those of the set.
func (l Limited) Notices(env Environment) []fault.Notice {
	return noticesOf(l.Set, env)
}

// namesNoRegion reports whether a statement has a resource without a region; one
// with NotResource has. A token may be a whole ARN; of KMS, which is the only
// one here, it has one.
func namesNoRegion(resources []string) bool {
	return len(resources) == 0 || slices.ContainsFunc(resources, func(resource string) bool {
		arn, ok := aws.ParseARN(resource)
		return resource == "*" || ok && arn.Region == ""
	})
}

func isUnpinned(action string) bool {
	service, _, _ := strings.Cut(action, ":")
	return slices.Contains(unpinned, service)
}

// and returns the conditions with one more. What a set of somebody else asks
// of the same key stays, under its own operator.
func and(conditions policy.Conditions, key, value string) policy.Conditions {
	all := policy.Conditions{}
	maps.Copy(all, conditions)
	operator := "StringEquals"
	if all[operator][key] != nil {
		operator = "StringLike"
	}
	keys := map[string][]string{key: {value}}
	maps.Copy(keys, all[operator])
	all[operator] = keys
	return all
}
