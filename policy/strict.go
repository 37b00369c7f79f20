package policy

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
)

// What IAM refuses when a policy is saved, beyond its grammar. Each rule has the
// name of the check of IAM Access Analyzer that reports it, or the words in
// which IAM refuses it. A CDK token or an unknown may turn out to be right.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html

// actionProblem says what IAM refuses in an action, or "": "Actions/Conditions
// must be prefaced by a vendor", and one colon ends that prefix.
func actionProblem(action string) (problem, remedy string) {
	const example = `write it as "s3:GetObject"`
	switch colons := strings.Count(action, ":"); {
	case action == everything || isUnsettled(action):
	case colons == 0:
		return "has no service prefix", example
	case colons > 1:
		return `has more than one colon (policy check "Invalid action")`, example
	}
	return "", ""
}

// resourceProblem says what IAM refuses in a resource, or "".
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
func resourceProblem(resource string, identity bool) (problem, remedy string) {
	switch arn, complete := aws.ParseARN(resource); {
	case resource == everything || isUnsettled(resource):
	case !identity && strings.HasPrefix(resource, "execute-api:/"): // API Gateway completes it
	case !aws.IsARN(resource):
		return `is neither an ARN nor "*" (IAM: "must be in ARN format or \"*\"")`, `write it as "arn:aws:s3:::my-bucket/*"`
	case complete && hasRegionInVain(arn):
		return "has a region, which " + strings.ToUpper(arn.Service) + ` does not have in its ARNs (policy check "ARN Region not allowed")`,
			"leave the region empty, between two colons"
	}
	return "", ""
}

// regionalS3 are the resource types of S3 whose ARNs have a region.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-resources-for-iam-policies
var regionalS3 = []string{"accesspoint", "job", "storage-lens", "storage-lens-group", "async-request", "access-grants"}

// hasRegionInVain reports whether an ARN of S3 or IAM names a region that it
// cannot have.
func hasRegionInVain(arn aws.ARN) bool {
	if arn.Region == "" || strings.ContainsAny(arn.Region, "*?$") {
		return false
	}
	if arn.Service == "iam" {
		return true
	}
	kind := arn.Resource
	if end := strings.IndexAny(kind, "/:"); end >= 0 {
		kind = kind[:end]
	}
	return arn.Service == "s3" && !strings.ContainsAny(kind, "*?$") && !slices.Contains(regionalS3, kind)
}

// uniqueID is the id that IAM shows for a principal that no longer exists.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
var uniqueID = lazyregexp.New(`^A[A-Z0-9]{15,127}$`)

// principalProblem says what IAM refuses in a principal of some kind, or "".
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func principalProblem(kind, name string) (problem, remedy string) {
	arn, isARN := aws.ParseARN(name)
	switch {
	case isUnsettled(name):
	case kind == "AWS" && name == everything:
	case strings.ContainsAny(name, "*?"):
		return "has a wildcard, which IAM refuses in a principal", "name it in full, or test aws:PrincipalArn in a condition"
	case isARN && arn.Region != "":
		return `has a region, which no principal has (policy check "Invalid principal format")`, "leave the region empty, between two colons"
	case kind == "AWS" && !isARN && !aws.AccountID.Accepts(name) && !uniqueID.MatchString(name):
		return `is neither an ARN nor an account id (policy check "Invalid principal format")`, `write it as "arn:aws:iam::111122223333:role/name"`
	case kind == "Service" && !strings.Contains(name, "."):
		return `is no service principal (policy check "Invalid service principal format")`, `write it as "ec2.amazonaws.com"`
	case kind == "Federated" && !isARN && !strings.Contains(name, "."):
		return `is neither an ARN nor a host name (policy check "Invalid principal format")`,
			`write it as "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"`
	}
	return "", ""
}

// keyProblem says what IAM refuses in a condition key, or "".
func keyProblem(key string) (problem, remedy string) {
	if isUnsettled(key) || strings.Contains(key, ":") {
		return "", ""
	}
	return `has no prefix (policy check "Invalid condition key format")`, `write it as "aws:PrincipalTag/team" or "token.actions.githubusercontent.com:sub"`
}

// assuming are the actions of trust policies.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
var assuming = []string{
	"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:setcontext", "sts:setsourceidentity", "sts:tagsession",
}

// trusts reports whether a statement can only be in a trust policy: other
// policies that name who may assume a role name no identity provider and no
// service.
func (s *Statement) trusts() bool {
	return s.Principal != nil && len(s.Principal.Federated)+len(s.Principal.Service) > 0 && len(s.Actions) > 0 &&
		!slices.ContainsFunc(s.Actions, func(action string) bool { return !slices.Contains(assuming, folded(action)) })
}

// CheckTrust returns what makes a document no trust policy: "Has prohibited
// field Resource", in the words of IAM, or a statement without a principal. The
// error is a fault.List. Parse reports a Resource where the statement can only
// be one of a trust policy.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
func (d Document) CheckTrust() error {
	var faults fault.List
	for i := range d.Statements {
		s := &d.Statements[i]
		path := statementPath(i, s.Sid)
		if s.Resources != nil || s.NotResources != nil {
			faults.Add(path+".Resource", "", prohibited, "remove it")
		}
		if s.Principal == nil && s.NotPrincipal == nil {
			faults.Add(path+".Principal", "", "is missing, so that nobody may assume the role", "name who may")
		}
	}
	return faults.Err()
}

const prohibited = `has no place in a trust policy, whose resource is its own role (IAM: "Has prohibited field Resource")`
