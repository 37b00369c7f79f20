package audit

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/policy"
)

// on says what an action of an escalation is tried on.
type on int

const (
	// itself: the role.
	itself on = iota
	// itsPolicies: the managed policies of the account that it has.
	itsPolicies
	// anyRole, anyUser, anyFunction, anyInstance: one that nobody named.
	anyRole
	anyUser
	anyFunction
	anyInstance
	// passed: a role that nobody named, or one that can do anything.
	passed
	// chosen: something that the role makes and names itself.
	chosen
)

// step is an action and what it is tried on.
type step struct {
	action string
	on     on
}

// escalations are ways in which a role gives itself more than it was granted,
// each the actions that are all needed.
//
//   - https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
//   - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
//   - https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
var escalations = []struct {
	text  string
	steps []step
	// service is the one that a role is passed to.
	service string
}{
	{"attach any policy to itself", []step{{"iam:AttachRolePolicy", itself}}, ""},
	{"write any policy into itself", []step{{"iam:PutRolePolicy", itself}}, ""},
	{"rewrite a policy that it has", []step{{"iam:CreatePolicyVersion", itsPolicies}}, ""},
	{"put another version of a policy that it has in force", []step{{"iam:SetDefaultPolicyVersion", itsPolicies}}, ""},
	{"attach any policy to any role", []step{{"iam:AttachRolePolicy", anyRole}}, ""},
	{"write any policy into any role", []step{{"iam:PutRolePolicy", anyRole}}, ""},
	{"let itself assume any role", []step{{"iam:UpdateAssumeRolePolicy", anyRole}}, ""},
	{"make access keys for any user", []step{{"iam:CreateAccessKey", anyUser}}, ""},
	{"set a password for any user", []step{{"iam:CreateLoginProfile", anyUser}}, ""},
	{"change the password of any user", []step{{"iam:UpdateLoginProfile", anyUser}}, ""},
	{"run a function with a role that it passes", []step{{"iam:PassRole", passed}, {"lambda:CreateFunction", chosen}, {"lambda:InvokeFunction", chosen}}, "lambda.amazonaws.com"},
	{"run an instance with a role that it passes", []step{{"iam:PassRole", passed}, {"ec2:RunInstances", chosen}}, "ec2.amazonaws.com"},
	{"run a task with a role that it passes", []step{{"iam:PassRole", passed}, {"ecs:RegisterTaskDefinition", chosen}, {"ecs:RunTask", chosen}}, "ecs-tasks.amazonaws.com"},
	{"deploy a stack with a role that it passes", []step{{"iam:PassRole", passed}, {"cloudformation:CreateStack", chosen}}, "cloudformation.amazonaws.com"},
	{"run a build with a role that it passes", []step{{"iam:PassRole", passed}, {"codebuild:CreateProject", chosen}, {"codebuild:StartBuild", chosen}}, "codebuild.amazonaws.com"},
	{"run a job with a role that it passes", []step{{"iam:PassRole", passed}, {"glue:CreateJob", chosen}, {"glue:StartJobRun", chosen}}, "glue.amazonaws.com"},
	{"replace the code of any function, and with it act as its role", []step{{"lambda:UpdateFunctionCode", anyFunction}}, ""},
	{"run commands on any instance, and with them act as its role", []step{{"ssm:SendCommand", anyInstance}}, ""},
}

// EscalationActions returns the actions by which a role may give itself more
// than it was granted, alone or with others, sorted.
func EscalationActions() []string {
	var all []string
	for _, e := range escalations {
		for _, s := range e.steps {
			all = append(all, s.action)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// nobodys is what is called something that no policy names.
const nobodys = "cipublisher-audit-probe"

// questioned is a role of which questions are asked.
type questioned struct {
	role account.Principal
	power
	account account.Account
	regions []string
	// mighty are the ARNs of roles that can do anything.
	mighty []string
}

// regionsOf returns the regions that a role's policies name, and one that
// policies without regions cover too.
func regionsOf(p power) []string {
	regions := []string{"us-east-1"}
	for _, d := range p.identity.documents {
		for _, s := range d.Statements {
			for _, resource := range s.Resources {
				if arn, ok := aws.ParseARN(resource); ok && arn.Region != "" && !isOpen(arn.Region) && !slices.Contains(regions, arn.Region) {
					regions = append(regions, arn.Region)
				}
			}
		}
	}
	return regions
}

func (q questioned) arn(service, region, resource string) string {
	return aws.ARN{Partition: q.account.Partition, Service: service, Region: region, Account: q.account.ID, Resource: resource}.String()
}

// resources returns what a step is tried on.
func (q questioned) resources(s step) []string {
	switch s.on {
	case itself:
		return []string{q.role.ARN}
	case itsPolicies:
		return slices.DeleteFunc(slices.Clone(q.role.Attached), func(arn string) bool { return strings.Contains(arn, "::aws:policy/") })
	case anyRole:
		return []string{q.arn("iam", "", "role/"+nobodys)}
	case passed:
		return append([]string{q.arn("iam", "", "role/"+nobodys)}, q.mighty...)
	case anyUser:
		return []string{q.arn("iam", "", "user/"+nobodys)}
	}
	var all []string
	for _, region := range q.regions {
		if s.on == anyFunction {
			all = append(all, q.arn("lambda", region, "function:"+nobodys))
		} else {
			all = append(all, q.arn("ec2", region, "instance/i-0123456789abcdef0"))
		}
	}
	return all
}

// can answers whether the role can take a step.
func (q questioned) can(s step, service string) (best answer, evidence string) {
	context := policy.Context{}
	if s.on == passed {
		context["iam:PassedToService"] = []string{service}
	}
	if s.on == chosen {
		is, where := q.mayAny(s.action, "*", context)
		return is, s.action + " by " + where
	}
	if s.on == passed { // of which there may be thousands
		if is, _ := q.mayAny(s.action, "*", context); is == no {
			return no, ""
		}
	}
	for _, resource := range q.resources(s) {
		if is, where := q.may(s.action, resource, context); is > best {
			best, evidence = is, s.action+" on "+resource+" by "+where
		}
		if best == yes {
			break
		}
	}
	return best, evidence
}

// escalates returns the ways in which the role gives itself more, and how sure
// they are.
func (q questioned) escalates() (best answer, evidence []string) {
	for _, e := range escalations {
		is, found := yes, []string(nil)
		for _, s := range e.steps {
			can, how := q.can(s, e.service)
			if is = min(is, can); is == no {
				break
			}
			found = append(found, how)
		}
		if is == no || is < best {
			continue
		}
		if is > best {
			best, evidence = is, nil
		}
		evidence = append(evidence, e.text+": "+strings.Join(found, ", "))
	}
	return best, evidence
}

// isAdministrator reports whether the role may do anything: an action of a
// service that does not exist, on anything, and change roles.
func (p power) isAdministrator(a account.Account) (answer, string) {
	probe := aws.ARN{Partition: a.Partition, Service: nobodys, Region: "us-east-1", Account: a.ID, Resource: nobodys}.String()
	any, where := p.may(nobodys+":Anything", probe, nil)
	role := aws.ARN{Partition: a.Partition, Service: "iam", Account: a.ID, Resource: "role/" + nobodys}.String()
	roles, _ := p.may("iam:PutRolePolicy", role, nil)
	return min(any, roles), where
}
