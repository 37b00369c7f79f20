package option

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
)

// buckets reads NAME and NAME/PREFIX; the prefixes of one name are those of one
// bucket, in the order in which it is first named.
func buckets(all *[]permission.Bucket) *parsed {
	return &parsed{target: all, read: func(texts []string) fault.List {
		*all = nil
		for _, text := range texts {
			name, prefix, found := strings.Cut(text, "/")
			if strings.Contains(text, "://") || aws.IsARN(text) {
				name, prefix, found = text, "", false // which the core refuses as a name
			}
			i := slices.IndexFunc(*all, func(b permission.Bucket) bool { return b.BucketName == name })
			if i < 0 || !found || (*all)[i].Prefixes == nil {
				i = len(*all)
				*all = append(*all, permission.Bucket{BucketName: name})
			}
			if found {
				(*all)[i].Prefixes = append((*all)[i].Prefixes, prefix)
			}
		}
		return nil
	}}
}

// domains reads the ARNs of CodeArtifact domains.
func domains(all *[]permission.Domain) *parsed {
	return &parsed{target: all, read: func(texts []string) fault.List {
		*all = nil
		var faults fault.List
		for _, text := range texts {
			arn, ok := aws.ParseARN(text)
			if !ok || arn.Service != "codeartifact" || arn.Region == "" || arn.Account == "" || arn.Type() != "domain" {
				faults.Add("", text, "is not the ARN of a CodeArtifact domain", `write it whole, such as "arn:aws:codeartifact:eu-west-1:111122223333:domain/my-company"`)
				continue
			}
			*all = append(*all, permission.Domain{DomainName: arn.Name(), AccountID: arn.Account, Region: arn.Region})
		}
		return faults
	}}
}
