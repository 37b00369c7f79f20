package deploy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// A bucket's key serves the objects that the set is about, by their ARNs, and by
// the bucket's with an S3 Bucket Key.
func TestKeysOfBuckets(t *testing.T) {
	contexts := func(set permission.Set) [][]string {
		var all [][]string
		for _, s := range set.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}) {
			if arns := s.Conditions["StringLike"]["kms:EncryptionContext:aws:s3:arn"]; arns != nil {
				assert.Equal(t, []string{stateKey}, s.Resources)
				all = append(all, arns)
			}
		}
		return all
	}
	state := func(change func(*deploy.TerraformState)) deploy.TerraformState {
		return terraformState(func(s *deploy.TerraformState) {
			s.KMSKeyARN = stateKey
			change(s)
		})
	}
	for _, test := range []struct {
		name string
		set  permission.Set
		want []string
	}{
		{"a directory of a site", deploy.Site{Files: deploy.SiteFiles{BucketName: "acme-state", Prefix: "www/", KMSKeyARN: stateKey}, Distributions: []string{"E1A2B3C4D5E6F7"}},
			[]string{stateBucket, stateBucket + "/www/*"}},
		{"a state and its lock", state(func(*deploy.TerraformState) {}), []string{stateBucket, stateBucket + "/" + app, stateBucket + "/" + app + ".tflock"}},
		{"a state that is only read", state(func(s *deploy.TerraformState) { s.ReadOnly = true }), []string{stateBucket, stateBucket + "/" + app}},
		{"a state that is locked in a table", state(func(s *deploy.TerraformState) { s.LockTable = "locks" }), []string{stateBucket, stateBucket + "/" + app}},
		{"a directory of states", state(func(s *deploy.TerraformState) { s.Keys = []string{"live/"} }), []string{stateBucket, stateBucket + "/live/*"}},
		{"a workspace", state(func(s *deploy.TerraformState) { s.Workspaces = []string{"dev"} }),
			[]string{stateBucket, stateBucket + "/" + app, stateBucket + "/env:/dev/" + app, stateBucket + "/" + app + ".tflock", stateBucket + "/env:/dev/" + app + ".tflock"}},
		{"Terragrunt", deploy.Terragrunt{State: state(func(*deploy.TerraformState) {}), Create: true}, []string{stateBucket, stateBucket + "/" + app, stateBucket + "/" + app + ".tflock"}},
	} {
		got := contexts(test.set)
		assert.NotEmpty(t, got, test.name)
		for _, arns := range got {
			assert.Equal(t, test.want, arns, test.name)
		}
	}
}
