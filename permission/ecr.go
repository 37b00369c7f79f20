package permission

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// ECR is the private image registry of the environment's account and region:
// every repository in it, unless options name some.
type ECR struct {
	// RepositoryNames are the only repositories that images go to. A name may
	// end with "*", for every repository whose name begins so, those included
	// that a repository creation template makes later. Nil is every repository.
	RepositoryNames []string
	// DevRepositoryNames are the only repositories of a dev publisher. Nil is
	// RepositoryNames. Ignored in normal mode.
	DevRepositoryNames []string
	// Pull lets a client read images: caches of BuildKit, imagetools,
	// cross-repository mounts.
	Pull bool
	// Describe lets a client ask which images there are.
	Describe bool
	// AllowDelete overrides Publisher.AllowDelete in ECR. Nil does not.
	AllowDelete *bool
}

const (
	ecrLoginPage   = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html"
	ecrPushPage    = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"
	ecrPullPage    = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html"
	ecrActionsPage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"
)

const ecrRepository = "arn:{partition}:ecr:{region}:{account}:repository/{repository}"

// A registry token is good for whatever else its holder may do, and the action
// takes no resource.
var ecrLogin = table.Row{Sid: "EcrLogin", Resource: "*", Actions: []table.Action{
	{"ecr:GetAuthorizationToken", "aws ecr get-login-password, aws-actions/amazon-ecr-login", ecrLoginPage},
}}

var ecrTable = table.New("Publisher", "ECR", nil, []table.Row{
	ecrLogin,
	{
		// AWS's own list for pushing an image, in the order of the calls.
		Sid: "EcrPublish", Resource: ecrRepository, Actions: []table.Action{
			{"ecr:BatchCheckLayerAvailability", "docker push asks which layers are there: HEAD /v2/NAME/blobs/DIGEST", ecrPushPage},
			{"ecr:InitiateLayerUpload", "docker push starts a layer: POST /v2/NAME/blobs/uploads/", ecrPushPage},
			{"ecr:UploadLayerPart", "docker push sends a layer: PATCH /v2/NAME/blobs/uploads/ID", ecrPushPage},
			{"ecr:CompleteLayerUpload", "docker push ends a layer: PUT /v2/NAME/blobs/uploads/ID", ecrPushPage},
			{"ecr:PutImage", "docker push writes the manifest and its tag: PUT /v2/NAME/manifests/TAG", ecrPushPage},
			{"ecr:BatchGetImage", "docker push, crane and buildx ask whether the manifest is there: HEAD /v2/NAME/manifests/TAG", ecrPushPage},
		},
	},
	{Sid: "EcrPublish", When: []string{"!Dev", "AllowDelete"}, Resource: ecrRepository, Actions: []table.Action{
		{"ecr:BatchDeleteImage", "aws ecr batch-delete-image drops floating tags (latest, 1, 1.2) before they move", ecrActionsPage},
	}},
	{Sid: "EcrPublish", When: []string{"Ecr.Pull"}, Resource: ecrRepository, Actions: []table.Action{
		{"ecr:GetDownloadUrlForLayer", "docker pull, docker buildx build --cache-from, docker buildx imagetools create: GET /v2/NAME/blobs/DIGEST", ecrPullPage},
	}},
	{Sid: "EcrPublish", When: []string{"Ecr.Describe"}, Resource: ecrRepository, Actions: []table.Action{
		{"ecr:DescribeImages", "aws ecr describe-images --image-ids imageTag=1.2.3: is the version there?", ecrActionsPage},
		{"ecr:ListImages", "aws ecr list-images", ecrActionsPage},
	}},
})

func (e *ECR) validate(faults *fault.List, _ Environment) {
	aws.ECRRepository.CheckPatterns(faults, "Ecr.RepositoryNames", e.RepositoryNames)
	aws.ECRRepository.CheckPatterns(faults, "Ecr.DevRepositoryNames", e.DevRepositoryNames)
}

// repositories returns the names of a mode, "*" for every repository.
func (e *ECR) repositories(dev bool) []string {
	switch {
	case dev && len(e.DevRepositoryNames) > 0:
		return e.DevRepositoryNames
	case len(e.RepositoryNames) > 0:
		return e.RepositoryNames
	}
	return []string{"*"}
}

func (e *ECR) statements(env Environment, dev, deletes bool) []policy.Statement {
	return ecrTable.Statements(table.Options{
		"Dev": dev, "AllowDelete": allows(e.AllowDelete, deletes), "Ecr.Pull": e.Pull, "Ecr.Describe": e.Describe,
	}, table.At(env.place().With("repository", e.repositories(dev)...)))
}

func (e *ECR) notices(dev bool) []fault.Notice {
	const movable = "ECR has no condition key for image tags, so a dev publisher can move any tag there, \"latest\" included"
	if dev && len(e.DevRepositoryNames) == 0 && len(e.RepositoryNames) > 0 {
		return []fault.Notice{{ID: "ecr-dev-shares-repositories", Text: "{Ecr.DevRepositoryNames} is unset, so a dev publisher pushes to the repositories of releases; " +
			movable + "; name repositories of its own"}}
	}
	if len(e.RepositoryNames) == 0 && (!dev || len(e.DevRepositoryNames) == 0) {
		text := "the policy covers every ECR repository of the account in the region, because {Ecr} names none"
		if dev {
			text += "; " + movable
		}
		return []fault.Notice{{ID: "ecr-every-repository", Text: text, Note: true}}
	}
	var all []fault.Notice
	if name, found := aws.Overlap(e.DevRepositoryNames, e.RepositoryNames); dev && found {
		all = append(all, fault.Notice{ID: "ecr-dev-shares-repositories", Text: "{Ecr.DevRepositoryNames} " + strconv.Quote(name) +
			" has repositories of releases among its own; " + movable + "; let the two begin differently"})
	}
	option := "Ecr.RepositoryNames"
	if dev {
		option = "Ecr.DevRepositoryNames"
	}
	if slices.Contains(e.repositories(dev), "*") {
		all = append(all, fault.Notice{ID: "ecr-every-repository", Note: true,
			Text: "the policy covers every ECR repository of the account in the region, because {" + option + "} asks for \"*\""})
	}
	return append(all, lookalike.Names("ecr-repository-no-slash", option, e.repositories(dev), "/*")...)
}
