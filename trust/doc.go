// Package trust computes who may assume an IAM role: CI jobs that prove what
// they are with an OpenID Connect token, and nobody else.
//
// Options describe a trust: an Issuer, and for each Subject the repositories,
// the branches, tags or environments, and further claims. Options.Validate
// refuses what could trust strangers, Options.Notices returns what is legal
// but risky, Options.Document returns the trust policy.
//
// Check takes any trust policy and a token, and decides whether the token is
// admitted. If it is not, Check names the conditions that failed and the likely
// causes.
//
// Every policy made here tests the audience and the subject, names the owner
// in full, and grants sts:AssumeRoleWithWebIdentity alone.
package trust
