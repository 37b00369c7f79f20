package permission

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

var (
	// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
	tableShape      = regexp.MustCompile(`^[A-Za-z0-9._-]{3,255}$`)
	tableCharacters = regexp.MustCompile(`^[A-Za-z0-9._-]*$`)
	// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
	kmsKeyShape      = regexp.MustCompile(`^arn:[a-z-]+:kms:` + regionPattern + `:[0-9]{12}:key/(mrk-)?[0-9a-f-]{32,36}$`)
	kmsKeyCharacters = regexp.MustCompile(`^[a-z0-9:/-]*$`)
)

// dnsSuffixes returns how the names of AWS's services end, in kms:ViaService.
// Of a partition that only the deployment knows, either may be right.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
func dnsSuffixes(partition string) []string {
	const global, china = "amazonaws.com", "amazonaws.com.cn"
	if partition == "aws-cn" || policy.HasToken(partition) {
		return []string{global, china}
	}
	return []string{global}
}

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

func validateStateBucket(faults *fault.List, option, name string) {
	switch {
	case name == "":
		faults.Add(option, "", "is missing", "name the bucket of the state")
	case strings.HasPrefix(name, "s3://"):
		faults.Add(option, name, "is an address", "write the bucket's name alone, and the path in {Keys}")
	default:
		validateBucketName(faults, option, name)
	}
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
	case strings.HasPrefix(key, "arn:"):
		add("is an ARN", "write the key alone")
	case strings.ContainsAny(policy.WithoutTokens(beginning), "*?"):
		add("has a wildcard before its end", `use one "*", at the end`)
	case strings.HasSuffix(key, ".tflock"):
		add("is the key of a lock", "write the key of the state, "+strconv.Quote(strings.TrimSuffix(key, ".tflock")))
	default:
		var found fault.List
		validateKeyBeginning(&found, option, beginning)
		for _, f := range found {
			faults.Add(f.Option, key, f.Problem, f.Remedy)
		}
	}
}

// validateWorkspacePrefix accepts a workspace_key_prefix of Terraform.
func validateWorkspacePrefix(faults *fault.List, option, prefix string) {
	add := func(problem, remedy string) { faults.Add(option, prefix, problem, remedy) }
	literal := policy.WithoutTokens(prefix)
	switch {
	case strings.HasPrefix(literal, "/") || strings.HasSuffix(literal, "/"):
		add(`begins or ends with "/", which Terraform refuses`, "write "+strconv.Quote(strings.Trim(prefix, "/")))
	case strings.ContainsAny(literal, "*?"):
		add("has a wildcard", "write the backend's workspace_key_prefix as it is")
	default:
		validateKeyBeginning(faults, option, prefix)
	}
}

func validateTable(faults *fault.List, option, name string) {
	switch {
	case strings.HasPrefix(name, "arn:"):
		faults.Add(option, name, "is an ARN", "write the table's name alone")
	case !fits(name, tableShape, tableCharacters):
		faults.Add(option, name, "is not the name of a DynamoDB table", "use 3 to 255 letters, digits, dots, hyphens and underscores")
	}
}

// validateKMSKey accepts the ARN of a key in the bucket's region. IAM does not
// follow aliases.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
func validateKMSKey(faults *fault.List, option, arn string, env Environment) {
	switch {
	case strings.HasPrefix(arn, "alias/") || strings.Contains(arn, ":alias/"):
		faults.Add(option, arn, "is an alias, which an IAM policy does not follow", "write the ARN of the key itself")
	case !fits(arn, kmsKeyShape, kmsKeyCharacters):
		faults.Add(option, arn, "is not the ARN of a KMS key", `write it whole, as in "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`)
	case !policy.HasToken(arn + env.Region):
		if region := strings.Split(arn, ":")[3]; env.Region != "" && region != env.Region {
			faults.Add(option, arn, "is in "+region+", and S3 takes keys of the bucket's region only", "name a key in "+env.Region+", or change {Region}")
		}
	}
}
