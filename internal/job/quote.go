package job

import (
	"encoding/json"
	"regexp"
	"strings"
)

// quoteYAML writes a text as YAML and keeps it from being an expression.
func quoteYAML(text string) string {
	quoted, err := json.Marshal(strings.ReplaceAll(text, "${{", "${{ '${{' }}"))
	if err != nil {
		panic(err) // a string is always JSON
	}
	return string(quoted)
}

// gitlabPattern writes a name, which may end in "*", as a regular expression
// of GitLab's rules.
//
// https://docs.gitlab.com/ci/jobs/job_rules/#compare-a-variable-to-a-regular-expression
func gitlabPattern(name string) string {
	literal, wildcard := strings.CutSuffix(name, "*")
	pattern := "/^" + strings.ReplaceAll(regexp.QuoteMeta(literal), "/", `\/`)
	if !wildcard {
		pattern += "$"
	}
	return pattern + "/"
}
