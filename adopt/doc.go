// Package adopt writes down roles that somebody made by hand as options of this
// library: the narrowest ones that cover what a role may do today, or what it
// was seen to do in CloudTrail.
//
// What the options leave out and what they would add is the answer of a
// comparison by meaning, that of package review, between the role as it is and
// the documents that the options make.
package adopt
