package permission

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
)

func (e *ECR) validateSources(faults *fault.List, env Environment) {
	for option, source := range fault.EachIn(faults, "Ecr.PromoteFrom", e.PromoteFrom) {
		if !aws.IsARN(source) {
			aws.ECRRepository.CheckPattern(faults, option, source)
			continue
		}
		arn, ok := aws.ParseARNPattern(source)
		if !ok || arn.Service != "ecr" || arn.Type() != "repository" || !aws.Region.Accepts(arn.Region) || !aws.AccountID.Accepts(arn.Account) {
			faults.Add(option, source, "is not the ARN of an ECR repository", `write the repository's name, or its whole ARN, such as "arn:aws:ecr:eu-west-1:111122223333:repository/candidates"`)
			continue
		}
		if !token.In(arn.Partition+env.ARNPartition()) && arn.Partition != env.ARNPartition() {
			faults.Add(option, source, "is in partition "+arn.Partition+", not in "+env.ARNPartition(), "name a repository of the same partition")
		}
		var found fault.List
		aws.ECRRepository.CheckPattern(&found, option, sourceName(source))
		for _, f := range found {
			faults.Add(option, source, f.Problem, f.Remedy)
		}
	}
}

// sourceName is the name of a repository that is given by name or ARN.
func sourceName(source string) string {
	arn, ok := aws.ParseARNPattern(source)
	if !ok {
		return source
	}
	return arn.Resource[len("repository/"):]
}

// sources returns the ARNs of the repositories that images are copied from.
func (e *ECR) sources(env Environment) []string {
	all := slices.Clone(e.PromoteFrom)
	for i, source := range all {
		if !aws.IsARN(source) {
			all[i] = aws.ARN{Partition: env.ARNPartition(), Service: "ecr", Region: env.Region, Account: env.AccountID, Resource: "repository/" + source}.String()
		}
	}
	return all
}

// sourceNotices tells of sources that are more than one repository.
func (e *ECR) sourceNotices(all *fault.Notices) {
	for option, source := range fault.Each("Ecr.PromoteFrom", e.PromoteFrom) {
		if sourceName(source) == "*" {
			all.Note("ecr-promote-every-repository", "the publisher may read every ECR repository of that account and region, because {"+option+"} asks for \"*\"")
		}
		lookalike.Name(all, "ecr-promote-no-slash", option, sourceName(source), "/*")
	}
}
