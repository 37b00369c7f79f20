package policy

import (
	"slices"
	"strings"
)

// Caller is who makes a request. The zero Caller is anonymous. Everything but
// CanonicalUser excludes the others.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
type Caller struct {
	// AWS is the ARN of a user, role, role session or federated user session;
	// for the root user of an account its ARN or the account id alone.
	AWS string
	// Federated is the identity provider of AssumeRoleWithWebIdentity or
	// AssumeRoleWithSAML: its ARN, or the name of a built-in one.
	Federated string
	// Service is a service principal such as "codebuild.amazonaws.com".
	Service string
	// CanonicalUser is the S3 canonical user id of the caller's account.
	CanonicalUser string
}

// admits reports whether the Principal element of a statement covers a caller.
// An account covers everybody in it, a role its sessions. For a caller of
// another account this is half the answer: their own account must allow the
// request as well.
func (p *Principal) admits(c Caller) bool {
	return p.Everyone || slices.Contains(p.AWS, "*") ||
		p.namesOther(c) ||
		c.AWS != "" && slices.ContainsFunc(p.AWS, func(entry string) bool { return admitsAWS(entry, c.AWS) })
}

// exempts reports whether the NotPrincipal element of a statement leaves a
// caller out of it. Here an account or a role stands for itself alone:
// "all principals except the user named Bob in AWS account 444455556666" are
// the words for a list of Bob and that account.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
func (p *Principal) exempts(c Caller) bool {
	return p.Everyone || slices.Contains(p.AWS, "*") ||
		p.namesOther(c) ||
		c.AWS != "" && slices.ContainsFunc(p.AWS, func(entry string) bool {
			return entry == c.AWS || isAccount(entry) && isAccount(c.AWS) && admitsAWS(entry, c.AWS)
		})
}

// namesOther reports whether the caller is named by a principal that stands
// for itself alone.
func (p *Principal) namesOther(c Caller) bool {
	return c.Federated != "" && slices.Contains(p.Federated, c.Federated) ||
		c.Service != "" && slices.Contains(p.Service, c.Service) ||
		c.CanonicalUser != "" && slices.Contains(p.CanonicalUser, c.CanonicalUser)
}

// admitsAWS reports whether an entry of a Principal element covers the caller
// with this ARN or account id.
func admitsAWS(entry, caller string) bool {
	if entry == caller {
		return true
	}
	want, wantARN := splitARN(entry)
	got, gotARN := splitARN(caller)
	if wantARN && gotARN && want.partition != got.partition || want.account != got.account || want.account == "" {
		return false
	}
	if isAccount(entry) {
		return true
	}
	return want.service == "iam" && got.service == "sts" && isSessionOf(want.resource, got.resource)
}

// isSessionOf reports whether "assumed-role/NAME/SESSION" is a session of
// "role/PATH/NAME". A session's ARN does not have the path, and the name is
// unique in its account without it.
func isSessionOf(role, session string) bool {
	role, isRole := strings.CutPrefix(role, "role/")
	session, isSession := strings.CutPrefix(session, "assumed-role/")
	name, _, _ := strings.Cut(session, "/")
	return isRole && isSession && role[strings.LastIndexByte(role, '/')+1:] == name
}

// isAccount reports whether a principal is an account: its twelve digits or
// the ARN of its root, which "behave the same way".
func isAccount(principal string) bool {
	a, isARN := splitARN(principal)
	if isARN {
		return a.service == "iam" && a.resource == "root"
	}
	return a.account != ""
}

// arnFields are the parts of an ARN that identify a principal.
type arnFields struct{ partition, service, account, resource string }

// splitARN splits an ARN. Twelve digits alone are an account without an ARN.
func splitARN(s string) (fields arnFields, isARN bool) {
	rest, isARN := strings.CutPrefix(s, "arn:")
	if !isARN {
		if isAccountID(s) {
			return arnFields{account: s}, false
		}
		return arnFields{}, false
	}
	fields.partition, rest, _ = strings.Cut(rest, ":")
	fields.service, rest, _ = strings.Cut(rest, ":")
	_, rest, _ = strings.Cut(rest, ":") // no principal has a region
	fields.account, fields.resource, isARN = strings.Cut(rest, ":")
	if !isARN {
		return arnFields{}, false
	}
	return fields, true
}

func isAccountID(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == 12
}
