package review

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/intrinsic"
	"github.com/cipublisher/cipublisher/policy"
)

// Holder is a resource of a template that has policies: a role, or a resource
// with a policy of its own, such as a bucket policy or a managed policy that no
// role of the template has.
type Holder struct {
	// ID is the logical id in the template.
	ID string
	// Type is the resource type, such as "AWS::IAM::Role".
	Type string
	// Name is the physical name where the template gives one, for a role with
	// its path: "/ci/publisher".
	Name string
	// Trust says who may assume the role; nil for what is no role.
	Trust *policy.Document
	// Policies that apply together.
	Policies []policy.Document
	// Managed are attached policies whose content the template does not have.
	Managed []string
	// Boundary is the permissions boundary of the role, if it has one.
	Boundary string
	// Templates are the addresses of other templates that a nested stack or a
	// stack set deploys; what they grant is not known here.
	Templates []string
}

// The resource types whose policies are read by name. Every other resource is
// searched for properties that are policy documents.
const (
	roleType          = "AWS::IAM::Role"
	managedPolicyType = "AWS::IAM::ManagedPolicy"
	inlinePolicyType  = "AWS::IAM::Policy"
	rolePolicyType    = "AWS::IAM::RolePolicy"
	stackSetType      = "AWS::CloudFormation::StackSet"
	stackType         = "AWS::CloudFormation::Stack"
)

// FromTemplate returns everything in a CloudFormation template in JSON that
// has policies, roles first, in the order of the logical ids. A policy that is
// attached to roles of the template stands with these.
//
// What only the deployment knows has its name in angle brackets, such as
// "<AccountId>". The error is a fault.List with the option "Template".
func FromTemplate(data []byte) ([]Holder, error) {
	t, err := intrinsic.Read(data)
	if err != nil {
		var faults fault.List
		faults.Add("Template", "", "is not a CloudFormation template in JSON ("+err.Error()+")",
			`run "cdk synth" and give the file STACK.template.json in cdk.out`)
		return nil, faults.Err()
	}
	r := &reader{template: t, roles: map[string]*Holder{}}
	ids := slices.Sorted(maps.Keys(t.Resources))
	for _, id := range ids {
		if t.Resources[id].Type == roleType {
			r.roles[id] = r.role(id)
		}
	}
	var others []Holder
	for _, id := range ids {
		others = append(others, r.other(id)...)
	}
	var all []Holder
	for _, id := range slices.Sorted(maps.Keys(r.roles)) {
		all = append(all, *r.roles[id])
	}
	return append(all, others...), r.faults.Err()
}

type reader struct {
	template intrinsic.Template
	roles    map[string]*Holder
	faults   fault.List
}

func (r *reader) role(id string) *Holder {
	properties := r.template.Resources[id].Properties
	h := &Holder{ID: id, Type: roleType, Boundary: r.text(properties["PermissionsBoundary"])}
	if name := r.text(properties["RoleName"]); name != "" {
		h.Name = cmp.Or(r.text(properties["Path"]), "/") + name
	}
	trust := r.document(id, "AssumeRolePolicyDocument", properties["AssumeRolePolicyDocument"])
	h.Trust = &trust
	for i, inline := range list(properties["Policies"]) {
		object, _ := inline.(map[string]any)
		h.Policies = append(h.Policies, r.document(id, fmt.Sprintf("Policies[%d].PolicyDocument", i), object["PolicyDocument"]))
	}
	for _, managed := range list(properties["ManagedPolicyArns"]) {
		if own := r.reference(managed, managedPolicyType); own != "" {
			h.Policies = append(h.Policies, r.document(own, "PolicyDocument", r.template.Resources[own].Properties["PolicyDocument"]))
			continue
		}
		if text := r.text(managed); text != "" {
			h.Managed = append(h.Managed, text)
		}
	}
	return h
}

// other attaches a policy to the roles that it names, and returns what stands
// by itself.
func (r *reader) other(id string) []Holder {
	resource := r.template.Resources[id]
	h := Holder{ID: id, Type: resource.Type}
	switch resource.Type {
	case roleType:
		return nil
	case managedPolicyType, inlinePolicyType, rolePolicyType:
		h.Name = cmp.Or(r.text(resource.Properties["ManagedPolicyName"]), r.text(resource.Properties["PolicyName"]))
		document := r.document(id, "PolicyDocument", resource.Properties["PolicyDocument"])
		if r.attach(id, document) {
			return nil
		}
		h.Policies = []policy.Document{document}
	case stackSetType, stackType:
		return r.deployed(id)
	default:
		r.search(id, "", resource.Properties, &h)
	}
	if len(h.Policies) == 0 {
		return nil
	}
	return []Holder{h}
}

