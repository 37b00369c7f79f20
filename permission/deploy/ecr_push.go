package deploy

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// ECRPushOptions returns the options of a publisher of images alone, which deletes
// nothing and sees which images are there.
func ECRPushOptions() *permission.Options {
	images := permission.ECR{Describe: true}
	t := option.Table{
		{Path: "Ecr.RepositoryNames", Value: "NAME", Example: "app,team/*", Field: &images.RepositoryNames,
			About: "repository that images go to, where * at the end is any characters"},
		{Path: "Ecr.EveryRepository", Field: &images.EveryRepository, About: "let images go to every repository of the account and region, without {Ecr.RepositoryNames}"},
	}
	return beside(t, func(*fault.List) permission.Set {
		return permission.Publisher{ECR: &images}
	})
}
