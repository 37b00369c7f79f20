package permission

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// ECR is the private image registry of the environment's account and region,
// every repository in it.
type ECR struct{}

const (
	ecrLoginPage   = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html"
	ecrPushPage    = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"
	ecrActionsPage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"
)

var ecrGrants = []grant{
	{
		// A registry token is good for whatever else its holder may do, and
		// the action takes no resource.
		sid: "EcrLogin", modes: bothModes,
		resource: "*",
		actions: []Action{
			{"ecr:GetAuthorizationToken", "aws ecr get-login-password, aws-actions/amazon-ecr-login", ecrLoginPage},
		},
	},
	{
		// AWS's own list for pushing an image, in the order of the calls.
		sid: "EcrPublish", modes: bothModes,
		resource: "arn:{partition}:ecr:{region}:{account}:repository/*",
		actions: []Action{
			{"ecr:BatchCheckLayerAvailability", "docker push asks which layers are there: HEAD /v2/NAME/blobs/DIGEST", ecrPushPage},
			{"ecr:InitiateLayerUpload", "docker push starts a layer: POST /v2/NAME/blobs/uploads/", ecrPushPage},
			{"ecr:UploadLayerPart", "docker push sends a layer: PATCH /v2/NAME/blobs/uploads/ID", ecrPushPage},
			{"ecr:CompleteLayerUpload", "docker push ends a layer: PUT /v2/NAME/blobs/uploads/ID", ecrPushPage},
			{"ecr:PutImage", "docker push writes the manifest and its tag: PUT /v2/NAME/manifests/TAG", ecrPushPage},
			{"ecr:BatchGetImage", "docker push, crane and buildx ask whether the manifest is there: HEAD /v2/NAME/manifests/TAG", ecrPushPage},
		},
		deletes: []Action{
			{"ecr:BatchDeleteImage", "aws ecr batch-delete-image drops floating tags (latest, 1, 1.2) before they move", ecrActionsPage},
		},
	},
}

func (e *ECR) statements(env Environment, in mode, deletes bool) []policy.Statement {
	return statements(ecrGrants, in, deletes, env.replacer())
}

func (e *ECR) notices(in mode) []fault.Notice {
	text := "the policy covers every ECR repository of the account in the region, because {Ecr} names none"
	if in == dev {
		text += "; ECR has no condition key for image tags, so a dev publisher can move any tag there, \"latest\" included"
	}
	return []fault.Notice{{ID: "ecr-every-repository", Text: text, Note: true}}
}
