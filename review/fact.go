package review

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// fact is a property that grants or limits beside policies; a dot leads to a
// property of it. Without a property, all that the resource says is one fact.
type fact struct {
	property string
	kind     Kind
	// closed is a value that counts for nothing, absent the value of what is
	// not given.
	closed, absent string
}

// opens are properties whose values grant, limits those whose values limit.
func opens(properties ...string) []fact  { return factsOf(InAccess, properties) }
func limits(properties ...string) []fact { return factsOf(InLimit, properties) }

func factsOf(kind Kind, properties []string) (all []fact) {
	for _, property := range properties {
		all = append(all, fact{property: property, kind: kind})
	}
	return all
}

// authorized is a property that says who may call; IAM decides where it says
// AWS_IAM, and everybody may where nothing is said.
func authorized(property string) fact {
	return fact{property: property, kind: InAccess, closed: "AWS_IAM", absent: "NONE"}
}

// on is a property that opens something when it is true, off one that does
// so unless it is.
func on(property string) fact {
	return fact{property: property, kind: InAccess, closed: "false", absent: "false"}
}

func off(property string) fact {
	return fact{property: property, kind: InAccess, closed: "true", absent: "false"}
}

// required is a property that limits when it is true.
func required(property string) fact { return fact{property: property, kind: InLimit, closed: "false"} }

// whole is a resource that is a grant.
var whole = opens("")

// facts are the properties that grant or limit without being policies. Roles
// that resources are passed are found by name; see passed.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
var facts = map[string][]fact{
	"AWS::ApiGateway::Authorizer":                           opens("AuthorizerUri", "ProviderARNs"),
	"AWS::ApiGateway::Method":                               append(opens("AuthorizerId", "AuthorizationScopes"), authorized("AuthorizationType"), required("ApiKeyRequired")),
	"AWS::ApiGateway::RestApi":                              opens("BodyS3Location"),
	"AWS::ApiGatewayV2::Api":                                opens("BodyS3Location"),
	"AWS::ApiGatewayV2::Authorizer":                         opens("AuthorizerUri", "JwtConfiguration"),
	"AWS::ApiGatewayV2::Route":                              append(opens("AuthorizerId", "AuthorizationScopes"), authorized("AuthorizationType"), required("ApiKeyRequired")),
	"AWS::AppSync::ApiKey":                                  opens("ApiId"),
	"AWS::AppSync::GraphQLApi":                              append(opens("AdditionalAuthenticationProviders", "UserPoolConfig", "OpenIDConnectConfig", "LambdaAuthorizerConfig"), authorized("AuthenticationType")),
	"AWS::CodeBuild::Project":                               {{property: "Visibility", kind: InAccess, closed: "PRIVATE", absent: "PRIVATE"}},
	"AWS::Cognito::IdentityPool":                            append(opens("CognitoIdentityProviders", "SupportedLoginProviders", "OpenIdConnectProviderARNs", "SamlProviderARNs", "DeveloperProviderName"), on("AllowUnauthenticatedIdentities"), on("AllowClassicFlow")),
	"AWS::Cognito::IdentityPoolPrincipalTag":                whole,
	"AWS::Cognito::IdentityPoolRoleAttachment":              whole,
	"AWS::Cognito::UserPool":                                append(opens("LambdaConfig"), off("AdminCreateUserConfig.AllowAdminCreateUserOnly")),
	"AWS::Cognito::UserPoolClient":                          opens("CallbackURLs", "AllowedOAuthFlows", "AllowedOAuthScopes", "SupportedIdentityProviders", "ExplicitAuthFlows"),
	"AWS::Cognito::UserPoolIdentityProvider":                whole,
	"AWS::Cognito::UserPoolUserToGroupAttachment":           whole,
	"AWS::EC2::SnapshotBlockPublicAccess":                   limits("State"),
	"AWS::EC2::VPCEndpointService":                          {required("AcceptanceRequired")},
	"AWS::EC2::VPCEndpointServicePermissions":               opens("AllowedPrincipals"),
	"AWS::EFS::AccessPoint":                                 opens("PosixUser"),
	"AWS::EKS::AccessEntry":                                 whole,
	"AWS::EKS::Cluster":                                     opens("AccessConfig"),
	"AWS::EKS::IdentityProviderConfig":                      whole,
	"AWS::EKS::PodIdentityAssociation":                      whole,
	"AWS::IAM::AccessKey":                                   opens("UserName"),
	"AWS::IAM::OIDCProvider":                                opens("Url", "ClientIdList"),
	"AWS::IAM::SAMLProvider":                                opens("SamlMetadataDocument"),
	"AWS::IAM::ServiceLinkedRole":                           opens("AWSServiceName"),
	"AWS::IdentityStore::GroupMembership":                   whole,
	"AWS::ImageBuilder::DistributionConfiguration":          opens("Distributions"),
	"AWS::IoT::Authorizer":                                  append(opens("AuthorizerFunctionArn", "TokenSigningPublicKeys"), on("SigningDisabled")),
	"AWS::IoT::CACertificate":                               opens("CACertificatePem", "Status", "AutoRegistrationStatus"),
	"AWS::IoT::Certificate":                                 opens("CertificatePem", "CertificateSigningRequest", "Status"),
	"AWS::IoT::PolicyPrincipalAttachment":                   whole,
	"AWS::IoT::ThingPrincipalAttachment":                    whole,
	"AWS::LakeFormation::DataLakeSettings":                  whole,
	"AWS::LakeFormation::Permissions":                       whole,
	"AWS::LakeFormation::PrincipalPermissions":              whole,
	"AWS::LakeFormation::TagAssociation":                    whole,
	"AWS::Lambda::Url":                                      append(opens("TargetFunctionArn"), authorized("AuthType")),
	"AWS::Lightsail::Bucket":                                opens("AccessRules", "ReadOnlyAccessAccounts", "ResourcesReceivingAccess"),
	"AWS::OpenSearchServerless::AccessPolicy":               whole,
	"AWS::Organizations::Account":                           limits("ParentIds"),
	"AWS::Organizations::OrganizationalUnit":                limits("ParentId"),
	"AWS::QuickSight::Analysis":                             opens("Permissions"),
	"AWS::QuickSight::Dashboard":                            opens("Permissions"),
	"AWS::QuickSight::DataSet":                              opens("Permissions"),
	"AWS::QuickSight::DataSource":                           opens("Permissions"),
	"AWS::RAM::ResourceShare":                               opens("Principals", "ResourceArns", "PermissionArns", "AllowExternalPrincipals"),
	"AWS::RDS::DBCluster":                                   {on("EnableIAMDatabaseAuthentication")},
	"AWS::RDS::DBInstance":                                  {on("EnableIAMDatabaseAuthentication")},
	"AWS::RolesAnywhere::Profile":                           append(limits("ManagedPolicyArns", "SessionPolicy"), opens("AttributeMappings")...),
	"AWS::RolesAnywhere::TrustAnchor":                       opens("Source"),
	"AWS::S3::AccessGrant":                                  whole,
	"AWS::S3::AccessGrantsInstance":                         opens("IdentityCenterArn"),
	"AWS::S3::AccessGrantsLocation":                         opens("LocationScope"),
	"AWS::S3::AccessPoint":                                  limits("PublicAccessBlockConfiguration", "VpcConfiguration"),
	"AWS::S3::MultiRegionAccessPoint":                       limits("PublicAccessBlockConfiguration"),
	"AWS::S3Outposts::AccessPoint":                          limits("VpcConfiguration"),
	"AWS::SSO::ApplicationAssignment":                       whole,
	"AWS::SSO::Assignment":                                  whole,
	"AWS::SSO::InstanceAccessControlAttributeConfiguration": whole,
	"AWS::ServiceCatalog::LaunchRoleConstraint":             whole,
	"AWS::ServiceCatalog::PortfolioPrincipalAssociation":    whole,
	"AWS::ServiceCatalog::PortfolioShare":                   whole,
	"AWS::Transfer::Server":                                 opens("IdentityProviderDetails", "IdentityProviderType"),
	"AWS::Transfer::User":                                   append(opens("SshPublicKeys"), limits("Policy")...),
	"AWS::VerifiedPermissions::IdentitySource":              whole,
	"AWS::VerifiedPermissions::Policy":                      opens("Definition"),
	"AWS::VpcLattice::Service":                              {authorized("AuthType")},
	"AWS::VpcLattice::ServiceNetwork":                       {authorized("AuthType")},
	"Custom::AWSCDKOpenIdConnectProvider":                   opens("Url", "ClientIDList"),
	instanceProfileType:                                     {{property: "Roles", kind: InRole}},
}

