// Package permission says what a client needs to publish to a store, as IAM
// statements computed from typed options.
//
// The actions are data: each stands in a table with the client call that
// needs it and the page that says so (s3.go, ecr.go, codeartifact.go). A
// [Set] turns tables and options into statements for an [Environment].
// [Publisher] is the set of a publish role; users can implement [Set] for
// permissions of their own.
package permission
