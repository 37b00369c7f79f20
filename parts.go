package cipublisher

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	jsii "github.com/aws/jsii-runtime-go/runtime"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/assembly"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
)

// parts are what a role is made of in the CDK's process, in one request. Each
// object made from Go is a request of its own, which costs more than
// the object does; index.js of package assembly makes all of them.
type parts struct {
	Policies        []policyPart         `json:"policies,omitempty"`
	Provider        *importPart          `json:"provider,omitempty"`
	Role            *rolePart            `json:"role,omitempty"`
	InstanceProfile *instanceProfilePart `json:"instanceProfile,omitempty"`
	Outputs         []outputPart         `json:"outputs,omitempty"`
	Notices         []noticePart         `json:"notices,omitempty"`
}

// policyPart is a ManagedPolicy: its construct's id, its document, and what else
// its props take.
type policyPart struct {
	ID       string          `json:"id"`
	Name     string          `json:"managedPolicyName"`
	Path     string          `json:"path"`
	Document policy.Document `json:"document"`
}

// importPart is something that the account has already.
type importPart struct {
	ID  string `json:"id"`
	ARN string `json:"arn"`
}

// rolePart is a Role.
type rolePart struct {
	ID          string           `json:"id"`
	Name        string           `json:"roleName"`
	Path        string           `json:"path"`
	Description string           `json:"description"`
	Principals  []principalPart  `json:"principals"`
	Statements  []map[string]any `json:"statements,omitempty"`
	Boundary    *importPart      `json:"boundary,omitempty"`
	Tags        []tagPart        `json:"tags,omitempty"`
}

type tagPart struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// principalPart is one of FederatedPrincipal, ServicePrincipal and ArnPrincipal.
type principalPart struct {
	Federated  string         `json:"federated,omitempty"`
	Service    string         `json:"service,omitempty"`
	ARN        string         `json:"arn,omitempty"`
	Action     string         `json:"action,omitempty"`
	Conditions map[string]any `json:"conditions,omitempty"`
}

// instanceProfilePart is an InstanceProfile for the role.
type instanceProfilePart struct {
	ID   string `json:"id"`
	Name string `json:"instanceProfileName"`
	Path string `json:"path"`
}

// outputPart is a CfnOutput, of a value or of the attribute of another part.
type outputPart struct {
	ID          string `json:"id"`
	Description string `json:"description"`
	Of          string `json:"of,omitempty"`
	Attribute   string `json:"attribute,omitempty"`
	Value       string `json:"value,omitempty"`
}

// noticePart is a warning, or a note, by the id that it is acknowledged by.
type noticePart struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Note bool   `json:"note,omitempty"`
}

func init() {
	jsii.RegisterClass(assembly.Class, reflect.TypeFor[CiRole](), []jsii.Member{
		jsii.MemberProperty{JsiiProperty: "grantPrincipal", GoGetter: "GrantPrincipal"},
	}, func() any {
		r := &jsiiProxy_ciRole{}
		jsii.InitJsiiProxy(&r.Construct)
		return r
	})
}

// send makes parts of a role: with the first ones the construct itself.
// validation is what the CDK is to call for the stack at synthesis; nil for nothing.
func (r *ciRole) send(scope constructs.Construct, id *string, p parts, c carried, validation constructs.IValidation) {
	if r.made {
		jsii.InvokeVoid(r, "add", p.arguments(c, validation))
		return
	}
	load()
	jsii.Create(assembly.Class, append([]any{scope, id}, p.arguments(c, validation)...), r)
	r.made = true
}

// load has the CDK's process load the package, once. The CDK, which the package
// needs, is there already: whoever makes a role has a scope of it.
func load() {
	packed := assembly.Packed()
	jsii.Load(packed.Name, packed.Version, packed.Tarball)
}

// arguments are those of the class in index.js.
func (p parts) arguments(c carried, validation constructs.IValidation) []any {
	return []any{text(p), c.boundary, c.session, validation}
}

// text is a value as JSON.
func text(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // it is made of strings
	}
	return string(text)
}

// annotate shows notices of a construct at synthesis.
func annotate(scope constructs.IConstruct, notices []fault.Notice) {
	if len(notices) == 0 {
		return
	}
	load()
	jsii.StaticInvokeVoid(assembly.Class, "annotate", []any{scope, text(noticesOf(notices))})
}

