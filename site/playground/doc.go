// Package playground answers what the site's playground asks: what options
// make, whether a token is admitted, what a change grants. Requests and answers
// are JSON. Each answer is what the core says, by the same calls as the command
// line's; a test compares the two.
package playground
