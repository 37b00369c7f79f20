// Package audit finds what is wrong with the roles of an account that CI jobs
// may assume: who is admitted and was not meant to be, and what a job may do
// that nobody meant it to.
//
// The attacks of the security model are tried, each with a token made for the
// role's own trust policy, and decided by package trust: a finding about a trust
// has the claims of a token that is admitted. What a role may do is decided by
// package policy, under its permissions boundary.
//
// It fails closed. A policy that can't be read, or is not in the input, may
// grant anything, and is a finding.
package audit
