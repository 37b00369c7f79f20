package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
)

func TestIsCurrent(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	want, err := layout(made)
	require.NoError(t, err)
	golden.Compare(t, file, want)
	require.Less(t, len(want), template.MaxInlineBytes, "aws cloudformation deploy would need a bucket for it")
	require.JSONEq(t, made.Indent(), want)
}

// Every option of a publisher and its role is a parameter, or there is a reason
// why it is none.
func TestEveryOptionIsAParameterOrHasAReason(t *testing.T) {
	parameters := map[string]bool{}
	for _, in := range inputs() {
		parameters[in.option.Path] = true
	}
	for _, o := range role.NewWhole(permission.PublisherOptions()).Table {
		require.NotEqual(t, parameters[o.Path], o.NoParameter != "", o.Path)
	}
}

func TestEveryParameterIsShownAndUsed(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	shown := map[string]bool{}
	for _, group := range order()["AWS::CloudFormation::Interface"].(map[string]any)["ParameterGroups"].([]any) {
		for _, name := range group.(map[string]any)["Parameters"].([]string) {
			shown[name] = true
		}
	}
	text := made.Indent()
	for name, p := range made.Parameters {
		require.True(t, shown[name], "%s is in no group", name)
		require.Contains(t, text, `"Ref": "`+name+`"`)
		require.NotEmpty(t, p.Description)
		require.NotContains(t, p.Description, "{", name)
		require.True(t, p.AllowedPattern != "" || p.AllowedValues != nil, "%s takes anything", name)
	}
	require.Len(t, shown, len(made.Parameters))
}

// named returns the parameter with a name.
func named(t require.TestingT, name string) input {
	for _, in := range inputs() {
		if in.name == name {
			return in
		}
	}
	require.Fail(t, "there is no parameter "+name)
	return input{}
}

var ireland = permission.Environment{AccountID: "123456789012", Region: "eu-west-1"}

const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// deployed are the values of parameters below.
var deployed = map[string]string{
	"BucketName": "acme-dist", "Prefix": "release/", "S3KmsKey": key, "EcrRepository": "app", "EcrPublicRepository": "app",
	"CodeArtifactDomain": "acme", "CodeArtifactRepository": "maven", "CodeArtifactAccountId": "210987654321", "CodeArtifactRegion": "eu-central-1",
	"CodeArtifactNamespace": "com.acme", "CodeArtifactPackage": "app", "OrganizationId": "o-a1b2c3d4e5",
}

// For whatever parameters the rules let through, a store's policy is that of a
// publisher made with the same values.
func TestGrantsWhatThePublisherGrants(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	var plain struct {
		Conditions map[string]any
		Rules      map[string]struct{ Assertions []struct{ Assert any } }
		Resources  map[string]struct {
			Condition  string
			Properties map[string]any
		}
	}
	require.NoError(t, json.Unmarshal([]byte(made.Indent()), &plain))
	refused, compared := 0, 0
	for _, s := range stores() {
		root := rootOf(s)
		var changing []input
		for _, in := range inputs() {
			_, counted := deployed[in.name]
			if strings.HasPrefix(in.option.Path, s.id+".") && in.name != root.name && (counted || in.option.Kind() == option.Switch) ||
				slices.Contains([]string{"AllowDelete", "PinRegion", "OrganizationId"}, in.option.Path) {
				changing = append(changing, in)
			}
		}
		for choice := range 1 << len(changing) {
			d := deployment{map[string]string{}, plain.Conditions}
			for _, in := range inputs() {
				if in.Default != nil {
					d.parameters[in.name] = *in.Default
				}
				if in.option.Kind() == option.Switch {
					d.parameters[in.name] = "false"
				}
			}
			w := role.NewWhole(permission.PublisherOptions())
			d.parameters[root.name] = deployed[root.name]
			require.NoError(t, w.At(s.root).Set(deployed[root.name]))
			require.NoError(t, w.At("AllowDelete").Set(false))
			for i, in := range changing {
				switch given := choice&(1<<i) != 0; {
				case in.option.Kind() == option.Switch:
					d.parameters[in.name] = strconv.FormatBool(given)
					require.NoError(t, w.At(in.option.Path).Set(given))
				case given:
					d.parameters[in.name] = deployed[in.name]
					require.NoError(t, w.At(in.option.Path).Set(deployed[in.name]))
				}
			}
			set := w.Limits.On(w.Set.Make(new(fault.List)))
			admitted := true
			for _, rule := range plain.Rules {
				for _, a := range rule.Assertions {
					admitted = admitted && d.holds(a.Assert)
				}
			}
			if err := set.Validate(ireland); err != nil {
				require.False(t, admitted, "%s %v: %v", s.id, d.parameters, err)
			}
			if !admitted {
				refused++
				continue
			}
			compared++
			resource := plain.Resources[template.LogicalID("Publisher", s.id+"Policy", "Resource")]
			require.True(t, d.holds(map[string]any{"Condition": resource.Condition}))
			got, err := json.Marshal(d.deploy(resource.Properties["PolicyDocument"]))
			require.NoError(t, err)
			// The core writes a "*" for every repository with all that follows.
			text := strings.ReplaceAll(string(got), `:package/acme/*/*"`, `:package/acme/*"`)
			document, err := policy.Parse([]byte(text))
			require.NoError(t, err)
			require.Equal(t, sorted(policy.New(set.Statements(ireland)...)).Indent(), sorted(document).Indent(), "%v", d.parameters)
		}
	}
	require.Greater(t, compared, 1000)
	require.Greater(t, refused, 100)
}

