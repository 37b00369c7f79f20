package main

import (
	"strings"

	"github.com/cipublisher/cipublisher/permission"
)

// ecrRepositoryFlag narrows what goes to ECR, whichever set it is of.
var ecrRepositoryFlag = flag{
	name: "ecr-repository", value: "NAME", options: []string{"Ecr", "Ecr.RepositoryNames", "RepositoryNames"}, repeatable: true,
	about: "repository that images go to, where * at the end is any characters; without it, a publisher has every repository of the account and region",
}

// ecrFlags declares the flags of ECR and returns how to read them.
func ecrFlags(flags *flagSet) func(*call) *permission.ECR {
	none := flags.add(flag{
		name: "no-ecr", preset: "false",
		about: "grant nothing in ECR",
	})
	repositories := flags.add(ecrRepositoryFlag)
	devRepositories := flags.add(flag{
		name: "ecr-dev-repository", value: "NAME", options: []string{"Ecr.DevRepositoryNames"}, repeatable: true,
		about: "repository of a dev publisher; without it, those of releases; ignored without --dev",
	})
	pull := flags.add(flag{
		name: "ecr-pull", options: []string{"Ecr.Pull"}, preset: "false",
		about: "let a client read images, for caches and mounts from another repository",
	})
	describe := flags.add(flag{
		name: "ecr-describe", options: []string{"Ecr.Describe"}, preset: "false",
		about: "let a client ask which images there are",
	})
	allowDelete := flags.add(flag{
		name: "ecr-allow-delete", options: []string{"Ecr.AllowDelete"},
		about: "override --allow-delete in ECR",
	})
	return func(c *call) *permission.ECR {
		if none.truth() {
			for _, f := range []*flag{repositories, devRepositories, pull, describe, allowDelete} {
				if f.given() {
					c.faults.Add("--"+f.name, strings.Join(f.list(), " "), "is given beside --no-ecr, which grants nothing there", "leave one of them out")
				}
			}
			return nil
		}
		return &permission.ECR{
			RepositoryNames: repositories.list(), DevRepositoryNames: devRepositories.list(),
			Pull: pull.truth(), Describe: describe.truth(), AllowDelete: switchable(allowDelete),
		}
	}
}

// ecrPublicFlags declares the flags of ECR Public and returns how to read them.
func ecrPublicFlags(flags *flagSet) func(*call) *permission.ECRPublic {
	repositories := flags.add(flag{
		name: "ecr-public-repository", value: "NAME", options: []string{"EcrPublic", "EcrPublic.RepositoryNames"}, repeatable: true,
		about: "repository of ECR Public that images go to, where * at the end is any characters; without it, nothing is granted there; ignored with --dev",
	})
	allowDelete := flags.add(flag{
		name: "ecr-public-allow-delete", options: []string{"EcrPublic.AllowDelete"},
		about: "override --allow-delete in ECR Public",
	})
	return func(c *call) *permission.ECRPublic {
		refuseWithout(c, repositories, allowDelete)
		if !repositories.given() {
			return nil
		}
		return &permission.ECRPublic{RepositoryNames: repositories.list(), AllowDelete: switchable(allowDelete)}
	}
}