// deployed returns what is in the template that a nested stack deploys, or a
// stack set in other accounts. Its ids have the resource's before them. Of a
// template elsewhere only its address is known; CDK's change with the content.
func (r *reader) deployed(id string) []Holder {
	resource := r.template.Resources[id]
	body, ok := r.template.Resolve(resource.Properties["TemplateBody"]).(string)
	if !ok {
		return []Holder{{ID: id, Type: resource.Type, Templates: []string{r.text(resource.Properties["TemplateURL"])}}}
	}
	holders, err := FromTemplate([]byte(body))
	var faults fault.List
	faults.Append("", err)
	for _, f := range faults {
		f.Option = "Resources." + id + ".TemplateBody." + f.Option
		r.faults = append(r.faults, f)
	}
	for i := range holders {
		holders[i].ID = id + "/" + holders[i].ID
	}
	return holders
}

// attach gives a policy to the roles of the template that have it, and reports
// whether nobody else does.
func (r *reader) attach(id string, document policy.Document) bool {
	properties := r.template.Resources[id].Properties
	alone := len(list(properties["Users"]))+len(list(properties["Groups"])) == 0
	attached := false
	for _, role := range append(list(properties["Roles"]), properties["RoleName"]) {
		holder := r.roles[r.reference(role, roleType)]
		switch {
		case holder != nil:
			holder.Policies = append(holder.Policies, document)
			attached = true
		case role != nil:
			alone = false // a role of another stack
		}
	}
	for _, role := range r.template.Resources {
		attached = attached || role.Type == roleType && slices.ContainsFunc(list(role.Properties["ManagedPolicyArns"]), func(managed any) bool {
			return r.reference(managed, managedPolicyType) == id
		})
	}
	return attached && alone
}

// search finds the policy documents among the properties of a resource.
func (r *reader) search(id, path string, value any, h *Holder) {
	switch v := value.(type) {
	case []any:
		for i, element := range v {
			r.search(id, fmt.Sprintf("%s[%d]", path, i), element, h)
		}
	case map[string]any:
		if _, ok := v["Statement"]; ok {
			h.Policies = append(h.Policies, r.document(id, strings.TrimPrefix(path, "."), v))
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			r.search(id, path+"."+key, v[key], h)
		}
	}
}

// document reads a policy document of the template.
func (r *reader) document(id, property string, value any) policy.Document {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r.template.Resolve(value)); err != nil {
		r.faults.Append("Template", err)
		return policy.Document{}
	}
	document, err := policy.Parse([]byte(shortPseudo.Replace(text.String())))
	var faults fault.List
	faults.Append("", err)
	for _, f := range faults {
		f.Option = strings.TrimSuffix("Resources."+id+"."+property+"."+f.Option, ".")
		r.faults = append(r.faults, f)
	}
	return document
}

// shortPseudo writes pseudo parameters and functions without the colons, which
// in an ARN would look like those between its parts.
var shortPseudo = strings.NewReplacer(intrinsic.Open+"AWS::", intrinsic.Open, intrinsic.Open+"Fn::", intrinsic.Open)

// text is a property that is a text, as far as it is known; empty when there
// is none.
func (r *reader) text(value any) string {
	if value == nil {
		return ""
	}
	return shortPseudo.Replace(fmt.Sprint(r.template.Resolve(value)))
}

// reference returns the logical id of the resource of a type that a value
// refers to, or "".
func (r *reader) reference(value any, resourceType string) string {
	object, _ := value.(map[string]any)
	id, _ := object["Ref"].(string)
	if path, ok := object["Fn::GetAtt"].([]any); ok && len(path) == 2 {
		id, _ = path[0].(string)
	}
	if len(object) != 1 || r.template.Resources[id].Type != resourceType {
		return ""
	}
	return id
}

func list(value any) []any {
	elements, _ := value.([]any)
	return elements
}
