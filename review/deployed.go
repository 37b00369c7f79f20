package review

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// deepest bounds templates within templates.
const deepest = 8

// stack reads a nested stack: of its template the address is known, and with
// which parameters it is deployed.
func (r *reader) stack(res resource) {
	h := r.own(res)
	parameters := map[string]any{}
	maps.Copy(parameters, object(res.Properties["Parameters"]))
	if r.body(res, parameters) {
		return
	}
	r.deployed(h, res, "TemplateURL", "Parameters")
}

// stackSet reads what is rolled out to other accounts, and to which.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
func (r *reader) stackSet(res resource) {
	h := r.own(res)
	parameters := map[string]any{}
	readable := true
	for _, c := range r.template.Elements(res.Properties["Parameters"], res.when) {
		o := object(c.Value)
		key, isText := o["ParameterKey"].(string)
		readable = readable && isText && len(c.When) == len(res.when)
		parameters[key] = o["ParameterValue"]
	}
	if !readable {
		r.unknown(h, res.when, "Parameters", "can't be read", res.Properties["Parameters"])
	}
	if !r.body(res, parameters) {
		r.deployed(h, res, "TemplateURL", "Parameters")
	}
	for _, group := range r.template.Elements(res.Properties["StackInstancesGroup"], res.when) {
		for _, c := range r.template.Cases(group.Value, group.When) {
			r.targets(h, object(c.Value), c.When)
		}
	}
	r.passed(res)
	if deployment := object(res.Properties["AutoDeployment"]); deployment != nil {
		h.name(InTarget, "AutoDeployment: "+r.template.Whole(deployment, res.when), res.when)
	}
}

// targets adds where a group of stack instances is deployed.
func (r *reader) targets(h *Holder, group map[string]any, when cfn.When) {
	targets := object(group["DeploymentTargets"])
	for _, list := range []any{targets["Accounts"], targets["OrganizationalUnitIds"], group["Regions"]} {
		for _, target := range r.texts(list, when) {
			h.name(InTarget, target.Value.(string), target.When)
		}
	}
	rest := without(group, "DeploymentTargets", "Regions")
	for name, value := range without(targets, "Accounts", "OrganizationalUnitIds") {
		rest["DeploymentTargets."+name] = value
	}
	if len(rest) > 0 {
		h.name(InTarget, "with "+r.template.Whole(rest, when), when)
	}
}

// body reads a template that is in the resource. Its ids have the
// resource's before them.
func (r *reader) body(res resource, parameters map[string]any) bool {
	value := res.Properties["TemplateBody"]
	if value == nil {
		return false
	}
	h := r.own(res)
	for _, c := range r.template.Cases(value, res.when) {
		given := map[string]string{}
		for name, p := range parameters {
			given[name] = r.listText(p, c.When)
		}
		data := encode(c.Value)
		if text, isText := c.Value.(string); isText {
			data = []byte(text)
		}
		if err := r.nested(res, data, given, c.When); err != nil {
			r.unknown(h, c.When, "TemplateBody", "can't be read ("+err.Error()+")", []any{value, parameters})
		}
	}
	return true
}

// listText is the text of a parameter: a list is one text with commas.
func (r *reader) listText(value any, when cfn.When) string {
	if _, isList := value.([]any); isList {
		return r.text(map[string]any{"Fn::Join": []any{",", value}}, when)
	}
	return r.text(value, when)
}

func (r *reader) nested(res resource, data []byte, parameters map[string]string, when cfn.When) error {
	if r.depth >= deepest {
		return fmt.Errorf("it is more than %d templates deep", deepest)
	}
	t, err := cfn.ReadNested(data, parameters, cfn.Scope{Name: r.prefix + res.id + "/", Elsewhere: res.Type == stackSetType || r.elsewhere})
	if err != nil {
		return err
	}
	inner := &reader{template: t, context: r.context, prefix: r.prefix + res.id + "/", holders: map[string]*Holder{}, depth: r.depth + 1, elsewhere: res.Type == stackSetType || r.elsewhere}
	if err := inner.read(); err != nil {
		return err
	}
	for _, h := range inner.sorted() {
		key := h.Type + " " + h.key
		if r.holders[key] == nil {
			r.holders[key] = &Holder{ID: h.ID, Type: h.Type, Name: h.Name, Attached: h.Attached, key: h.key}
			if h.ID == "" {
				r.holders[key].Name = strings.TrimSuffix(inner.prefix, "/") + ": " + h.Name
			}
		}
		to := r.holders[key]
		for _, d := range h.Trust {
			to.Trust = append(to.Trust, under(d, when)...)
		}
		for _, d := range h.Policies {
			to.Policies = append(to.Policies, under(d, when)...)
		}
		for _, d := range h.byDefault {
			to.byDefault = append(to.byDefault, under(d, when)...)
		}
		for _, n := range h.Named {
			to.add(n, when)
		}
		to.tags, to.constraints = append(to.tags, h.tags...), h.constraints
	}
	return nil
}

// deployed reads a template elsewhere: a file beside this one, or an address,
// of which only that is known and the parameters that it gets. What it grants
// may be any of them.
func (r *reader) deployed(h *Holder, res resource, address, parameters string) {
	for _, c := range r.template.Cases(res.Properties[address], res.when) {
		whole := r.template.Whole(c.Value, c.When)
		if url, isText := c.Value.(string); isText {
			whole = policy.ShowUnknown(url)
			if !policy.HasUnknown(url) && !strings.Contains(url, "://") {
				r.file(h, res, url, parameters, c.When)
				continue
			}
		}
		if values := res.Properties[parameters]; values != nil {
			whole += " with " + r.template.Whole(values, c.When)
		}
		h.name(InTemplate, whole, c.When)
	}
}

// file reads the template of a nested stack in a file. One that can't be read
// may grant anything in every comparison, since it may have changed unseen.
//
// https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
func (r *reader) file(h *Holder, res resource, path, parameters string, when cfn.When) {
	err := errors.New("there is no file to read")
	if r.context.Open != nil {
		var data []byte
		if data, err = r.context.Open(path); err == nil {
			for _, c := range r.template.Cases(orEmpty(res.Properties[parameters]), when) {
				given := map[string]string{}
				for name, value := range object(c.Value) {
					given[name] = r.listText(value, c.When)
				}
				if err = r.nested(res, data, given, c.When); err != nil {
					break
				}
			}
		}
	}
	if err != nil {
		h.add(Named{Kind: InUnknown, Text: "the template " + path + " can't be read (" + err.Error() + ")", always: true}, when)
	}
}

func orEmpty(value any) any {
	if value == nil {
		return map[string]any{}
	}
	return value
}
