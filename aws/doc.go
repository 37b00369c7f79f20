// Package aws holds what AWS itself lays down, each fact once and with the
// page that says it: partitions and regions, the parts of an ARN, and what
// account ids and the names of things look like.
//
// Values may be CDK tokens, which only the deployment knows. Of such a value
// the rules check what can be seen: the characters beside the tokens, because
// a wildcard there would be in a document as it is.
package aws
