// Package drift compares the roles that an account has with those that a
// registry or a template makes: which are missing, which nobody wrote down, and
// which may do more or less, or trust others, than was written.
//
// The comparison is by meaning, that of package review: inline or attached, one
// policy or several, in whichever order, the same grant is no difference. Of
// managed policies the version in force counts. A permissions boundary is
// compared by its name.
package drift
