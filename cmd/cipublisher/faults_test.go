package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

func TestOptionsAreNamedAsFlags(t *testing.T) {
	flags := &flagSet{command: "template"}
	flags.add(flag{name: "s3-prefix", value: "PREFIX", options: []string{"S3.Prefix"}})
	flags.add(flag{name: "repo", value: "REPO", repeatable: true, options: []string{"Subjects.Repositories"}})
	flags.add(flag{name: "claim", value: "KEY=VALUE", repeatable: true, keyed: true, options: []string{"Subjects.Claims"}})
	for option, want := range map[string]string{
		"S3.Prefix":                         "--s3-prefix",
		"S3.Prefixes":                       "S3.Prefixes",
		"S3":                                "--s3-prefix",
		"EcrPublic":                         "EcrPublic",
		"Subjects[0].Repositories":          "--repo",
		"Subjects[0].Repositories[12]":      "--repo",
		"Subjects[0].Claims.repository_id":  "--claim repository_id",
		"Subjects[0].Claims":                "--claim",
		"--s3-prefix":                       "--s3-prefix",
		"Statement[0].Condition.StringLike": "Statement[0].Condition.StringLike",
	} {
		assert.Equal(t, want, flags.nameOf(option), option)
	}
}

// An option of the core that no flag sets would be out of reach, and a fault
// in it would go by a name that the user has never typed.
func TestEveryOptionOfTheCoreHasAFlag(t *testing.T) {
	flags := &flagSet{command: "template"}
	grantFlags(flags, role.Sets)
	trustFlags(flags)
	for prefix, options := range map[string]any{
		"":                      permission.Environment{},
		"S3.":                   permission.S3{},
		"S3.Buckets.":           permission.Bucket{},
		"Ecr.":                  permission.ECR{},
		"EcrPublic.":            permission.ECRPublic{},
		"CodeArtifact.":         permission.CodeArtifact{},
		"CodeArtifact.Domains.": permission.Domain{},
		" ":                     permission.Publisher{},
		"  ":                    trust.Options{},
		"Subjects.":             trust.Subject{},

		"   ":                  deploy.CDK{},
		"    ":                 deploy.ECS{},
		"Services.":            deploy.ECSService{},
		"RunTasks.":            deploy.ECSTask{},
		"       ":              deploy.Lambda{},
		"        ":             deploy.Site{},
		"         ":            deploy.PullThrough{},
		"Files.":               deploy.SiteFiles{},
		"Services.CodeDeploy.": deploy.CodeDeployGroup{},
		"     ":                deploy.TerraformState{},
		"      ":               deploy.Terragrunt{},
		"State.":               deploy.TerraformState{},
	} {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(options)) {
			if !field.IsExported() {
				continue
			}
			path := strings.TrimSpace(prefix) + strings.NewReplacer("ARN", "Arn", "ID", "Id", "ECR", "Ecr", "KMS", "Kms", "ACL", "Acl").Replace(field.Name)
			assert.NotEqual(t, path, flags.nameOf(path), "no flag sets %s", path)
		}
	}
}
