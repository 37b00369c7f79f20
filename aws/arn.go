package aws

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
)

// ARN is the name of one resource, or a pattern of such names, in its parts.
// Each of them may be empty, a token, or in a pattern hold wildcards.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
type ARN struct {
	Partition string
	Service   string
	Region    string
	Account   string
	// Resource is all the rest, colons included: "role/ci/publisher",
	// "function:name:alias".
	Resource string
}

// IsARN reports whether a text is meant to be an ARN, whole or not.
func IsARN(text string) bool { return strings.HasPrefix(text, "arn:") }

// ParseARN returns the parts of an ARN, and whether the text has all six
// fields. A colon within a token or a policy variable separates nothing. A token that stands for a
// whole ARN has no parts that could be seen.
func ParseARN(text string) (ARN, bool) {
	fields := arnFields(text)
	if len(fields) < arnFieldCount || fields[0] != "arn" {
		return ARN{}, false
	}
	return ARN{fields[1], fields[2], fields[3], fields[4], fields[5]}, true
}

// ParseARNPattern is ParseARN for the Resource element of an identity policy,
// where IAM completes an ARN of fewer fields: "arn:aws:sqs" is
// "arn:aws:sqs:*:*:*".
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html#arns-paths-wildcards
func ParseARNPattern(text string) (ARN, bool) {
	fields := arnFields(text)
	if fields[0] != "arn" {
		return ARN{}, false
	}
	for len(fields) < arnFieldCount {
		fields = append(fields, "*")
	}
	return ARN{fields[1], fields[2], fields[3], fields[4], fields[5]}, true
}

// arnFieldCount is how many fields an ARN has; colons after the fifth belong
// to the last.
const arnFieldCount = 6

// arnFields splits a text at the colons that are in no token and in no policy
// variable, into six fields at most.
func arnFields(text string) []string {
	var fields []string
	for from, i := 0, 0; ; {
		switch {
		case i == len(text) || len(fields) == arnFieldCount-1:
			return append(fields, text[from:])
		case text[i] == ':':
			fields = append(fields, text[from:i])
			i++
			from = i
		default:
			i += max(1, token.Length(text[i:]), variableLength(text[i:]))
		}
	}
}

// variableLength returns how many bytes of a text the policy variable takes
// that it begins with, 0 where it begins with none: ${key} or ${key, 'value'}.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
func variableLength(text string) int {
	if !strings.HasPrefix(text, "${") {
		return 0
	}
	quoted := false
	for i := range len(text) {
		switch {
		case text[i] == '\'':
			quoted = !quoted
		case text[i] == '}' && !quoted:
			return i + 1
		}
	}
	return 0
}

// String writes the ARN.
func (a ARN) String() string {
	return "arn:" + a.Partition + ":" + a.Service + ":" + a.Region + ":" + a.Account + ":" + a.Resource
}

// Type returns the type of a resource that begins with it and "/", such as
// "role"; else the whole resource, such as "root".
func (a ARN) Type() string {
	kind, _, _ := strings.Cut(a.Resource, "/")
	return kind
}

// Name returns what follows the type of a resource, such as "ci/publisher".
func (a ARN) Name() string {
	_, name, _ := strings.Cut(a.Resource, "/")
	return name
}

// iamPathAndName is a name with the path before it that the ARN of a role, a
// user or a policy ends with. IAM allows "*" and "?" in a path; in a policy they
// would be wildcards, so that they are refused here.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
var (
	iamPathAndName           = lazyregexp.New(`^([\x21-\x29\x2b-\x3e\x40-\x7e]{1,510}/)?` + iamNamePattern + `{1,128}$`)
	iamPathAndNameCharacters = lazyregexp.New(`^[\x21-\x29\x2b-\x3e\x40-\x7e]*$`)
)

// IsRole reports whether the ARN is that of a role.
func (a ARN) IsRole() bool { return a.isIAM() && a.Type() == "role" && IsRoleName(a.Name()) }

// IsPrincipal reports whether the ARN is that of a role, a user or, by its
// root, an account: of what a policy can name as a principal for good.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func (a ARN) IsPrincipal() bool {
	return a.IsRole() || a.IsRoot() || a.isIAM() && a.Type() == "user" && IsRoleName(a.Name())
}

// IsSession reports whether the ARN is that of the session of a role or of a
// federated user, which ends.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func (a ARN) IsSession() bool {
	return a.Service == "sts" && a.isGlobal() && a.Name() != "" && (a.Type() == "assumed-role" || a.Type() == "federated-user")
}

// IsRoot reports whether the ARN is that of an account's root, which stands
// for the account.
func (a ARN) IsRoot() bool { return a.isIAM() && a.Resource == "root" }

// IsPolicy reports whether the ARN is that of a managed policy, a customer's or
// one of AWS's, whose account is "aws".
func (a ARN) IsPolicy() bool {
	own := a
	if own.Account == "aws" {
		own.Account = "123456789012"
	}
	return own.isIAM() && a.Type() == "policy" && iamFits(a.Name(), MaxPolicyName)
}

func (a ARN) isIAM() bool { return a.Service == "iam" && a.isGlobal() }

// isGlobal reports whether the ARN has the parts of those of a global service.
func (a ARN) isGlobal() bool {
	return a.Region == "" && Partition.Accepts(a.Partition) && AccountID.Accepts(a.Account)
}

// IsRoleName reports whether a text is the name of a role or a user, with its
// path before it where that is not "/": "ci/publisher".
func IsRoleName(text string) bool { return iamFits(text, MaxRoleName) }

func iamFits(text string, most int) bool {
	if token.In(text) {
		return iamPathAndNameCharacters.MatchString(token.Without(text))
	}
	return iamPathAndName.MatchString(text) && len(text)-strings.LastIndex(text, "/")-1 <= most
}

// AccountOf returns the account of a principal, which is named by its ARN or
// is an account id; of one whose account only the deployment knows, the token
// in its place. Empty where the principal has none.
func AccountOf(principal string) string {
	if a, ok := ParseARN(principal); ok {
		return a.Account
	}
	if !token.In(principal) && AccountID.Accepts(principal) {
		return principal
	}
	return ""
}
