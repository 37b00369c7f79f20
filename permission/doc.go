// Package permission says what a client needs to publish to a store, as IAM
// statements computed from typed options.
//
// The permissions are data: each store has one table of statements (s3.go,
// ecr.go, codeartifact.go), in which every action stands with the client call
// that needs it and the page that says so. [Publisher] is the set of a publish
// role: it picks the rows of its mode and fills in the options. [Rows] lists
// every row for review.
//
// [EcrPush], [EcsDeploy], [TerraformState] and [Terragrunt] are the sets of the
// jobs beside it, each with its table in one file; [SetRows] lists their rows.
// Users can implement [Set] for permissions of their own.
package permission
