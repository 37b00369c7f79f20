// Package clients runs real clients against package cloud, an AWS on loopback
// that authorizes: with the policy that is documented for them, and with each
// action of it dropped. What they call, what they cannot do without and what
// they ask for beyond their policy is recorded in testdata/results and shown in
// README.md.
//
// It is a module of its own, so that whoever imports or tests CiPublisher gets
// none of it.
package clients
