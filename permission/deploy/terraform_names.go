package deploy

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// statePattern returns the pattern of the objects that a key stands for. A
// key can't end with "/", so one that does is a directory.
//
// https://developer.hashicorp.com/terraform/language/backend/s3#key
func statePattern(key string) string {
	if strings.HasSuffix(key, "/") {
		return key + "*"
	}
	return key
}

// validateStateKey accepts a key of Terraform's S3 backend, a directory, or
// the beginning of keys with one "*" at its end.
func validateStateKey(faults *fault.List, option, key string) {
	add := func(problem, remedy string) { faults.Add(option, key, problem, remedy) }
	beginning := strings.TrimSuffix(key, "*")
	switch {
	case key == "":
		add("is empty", `name the key of the state, or write "*" for every state of the bucket`)
	case key == "/":
		add("is no key", `write "*" for every state of the bucket`)
	case strings.HasPrefix(key, "s3://"):
		add("is an address", "write the bucket in {Bucket}, and the key alone here")
	case aws.IsARN(key):
		add("is an ARN", "write the key alone")
	case strings.ContainsAny(token.Without(beginning), "*?"):
		add("has a wildcard before its end", `use one "*", at the end`)
	case strings.HasSuffix(key, ".tflock"):
		add("is the key of a lock", "write the key of the state, "+strconv.Quote(strings.TrimSuffix(key, ".tflock")))
	default:
		var found fault.List
		aws.CheckKeyBeginning(&found, option, beginning)
		for _, f := range found {
			faults.Add(f.Option, key, f.Problem, f.Remedy)
		}
	}
}

// workspaceRule is what Terraform takes for the name of a workspace: text that
// needs no escaping in the path of a URL, and so no "/".
//
// https://github.com/hashicorp/terraform/blob/v1.14.0/internal/command/meta.go
var workspaceRule = aws.NewRule("the name of a Terraform workspace", "use letters, digits and $&+:=@-_.~, as Terraform does",
	`[A-Za-z0-9$&+:=@_.~-]{1,255}`, `[A-Za-z0-9$&+:=@_.~-]*`, `[A-Za-z0-9$&+:=@_.~-]*`)

func validateWorkspacePrefix(faults *fault.List, option, prefix string) {
	add := func(problem, remedy string) { faults.Add(option, prefix, problem, remedy) }
	literal := token.Without(prefix)
	switch {
	case strings.HasPrefix(literal, "/") || strings.HasSuffix(literal, "/"):
		add(`begins or ends with "/", which Terraform refuses`, "write "+strconv.Quote(strings.Trim(prefix, "/")))
	case strings.ContainsAny(literal, "*?"):
		add("has a wildcard", "write the backend's workspace_key_prefix as it is")
	default:
		aws.CheckKeyBeginning(faults, option, prefix)
	}
}
