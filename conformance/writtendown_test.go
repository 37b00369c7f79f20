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
	if strings.HasPrefix(name, "neighbours/") {
		return filepath.Join("..", "permission", "deploy", "testdata", name+".json")
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

// reaching are the policies whose options name resources beside the usual
// ones, with those.
var reaching = map[string][]string{
	"narrow/s3-buckets":                 {"arn:aws:s3:::" + mirror, "arn:aws:s3:::" + site},
	"narrow/s3-list-prefix-buckets":     {"arn:aws:s3:::" + mirror},
	"narrow/s3-dev-bucket":              {"arn:aws:s3:::" + devBucket},
	"narrow/s3-kms-key":                 {theKey},
	"narrow/s3-kms-key-multipart":       {theKey},
	"narrow/s3-kms-key-dev":             {theKey},
	"narrow/ecr-public":                 {publicRepository},
	"narrow/ecr-public-without-deletes": {publicRepository},
	"narrow/codeartifact-domains":       append(slices.Clone(acmeElsewhere), arnIn(commercial, "codeartifact", "domain/tools"), arnIn(commercial, "codeartifact", "repository/tools"), arnIn(commercial, "codeartifact", "package/tools")),
	"narrow/codeartifact-elsewhere":     acmeElsewhere,
	// Whole directories, look-alikes of what is in them included.
	"neighbours/ecr-push-several":                  {arnIn(commercial, "ecr", "repository/team")},
	"neighbours/terraform-state-prefix":            {"arn:aws:s3:::" + stateBucket + "/live"},
	"neighbours/terraform-state-lock-table-prefix": {"arn:aws:s3:::" + stateBucket + "/live"},
	"neighbours/terragrunt":                        {"arn:aws:s3:::" + stateBucket + "/live"},
}

var publicRepository = "arn:aws:ecr-public::" + account + ":repository/app"

// acmeElsewhere is the domain acme of another account in another region.
var acmeElsewhere = []string{
	"arn:aws:codeartifact:us-east-1:" + otherAccount + ":domain/" + domainName,
	"arn:aws:codeartifact:us-east-1:" + otherAccount + ":repository/" + domainName,
	"arn:aws:codeartifact:us-east-1:" + otherAccount + ":package/" + domainName,
}

// neighbours are the sets beside the publisher, in the option combinations
// that the tests of the core write down.
func neighbours() []subject {
	var list []subject
	for _, name := range documentsIn("neighbours") {
		if strings.HasSuffix(name, "-tokens") {
			continue // names that only CloudFormation knows
		}
		list = append(list, subject{name: name, env: commercial, set: writtenDown(name), about: aboutNeighbours, reaches: reaching[name]})
	}
	return list
}
