// Package resource says what a store must say when those who use it live in
// another account: the policies of CodeArtifact domains and repositories, ECR
// repositories, S3 buckets and access points, and KMS keys.
//
// Across accounts a request needs two permissions: one in the identity policy
// of whoever asks, one in the policy of the resource.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
//
// A [Grant] takes the same permission sets that the identity policy was made
// of, keeps what they allow on one [Store], and names the principals. So the
// store grants what the identity policy uses and no more, and there is no
// second list of actions that could differ from the first. That is also why
// this is a package above permission and not a part of it: it needs nothing
// of permission but what its sets say, and works with sets of your own.
//
// An access point of S3 has a policy of its own, and the bucket behind it has to
// allow what comes through, whatever the account of who asks.
//
// [Access], [AccessPointAccess] and [CodeArtifactAccess] say whether a request gets through all the
// policies together.
package resource
