// Package review turns policies into what a person can judge: what they grant,
// line by line, with the reason where it is known; what the roles of a whole
// CloudFormation template may do, and who may assume them; and what a change
// grants or takes away.
package review
