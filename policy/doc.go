// Package policy holds IAM documents as values.
package policy
