package review

import (
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// Resources of AWS SAM are replaced by others when they are deployed. Of a function or
// state machine the role is known as far as its policies are documents or
// managed policies; a policy template, an event that lets others invoke it and
// what is authorized by an API are unknown texts.
//
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html

// grantingProperties are those of SAM resources that grant beside Policies.
var grantingProperties = []string{
	"AssumeRolePolicyDocument", "Role", "Events", "FunctionUrlConfig", "Auth", "Connectors", "Source", "Destination", "Permissions", "EventInvokeConfig",
}

func (r *reader) serverless(res resource) {
	h := r.own(res)
	if res.Type == "AWS::Serverless::Application" {
		r.deployed(h, res, "Location", "Parameters")
		return
	}
	for i, element := range r.template.Elements(res.Properties["Policies"], res.when) {
		for _, c := range r.template.Cases(element.Value, element.When) {
			place := fmt.Sprintf("Policies[%d]", i)
			switch v := c.Value.(type) {
			case string:
				if !strings.Contains(v, ":") && !policy.HasUnknown(v) { // the name of a policy of AWS's, whatever its path
					v = r.awsManagedARN(v)
				}
				h.name(InManaged, v, c.When)
			case map[string]any:
				if isPolicy(v) {
					h.Policies = append(h.Policies, r.documents(h, place, v, c.When)...)
					continue
				}
				r.unknown(h, c.When, place, "is a policy template", v)
			default:
				r.unknown(h, c.When, place, "is no policy", v)
			}
		}
	}
	r.boundary(h, res.Properties["PermissionsBoundary"], res.when)
	for _, name := range grantingProperties {
		if value := res.Properties[name]; value != nil {
			r.unknown(h, res.when, name, "is read by AWS SAM", value)
		}
	}
}

// globals are what all functions of AWS SAM have.
func (r *reader) globals() {
	granting := map[string]any{}
	for kind, value := range object(r.template.Globals) {
		for _, name := range append([]string{"Policies", "PermissionsBoundary"}, grantingProperties...) {
			if property := object(value)[name]; property != nil {
				granting[kind+"."+name] = property
			}
		}
	}
	if len(granting) > 0 {
		r.unknown(r.holder("AWS::Serverless::Globals", "Globals"), cfn.When(nil), "Globals", "are read by AWS SAM", granting)
	}
}
