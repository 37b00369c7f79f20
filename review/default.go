package review

import "github.com/cipublisher/cipublisher/policy"

// defaults are the policies that resources have when the template gives them
// none: to take the policy away is to open them.
var defaults = map[string]struct {
	property string
	document policy.Document
}{
	// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
	"AWS::EC2::VPCEndpoint": {"PolicyDocument", openTo("*")},
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
	"AWS::ApiGateway::RestApi": {"Policy", openTo("execute-api:Invoke")},
	// https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
	"AWS::EFS::FileSystem": {"FileSystemPolicy", openTo("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess")},
}

func openTo(actions ...string) policy.Document {
	return policy.New(policy.Statement{
		Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: actions, Resources: []string{"*"},
	})
}

// byDefault adds the policy that a resource has where the template gives none.
// It counts in the comparison of a resource that was there before alone: a new
// one is no opening of anything.
func (r *reader) byDefault(res resource) {
	d, has := defaults[res.Type]
	if !has {
		return
	}
	h := r.own(res)
	for _, c := range r.template.Cases([]any{"", res.Properties[d.property]}, res.when) {
		if list, _ := c.Value.([]any); len(list) < 2 {
			h.byDefault = append(h.byDefault, under(d.document, c.When)...)
		}
	}
}