// fact adds each element of a property.
func (r *reader) fact(res resource, f fact) {
	h := r.own(res)
	if f.property == "" {
		h.name(f.kind, r.template.Whole(without(res.Properties, "Tags", "Description"), res.when), res.when)
		return
	}
	if f.closed != "" {
		r.closable(h, res, f)
		return
	}
	r.elements(h, f, res.Properties[f.property], res.when)
}

// closable adds a property unless it has the value that counts for nothing.
func (r *reader) closable(h *Holder, res resource, f fact) {
	first, inner, nested := strings.Cut(f.property, ".")
	for _, c := range r.template.Cases([]any{"", res.Properties[first]}, res.when) {
		var value any
		if list, _ := c.Value.([]any); len(list) > 1 {
			value = list[1]
		}
		if nested {
			value = object(value)[inner]
		}
		text, isText := value.(string)
		switch {
		case value == nil:
			text = f.absent
		case !isText:
			text = r.template.Whole(value, nil)
		}
		if text != "" && !strings.EqualFold(text, f.closed) {
			h.name(f.kind, f.property+": "+text, c.When)
		}
	}
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
	r.passed(res)
	h := r.own(res)
	h.Name = policy.ShowUnknown(r.text(res.Properties["BucketName"], res.when))
	for _, c := range r.texts(res.Properties["AccessControl"], res.when) {
		if c.Value != "Private" {
			h.name(InAccess, "AccessControl: "+c.Value.(string), c.When)
		}
	}
	r.fact(res, fact{property: "PublicAccessBlockConfiguration", kind: InLimit})
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
	r.fact(res, fact{property: "TargetIds", kind: InLimit})
}
