package permission

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// ECR is the private image registry of the environment's account and region,
// every repository in it.
type ECR struct{}

const (
	ecrPushPage  = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"
	ecrLoginPage = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html"
	ecrAPIPage   = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/"
)

// ecrLogin can't name a resource: a registry token is good for the account.
var ecrLogin = []Action{
	{"ecr:GetAuthorizationToken", "aws ecr get-login-password; aws-actions/amazon-ecr-login", ecrLoginPage},
}

// ecrPush is AWS's own list for pushing an image, in the order of the calls.
var ecrPush = []Action{
	{"ecr:BatchCheckLayerAvailability", "docker push asks which layers are there: HEAD /v2/NAME/blobs/DIGEST", ecrPushPage},
	{"ecr:InitiateLayerUpload", "docker push starts a layer: POST /v2/NAME/blobs/uploads/", ecrPushPage},
	{"ecr:UploadLayerPart", "docker push sends a layer: PATCH /v2/NAME/blobs/uploads/ID", ecrPushPage},
	{"ecr:CompleteLayerUpload", "docker push ends a layer: PUT /v2/NAME/blobs/uploads/ID", ecrPushPage},
	{"ecr:PutImage", "docker push writes the manifest and its tag: PUT /v2/NAME/manifests/TAG", ecrPushPage},
	{"ecr:BatchGetImage", "docker push, crane and buildx ask whether the manifest is there: HEAD /v2/NAME/manifests/TAG", ecrPushPage},
}

// ecrDelete frees the tags that a release moves.
var ecrDelete = []Action{
	{"ecr:BatchDeleteImage", "aws ecr batch-delete-image drops floating tags (latest, 1, 1.2) before they move", ecrAPIPage + "API_BatchDeleteImage.html"},
}

func (e *ECR) statements(env Environment, deletes bool) []policy.Statement {
	actions := names(ecrPush)
	if deletes {
		actions = names(ecrPush, ecrDelete)
	}
	return []policy.Statement{
		allow("EcrLogin", names(ecrLogin), "*"),
		allow("EcrPublish", actions, env.arn("ecr", "repository/*")),
	}
}

func (e *ECR) notices(dev bool) []fault.Notice {
	text := "the policy covers every ECR repository of the account in the region, because {Ecr} names none"
	if dev {
		text += "; ECR has no condition key for image tags, so a dev publisher can move any tag there, \"latest\" included"
	}
	return []fault.Notice{{ID: "ecr-every-repository", Text: text, Note: true}}
}
