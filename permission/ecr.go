package permission

import (
	"cmp"
	"strconv"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// ECR is the private image registry of the environment's account and region.
// The repositories are named, or EveryRepository is set.
type ECR struct {
	// RepositoryNames are the repositories that images go to. A name may end
	// with "*", for every repository whose name begins so, those included that a
	// repository creation template makes later. Nil is none: required in normal
	// mode, without EveryRepository.
	RepositoryNames []string
	// EveryRepository is every repository of the account and region, in normal
	// mode.
	EveryRepository bool
	// DevRepositoryNames are the repositories of a dev publisher. Nil is none:
	// dev publishers then have no access to ECR. Ignored in normal mode.
	DevRepositoryNames []string
	// Pull lets a client read images: caches of BuildKit, imagetools,
	// cross-repository mounts.
	Pull bool
	// PromoteFrom are repositories that images may be copied from, which the
	// publisher can't push to for that: a name, which may end with "*", or the
	// ARN of one in another account or region, whose policy must allow it too.
	// Ignored in dev mode. Nil is none.
	PromoteFrom []string
	// SigningProfiles are the names of the profiles of AWS Signer, in account and
	// region, by which images are signed as they are pushed: by ECR, where a
	// signing rule of the registry says so, or by notation. Nil is none.
	SigningProfiles []string
	// Describe lets a client ask which images there are, whether the repository
	// is, and what the scan of an image has found.
	Describe bool
	// AllowDelete overrides Publisher.AllowDelete in ECR. Nil does not.
	AllowDelete *bool

	// every and shares are the presets that have filled EveryRepository and
	// DevRepositoryNames.
	every, shares string
}

const (
	ecrPushPage    = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"
	ecrActionsPage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"
)

const ecrRepository = "arn:{partition}:ecr:{region}:{account}:repository/{repository}"

// A registry token is good for whatever else its holder may do, and the action
// takes no resource.
func ecrLogin(when ...string) table.Row {
	return table.Row{Sid: "EcrLogin", When: when, Resource: "*", Actions: []table.Action{
		{"ecr:GetAuthorizationToken", "aws ecr get-login-password, aws-actions/amazon-ecr-login", "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html"},
	}}
}

// ecrGranted is what every row needs: a dev publisher has no access without
// repositories of its own.
const ecrGranted = "!Dev|Ecr.DevRepositoryNames"

var ecrTable = table.New("Publisher", "ECR", nil, []table.Row{
	ecrLogin(ecrGranted),
	// AWS's own list for pushing an image, in the order of the calls.
	{Sid: "EcrPublish", When: []string{ecrGranted}, Resource: ecrRepository, Actions: []table.Action{
		{"ecr:BatchCheckLayerAvailability", "docker push asks which layers are there: HEAD /v2/NAME/blobs/DIGEST", ecrPushPage},
		{"ecr:InitiateLayerUpload", "docker push starts a layer: POST /v2/NAME/blobs/uploads/", ecrPushPage},
		{"ecr:UploadLayerPart", "docker push sends a layer: PATCH /v2/NAME/blobs/uploads/ID", ecrPushPage},
		{"ecr:CompleteLayerUpload", "docker push ends a layer: PUT /v2/NAME/blobs/uploads/ID", ecrPushPage},
		{"ecr:PutImage", "docker push writes the manifest and its tag: PUT /v2/NAME/manifests/TAG", ecrPushPage},
		{"ecr:BatchGetImage", "crane, oras, helm push and BuildKit ask whether the manifest is there: HEAD /v2/NAME/manifests/TAG; docker push and skopeo do not", ecrPushPage},
	}},
	{Sid: "EcrPublish", When: []string{"!Dev", "AllowDelete"}, Resource: ecrRepository, Actions: []table.Action{
		{"ecr:BatchDeleteImage", "aws ecr batch-delete-image drops floating tags (latest, 1, 1.2) before they move", ecrActionsPage},
	}},
	{Sid: "EcrPublish", When: []string{ecrGranted, "Ecr.Pull"}, Resource: ecrRepository, Actions: []table.Action{
		{"ecr:GetDownloadUrlForLayer", "docker pull, docker buildx build --cache-from, docker buildx imagetools create: GET /v2/NAME/blobs/DIGEST", "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html"},
	}},
	{Sid: "EcrPromoteFrom", When: []string{"!Dev", "Ecr.PromoteFrom"}, Resource: "{source}", Actions: []table.Action{
		{"ecr:BatchGetImage", "crane copy, skopeo copy: GET /v2/NAME/manifests/TAG of the source", ecrPullOnlyPage},
		{"ecr:GetDownloadUrlForLayer", "crane copy, skopeo copy: GET /v2/NAME/blobs/DIGEST of the source", ecrPullOnlyPage},
	}},
	{Sid: "EcrSign", When: []string{ecrGranted, "Ecr.SigningProfiles"}, Resource: "arn:{partition}:signer:{region}:{account}:/signing-profiles/{profile}", Actions: []table.Action{
		{"signer:SignPayload", "docker push where ECR signs, which it does with the permissions of who pushes; notation sign", "https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html"},
	}},
	{Sid: "EcrPublish", When: []string{ecrGranted, "Ecr.Describe"}, Resource: ecrRepository, Actions: []table.Action{
		{"ecr:DescribeImages", "aws ecr describe-images --image-ids imageTag=1.2.3: is the version there?", ecrActionsPage},
		{"ecr:ListImages", "aws ecr list-images", ecrActionsPage},
		{"ecr:DescribeRepositories", "aws ecr describe-repositories --repository-names NAME", ecrActionsPage},
		{"ecr:DescribeImageScanFindings", "aws ecr wait image-scan-complete, aws ecr describe-image-scan-findings", "https://docs.aws.amazon.com/cli/latest/reference/ecr/wait/image-scan-complete.html"},
	}},
}).Writes(table.Writing{
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
	Path: "Ecr", Kind: "repository/", Levels: 2,
	Actions: []string{"ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage", "ecr:BatchDeleteImage"},
})

// https://docs.aws.amazon.com/signer/latest/api/API_PutSigningProfile.html
var signingProfileRule = aws.NewRule("the name of a signing profile", "use 2 to 64 letters, digits and underscores",
	`[A-Za-z0-9_]{2,64}`, `[A-Za-z0-9_]*`, `[A-Za-z0-9_]*`).Literal()

// imagePattern is names of image repositories, for the ready-made template.
const imagePattern = `(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*`

func (e *ECR) options() option.Table {
	return option.Table{
		{Path: "Ecr.RepositoryNames", Group: "repositories of ECR", Value: "NAME", Example: "app,team/*", Unset: "nothing is granted in ECR",
			Parameter: &option.Parameter{About: "Image repository of the account in the region; empty for none", Group: option.Where, Pattern: imagePattern, Constraint: "must be the name of an ECR repository, or empty"},
			Field:     &e.RepositoryNames,
			About:     "repository that images go to, where * at the end is any characters"},
		{Path: "Ecr.EveryRepository", Group: "repositories of ECR", NoParameter: "EcrRepository names one", Field: &e.EveryRepository, About: "let images go to every repository of the account and region, without {Ecr.RepositoryNames}"},
		{Path: "Ecr.DevRepositoryNames", Value: "NAME", Example: "dev/*", Unset: "none", NoParameter: ofDev, Field: &e.DevRepositoryNames,
			About: "repository of a dev publisher; ignored without {Dev}"},
		{Path: "Ecr.Pull", Field: &e.Pull, About: "let a client read images, for caches and mounts from another repository"},
		{Path: "Ecr.PromoteFrom", Value: "REPOSITORY", Example: "candidates", NoParameter: oneText, Field: &e.PromoteFrom,
			About: "repository that images may be copied from, by name or ARN, where * at the end is any characters; ignored with {Dev}"},
		{Path: "Ecr.SigningProfiles", Flag: "ecr-signing-profile", Value: "NAME", Example: "images", NoParameter: oneText, Field: &e.SigningProfiles,
			About: "profile of AWS Signer by which images are signed as they are pushed, by ECR or by notation"},
		{Path: "Ecr.Describe", Field: &e.Describe, About: "let a client ask which images there are, whether the repository is, and what scans have found"},
		{Path: "Ecr.AllowDelete", Example: "false", NoParameter: ofAllStores, Field: &e.AllowDelete, About: "override {AllowDelete} in ECR"},
	}
}

func (*ECR) tables() []table.Table { return []table.Table{ecrTable} }

func (e *ECR) repositories() repositories {
	return repositories{store: "Ecr", names: e.RepositoryNames, every: e.EveryRepository, preset: e.every}
}

// perRegion are the services whose ARNs name account and region, as faults call
// them.
const perRegion = "ECR and CodeArtifact"

func (e *ECR) need(faults *fault.List, env Environment) { env.needIn(faults, perRegion) }

func (e *ECR) validate(faults *fault.List, env Environment, dev bool) {
	e.validateSources(faults, env)
	signingProfileRule.CheckPatterns(faults, "Ecr.SigningProfiles", e.SigningProfiles)
	e.repositories().validate(faults, aws.ECRRepository, !dev || e.DevRepositoryNames == nil || e.shares != "")
	if e.shares == "" {
		aws.ECRRepository.CheckPatterns(faults, "Ecr.DevRepositoryNames", e.DevRepositoryNames)
	}
}

func (e *ECR) statements(env Environment, dev, deletes bool) []policy.Statement {
	names := e.repositories().patterns()
	if dev {
		names = e.DevRepositoryNames
	}
	return ecrTable.Statements(table.Options{
		"Dev": dev, "Ecr.DevRepositoryNames": e.DevRepositoryNames != nil,
		"AllowDelete": *cmp.Or(e.AllowDelete, &deletes), "Ecr.Pull": e.Pull, "Ecr.PromoteFrom": len(e.PromoteFrom) > 0, "Ecr.SigningProfiles": len(e.SigningProfiles) > 0, "Ecr.Describe": e.Describe,
	}, table.At(env.place().With("repository", names...).With("source", e.sources(env)...).With("profile", e.SigningProfiles...)))
}

const (
	everyImage    = "every ECR repository of the account in the region"
	movableLatest = "ECR has no condition key for image tags, so a dev publisher can move any tag there, \"latest\" included"
)

func (e *ECR) notices(all *fault.Notices, dev bool) {
	switch {
	case !dev:
		e.repositories().notices(all, "ecr-every-repository", everyImage)
		lookalike.Names(all, "ecr-repository-no-slash", "Ecr.RepositoryNames", e.RepositoryNames, "/*")
		e.sourceNotices(all)
		return
	case e.DevRepositoryNames == nil:
		all.Note("ecr-dev-none", "the dev publisher has no access to ECR, because {Ecr.DevRepositoryNames} names no repository for it")
		return
	case e.shares != "":
		all.Warn("ecr-dev-shares-repositories", "{Preset} "+strconv.Quote(e.shares)+
			" lets a dev publisher push to the repositories of releases; "+movableLatest+"; {Ecr.DevRepositoryNames} gives it repositories of its own")
		e.repositories().notices(all, "ecr-every-repository", everyImage)
	default:
		if name, found := e.repositories().overlap(e.DevRepositoryNames); found {
			all.Warn("ecr-dev-shares-repositories", "{Ecr.DevRepositoryNames} "+strconv.Quote(name)+
				" has repositories of releases among its own; "+movableLatest+"; let the two begin differently")
		}
		named(all, "ecr-every-repository", everyImage, "Ecr.DevRepositoryNames", e.DevRepositoryNames)
	}
	lookalike.Names(all, "ecr-repository-no-slash", "Ecr.DevRepositoryNames", e.DevRepositoryNames, "/*")
}
