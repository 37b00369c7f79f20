// Package trust says who may become an IAM role: CI jobs that prove what they
// are with an OpenID Connect token, and nobody else.
//
// Forwards, Options become a trust policy: an Issuer, and for each Subject the
// repositories, the branches, tags or environments, and further claims.
// Options.Validate refuses what could trust strangers, Options.Notices tells
// of what is legal and risky, Options.Document is the policy.
//
// Backwards, Check says whether a token would be let in by a trust policy,
// wherever that came from, and if not, which conditions failed and why they
// likely did.
//
// Every policy made here tests the audience and the subject, names the owner
// in full, and grants sts:AssumeRoleWithWebIdentity alone.
package trust
