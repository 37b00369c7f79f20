package doctor

// bitbucketPipelines gives a step that asks for it a token.
var bitbucketPipelines = service{
	name: "bitbucket", title: "Bitbucket Pipelines",
	is:        has("BITBUCKET_BUILD_NUMBER"),
	variables: []string{"BITBUCKET_STEP_OIDC_TOKEN"},
	remedy:    "add oidc: true to the step",
	source:    "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/",
	take:      fromVariables,
}
