package main

import "github.com/cipublisher/cipublisher/permission"

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
