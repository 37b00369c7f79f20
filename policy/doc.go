// Package policy holds IAM documents as values: it builds, reads, writes,
// measures and evaluates them, without AWS and without credentials.
//
//	package main
//
//	import (
//		"fmt"
//
//		"github.com/cipublisher/cipublisher/policy"
//	)
//
//	func main() {
//		d := policy.New(policy.Statement{
//			Sid:       "Upload",
//			Effect:    policy.Allow,
//			Actions:   []string{"s3:PutObject"},
//			Resources: []string{"arn:aws:s3:::artifacts/releases/*"},
//		})
//		fmt.Print(d.Indent())
//
//		decision, err := d.Evaluate(policy.Request{
//			Action:   "s3:PutObject",
//			Resource: "arn:aws:s3:::artifacts/releases/app.jar",
//		})
//		if err != nil {
//			panic(err)
//		}
//		fmt.Println(decision) // allowed by Statement[0](Upload) of document 0
//	}
//
// A Document is an identity policy, a trust policy, a resource policy or a
// permissions boundary. [Parse] reads what people and AWS write; what is
// written back means the same and is always the same bytes.
//
// # Evaluation
//
// [Evaluate] decides one request by the documents that it is given, by the
// rules of the IAM user guide; [Document.Explain] says for each statement what
// the request does not meet. Neither guesses: a condition operator that does
// not exist, a value that its operator cannot compare or a malformed policy
// variable is an error, even in a statement that would not have come to bear.
//
// Where AWS's pages leave a choice, this package makes one:
//
//   - Wildcards of a Resource stay within their part of the ARN, but a * that
//     ends a part runs on beyond the colon; in the resource part, after the
//     fifth colon, they match colons too.
//   - A bare number under a Date operator is seconds since 1970, also one that
//     looks like a year.
//   - A value of the request that an operator cannot compare (a word where the
//     policy wants a number) meets no condition, negated ones included.
//   - Several values of the request under an operator without ForAllValues or
//     ForAnyValue meet no condition.
//   - ForAnyValue needs a value even with IfExists.
//   - What a policy variable stands for means itself, wildcards included.
//   - The Principal "*" and {"AWS": "*"} are the same. In NotPrincipal, an
//     account or a role stands for itself alone.
//   - An ARN of fewer than six fields is completed with * in the policy of an
//     identity, and stays as it is in that of a resource.
//   - A CDK token is literal text.
//
// Where they contradict each other, or where a value is an [Unknown], an Allow
// does not apply because of it, and a Deny does: a condition without values
// (except of ForAllValues, which is met without the key alone), and Null with a
// qualifier where the qualifier makes a difference.
//
// # Comparison
//
// [Compare] says what a change of documents grants and takes away, by meaning
// and on the side of caution: what it does not name is not granted.
package policy
