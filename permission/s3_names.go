package permission

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

func validateBucketName(faults *fault.List, option, name string) {
	aws.CheckBucket(faults, option, name, "name the bucket, or leave {S3} unset to grant nothing there", "S3.Prefix")
}

// validatePrefix accepts what can begin an object key and means only itself
// in a resource pattern.
func validatePrefix(faults *fault.List, option, prefix string) {
	aws.CheckKeyBeginning(faults, option, prefix)
	for _, wildcard := range []string{"*", "?"} {
		if strings.Contains(token.Without(prefix), wildcard) {
			faults.Add(option, prefix, "holds "+strconv.Quote(wildcard)+", which IAM reads as a wildcard, where a literal prefix is meant",
				"leave it out; everything below the prefix is covered without it")
		}
	}
}

// validateDevPrefix is validatePrefix, but "*" is asked for by name.
func validateDevPrefix(faults *fault.List, option, prefix string) {
	aws.CheckKeyBeginning(faults, option, prefix)
	if strings.Contains(token.Without(prefix), "?") {
		faults.Add(option, prefix, "holds \"?\", which IAM reads as any one character", "use \"*\", or write the character itself")
	}
}
