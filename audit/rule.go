package audit

import "slices"

// Rule is a kind of findings.
type Rule struct {
	// ID is stable, in kebab case.
	ID string
	// Level of its findings. One about who is admitted is a level worse where
	// the role can do anything in the account, and a level better where
	// conditions on the request decide.
	Level Level
	// Attacks are the numbers of the attacks of the security model that are
	// tried; none for what is no attack on the trust.
	Attacks []int
	// Text says in one sentence what is found.
	Text string
	// Remedy says what to do.
	Remedy string
}

// Rules are the kinds of findings, the worst first.
var Rules = []Rule{
	{"stranger", High, []int{1, 9, 10, 15}, "A job of a stranger may assume the role", "Test sub by StringEquals for the repository and its context; name the owner in full."},
	{"look-alike-owner", High, []int{2, 13}, "A job of an owner whose name begins or ends like the trusted one may assume the role", `Write the owner in full, with "/" after it.`},
	{"any-aws-account", High, nil, "Any role of any AWS account may assume the role", "Name the account or the role in Principal, or test aws:PrincipalOrgID."},
	{"administrator", High, nil, "A job may do anything in the account", "Grant what the job was seen to use; cipublisher adopt writes that down."},
	{"privilege-escalation", High, nil, "A job may give itself more than it was granted", "Take these actions away, or set a permissions boundary that does."},
	{"chain-to-administrator", High, nil, "A job may go on to a role that can do anything in the account", "Take away sts:AssumeRole on that role, or name in its trust policy who needs it."},
	{"unreadable-trust", High, nil, "The trust policy can't be read, so that anybody may be admitted", "Correct the policy, or report it if IAM takes it as it is."},
	{"unreadable-policy", High, nil, "A policy can't be read, so that it may grant anything", "Correct the policy, or report it if IAM takes it as it is."},
	{"look-alike-repository", Medium, []int{2}, "A job of a repository whose name begins or ends like the trusted one may assume the role", `Write the repository in full, with ":" after it.`},
	{"whole-owner", Medium, []int{3}, "A job of any repository of the owner may assume the role", "Name the repositories; on GitHub, job_workflow_ref may name the one workflow in their stead."},
	{"any-job", Medium, []int{1}, "Every job of the issuer may assume the role", "Test sub."},
	{"any-context", Medium, []int{4}, "A pull request, or an environment that a writer makes up, may assume the role", "Name the branches, or a protected environment."},
	{"pull-requests", Medium, []int{4}, "A job of a pull request may assume the role before anybody has reviewed it", "Publish after the merge."},
	{"assumes-any-role", Medium, nil, "A job may assume roles in any account that trusts this one", "Name the roles in Resource."},
	{"passes-any-role", Medium, nil, "A job may pass any role of the account to a service, which then acts as it", "Name the roles in Resource, and the service in iam:PassedToService."},
	{"reads-secrets", Medium, nil, "A job may read every secret of the account", "Name the secrets in Resource."},
	{"every-bucket", Medium, nil, "A job may write to every bucket", "Name the buckets in Resource."},
	{"unknown-policy", Medium, nil, "An attached policy is not in the input, so that it may grant anything", "Give the whole of what get-account-authorization-details prints, without --filter."},
	{"unknown-boundary", Medium, nil, "The permissions boundary is not in the input, so that it may allow anything", "Give the whole of what get-account-authorization-details prints, without --filter."},
	{"chains-not-followed", Medium, nil, "Not every role was looked at that a job may go on to", "Audit the roles of the account in parts."},
	{"any-branch", Low, []int{7}, "A job of any branch may assume the role", "Name the branches, or a protected environment."},
	{"loose-ref", Low, []int{7}, "A job of a ref or environment whose name goes on may assume the role", `End the pattern in a separator before the "*", as in release/*.`},
	{"ref-in-environment", Low, []int{5}, "A job of an environment that is named like the trusted context may assume the role", "Name the repositories, so that no wildcard reaches into the context."},
	{"foreign-audience", Low, []int{8}, "A token that was made for another service is admitted", "Test aud by StringEquals."},
	{"missing-claim", Low, []int{9}, "A token without a claim that the policy tests is admitted", "Leave out IfExists and ForAllValues."},
	{"name-taken-over", Low, []int{11}, "Whoever takes over the name of the repository or of its owner may assume the role", "Write the immutable subject, OWNER@ID/NAME@ID, or test repository_id."},
	{"open-ids", Low, []int{12}, "The ids in the subject are left open, so that whoever takes over the names may assume the role", "Write the ids."},
	{"shared-claims", Low, []int{14}, "One repository is admitted with the id of another", "Give each repository a statement of its own."},
	{"session-tags", Low, []int{18}, "A token may set session tags, which other policies may test", "Take sts:TagSession out of the trust policy."},
	{"boundary-without-limit", Low, nil, "The permissions boundary allows everything, so that it limits nothing", "Allow in the boundary what CI jobs need, and no more."},
	{"provider-without-role", Low, nil, "No role trusts the identity provider", "Remove the provider."},
	{"never-admitted", Note, []int{6, 15, 16, 17}, "The trust policy refuses the job that it names", "Correct the policy; cipublisher check trust explains each refusal."},
	{"provider-missing", Note, nil, "The role trusts an identity provider that does not exist", "Create the provider, or remove the role."},
	{"unused-provider", Note, nil, "No role that trusts the identity provider was ever used", "Remove the provider and its roles."},
	{"unused-role", Note, nil, "The role is not used", "Remove the role."},
}

// ruleOf returns the rule with an id, which there must be.
func ruleOf(id string) Rule {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		panic("audit: there is no rule " + id)
	}
	return Rules[i]
}
