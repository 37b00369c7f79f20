package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
)

func TestRetentionIsChecked(t *testing.T) {
	_, env := full()
	retaining := func(days int, modes ...string) permission.Publisher {
		return permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "release/", RetentionModes: modes, RetentionDays: days}}
	}
	for _, test := range []struct {
		name, want string
		publisher  permission.Publisher
	}{
		{"modes that are none", `2 faults:
  - S3.RetentionModes[0] "governance" is not a mode of S3 Object Lock; use COMPLIANCE or GOVERNANCE
  - S3.RetentionModes[2] "COMPLIANCE" is named before; leave it out`, retaining(0, "governance", "COMPLIANCE", "COMPLIANCE")},
		{"days of nothing", `S3.RetentionDays "30" means nothing without S3.RetentionModes; set S3.RetentionModes, or leave it out`, retaining(30)},
		{"days before today", `S3.RetentionDays "-1" is no number of days; set it to one or more, or leave it out`, retaining(-1, "GOVERNANCE")},
	} {
		assert.EqualError(t, test.publisher.Validate(env), "cipublisher: "+test.want, test.name)
	}
	assert.NoError(t, retaining(0, "GOVERNANCE", "COMPLIANCE").Validate(env))
	assert.NoError(t, retaining(1, "GOVERNANCE").Validate(env))
}