func rootOf(s store) input {
	for _, in := range inputs() {
		if in.option.Path == s.root {
			return in
		}
	}
	return input{}
}

// sorted returns a document with its lists in order, which mean the same in any.
func sorted(d policy.Document) policy.Document {
	slices.SortFunc(d.Statements, func(a, b policy.Statement) int { return strings.Compare(a.Sid, b.Sid) })
	for i := range d.Statements {
		slices.Sort(d.Statements[i].Actions)
		slices.Sort(d.Statements[i].Resources)
		for _, keys := range d.Statements[i].Conditions {
			for _, list := range keys {
				slices.Sort(list)
			}
		}
	}
	return d
}

// deployment does what CloudFormation does with functions.
type deployment struct {
	parameters map[string]string
	conditions map[string]any
}

func (d deployment) holds(condition any) bool {
	object := condition.(map[string]any)
	if name, ok := object["Condition"].(string); ok {
		return d.holds(d.conditions[name])
	}
	list := func(function string) []any { l, _ := object[function].([]any); return l }
	switch {
	case object["Fn::Equals"] != nil:
		return d.deploy(list("Fn::Equals")[0]) == d.deploy(list("Fn::Equals")[1])
	case object["Fn::Not"] != nil:
		return !d.holds(list("Fn::Not")[0])
	case object["Fn::And"] != nil:
		return !slices.ContainsFunc(list("Fn::And"), func(c any) bool { return !d.holds(c) })
	}
	return slices.ContainsFunc(list("Fn::Or"), d.holds)
}

func (d deployment) deploy(value any) any {
	switch v := value.(type) {
	case []any:
		list := []any{}
		for _, element := range v {
			if element = d.deploy(element); element != nil {
				list = append(list, element)
			}
		}
		return list
	case map[string]any:
		if id, ok := v["Ref"].(string); ok {
			pseudo := map[string]any{"AWS::Partition": "aws", "AWS::AccountId": "123456789012", "AWS::Region": "eu-west-1", "AWS::NoValue": nil}
			if known, ok := pseudo[id]; ok {
				return known
			}
			return d.parameters[id]
		}
		if join, ok := v["Fn::Join"].([]any); ok {
			text := ""
			for _, part := range d.deploy(join[1]).([]any) {
				text += part.(string)
			}
			return text
		}
		if choice, ok := v["Fn::If"].([]any); ok {
			if d.holds(map[string]any{"Condition": choice[0]}) {
				return d.deploy(choice[1])
			}
			return d.deploy(choice[2])
		}
		object := map[string]any{}
		for key, element := range v {
			if element = d.deploy(element); element != nil {
				object[key] = element
			}
		}
		return object
	}
	return value
}
