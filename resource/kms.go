package resource

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
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

func (k Key) validate(env permission.Environment, faults *fault.List) {
	if k.ARN == "" {
		faults.Add("Store.Arn", "", "is missing", "write the ARN of the key")
		return
	}
	if !aws.CheckKeyARN(faults, "Store.Arn", k.ARN) {
		return
	}
	if account := aws.AccountOf(k.ARN); account != "" && env.AccountID != "" && !token.In(account+env.AccountID) && account != env.AccountID {
		faults.Add("Store.Arn", k.ARN, "is a key of another account than {AccountId}", "set {AccountId} to the account that owns the key")
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

func (k Key) notices(all *fault.Notices, _ []string) {
	all.Note("kms-key-policy", "add the statements to the policy of the key, never replace it by them: a key whose policy does not admit its own account can't be managed any more")
}
