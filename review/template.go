package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// The resource types that this package knows by name.
const (
	roleType               = "AWS::IAM::Role"
	userType               = "AWS::IAM::User"
	groupType              = "AWS::IAM::Group"
	managedPolicyType      = "AWS::IAM::ManagedPolicy"
	instanceProfileType    = "AWS::IAM::InstanceProfile"
	permissionSetType      = "AWS::SSO::PermissionSet"
	organizationPolicyType = "AWS::Organizations::Policy"
	bucketType             = "AWS::S3::Bucket"
	functionType           = "AWS::Lambda::Function"
	stackSetType           = "AWS::CloudFormation::StackSet"
	stackType              = "AWS::CloudFormation::Stack"
)

// FromTemplate returns everything in a CloudFormation template, in JSON or
// YAML, that grants or limits: roles first, in the order of the logical ids.
// Whom a policy is attached to has it, whether the template makes them or only
// names them. Holders to which nothing applies are among them, for a
// comparison must know that they are there.
//
// What only the deployment knows is a policy.Unknown; what could not be read is
// a Named of the kind InUnknown, with the reason. The error is a fault.List
// with the option "Template".
func FromTemplate(data []byte, context Context) ([]Holder, error) {
	t, err := readTemplate(data, context.Parameters)
	if err != nil {
		return nil, err
	}
	return fromTemplate(t, context)
}

// fromDocument is FromTemplate of a YAML document that is decoded already.
func fromDocument(document *yaml.Node, context Context) ([]Holder, error) {
	t, err := cfn.ReadYAML(document, context.Parameters)
	if err != nil {
		return nil, notTemplate(err)
	}
	return fromTemplate(t, context)
}

func fromTemplate(t *cfn.Template, context Context) ([]Holder, error) {
	r := &reader{template: t, context: context, holders: map[string]*Holder{}}
	if err := r.read(); err != nil {
		return nil, notTemplate(err)
	}
	return r.sorted(), nil
}

// Context is what a template is read with. The zero Context is a template by
// itself, with its defaults.
type Context struct {
	// Parameters are the values of parameters that do not have their default.
	Parameters map[string]string
	// Open reads a file that the template names as that of a nested stack, by
	// its path from the template. Default: no file can be read, and so a nested
	// stack in a file counts as new in every comparison.
	Open func(path string) ([]byte, error)
}

func readTemplate(data []byte, parameters map[string]string) (*cfn.Template, error) {
	t, err := cfn.Read(data, parameters)
	if err != nil {
		return nil, notTemplate(err)
	}
	return t, nil
}

func notTemplate(err error) error {
	var faults fault.List
	faults.Add("Template", "", "is not a CloudFormation template ("+err.Error()+")",
		`give a template in JSON or YAML, such as STACK.template.json that "cdk synth" writes to cdk.out`)
	return faults.Err()
}

// Parameters returns the names of the parameters that a template declares.
func Parameters(data []byte) []string {
	t, err := cfn.Read(data, nil)
	if err != nil {
		return nil
	}
	return t.Parameters()
}

// reader turns a template into holders.
type reader struct {
	template *cfn.Template
	context  Context
	// prefix is that of the ids in a nested stack or stack set.
	prefix      string
	holders     map[string]*Holder
	memberships []membership
	// faults are those of the statements that could not be read.
	faults fault.List
	depth  int
	// elsewhere is true in a stack set, whose accounts are others.
	elsewhere bool
}

// membership is a user in a group.
type membership struct {
	user  *Holder
	group string
	when  cfn.When
}

// resource is a resource of the template, under the conditions that it is
// there.
type resource struct {
	cfn.Resource
	id   string
	when cfn.When
}

// readers read the resources of a type. Every other resource is searched for
// properties that are policy documents.
var readers map[string]func(*reader, resource)

func init() {
	readers = map[string]func(*reader, resource){
		roleType:                              (*reader).role,
		userType:                              (*reader).user,
		groupType:                             (*reader).group,
		managedPolicyType:                     (*reader).managedPolicy,
		"AWS::IAM::Policy":                    (*reader).inlinePolicy,
		"AWS::IAM::RolePolicy":                (*reader).inlinePolicy,
		"AWS::IAM::UserPolicy":                (*reader).inlinePolicy,
		"AWS::IAM::GroupPolicy":               (*reader).inlinePolicy,
		"AWS::IAM::UserToGroupAddition":       (*reader).addition,
		"AWS::Lambda::Permission":             (*reader).permission,
		"AWS::Lambda::LayerVersionPermission": (*reader).layerPermission,
		"AWS::Events::EventBusPolicy":         (*reader).eventBusPolicy,
		organizationPolicyType:                (*reader).organizationPolicy,
		permissionSetType:                     (*reader).permissionSet,
		bucketType:                            (*reader).bucket,
		stackSetType:                          (*reader).stackSet,
		stackType:                             (*reader).stack,
	}
}

// read reads every resource. A managed policy is read before those whom it is
// attached to.
func (r *reader) read() error {
	t := r.template
	ids := slices.Sorted(maps.Keys(t.Resources))
	first := func(id string) int {
		if t.Resources[id].Type == managedPolicyType {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(first(a), first(b)) })
	for _, id := range ids {
		for _, when := range t.Present(t.Resources[id]) {
			r.resource(resource{t.Resources[id], id, when})
		}
	}
	for _, text := range t.Elsewhere {
		h := r.holder("AWS::CloudFormation::Template", cmp.Or(r.prefix, "template"))
		h.Named = append(h.Named, Named{Kind: InUnknown, Text: "what " + text + " adds"})
	}
	r.globals()
	r.join()
	r.parameters()
	return t.Err()
}