// annotationsOf returns the texts of what each construct has in its metadata.
func annotationsOf(all []constructs.IConstruct) []string {
	load()
	var texts []string
	jsii.StaticInvoke(assembly.Class, "annotationsOf", []any{all}, &texts)
	return texts
}

// gather replaces annotations below a scope by one for each id at the scope.
func gather(scope constructs.IConstruct, notices []noticePart) {
	load()
	jsii.StaticInvokeVoid(assembly.Class, "gather", []any{scope, text(notices)})
}

// managedPolicies are the policies of a role, each by its construct's id.
func managedPolicies(made role.Documents) []policyPart {
	all := make([]policyPart, len(made.Policies))
	for i, p := range made.Policies {
		all[i] = policyPart{role.Numbered("Policy", "", i), p.Name, made.Role.PolicyPath, p.Document}
		if isGenerated(made.Policies[0].Name) { // a number would part the token
			all[i].Name = made.Policies[0].Name
		}
	}
	return all
}

// rolePartOf is a role that the statements let somebody assume.
func rolePartOf(r role.Role, c carried, statements []policy.Statement) *rolePart {
	p := &rolePart{ID: "Role", Name: r.RoleName, Path: r.RolePath, Description: r.Description}
	p.Principals, p.Statements = assumedBy(statements)
	if c.boundary == nil && r.PermissionsBoundary != "" {
		p.Boundary = &importPart{"PermissionsBoundary", r.PermissionsBoundary}
	}
	for _, key := range slices.Sorted(maps.Keys(r.Tags)) {
		p.Tags = append(p.Tags, tagPart{key, r.Tags[key]})
	}
	return p
}

// assumedBy is a trust policy in the form that a role is made with, and its
// statements that this form can't say: it has no Sids. Both forms of a subject
// are two statements, and so are claims that belong to one repository.
func assumedBy(statements []policy.Statement) (principals []principalPart, more []map[string]any) {
	for i, statement := range statements {
		if i > 0 && statement.Sid != "" {
			more = append(more, statement.Map())
			continue
		}
		principals = append(principals, principalOf(statement))
	}
	return principals, more
}

// principalOf is a trust statement in the form that a role is made with.
func principalOf(statement policy.Statement) principalPart {
	conditions, _ := statement.Map()["Condition"].(map[string]any)
	switch p := statement.Principal; {
	case len(p.Federated) > 0:
		return principalPart{Federated: p.Federated[0], Conditions: conditions, Action: statement.Actions[0]}
	case len(p.Service) > 0:
		return principalPart{Service: p.Service[0], Conditions: conditions}
	default:
		return principalPart{ARN: p.AWS[0]}
	}
}

// instanceProfileOf is what gives the role to EC2 instances; nil unless they may
// assume it.
func instanceProfileOf(r role.Role) *instanceProfilePart {
	if r.Service == nil || !r.Service.EC2 {
		return nil
	}
	return &instanceProfilePart{"InstanceProfile", r.RoleName, r.RolePath}
}

// outputsOf are the outputs of a role and its policies.
func outputsOf(r role.Role, policies []policyPart) []outputPart {
	var all []outputPart
	output := func(o role.Output, i int, of, attribute, value string) {
		all = append(all, outputPart{role.Numbered(o.ID, "", i), o.Description, of, attribute, value})
	}
	for i, p := range policies {
		output(role.PolicyOutput, i, p.ID, "managedPolicyArn", "")
	}
	if r.Trust != nil || r.Service != nil {
		output(role.RoleOutput, 0, "Role", "roleArn", "")
	}
	if r.Trust != nil {
		output(role.SubjectsOutput, 0, "", "", strings.Join(r.Trust.Accepted(), " "))
	}
	return all
}

// noticesOf are the notices as annotations of the CDK.
func noticesOf(notices []fault.Notice) []noticePart {
	var all []noticePart
	for _, n := range notices {
		all = append(all, noticePart{*ackID(n.ID), n.String(), n.Note})
	}
	return all
}

// property is one of an object in the CDK's process, asked for once.
type property[T any] struct {
	value T
	known bool
}

// of returns the property of a role's object.
func (p *property[T]) of(r *ciRole, name string) T {
	if !p.known {
		jsii.Get(r, name, &p.value)
		p.known = true
	}
	return p.value
}
