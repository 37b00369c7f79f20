package role

import (
	"slices"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// Sets are the permission sets that the command line takes, the default first.
var Sets = slices.Concat([]permission.NamedSet{
	{Name: "publisher", About: "publish artifacts to S3, ECR and CodeArtifact", New: permission.PublisherOptions},
	{Name: "builder", About: "read artifacts from CodeArtifact, and from S3 and ECR on request", New: permission.BuilderOptions},
}, deploy.Sets())
