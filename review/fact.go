package review

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// fact is a property that grants beside policies. Without a property, all that
// the resource says is one fact.
type fact struct {
	property string
	kind     Kind
}

// facts are the properties that grant or limit without being policies.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
var facts = map[string][]fact{
	"AWS::IAM::OIDCProvider":                             {{"Url", InAccess}, {"ClientIdList", InAccess}},
	"Custom::AWSCDKOpenIdConnectProvider":                {{"Url", InAccess}, {"ClientIDList", InAccess}},
	"AWS::IAM::SAMLProvider":                             {{"SamlMetadataDocument", InAccess}},
	"AWS::IAM::AccessKey":                                {{"UserName", InAccess}},
	instanceProfileType:                                  {{"Roles", InRole}},
	"AWS::SSO::Assignment":                               {{"", InAccess}},
	"AWS::RAM::ResourceShare":                            {{"Principals", InAccess}, {"ResourceArns", InAccess}, {"PermissionArns", InAccess}, {"AllowExternalPrincipals", InAccess}},
	"AWS::EC2::VPCEndpointServicePermissions":            {{"AllowedPrincipals", InAccess}},
	"AWS::Lambda::Url":                                   {{"AuthType", InAccess}, {"TargetFunctionArn", InAccess}},
	"AWS::EKS::AccessEntry":                              {{"", InAccess}},
	"AWS::EKS::PodIdentityAssociation":                   {{"", InAccess}},
	"AWS::RolesAnywhere::Profile":                        {{"RoleArns", InAccess}, {"ManagedPolicyArns", InLimit}, {"SessionPolicy", InLimit}},
	"AWS::RolesAnywhere::TrustAnchor":                    {{"Source", InAccess}},
	"AWS::Cognito::IdentityPoolRoleAttachment":           {{"", InAccess}},
	"AWS::IoT::PolicyPrincipalAttachment":                {{"", InAccess}},
	"AWS::IAM::ServiceLinkedRole":                        {{"AWSServiceName", InAccess}},
	"AWS::Cognito::UserPoolGroup":                        {{"RoleArn", InAccess}},
	"AWS::Cognito::IdentityPool":                         {{"AllowUnauthenticatedIdentities", InAccess}},
	"AWS::VpcLattice::Service":                           {{"AuthType", InAccess}},
	"AWS::VpcLattice::ServiceNetwork":                    {{"AuthType", InAccess}},
	"AWS::IoT::RoleAlias":                                {{"RoleArn", InAccess}},
	"AWS::LakeFormation::Permissions":                    {{"", InAccess}},
	"AWS::LakeFormation::PrincipalPermissions":           {{"", InAccess}},
	"AWS::LakeFormation::DataLakeSettings":               {{"", InAccess}},
	"AWS::OpenSearchServerless::AccessPolicy":            {{"", InAccess}},
	"AWS::EC2::LaunchTemplate":                           {{"LaunchTemplateData.IamInstanceProfile", InRole}},
	"AWS::EC2::Instance":                                 {{"IamInstanceProfile", InRole}},
	"AWS::AutoScaling::LaunchConfiguration":              {{"IamInstanceProfile", InRole}},
	"AWS::S3::AccessGrant":                               {{"", InAccess}},
	"AWS::S3::AccessPoint":                               {{"PublicAccessBlockConfiguration", InLimit}, {"VpcConfiguration", InLimit}},
	"AWS::S3Outposts::AccessPoint":                       {{"VpcConfiguration", InLimit}},
	"AWS::IdentityStore::GroupMembership":                {{"", InAccess}},
	"AWS::VerifiedPermissions::Policy":                   {{"Definition", InAccess}},
	"AWS::ServiceCatalog::LaunchRoleConstraint":          {{"", InAccess}},
	"AWS::ServiceCatalog::PortfolioPrincipalAssociation": {{"", InAccess}},
}

// fact adds each element of a property.
func (r *reader) fact(res resource, f fact) {
	h := r.own(res)
	if f.property == "" {
		h.name(f.kind, r.template.Whole(without(res.Properties, "Tags", "Description"), res.when), res.when)
		return
	}
	first, inner, nested := strings.Cut(f.property, ".")
	value := res.Properties[first]
	if nested {
		for _, c := range r.template.Cases(value, res.when) {
			r.elements(h, f, object(c.Value)[inner], c.When)
		}
		return
	}
	r.elements(h, f, value, res.when)
}

func (r *reader) elements(h *Holder, f fact, value any, when cfn.When) {
	for _, element := range r.template.Elements(value, when) {
		for _, c := range r.template.Cases(element.Value, element.When) {
			switch v := c.Value.(type) {
			case string:
				h.name(f.kind, f.property+": "+v, c.When)
			case map[string]any:
				r.switches(h, f, v, c)
			default:
				h.name(f.kind, f.property+": "+r.template.Whole(element.Value, element.When), c.When)
			}
		}
	}
}

// bucket reads the properties of a bucket beside its policy: access control
// lists, and what keeps the public out.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
func (r *reader) bucket(res resource) {
	r.search(res)
	h := r.own(res)
	h.Name = policy.ShowUnknown(r.text(res.Properties["BucketName"], res.when))
	for _, c := range r.texts(res.Properties["AccessControl"], res.when) {
		if c.Value != "Private" {
			h.name(InAccess, "AccessControl: "+c.Value.(string), c.When)
		}
	}
	r.fact(res, fact{"PublicAccessBlockConfiguration", InLimit})
	if ownership := res.Properties["OwnershipControls"]; ownership != nil {
		text := r.template.Whole(ownership, res.when)
		if !strings.Contains(text, "BucketOwnerEnforced") {
			h.name(InAccess, "OwnershipControls: "+text, res.when)
		}
	}
}

func without(properties map[string]any, names ...string) map[string]any {
	rest := map[string]any{}
	for name, value := range properties {
		if !slices.Contains(names, name) {
			rest[name] = value
		}
	}
	return rest
}

// switches adds the members of an object: of one that limits, those that are
// on, and what is off as open.
func (r *reader) switches(h *Holder, f fact, members map[string]any, c cfn.Case) {
	if f.kind != InLimit {
		h.name(f.kind, f.property+": "+r.template.Whole(members, nil), c.When)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		place := f.property + "." + name
		switch value := members[name]; value {
		case "true":
			h.name(InLimit, place, c.When)
		case "false":
			h.name(InAccess, place+": false", c.When)
		default:
			text, isText := value.(string)
			if !isText {
				text = r.template.Whole(value, nil)
			}
			h.name(InLimit, place+": "+text, c.When)
		}
	}
}

// organizationPolicy reads a policy that limits what others grant. Policies of
// other types, on tags or backups, grant nothing.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html
func (r *reader) organizationPolicy(res resource) {
	kind := r.text(res.Properties["Type"], res.when)
	if kind != "SERVICE_CONTROL_POLICY" && kind != "RESOURCE_CONTROL_POLICY" && !policy.HasUnknown(kind) {
		return
	}
	h := r.own(res)
	h.Name = policy.ShowUnknown(r.text(res.Properties["Name"], res.when))
	h.Policies = append(h.Policies, r.documents(h, "Content", res.Properties["Content"], res.when)...)
	r.fact(res, fact{"TargetIds", InLimit})
}
