package doctor

import (
	"cmp"
	"os"

	"github.com/cipublisher/cipublisher/aws"
)

// partition returns the partition of the job's account.
func (j *Job) partition() string {
	return cmp.Or(j.Partition, aws.PartitionOf(j.region()))
}

// region returns the region of the job; empty where it has none. Clients prefer
// AWS_REGION.
//
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
func (j *Job) region() string {
	return cmp.Or(j.Environment["AWS_REGION"], j.Environment["AWS_DEFAULT_REGION"])
}

// lookAtEnvironment finds what of AWS's variables would go wrong.
func (j *Job) lookAtEnvironment(found *Findings) {
	const regionPage = "https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html"
	own, usual := j.Environment["AWS_REGION"], j.Environment["AWS_DEFAULT_REGION"]
	switch {
	case own == "" && usual == "":
		found.add("no-region", Warning, "Neither AWS_REGION nor AWS_DEFAULT_REGION is set.",
			"set AWS_REGION; the action aws-actions/configure-aws-credentials does so from its input aws-region, in the steps after it", regionPage)
	case own != "" && usual != "" && own != usual:
		found.add("two-regions", Warning, "AWS_REGION is "+own+" and AWS_DEFAULT_REGION is "+usual+"; clients differ in which they use.", "set both to the same region", regionPage)
	}
	if region := j.region(); region != "" && len(aws.UnknownRegion("Region", region)) > 0 {
		found.add("unknown-region", Warning, "The region "+region+" is none that this version knows.", "check its spelling", regionPage)
	}
	const credentialsPage = "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html"
	switch {
	case j.Environment["AWS_ACCESS_KEY_ID"] == "":
	case j.Environment["AWS_SESSION_TOKEN"] == "":
		found.add("static-keys", Warning, "AWS_ACCESS_KEY_ID is set: clients use that key before any token, and the job runs as its user.",
			"take AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY out of the job, and delete the key", credentialsPage)
	default:
		found.add("session-keys", Note, "The job has credentials of a role already; clients use them before a token.", "", credentialsPage)
	}
	j.lookAtRole(found)
	if file := j.Environment["AWS_WEB_IDENTITY_TOKEN_FILE"]; file != "" {
		if info, err := os.Stat(file); err != nil || info.Size() == 0 {
			found.add("token-file", Warning, "AWS_WEB_IDENTITY_TOKEN_FILE names "+file+", which is not there, can't be read or is empty.", "write the token into it before a client runs", credentialsPage)
		}
	}
}

// lookAtRole finds an AWS_ROLE_ARN that no role can have, or of another
// partition than the region.
func (j *Job) lookAtRole(found *Findings) {
	role := j.Environment["AWS_ROLE_ARN"]
	if role == "" {
		return
	}
	arn, ok := aws.ParseARN(role)
	switch {
	case !ok || !arn.IsRole():
		found.add("role-arn", Warning, "AWS_ROLE_ARN is "+role+", which is not the ARN of a role.", "write it as arn:aws:iam::111122223333:role/ci/publisher", "")
	case j.region() != "" && arn.Partition != aws.PartitionOf(j.region()):
		found.add("role-partition", Warning, "AWS_ROLE_ARN is in the partition "+arn.Partition+", and the region "+j.region()+" in "+aws.PartitionOf(j.region())+".", "set the region of the role's account", "")
	}
}

// accountOf returns the account in an ARN; empty for what is none.
func accountOf(text string) string {
	arn, ok := aws.ParseARN(text)
	if !ok || !aws.AccountID.Accepts(arn.Account) {
		return ""
	}
	return arn.Account
}
