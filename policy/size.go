package policy

import (
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/internal/token"
)

// Quotas on the size of a document, in characters without white space. Compare
// them with Document.Size.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	// ManagedPolicyQuota is the fixed quota of a managed policy.
	ManagedPolicyQuota = 6144
	// TrustPolicyQuota is what the trust policy of a role may have by default.
	TrustPolicyQuota = 2048
	// TrustPolicyMaxQuota is what Service Quotas can raise TrustPolicyQuota to,
	// for a whole account.
	TrustPolicyMaxQuota = 8192
)

// Size returns how many characters the document counts against a quota. IAM
// counts characters, not bytes, and no white space; AWS does not say whether
// a space inside a string is white space too, so it is counted here: a
// document may be found a few characters larger than it is, never smaller.
//
// The length of a CDK token is known at deployment only, so that tokens count
// nothing: with tokens in it, a document is at least this large. Over the
// quota it is too large for certain.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes
func (d Document) Size() int {
	return sizeOfText(string(d.appendJSON(make([]byte, 0, ManagedPolicyQuota))))
}

func sizeOfText(text string) int { return utf8.RuneCountInString(token.Without(text)) }
