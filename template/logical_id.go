package template

import (
	"crypto/md5"
	"encoding/hex"
	"strings"
)

// LogicalID returns the logical id that the CDK gives a resource by the path
// of construct ids that leads to it, from below the stack: what people can
// read of the path, and eight characters of a hash of all of it, so that
// different paths have different ids.
//
// https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html#identifiers-logical-ids
func LogicalID(path ...string) string {
	var components []string
	for _, id := range path {
		if id != "Default" { // the CDK's name for what a construct is about
			components = append(components, id)
		}
	}
	if len(components) == 1 && alphanumeric(components[0]) == components[0] {
		return components[0]
	}
	// MD5 is the CDK's choice, and nothing here depends on its strength.
	hash := md5.Sum([]byte(strings.Join(components, "/")))
	var human strings.Builder
	before := ""
	for _, id := range components {
		if id == "Resource" || before != "" && strings.HasSuffix(before, id) {
			continue
		}
		human.WriteString(alphanumeric(id))
		before = id
	}
	const longest = 240 // characters of the part for people
	text := human.String()
	return text[:min(len(text), longest)] + strings.ToUpper(hex.EncodeToString(hash[:4]))
}

func alphanumeric(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
