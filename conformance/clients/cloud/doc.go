// Package cloud is as much of AWS as the clients of a publisher call: S3, ECR
// with its registry, CodeArtifact with its package endpoints, STS, and KMS
// where S3 asks it. It runs in the test's process, on loopback.
//
// What it is for is authorization: every request is taken for the IAM actions,
// resources and condition keys that AWS documents for it, our evaluator
// decides each of them, and a refusal is answered in the form of the service.
// The mapping is the tables named …Operations; each row cites its page.
//
// Clients run unchanged and with AWS's own host names: the cloud is the HTTPS
// proxy of their environment, and signs the certificates of AWS's hosts with a
// certificate authority that is made anew for each run. The proxy refuses every
// other host, and records that it was asked for.
//
// Signatures are not verified: who calls is read off the access key.
package cloud
