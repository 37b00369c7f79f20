// Package doctor finds out, inside a CI job, why the job may or may not assume
// a role of AWS. It takes the job's token from where the CI service puts it,
// and says what the token holds, what is wrong with the job, and what a trust
// policy would answer, or which one to write.
//
// A token is a credential. It is a [Secret] from where it is taken on: no
// report, error or JSON of this package holds it, nor the token that GitHub
// gives out tokens for, nor any part of their signatures.
//
// The package calls no AWS API: package live does, and what AWS answered is an
// [Answer] here, to be explained.
package doctor
