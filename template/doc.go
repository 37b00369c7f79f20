// Package template writes CloudFormation templates of CI roles from the core
// alone: without the CDK, without Node, in microseconds.
//
// A Stack of Roles makes a Template with the same logical ids and the same
// properties as the construct CiRole makes of the same options in a CDK app. A
// stack may so be deployed from either, and taken over by the other, without
// replacing a resource.
//
// Whatever only the deployment knows is in the strings of the core as a
// token, ${Token[…]}, as it does in a CDK app: Ref and GetAtt make one, and the
// template has the intrinsic function in its place.
package template
