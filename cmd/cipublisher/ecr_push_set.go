package main

import "github.com/cipublisher/cipublisher/permission"

// ecrPushSet is a publisher of images alone, which deletes nothing and sees
// which images are there.
var ecrPushSet = set{
	name:  "ecr-push",
	about: "push images to ECR and see which are there",
	setup: func(flags *flagSet) func(*call) permission.Set {
		repositories := flags.add(ecrRepositoryFlag)
		return func(c *call) permission.Set {
			if len(repositories.list()) == 0 && !repositories.faulty {
				c.faults.Add("--"+repositories.name, "", "is missing", `name the repositories, or write "*" for every one of the account and region`)
			}
			return permission.Publisher{ECR: &permission.ECR{RepositoryNames: repositories.list(), Describe: true}}
		}
	},
}