func (r *reader) resource(res resource) {
	read, known := readers[res.Type]
	switch {
	case known:
		read(r, res)
	case attachments[res.Type].document != "":
		r.attachment(res, attachments[res.Type])
	case strings.HasPrefix(res.Type, "AWS::Serverless::"):
		r.serverless(res)
	case unreadable(res.Type):
		r.unknown(r.own(res), res.when, res.Type+" "+res.id, "is made by code that is not known here", map[string]any{"Properties": res.Properties})
	default:
		r.search(res)
		r.byDefault(res)
		r.passed(res)
	}
	for _, f := range facts[res.Type] {
		r.fact(res, f)
	}
	r.tagged(res)
	if res.Type == "AWS::ApiGateway::RestApi" || res.Type == "AWS::ApiGatewayV2::Api" {
		r.operations(res)
	}
	for _, name := range slices.Sorted(maps.Keys(res.Attributes)) { // connectors, transforms and what else a macro reads
		r.unknown(r.own(res), res.when, res.id+"."+name, "is not known here", res.Attributes[name])
	}
	for _, name := range slices.Sorted(maps.Keys(res.Properties)) {
		value := res.Properties[name]
		if name == "Ref" || strings.HasPrefix(name, "Fn::") {
			r.unknown(r.own(res), res.when, res.id+"."+name, "is in place of properties", value)
		} else if hasAddition(value) {
			r.transformed(res, name, value)
		}
	}
}

// transformed adds what a macro adds to an object among the properties, at any
// depth, and loops over what is not known. (A macro in place of a value makes
// that unknown.)
func (r *reader) transformed(res resource, place string, value any) {
	switch value := value.(type) {
	case []any:
		for i, element := range value {
			r.transformed(res, fmt.Sprintf("%s[%d]", place, i), element)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			element := value[name]
			if isAddition(value, name) {
				r.unknown(r.own(res), res.when, place+"."+name, "is not known here", element)
			} else {
				r.transformed(res, place+"."+name, element)
			}
		}
	}
}

// isAddition reports whether a name of an object stands for what a macro or a
// loop adds to it.
func isAddition(object map[string]any, name string) bool {
	return name == "Fn::Transform" && len(object) > 1 || strings.HasPrefix(name, "Fn::ForEach::")
}

// hasAddition reports whether there is one anywhere in a value.
func hasAddition(value any) bool {
	switch value := value.(type) {
	case []any:
		return slices.ContainsFunc(value, hasAddition)
	case map[string]any:
		for name, element := range value {
			if isAddition(value, name) || hasAddition(element) {
				return true
			}
		}
	}
	return false
}

// holder returns the holder of a type and name, which it makes at first.
func (r *reader) holder(resourceType, key string) *Holder {
	h := r.holders[resourceType+" "+key]
	if h == nil {
		h = &Holder{Type: resourceType, Name: policy.ShowUnknown(key), key: r.prefix + key}
		r.holders[resourceType+" "+key] = h
	}
	return h
}

// of returns the holder that a resource speaks of, and may be elsewhere: then
// the resource's place in the template stands for it.
func (r *reader) of(res resource, resourceType, key string) *Holder {
	h := r.holder(resourceType, key)
	if h.ID == "" && h.Line == 0 {
		h.Line = res.Line
	}
	return h
}

// own returns the holder that a resource is.
func (r *reader) own(res resource) *Holder {
	h := r.holder(res.Type, r.text(map[string]any{"Ref": res.id}, nil))
	if h.ID == "" {
		h.ID, h.Name, h.Line = r.prefix+res.id, "", res.Line
	}
	return h
}

// text is a value as text; see cfn.Template.Text.
func (r *reader) text(value any, when cfn.When) string { return r.template.Text(value, when) }

// texts returns the elements of a list as texts, under their conditions.
func (r *reader) texts(value any, when cfn.When) []cfn.Case {
	var all []cfn.Case
	for _, element := range r.template.Elements(value, when) {
		if id, isRef := object(element.Value)["Ref"].(string); isRef && r.template.Resources[id].Type != "" {
			// One resource, whatever its name depends on.
			all = append(all, cfn.Case{When: element.When, Value: r.text(element.Value, nil)})
			continue
		}
		for _, c := range r.template.Cases(element.Value, element.When) {
			if _, isText := c.Value.(string); !isText {
				c.Value = policy.Unknown(r.template.Whole(element.Value, element.When))
			}
			all = append(all, c)
		}
	}
	return all
}

// name adds something known by its name alone.
func (h *Holder) name(kind Kind, text string, when cfn.When) {
	h.add(Named{Kind: kind, Text: policy.ShowUnknown(text), key: text}, when)
}

// unknown adds what could not be read. Its identity is all that it says.
func (r *reader) unknown(h *Holder, when cfn.When, place, reason string, value any) {
	whole := r.template.Whole(value, when)
	h.add(Named{Kind: InUnknown, Text: place + " " + reason + ": " + whole, key: whole}, when)
}

// add adds something known by its name alone, under assumptions.
func (h *Holder) add(n Named, when cfn.When) {
	s, possible := conditioned(policy.Statement{Conditions: n.conditions}, when)
	if !possible {
		return
	}
	n.conditions, n.When = s.Conditions, Words(s.Conditions)
	h.Named = append(h.Named, n)
}

// sorted returns the holders, roles first, in the order of their ids.
func (r *reader) sorted() []Holder {
	all := make([]Holder, 0, len(r.holders))
	for _, h := range r.holders {
		all = append(all, *h)
	}
	rank := func(h Holder) int {
		switch {
		case h.Type == roleType && h.ID != "":
			return 0
		case h.ID != "":
			return 1
		}
		return 2
	}
	slices.SortFunc(all, func(a, b Holder) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Type, b.Type), cmp.Compare(a.key, b.key))
	})
	return all
}
