package policy

import "github.com/cipublisher/cipublisher/internal/token"

// HasToken reports whether a string contains a CDK token, so that its value
// is not known before deployment.
func HasToken(s string) bool { return token.In(s) }

// WithoutTokens returns the literal remainder of a string: what it says
// without its CDK tokens.
func WithoutTokens(s string) string { return token.Without(s) }
