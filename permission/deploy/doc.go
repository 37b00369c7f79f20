// Package deploy has the permission sets of the jobs beside publishing: [CDK],
// [ECS], [Lambda], [PullThrough], [Site], [TerraformState] and [Terragrunt]. Like those of package permission they are
// tables in which every action stands with the client's call that needs it and
// the page that says so; [Rows] lists them.
package deploy
