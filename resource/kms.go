package resource

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Key is a KMS key of the environment's account and region that a bucket is
// encrypted with. ECR and CodeArtifact use their keys by themselves: who
// pushes, pulls or publishes there needs nothing from the key.
//
// A key that AWS manages (aws/s3) can't be used from another account at all.
//
//   - https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
//   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
//   - https://docs.aws.amazon.com/codeartifact/latest/ug/domain-create.html
type Key struct {
	// ARN of the key, not of an alias. Required.
	ARN string
}

var keyShape = lazyregexp.New(`^arn:([a-z-]+):kms:([a-z0-9-]+):([0-9]{12}):key/[A-Za-z0-9-]{1,128}$`)

func (k Key) validate(env permission.Environment, faults *fault.List) {
	if policy.HasToken(k.ARN) {
		return
	}
	parts := keyShape.FindStringSubmatch(k.ARN)
	switch {
	case k.ARN == "":
		faults.Add("Store.ARN", "", "is missing", "write the ARN of the key")
	case strings.Contains(k.ARN, "alias/"):
		faults.Add("Store.ARN", k.ARN, "is an alias, and a policy belongs to a key", "write the ARN of the key behind the alias")
	case parts == nil:
		faults.Add("Store.ARN", k.ARN, "is not the ARN of a KMS key", `write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`)
	case env.AccountID != "" && !policy.HasToken(env.AccountID) && parts[3] != env.AccountID:
		faults.Add("Store.ARN", k.ARN, "is a key of another account than {AccountId}", "set {AccountId} to the account that owns the key")
	}
}

// restrict replaces the key by "*", which in its own policy is the key.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
func (k Key) restrict(_ permission.Environment, s policy.Statement) []policy.Statement {
	if !ofService(s, "kms") || !slices.Contains(s.Resources, k.ARN) {
		return nil
	}
	return []policy.Statement{withResources(s, "*")}
}

func (k Key) owners(env permission.Environment) []string { return []string{env.AccountID} }

func (k Key) describe() string { return "key " + quoted([]string{k.ARN}) }

func (k Key) notices([]string) []fault.Notice {
	return []fault.Notice{{ID: "kms-key-policy", Note: true,
		Text: "add the statements to the policy of the key, never replace it by them: a key whose policy does not let its own account in can't be managed any more"}}
}
