package doctor

// hcpTerraform gives a run a token when the workspace says for which audience.
var hcpTerraform = service{
	name: "terraform", title: "HCP Terraform",
	is:        has("TFC_RUN_ID"),
	variables: []string{"TFC_WORKLOAD_IDENTITY_TOKEN"},
	remedy:    "set the variable TFC_WORKLOAD_IDENTITY_AUDIENCE of the workspace to aws.workload.identity",
	source:    "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/manual-generation",
	take:      fromVariables,
}
