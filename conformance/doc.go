// Package conformance checks the documents and templates this library makes
// with tools that nobody here wrote: an IAM simulator with AWS's own list of
// actions, CloudFormation linters and security rules. It holds tests alone;
// nothing imports it.
//
//	go test ./conformance/                    check
//	UPDATE_GOLDEN=1 go test ./conformance/    check, and write the golden tables and README.md anew
//
// The checkers are Node and Python tools. The tests install the Node ones by
// themselves from package-lock.json. Where npm is missing the tests skip and
// say so; with CI=true in the environment, that is a failure.
package conformance
