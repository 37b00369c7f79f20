package permission_test

import (
	"fmt"
	"slices"

	"github.com/cipublisher/cipublisher/permission"
)

func ExamplePresetNames() {
	fmt.Println(permission.PresetNames())
	// Output: [agilecustoms-release terraform-aws-ci-publisher]
}

// The conditions that an option adds, with the page that describes the key.
func ExampleLimits() {
	for _, limit := range permission.Limits() {
		if slices.Contains(limit.When, "S3.SecureTransport") {
			fmt.Println(limit.Actions, limit.Operator, limit.Key, limit.Values)
		}
	}
	// Output: [s3:*] Bool aws:SecureTransport [true]
}

func ExampleValidateAll() {
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	fmt.Println(permission.ValidateAll(env,
		permission.Builder{ECR: &permission.ECRRead{EveryRepository: true}},
		permission.Publisher{S3: &permission.S3{}},
	))
	// Output:
	// cipublisher: Sets[1].S3.BucketName is missing; name the bucket, or leave Sets[1].S3 unset to grant nothing there
}
