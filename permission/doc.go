// Package permission says what a client needs to publish to a store, or to read
// from it, as IAM statements computed from typed options.
//
// The permissions are data: each store has one table of rows (s3.go, ecr.go,
// codeartifact.go and, to read, s3_read.go …), in which every action stands
// with the client call that needs it and the page that says so. [Publisher] and
// [Builder] are the sets of a publish role and of a job that reads: they pick
// the rows that their options ask for, fill in the values and add the limits.
// [Rows] and [Limits] list them for review.
//
// Package deploy has the sets of the jobs beside these. Users can implement
// [Set] for permissions of their own.
package permission
