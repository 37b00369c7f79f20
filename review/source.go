package review

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/internal/yamljson"
	"github.com/cipublisher/cipublisher/policy"
)

// Form is what a file is.
type Form string

// The forms that are read.
const (
	// PolicyForm: one policy in JSON, or a list of them.
	PolicyForm Form = "a policy"
	// TemplateForm: a CloudFormation template in JSON or YAML.
	TemplateForm Form = "a template"
	// AccountForm: what "aws iam get-account-authorization-details" prints.
	AccountForm Form = "the details of an account"
)

// FormOf says what a file is, by what it has at its top. A file that is none
// of them is taken for a policy, whose reader says what is wrong with it.
func FormOf(data []byte) Form {
	var top map[string]json.RawMessage
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if json.Unmarshal(data, &top) == nil {
		switch {
		case cfn.IsTemplate(maps.Keys(top)):
			return TemplateForm
		case top["RoleDetailList"] != nil || top["UserDetailList"] != nil || top["GroupDetailList"] != nil || top["Policies"] != nil:
			return AccountForm
		}
		return PolicyForm
	}
	if _, err := cfn.Read(data, nil); err == nil || !bytes.ContainsAny(data[:min(1, len(data))], "{[") && len(bytes.TrimSpace(data)) > 0 {
		return TemplateForm
	}
	return PolicyForm
}

// Read reads a file in any form, in JSON or YAML, and says which form it is. The
// context is that of a template. The error is a fault.List.
func Read(data []byte, context Context) ([]Holder, Form, error) {
	if !yamljson.BeginsAsJSON(data) {
		document, err := yamljson.Document(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
		if err == nil && cfn.IsTemplate(slices.Values(yamljson.Keys(document))) {
			holders, err := fromDocument(document, context)
			return holders, TemplateForm, err
		}
		if err == nil {
			if converted, err := yamljson.DocumentToJSON(document); err == nil {
				data = converted
			}
		}
	}
	switch form := FormOf(data); form {
	case TemplateForm:
		holders, err := FromTemplate(data, context)
		return holders, form, err
	case AccountForm:
		holders, err := FromAccount(data)
		return holders, form, err
	}
	documents, err := Policies(data)
	if err != nil {
		return nil, PolicyForm, err
	}
	return []Holder{HolderOf(documents)}, PolicyForm, nil
}

// Policies reads one policy, or a list of them, as "cipublisher policy" prints
// what is too large for one.
func Policies(data []byte) ([]policy.Document, error) {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) != nil || len(list) == 0 {
		list = []json.RawMessage{data}
	}
	var all []policy.Document
	for _, one := range list {
		document, err := policy.Parse(one)
		if err != nil {
			return nil, err
		}
		all = append(all, document)
	}
	return all, nil
}

// HolderOf returns the holder of policies that apply together. It
// distinguishes a trust policy from the others: that names principals, and no
// resources.
func HolderOf(documents []policy.Document) Holder {
	var h Holder
	for _, d := range documents {
		if len(d.Statements) > 0 && !slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
			return s.Principal == nil && s.NotPrincipal == nil || len(s.Resources)+len(s.NotResources) > 0
		}) {
			h.Trust = append(h.Trust, d)
			continue
		}
		h.Policies = append(h.Policies, d)
	}
	return h
}
