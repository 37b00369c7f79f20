package conformance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// coreFile is where the tests of the core write down a document of theirs.
func coreFile(name string) string {
	if set, found := strings.CutPrefix(name, "deploy/"); found {
		return filepath.Join("..", "permission", "deploy", "testdata", "sets", set+".json")
	}
	return filepath.Join("..", "permission", "testdata", name+".json")
}

// writtenDown is a set that says what a file of coreFile says.
type writtenDown string

func (w writtenDown) Validate(permission.Environment) error { return nil }

func (w writtenDown) Statements(permission.Environment) []policy.Statement {
	text, err := os.ReadFile(coreFile(string(w)))
	if err != nil {
		panic(err)
	}
	document, err := policy.Parse(text)
	if err != nil {
		panic(err)
	}
	return document.Statements
}

// documentsIn returns the names of the documents in a directory of
// coreFile.
func documentsIn(directory string) []string {
	files, err := filepath.Glob(coreFile(directory + "/*"))
	if err != nil || len(files) == 0 {
		panic("no documents in " + directory)
	}
	for i, file := range files {
		files[i] = directory + "/" + strings.TrimSuffix(filepath.Base(file), ".json")
	}
	return files
}

// theKey is the key of a bucket that options name.
var theKey = arnIn(commercial, "kms", "key/"+keyID)

// releasesPoint is the access point that options name.
var releasesPoint = arnIn(commercial, "s3", "accesspoint/releases")

// reaching are the policies whose options name resources beside the usual
// ones, with those.
var reaching = map[string][]string{
	"least-privilege/s3-buckets":             {"arn:aws:s3:::" + mirror, "arn:aws:s3:::" + site},
	"least-privilege/s3-list-prefix-buckets": {"arn:aws:s3:::" + mirror},
	"least-privilege/s3-access-point":        {releasesPoint},
	"least-privilege/s3-access-point-dev":    {releasesPoint},
	"least-privilege/s3-access-point-kms":    {releasesPoint, "arn:aws:s3:::" + mirror, theKey},
	"least-privilege/s3-dev-bucket":          {"arn:aws:s3:::" + devBucket},
	"least-privilege/s3-kms-key":             {theKey},
	"least-privilege/s3-kms-key-tagged":      {theKey},
	"least-privilege/s3-kms-key-dev":         {theKey},
	"least-privilege/s3-read-back-kms":       {theKey},
	"least-privilege/s3-kms-keys": {theKey, arnIn(commercial, "kms", "key/"+mirrorKeyID),
		"arn:aws:s3:::" + mirror, "arn:aws:s3:::" + docsBucket, "arn:aws:s3:::" + site},
	"least-privilege/s3-promote":                 {"arn:aws:s3:::" + mirror, "arn:aws:s3:::" + site},
	"least-privilege/s3-promote-tagged":          {"arn:aws:s3:::" + mirror},
	"least-privilege/s3-promote-kms":             {arnIn(commercial, "kms", "key/"+mirrorKeyID), "arn:aws:s3:::" + mirror},
	"least-privilege/ecr-promote":                {"arn:aws:ecr:us-east-1:" + otherAccount + ":repository/team"},
	"least-privilege/ecr-sign":                   {arnIn(commercial, "signer", "/signing-profiles/images")},
	"least-privilege/ecr-public":                 {publicRepository},
	"least-privilege/ecr-public-limit-token":     {publicRepository},
	"least-privilege/ecr-public-without-deletes": {publicRepository},
	"least-privilege/codeartifact-domains":       append(slices.Clone(acmeElsewhere), arnIn(commercial, "codeartifact", "domain/tools"), arnIn(commercial, "codeartifact", "repository/tools"), arnIn(commercial, "codeartifact", "package/tools")),
	"least-privilege/codeartifact-elsewhere":     acmeElsewhere,
	// Another account.
	"deploy/cdk-deploy-elsewhere": {bootstrapRole("acme", "deploy", otherAccount, "eu-west-1"), bootstrapRole("acme", "deploy", otherAccount, "us-east-1")},
	// Whole directories, look-alikes of what is in them included.
	"deploy/static-site-kms":                   {"arn:aws:s3:::acme-site"},
	"deploy/ecr-push-several":                  {arnIn(commercial, "ecr", "repository/team")},
	"deploy/terraform-state-prefix":            {"arn:aws:s3:::" + stateBucket + "/live"},
	"deploy/terraform-state-lock-table-prefix": {"arn:aws:s3:::" + stateBucket + "/live"},
	"deploy/terragrunt-account-alias":          {"arn:aws:s3:::" + stateBucket + "/live"},
	"deploy/terragrunt":                        {"arn:aws:s3:::" + stateBucket + "/live"},
}

var publicRepository = "arn:aws:ecr-public::" + account + ":repository/app"

// acmeElsewhere is the domain acme of another account in another region.
var acmeElsewhere = []string{
	"arn:aws:codeartifact:us-east-1:" + otherAccount + ":domain/" + domainName,
	"arn:aws:codeartifact:us-east-1:" + otherAccount + ":repository/" + domainName,
	"arn:aws:codeartifact:us-east-1:" + otherAccount + ":package/" + domainName,
}

// bootstrapRole is a role that cdk bootstrap makes in an account and a region.
func bootstrapRole(qualifier, role, account, region string) string {
	return "arn:aws:iam::" + account + ":role/cdk-" + qualifier + "-" + role + "-role-" + account + "-" + region
}

// deploySets are the sets beside the publisher, in the option combinations
// that the tests of the core write down.
func deploySets() []subject {
	var list []subject
	for _, name := range documentsIn("deploy") {
		if strings.HasSuffix(name, "-tokens") {
			continue // names that only CloudFormation knows
		}
		list = append(list, subject{name: name, env: commercial, set: writtenDown(name), about: aboutDeploy, reaches: reaching[name]})
	}
	return list
}
