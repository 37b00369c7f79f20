// Package review turns policies, CloudFormation templates and the details of
// accounts into what a person can check: what they grant, line by line, with
// the reason where it is known; whom each role trusts; and what a change grants
// or takes away.
//
// It fails closed. What only the deployment knows is an unknown, which equals
// itself alone; what can't be read is told, and a change of it counts as new.
//
// A new resource type that grants is a row: of attachments, if it gives a policy
// to another resource; of facts, if it grants by a property; of defaults, if it
// is open where it has no policy. A type whose property is a policy document
// needs none.
package review
