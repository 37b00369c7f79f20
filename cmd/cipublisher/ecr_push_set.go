package main

import "github.com/cipublisher/cipublisher/permission"

// ecrRepositoryFlag narrows what goes to ECR, whichever set it is of.
var ecrRepositoryFlag = flag{
	name: "ecr-repository", value: "NAME", options: []string{"RepositoryNames", "Ecr.RepositoryNames"}, repeatable: true,
	about: "ECR repository that images go to, such as team/app or, for all that begin so, team/*",
}

// ecrPushSet is what pushing images needs.
var ecrPushSet = set{
	name:  "ecr-push",
	about: "push images to ECR and see which are there",
	setup: func(flags *flagSet) func(*call) permission.Set {
		repositories := flags.add(ecrRepositoryFlag)
		return func(*call) permission.Set {
			return permission.EcrPush{RepositoryNames: repositories.list()}
		}
	},
}
